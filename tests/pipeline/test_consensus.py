from pipeline.consensus import elect, filled, grams, is_piece, likeness

FERRY = "The council of Port Ellery voted on Monday evening to keep the night ferry for another five years, the mayor said."
CREWS = "Ferry crews had threatened to strike for a week if the council gave in to the harbour company and let the ferry go."
MONEY = "The ferry costs the town some two million a year, most of which comes back through the fish market and the inns."
MENU = "Home News Sport Weather Travel Login Search Contact Archive Jobs Shop Help Terms Privacy"


def text(*paragraphs: str) -> str:
    return "\n\n".join(paragraphs)


def test_likeness_is_one_for_the_same_and_zero_for_strangers() -> None:
    assert likeness(grams(FERRY), grams(FERRY)) == 1.0
    assert likeness(grams(FERRY), grams(CREWS)) == 0.0
    assert likeness(grams(""), grams("")) == 1.0
    assert likeness(grams("two words"), grams("two words")) == 1.0


def test_the_candidate_most_like_the_others_is_elected() -> None:
    whole = text(FERRY, CREWS, MONEY)
    assert elect([FERRY, whole, text(MENU, whole)], candidates=3)[0] == 1


def test_a_voter_without_candidacy_cannot_win() -> None:
    whole = text(FERRY, CREWS, MONEY)
    assert elect([MENU, text(FERRY, CREWS), whole, whole], candidates=2)[0] == 1


def test_a_part_of_the_article_is_a_piece() -> None:
    assert is_piece(FERRY, text(FERRY, CREWS, MONEY))
    assert is_piece("", text(FERRY, CREWS))


def test_no_piece_if_the_rest_is_menu_or_the_witness_saw_something_else() -> None:
    assert not is_piece(FERRY, "\n".join([FERRY, *(f"{MENU} {number}" for number in range(9))]))
    assert not is_piece(text(FERRY, CREWS), MONEY)
    assert not is_piece(text(FERRY, CREWS, MONEY), text(FERRY, CREWS, MONEY))


def test_prose_between_known_paragraphs_is_filled_in() -> None:
    assert filled(text(FERRY, MONEY), text(MENU, FERRY, CREWS, MENU, MONEY)) == text(FERRY, CREWS, MONEY)


def test_nothing_is_filled_in_outside_of_what_is_known() -> None:
    assert filled(text(FERRY, CREWS), text(MONEY, FERRY, CREWS)) == text(FERRY, CREWS)
    assert filled(text(FERRY, CREWS), text(FERRY, CREWS, MONEY)) == text(FERRY, CREWS)
    assert filled(text(FERRY, CREWS), text(FERRY, MENU, CREWS)) == text(FERRY, CREWS)
    assert filled("", text(FERRY, CREWS)) == ""
