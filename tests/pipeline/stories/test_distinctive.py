"""Terms that tell groups of articles apart."""

from collections import Counter
from datetime import UTC, datetime

import pytest

from pipeline.records import Article
from pipeline.stories.distinctive import counted, distinctive, terms, without_parts

SEEN = datetime(2026, 1, 1, tzinfo=UTC)


def article(text: str, language: str = "en") -> Article:
    return Article(
        article_id="a", uri="u", source="s", text=text, content_hash="", seen_at=SEEN, language=language
    )


def test_terms_are_telling_words_and_pairs_of_them() -> None:
    found = terms(article("The tanker left the harbour with crude oil in 2024."))
    assert {"tanker", "harbour", "crude oil"} <= found
    assert not found & {"the", "with", "2024", "left the", "oil in"}


@pytest.mark.parametrize("text", ["нафтопровід зупинено", "原油の輸出", "naftovod je ustavljen"])
def test_every_script_has_terms(text: str) -> None:
    assert terms(article(text, {"н": "uk", "原": "ja"}.get(text[0], "sl")))


ARCHIVE = Counter({f"word{n}": 40 for n in range(500)}) + Counter({"oil": 120, "bank": 600, "pipeline": 40})
USUAL = {f"word{n}": 1 for n in range(200)}


def test_what_one_group_has_and_the_other_has_not_comes_first() -> None:
    ours, theirs = USUAL | {"oil": 9, "bank": 12, "pipeline": 12}, USUAL | {"oil": 6, "bank": 12}
    found = distinctive(ours, theirs, ARCHIVE, 1000)
    assert [one.term for one in found] == ["pipeline"]
    assert (found[0].ours, found[0].theirs, found[0].archive) == (12, 0, 40)


def test_the_archive_holds_back_what_is_common_everywhere() -> None:
    """Two words with the same counts on both sides: the one that the archive is full of is the lesser sign."""
    ours, theirs = USUAL | {"bank": 12, "pipeline": 12}, USUAL | {"bank": 1, "pipeline": 1}
    signs = {one.term: one.z for one in distinctive(ours, theirs, ARCHIVE, 1000)}
    assert signs["pipeline"] > signs.get("bank", 0.0)


def test_one_article_is_no_sign() -> None:
    assert distinctive(USUAL | {"pipeline": 1}, USUAL, ARCHIVE, 1000) == []


def test_a_pair_and_its_words_are_told_once() -> None:
    articles = [frozenset({"crude", "crude oil", "oil", "ships"}), frozenset({"crude oil", "oil", "ships"})]
    found = distinctive(
        Counter(USUAL) + counted(articles * 10), USUAL, ARCHIVE + counted(articles * 20), 1000
    )
    kept = [one.term for one in without_parts(found)]
    assert "ships" in kept
    assert len({"crude", "oil", "crude oil"} & set(kept)) == 1
