"""Queries as written: what they mean, and what a person is told about those that mean nothing."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.topics import clause
from pipeline.topics.clause import Extent, Mode, Node
from pipeline.topics.query import MAX_DEPTH, MAX_LENGTH, MAX_PATTERNS, MAX_WORDS, QueryError, parse

ERRORS = [
    # query, column, part of the message, part of the suggestion
    ("", 1, "empty", "write a word"),
    ("  # only a comment", 1, "empty", "write a word"),
    ("tanks AND", 10, "the query ends after AND", ""),
    ("AND tanks", 1, "found AND", ""),
    ("tanks OR AND shells", 10, "AND directly after OR", "keep one"),
    ("tanks and shells", 7, "and is no operator here", "in capitals: AND"),
    ("Not tanks", 1, "Not is no operator here", '"Not" in quotes'),
    ("NOT tanks", 1, "NOT alone", "say first what is wanted"),
    ("shells OR NOT tanks", 11, "NOT alone", "say first"),
    ("(tanks OR shells", 1, "never closed", "close it with )"),
    ("tanks)", 6, "closes nothing", "remove it"),
    ("()", 2, "expected a word, a phrase or a bracket", ""),
    ('tanks "shells', 7, "quotation mark is never closed", 'close it with "'),
    ('""', 1, "nothing to look for", "write a phrase"),
    ("'peace talks'", 1, "double quotes", '"peace talks"'),
    ("tanks, shells", 6, "a comma", "write OR or AND"),
    ("tanks NEAR shells", 7, "expected a distance of 1 to 100 words after NEAR", "did you mean NEAR/5"),
    ("tanks NEAR7 shells", 7, "expected a distance", "did you mean NEAR/7"),
    ("tanks ONEAR/ shells", 7, "expected a distance", "did you mean ONEAR/5"),
    ("tanks NEAR/0 shells", 7, "expected a distance", "did you mean NEAR/1"),
    ("tanks NEAR/500 shells", 7, "expected a distance", "did you mean NEAR/100"),
    ("tanks NOT ONEAR/5 shells", 7, "NOT ONEAR is not known", "did you mean NOT NEAR/5"),
    ("tanks NAER/5 shells", 7, "NAER/5 is no operator", "did you mean NEAR/5"),
    ("tanks W/5 shells", 7, "W/5 is no operator", "did you mean NEAR/5"),
    ("tanks PRE/3 shells", 7, "PRE/3 is no operator", "did you mean ONEAR/3"),
    ("tanks NEAR/5 AND", 14, "AND directly after NEAR/5", "keep one"),
    ("a1 NEAR/2 b1 NEAR/2 c1 NEAR/2 d1 NEAR/2 e1 NEAR/2 f1", 44, "at most 5 parts", ""),
    ("(tanks AND shells) NEAR/5 kyiv", 1, "AND and NOT have no place inside NEAR", "chain them"),
    ("tanks NEAR/5 (shells NOT drones)", 14, "AND and NOT have no place inside NEAR", "chain them"),
    ("tanks NEAR/5 title:shells", 14, "title: has no place inside NEAR", "title:(a NEAR/5 b)"),
    ("tanks NEAR/5 shells^2", 14, "a weight has no place inside NEAR", "(a NEAR/5 b)^2"),
    ("COUNT/2(published:2024)", 9, "have a place inside NEAR or COUNT", "join the rest with AND"),
    ("SENTENSE(tanks shells)", 1, "SENTENSE is no operator", "did you mean SENTENCE"),
    ("PARA(tanks shells)", 1, "PARA is no operator", "did you mean PARAGRAPH"),
    ("NATO(tanks)", 1, "NATO is no operator", "put a space before the bracket"),
    ("SENTENCE tanks", 1, "SENTENCE needs a bracket", "SENTENCE(…)"),
    ("SENTENCE(tanks, shells)", 1, "SENTENCE takes one clause", "AND or OR"),
    ("SENTENCE/5(tanks)", 1, "SENTENCE takes no number", "NEAR/5"),
    ("SENTENCE(tanks PARAGRAPH(shells))", 16, "PARAGRAPH(…) inside SENTENCE(…)", ""),
    ("SENTENCE(tanks outlet:tass)", 16, "describes the whole article", "outside SENTENCE"),
    ("SENTENCE(tanks topic:war)", 16, "describes the whole article", "outside SENTENCE"),
    ("ATLEAST(tanks, shells)", 1, "expected a number after ATLEAST", "ATLEAST/2(…)"),
    ("ATLEAST/2(tanks shells)", 1, "parted by commas", "ATLEAST/2(tanks, shells, drones)"),
    ("ATLEAST/3(tanks, shells)", 1, "clauses that add up to 2", "1 to 2"),
    ("ATLEAST/0(tanks, shells)", 1, "clauses that add up to 2", "1 to 2"),
    ("COUNT(tanks)", 1, "expected a number after COUNT", "COUNT/2(…)"),
    ("titel:tanks", 1, "titel is no field", "did you mean title:"),
    ("colour:red", 1, "colour is no field", "the fields are title"),
    ("title:(tanks outlet:tass)", 14, "a field inside title:", "close title:(…) first"),
    ("outlet:SENTENCE(moscow times)", 8, "outlet: has no sentences", ""),
    ("tanks : shells", 7, "a colon", "quotes"),
    ("published:yesterday", 1, "yesterday is no date", "2024-02-15"),
    ("published:2024-02-30", 1, "2024-02-30 is no date", ""),
    ("published:9999", 1, "9999 is no date", ""),
    ("published:..", 1, "needs a date", "published:2024-02"),
    ("published:2024..2023", 1, "ends before it begins", "earlier date first"),
    ("topic:Peace", 1, "needs the name of a topic", "topic:peace-talks"),
    ("t*", 1, "far too much", "at least two letters"),
    ('"peace *"', 1, "far too much", "at least two letters"),
    ("=tank*", 1, "takes no * or ?", "leave out"),
    ("烏*克", 1, "no spaces", "ONEAR/3"),
    ("tanks & shells", 7, "no letter or digit", "did you mean AND"),
    ("-tanks", 1, "in front of a word", "write NOT tanks"),
    ("+tanks", 1, "in front of a word", "write tanks"),
    ('"peace talks"~5', 14, "~ stands only in front of a phrase", "NEAR/5"),
    ("tanks^heavy", 6, "^heavy is no weight", "embargo^2"),
    ("^2", 1, "weighs nothing", "right behind"),
]


@pytest.mark.parametrize(
    ("query", "column", "message", "suggestion"), ERRORS, ids=[case[0][:30] for case in ERRORS]
)
def test_an_error_says_what_where_and_what_was_meant(
    query: str, column: int, message: str, suggestion: str
) -> None:
    with pytest.raises(QueryError) as caught:
        parse(query)
    error = caught.value
    assert message in error.message
    assert suggestion in (error.suggestion or "")
    assert (error.line, error.column, error.position) == (1, column, column - 1)


def test_an_error_in_a_long_query_names_line_and_column() -> None:
    with pytest.raises(QueryError, match=r"did you mean NEAR/5") as caught:
        parse("tanks\nOR shells # (a comment\nOR drones NEER/5 kyiv\n")
    assert (caught.value.line, caught.value.column) == (3, 11)


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("a" * (MAX_LENGTH + 1), "characters"),
        ("(" * 1_000 + "tanks" + ")" * 1_000, None),
        ("ATLEAST/1(b1, " * 1_000 + "tanks" + ")" * 1_000, "deep inside one another"),
        ("title:" * 5_000 + "tanks", "a field inside title:"),
        ("(a1 OR (b1 " * 500 + "tanks" + "))" * 500, "deep inside one another"),
        ("NOT " * 5_000 + "tanks", "NOT directly after NOT"),
        (" OR ".join(f"w{n}" for n in range(MAX_WORDS + 1)), "words"),
        (" OR ".join(f"word{n}*" for n in range(MAX_PATTERNS + 1)), "words with * or ?"),
        ("(" * 10_000, "never closed"),
        ('"' * 9_999, "quotation mark"),
    ],
    ids=[
        "long",
        "brackets",
        "functions",
        "fields",
        "clauses",
        "nots",
        "words",
        "patterns",
        "opened",
        "quotes",
    ],
)
def test_a_hostile_query_ends_in_an_error_or_a_tree(query: str, message: str | None) -> None:
    if message is None:
        assert isinstance(parse(query), clause.Words)
        return
    with pytest.raises(QueryError) as caught:
        parse(query)
    assert message in caught.value.message


QUERY_PIECES = (
    (
        'tanks AND OR NOT NEAR/5 ONEAR/2 ( ) "peace~talks" title: topic:war ^2 , * SENTENCE( ATLEAST/2( COUNT/2( published:2024'
        ' =WHO ~ " : 烏克蘭 tank* # NOT~NEAR/3 \u2028 -5'
    )
    .replace("~", "\n")
    .split(" ")
)


@given(st.one_of(st.text(max_size=40), st.lists(st.sampled_from(QUERY_PIECES), max_size=12).map(" ".join)))
def test_any_text_is_a_tree_or_an_error_inside_the_query(query: str) -> None:
    tree, error = _parsed(query)
    if error:
        assert 0 <= error.position <= len(query)
        assert error.line >= 1
        assert error.column >= 1
    if tree:
        assert all(0 <= node.start < node.end <= len(query) for node in clause.clauses(tree))


def _parsed(query: str) -> tuple[Node | None, QueryError | None]:
    try:
        return parse(query), None
    except QueryError as error:
        return None, error


def _shape(node: Node) -> str:
    """A tree in one line: words bare, everything else as NAME(parts)."""
    match node:
        case clause.Words():
            return "_".join(token.text for token in node.tokens)
        case clause.And():
            return f"And({' '.join(map(_shape, node.parts))}{''.join(' -' + _shape(part) for part in node.without)})"
        case clause.Near():
            return (
                f"{'ONear' if node.ordered else 'Near'}{node.distance}({' '.join(map(_shape, node.parts))})"
            )
        case _:
            return f"{type(node).__name__}({' '.join(map(_shape, clause.parts_of(node)))})"


@pytest.mark.parametrize(
    ("query", "shape"),
    [
        ("tanks shells", "And(tanks shells)"),
        ("tanks shells OR drones AND kyiv", "Or(And(tanks shells) And(drones kyiv))"),
        ("tanks (shells OR drones)", "And(tanks Or(shells drones))"),
        ("tanks NOT shells drones", "And(tanks drones -shells)"),
        ("tanks AND NOT (shells OR drones)", "And(tanks -Or(shells drones))"),
        ("NOT shells AND tanks", "And(tanks -shells)"),
        ("tanks NEAR/5 shells drones", "And(Near5(tanks shells) drones)"),
        ("tanks NEAR/5 shells NEAR/5 drones", "Near5(tanks shells drones)"),
        ("tanks NEAR/5 shells NEAR/6 drones", "Near6(Near5(tanks shells) drones)"),
        ("tanks NEAR/5 shells ONEAR/5 drones", "ONear5(Near5(tanks shells) drones)"),
        ("(tanks NEAR/5 shells) NEAR/5 drones", "Near5(Near5(tanks shells) drones)"),
        ("tanks NOT NEAR/5 shells", "NotNear(tanks shells)"),
        ("tanks NOT\n NEAR/5 shells", "NotNear(tanks shells)"),
        ("title:tanks shells", "And(Field(tanks) shells)"),
        ("anti-tank", "anti_tank"),
        ("19:00 3.5 150,000", "And(19:00 3.5 150,000)"),
        ("NEARBY ANDES ORANGE", "And(nearby andes orange)"),
        ("“peace talks”", "peace_talks"),
        ("«мирные переговоры»", "мирные_переговоры"),
        ("烏克蘭*", "烏_克_蘭"),
        ("tanks # AND shells (\nOR drones", "Or(tanks drones)"),
        ("C# #tag", "And(c tag)"),
    ],
)
def test_what_binds_tighter(query: str, shape: str) -> None:
    assert _shape(parse(query)) == shape


@pytest.mark.parametrize(
    ("query", "modes"),
    [
        ("troops", [Mode.INFLECTED]),
        ('"troops"', [Mode.FORM]),
        ('~"peace talk"', [Mode.INFLECTED, Mode.INFLECTED]),
        ("=WHO", [Mode.EXACT]),
        ('="White House"', [Mode.EXACT, Mode.EXACT]),
        ("troop*", [Mode.PATTERN]),
        ('"peace talk*"', [Mode.FORM, Mode.PATTERN]),
        ("organi?ation", [Mode.PATTERN]),
    ],
)
def test_how_words_are_compared(query: str, modes: list[Mode]) -> None:
    tree = parse(query)
    assert isinstance(tree, clause.Words)
    assert [token.mode for token in tree.tokens] == modes


@pytest.mark.parametrize(
    ("query", "since", "until"),
    [
        ("published:2024-02-15", datetime(2024, 2, 15, tzinfo=UTC), datetime(2024, 2, 16, tzinfo=UTC)),
        ("published:2024-12", datetime(2024, 12, 1, tzinfo=UTC), datetime(2025, 1, 1, tzinfo=UTC)),
        ("published:2024", datetime(2024, 1, 1, tzinfo=UTC), datetime(2025, 1, 1, tzinfo=UTC)),
        (
            "published:2024-02-01..2024-02-15",
            datetime(2024, 2, 1, tzinfo=UTC),
            datetime(2024, 2, 16, tzinfo=UTC),
        ),
        ("published:2024-02..", datetime(2024, 2, 1, tzinfo=UTC), None),
        ("published:..2024-02", None, datetime(2024, 3, 1, tzinfo=UTC)),
    ],
)
def test_dates_are_whole_periods(query: str, since: datetime | None, until: datetime | None) -> None:
    tree = parse(query)
    assert isinstance(tree, clause.Published)
    assert (tree.since, tree.until) == (since, until)


def test_the_numbers_of_a_query_arrive() -> None:
    tree = parse("ATLEAST/2.5(tanks^2, SENTENCE(shells), COUNT/3(drones))")
    assert isinstance(tree, clause.AtLeast)
    weighted, within, count = tree.parts
    assert tree.minimum == 2.5
    assert isinstance(weighted, clause.Weighted)
    assert weighted.weight == 2.0
    assert isinstance(within, clause.Within)
    assert within.extent is Extent.SENTENCE
    assert isinstance(count, clause.Count)
    assert count.minimum == 3


def test_a_clause_is_shown_as_written_without_comments() -> None:
    query = "tanks OR (shells\n  OR drones) # small ones\n  NEAR/5   kyiv"
    tree = parse(query)
    assert isinstance(tree, clause.Or)
    assert clause.as_written(query, tree.parts[1]) == "(shells OR drones) NEAR/5 kyiv"


def test_the_deepest_query_allowed_parses() -> None:
    nested = "a1 OR (b1 " * ((MAX_DEPTH - 2) // 2)
    assert parse(nested + "tanks" + ")" * nested.count("("))
