import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.pages.consensus import Gaps, elect, is_piece, likeness, without_repeats

FERRY = "The council of Port Ellery voted on Monday evening to keep the night ferry for another five years, the mayor said."
CREWS = "Ferry crews had threatened to strike for a week if the council gave in to the harbour company and let the ferry go."
MONEY = "The ferry costs the town some two million a year, most of which comes back through the fish market and the inns."
MENU = "Home News Sport Weather Travel Login Search Contact Archive Jobs Shop Help Terms Privacy"
NAMES = "Anna Brandt, harbour master"


def text(*paragraphs: str) -> str:
    return "\n\n".join(paragraphs)


def test_likeness_is_one_for_the_same_and_zero_for_strangers() -> None:
    assert likeness(FERRY, FERRY) == 1.0
    assert likeness(FERRY, CREWS) == 0.0
    assert likeness("", "") == 1.0
    assert likeness("", FERRY) == 0.0
    assert likeness("two words", "two words") == 1.0


def test_likeness_counts_lines_by_their_length_and_grams_in_those_that_differ() -> None:
    assert likeness(text(FERRY, CREWS), FERRY) == pytest.approx(
        2 * len(FERRY) / (2 * len(FERRY) + len(CREWS))
    )
    assert 0.8 < likeness(FERRY, f"- {FERRY} Read on") < 1.0


LINES = st.lists(st.sampled_from([FERRY, CREWS, MONEY, MENU, NAMES, ""]), max_size=6)


@given(LINES, LINES)
def test_likeness_is_a_symmetric_share(one: list[str], other: list[str]) -> None:
    alike = likeness("\n".join(one), "\n".join(other))
    assert 0.0 <= alike <= 1.0
    assert alike == pytest.approx(likeness("\n".join(other), "\n".join(one)))


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


def test_much_prose_between_known_paragraphs_is_filled_in() -> None:
    gaps = Gaps(text(FERRY, MONEY), text(MENU, FERRY, CREWS, MENU, MONEY))
    assert gaps
    assert gaps.filled("") == text(FERRY, CREWS, MONEY)


def test_little_prose_needs_a_second_witness() -> None:
    long = text(FERRY, *(f"{MONEY} It was the {number}th year." for number in range(20)))
    gaps = Gaps(long, text(FERRY, CREWS, *long.split("\n\n")[1:]))
    assert gaps.filled("") == long
    assert gaps.filled(CREWS).split("\n\n")[:2] == [FERRY, CREWS]


def test_what_two_witnesses_saw_in_between_is_filled_in_whatever_it_is() -> None:
    gaps = Gaps(text(FERRY, MONEY), text(FERRY, "What it costs the town", MONEY))
    assert gaps.filled("") == text(FERRY, MONEY)
    assert gaps.filled("What it costs the town") == text(FERRY, "What it costs the town", MONEY)


def test_the_opening_needs_two_witnesses_and_must_be_prose() -> None:
    gaps = Gaps(text(CREWS, MONEY), text(NAMES, FERRY, CREWS, MONEY))
    assert gaps.filled("") == text(CREWS, MONEY)
    assert gaps.filled(text(NAMES, FERRY)) == text(FERRY, CREWS, MONEY)


def test_captions_and_links_are_not_filled_in() -> None:
    caption = frozenset(["".join(filter(str.isalnum, CREWS)).casefold()])
    assert not Gaps(text(FERRY, MONEY), text(FERRY, CREWS, MONEY)).without(caption)


def test_a_gap_is_wide_if_a_second_witness_could_add_much() -> None:
    long = [f"{MONEY} It was the {number}th year." for number in range(40)]
    assert Gaps(text(FERRY, MONEY), text(FERRY, CREWS, MONEY)).are_wide()
    assert not Gaps(text(FERRY, *long), text(FERRY, NAMES, *long)).are_wide()
    assert not Gaps(text(FERRY, MONEY), text(NAMES, FERRY, MONEY)).are_wide()


def test_a_heading_is_filled_in_if_what_it_heads_is_known() -> None:
    gaps = Gaps(text(FERRY, MONEY), text(FERRY, "What it costs", "Who knows", MONEY))
    assert gaps.filled("", frozenset(["whatitcosts", "whoknows"])) == text(
        FERRY, "What it costs", "Who knows", MONEY
    )
    assert gaps.filled("", frozenset(["whatitcosts"])) == text(FERRY, MONEY)


def test_no_piece_but_something_else_if_it_is_dwarfed() -> None:
    assert is_piece("Some teaser of four words", text(FERRY, CREWS, MONEY))


def test_a_body_that_is_there_twice_is_taken_once() -> None:
    whole = text(FERRY, CREWS, "What it costs", MONEY)
    assert without_repeats(text(whole, NAMES, whole)) == text(whole, NAMES)


def test_a_paragraph_drawn_out_of_the_text_stays() -> None:
    drawn = text(FERRY, CREWS, FERRY, MONEY, MENU, MENU, MENU, MENU)
    assert without_repeats(drawn) == drawn


@pytest.mark.parametrize(
    ("found", "witness"),
    [
        (text(FERRY, CREWS), text(FERRY, CREWS, MONEY)),
        (text(FERRY, CREWS), text(FERRY, CREWS)),
        ("", text(FERRY, CREWS)),
        (FERRY, MONEY),
    ],
    ids=["after the end", "nothing more", "nothing known", "nothing shared"],
)
def test_there_is_no_gap(found: str, witness: str) -> None:
    gaps = Gaps(found, witness)
    assert not gaps
    assert gaps.filled(witness) == found
