"""Why an article stands where it does: told from the rows, the decision of then is found again to the last digit."""

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from random import Random
from typing import Any

import duckdb
import pytest
import wordfreq

from flows.cli.why_score import compared
from flows.loading.desk import Desk
from flows.loading.load import Load
from flows.loading.pins import Pinning
from flows.spool.spool import Batch
from pipeline.records import Document
from pipeline.stories.pin import PinKind, PinRequest
from warehouse.database.connection import WarehouseError
from warehouse.database.schema import require_current
from warehouse.ledger import runs
from warehouse.queries import copies, judgements, story_queries
from warehouse.stories import pins

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
WORDS = [word for word in wordfreq.top_n_list("en", 6000)[1500:] if word.isalpha() and len(word) > 4]
WIRE = (
    "A fire tore through a timber warehouse in the harbour of Larsund on Monday night, killing two dock workers. Mayor "
    "Ingrid Solheim said 14 people were taken to hospital.\n\nFirefighters from Brekke fought the blaze for six hours. "
    "Solheim said that nobody could have foreseen how fast the flames spread. The police are looking for witnesses."
)


@lru_cache
def text(at: int) -> str:
    """A report of one of four events, told from one of three sides: stories merge when a report shows they are one."""
    dice = Random(at)
    event = dice.randrange(4)
    own = Random(event).sample(WORDS, 40)[(side := dice.choice([0, 12, 24])) : side + 16]
    names = [word.capitalize() + "ov" for word in Random(event // 2).sample(WORDS, 4)]
    sentences = [
        f"The {' '.join(dice.choice(own if dice.random() < 0.4 else WORDS) for _ in range(9))} of {dice.choice(names)}."
        for _ in range(8)
    ]
    return " ".join(sentences)


def document(at: int, content: str | None = None, **known: object) -> Document:
    values = {"uri": f"import/{at}", "source": "s", "media_type": "text/plain", "content": text(at) if content is None else content,
              "fetched_at": NOW + timedelta(hours=12 * at)}  # fmt: skip
    return Document(**(values | known))  # type: ignore[arg-type]


def load(con: duckdb.DuckDBPyConnection, batch_id: str, *items: Document) -> None:
    now = NOW + timedelta(days=len(batch_id))
    work = Load(con, Desk(con, (), ()), Batch(batch_id=batch_id, items=items), "run", now)
    for stage in (work.begin, work.extract, work.fold, work.group, work.commit):
        stage()


def pin(con: duckdb.DuckDBPyConnection, batch_id: str, kind: PinKind, *articles: str) -> None:
    request = PinRequest(
        pin=pins.between(con, kind, *articles), asked_at=NOW, made_by="ann", note="seen\x1b[31m"
    )
    Pinning(con, Desk(con, (), ()), Batch(batch_id=batch_id, pins=(request,)), "run", NOW).commit()


def ids(con: duckdb.DuckDBPyConnection) -> list[str]:
    return [row[0] for row in con.execute("SELECT article_id FROM articles ORDER BY arrival").fetchall()]


def test_every_decision_is_found_again_as_it_was_taken(con: duckdb.DuckDBPyConnection) -> None:
    """Through merges, copies, pins and forgetting, with everything in one batch or in several."""
    load(con, "a", *(document(at) for at in range(22)), document(900, text(3)))
    first, *_, last = ids(con)
    pin(con, "p", PinKind.TOGETHER, first, last)
    pin(con, "q", PinKind.APART, *ids(con)[1:3])
    load(con, "b", *(document(at) for at in range(22, 34)))
    assert con.execute("SELECT count(*) > 1 FROM store.story_merges").fetchone() == (True,)
    decisions = [judgements.why(con, one)["decision"] for one in ids(con)]
    compared = [(one["score"], one["against"]["score"]) for one in decisions if one["reason"] == "joined"] + [
        (one["runner_up"]["judged"], one["runner_up"]["score"]) for one in decisions if one.get("runner_up")
    ]
    assert len(compared) > 20
    assert [pair for pair in compared if pair[0] != pair[1]] == []


def test_what_headlines_had_in_common_then_is_told(con: duckdb.DuckDBPyConnection) -> None:
    """Later headlines change what is usual, not what was decided."""
    games = [f"Games in Larsund: {' '.join(Random(at // 3).sample(WORDS, 4))}" for at in range(30)]
    load(con, "a", *(document(at, "", title=title) for at, title in enumerate(games)))
    decisions = [judgements.why(con, one)["decision"] for one in ids(con)]
    joined = [one for one in decisions if one["reason"] == "joined"]
    assert len(joined) > 10
    assert all(one["score"] == one["against"]["score"] for one in joined)
    usual = [one["against"]["parts"]["commonplace"] for one in joined]
    assert min(usual) < max(usual) < 0


def test_which_wirewatch_decided_is_told_where_this_one_judges_otherwise(
    con: duckdb.DuckDBPyConnection,
) -> None:
    load(con, "a", *(document(at) for at in range(12)))
    then = NOW + timedelta(days=1)
    runs.add_run(con, run_id="run", command="run", engine="direct", started_at=then, finished_at=then, seconds={}, version="0.9")  # fmt: skip
    assert con.execute("SELECT DISTINCT version FROM story_events").fetchall() == [("0.9",)]
    decision = next(
        found for one in ids(con) if (found := judgements.why(con, one)["decision"])["reason"] == "joined"
    )
    judged = decision["score"]
    assert "It would be" not in " ".join(compared(decision["against"], judged, decision["version"]))
    told = " ".join(compared(decision["against"], judged + 1, decision["version"]))
    assert f"It would be {judged:.2f} now" in told
    assert "wirewatch 0.9" in told


def test_a_copy_tells_whose_text_it_carries_and_what_it_changed(con: duckdb.DuckDBPyConnection) -> None:
    edited = WIRE.replace("14 people", "16 people") + "\n\nShops in the old town stayed shut on Tuesday."
    load(con, "a", document(0, WIRE, title="Fire kills two", outlet="Nordwire"))
    load(con, "b", document(1, edited, title="Two dead in blaze", outlet="Post"))
    found = judgements.why(con, ids(con)[1])
    assert found["decision"]["reason"] == "copy"
    assert (found["copy"]["origin"]["outlet"], found["copy"]["kind"]) == ("Nordwire", "near")
    assert found["copy"]["share"] > 0.5
    assert found["copy"]["changed"] == {
        "retitled": True,
        "added": ["Mayor Ingrid Solheim said 16 people were taken to hospital.", "Shops in the old town stayed shut on Tuesday."],
        "removed": ["Mayor Ingrid Solheim said 14 people were taken to hospital."],
        "numbers": [["14", "16"]],
    }  # fmt: skip
    assert all(one["text"] in edited and one["words"] >= 5 for one in found["copy"]["passages"])
    assert found["copy"]["passages"]


def test_the_history_of_a_place(con: duckdb.DuckDBPyConnection) -> None:
    load(con, "a", document(0, WIRE), document(1, text(1)))
    fire, other = ids(con)
    stories = [judgements.why(con, one)["story"]["story_id"] for one in (fire, other)]
    pin(con, "p", PinKind.TOGETHER, fire, other)
    found = judgements.why(con, other)
    assert [(row["story_id"], row["reason"], row["evidence"].get("from")) for row in found["history"]] == [
        (stories[1], "opened", None), (stories[0], "merged", stories[1]),
    ]  # fmt: skip
    assert found["history"][0]["until"] == found["history"][1]["at"] == found["story"]["since"]
    assert [one["kind"] for one in found["pins"]] == ["together"]


def test_an_article_is_found_by_the_beginning_of_its_id(con: duckdb.DuckDBPyConnection) -> None:
    load(con, "a", document(0), document(1))
    assert story_queries.find_article(con, ids(con)[0][:6].upper()) == ids(con)[0]
    with pytest.raises(WarehouseError, match="several ids"):
        story_queries.find_article(con, "")
    with pytest.raises(WarehouseError, match="no article zz"):
        story_queries.find_article(con, "zz")


def test_a_file_of_an_earlier_wirewatch_says_what_renews_it(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("DELETE FROM store.schema_version WHERE version > 2")
    with pytest.raises(WarehouseError, match="wirewatch run"):
        require_current(con)


def test_changes_are_told_of_the_first_copies_only(con: duckdb.DuckDBPyConnection) -> None:
    load(con, "a", *(document(at, WIRE, outlet=f"o{at}") for at in range(4)))
    members: list[dict[str, Any]] = [
        {"article_id": one, "origin_id": None if at == 0 else ids(con)[0]} for at, one in enumerate(ids(con))
    ]
    copies.add_changes(con, members, 2)
    assert ["changed" in member for member in members] == [False, True, True, False]
    assert members[1]["changed"] == {"retitled": False, "added": [], "removed": [], "numbers": []}
