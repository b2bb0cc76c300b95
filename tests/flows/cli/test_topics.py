"""The commands about topics, over a small archive that was loaded as any other."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import pytest

from flows.archive import reclean
from flows.archive.rematch import Rematched, Request, rematch
from flows.loading.desk import Desk
from flows.loading.load import Load
from flows.running.progress import Progress
from flows.spool.spool import Batch
from flows.workspaces.workspace import WorkspaceError, load_workspace
from pipeline.records import Document
from warehouse.database.connection import transaction
from warehouse.database.opening import open_loader
from warehouse.database.publish import Files, publish
from warehouse.topics import topic_log as stored_topics
from warehouse.topics.sql_topics import SqlTopics

NOW = datetime.now(UTC).replace(microsecond=0)
TEXTS = (
    "Dockers at the port of Arneville began a strike on Monday. Cranes stood idle while forty freighters waited outside.",
    "The union of the dockers ended its strike at Arneville after ninety days. Ships were unloaded in the night.",
    "Grandmaster Ilse Marten sacrificed her bishop. Her opponent resigned the tournament final after a drawn endgame.",
    "Botanists rediscovered an orchid on a volcanic ridge. “It blossoms at dusk,” said Tove Halvorsen, the curator.",
    "Angry miners blocked the road to the pits. The union called the blockades a last resort for the families.",
)
TOPICS = """
[[topic]]
name = "strikes"
title = "Strikes"
query = 'strike NEAR/8 (dockers OR miners)'

[[topic]]
name = "ports"
query = 'freighters AND topic:strikes'

[[topic]]
name = "spoken"
sql = "SELECT article_id, speaker FROM quotes WHERE speaker IS NOT NULL"
"""
DECLARED = {
    "sources.toml": '[[source]]\nname = "news"\npath = "news"\n',
    "topics.toml": TOPICS,
    "alerts.toml": '[[channel]]\nname = "out"\ntype = "console"\n[[rule]]\nname = "r"\ntopics = ["ports"]\nchannels = ["out"]\n',
}  # fmt: skip


def document(number: int, ending: str = "") -> Document:
    return Document(
        uri=f"import/{number}",
        source="news",
        media_type="text/plain",
        content=f"{TEXTS[number]}\n\n{ending}".strip(),
        title=f"Report {number}",
        outlet="Herald",
        language="en",
        fetched_at=NOW,
    )


def load(con: duckdb.DuckDBPyConnection, desk: Path, batches: list[list[int]], ending: str = "") -> None:
    """As a run does, in batches of these documents."""
    workspace = load_workspace(desk, desk)
    for part, numbers in enumerate(batches):
        known = Desk(con, workspace.topics, workspace.rules)
        batch = Batch(batch_id=f"b{part}", items=tuple(document(number, ending) for number in numbers))
        with transaction(con):
            stored_topics.sync_topics(con, workspace.topics, known.matcher.versions, NOW)
        work = Load(con, known, batch, "run", NOW)
        for stage in (work.begin, work.extract, work.fold, work.group, work.commit):
            stage()


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("topics")
    (folder / "desk").mkdir()
    for name, text in DECLARED.items():
        (folder / "desk" / name).write_text(text)
    files = Files(folder / "news.duckdb")
    with open_loader(files.loader) as con:
        load(con, folder / "desk", [[0, 1, 2, 3, 4]])
    publish(files)
    return folder


@pytest.fixture
def desk(loaded: Path, tmp_path: Path) -> Path:
    """A copy of it, in the folder in which commands are run."""
    shutil.copytree(loaded, tmp_path, dirs_exist_ok=True)
    return tmp_path / "desk"


@pytest.fixture
def run(cli: Callable[..., Any], desk: Path) -> Callable[..., Any]:
    """`wirewatch topics ARGUMENTS`."""
    return lambda *given: cli("topics", *given, "-w", desk, "--warehouse", "news.duckdb")


@pytest.fixture
def con(desk: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_loader(Files(desk.parent / "news.duckdb").loader) as con:
        yield con


def rows(query: str) -> list[Any]:
    with duckdb.connect("news.duckdb", read_only=True) as con:
        return con.execute(query).fetchall()


def change(desk: Path, before: str, after: str) -> None:
    text = (desk / "topics.toml").read_text()
    assert before in text
    (desk / "topics.toml").write_text(text.replace(before, after))


def number_of(uri: str) -> str:
    return str(rows(f"SELECT article_id FROM articles WHERE uri = '{uri}'")[0][0])


def test_the_list_says_what_each_finds(run: Callable[..., Any]) -> None:
    told = {one["topic"]: one for one in run("--json").json}
    assert list(told) == ["strikes", "ports", "spoken"]
    assert (told["strikes"]["week"], told["strikes"]["stories"], told["strikes"]["changed"]) == (2, 1, False)
    assert (told["ports"]["month"], told["spoken"]["hits"]) == (1, 1)
    assert "7 days" in run().out


def test_a_topic_that_was_changed_is_marked(run: Callable[..., Any], desk: Path) -> None:
    change(desk, "NEAR/8", "NEAR/20")
    changed = {one["topic"]: one["changed"] for one in run("--json").json}
    assert changed == {"strikes": True, "ports": True, "spoken": False}


@pytest.mark.parametrize("topic", ["strikes", "ports", "spoken"])
def test_a_trial_finds_what_the_run_found(run: Callable[..., Any], topic: str) -> None:
    told = run("test", topic, "--json").json
    assert (told["articles"], told["gained"], told["lost"]) == (5, [], [])
    stored = rows(f"SELECT article_id, score FROM topic_matches WHERE topic = '{topic}' ORDER BY ALL")
    assert sorted((hit["article_id"], hit["score"]) for hit in told["hits"]) == stored


def test_a_query_is_compared_with_a_topic(run: Callable[..., Any]) -> None:
    told = run("test", "--query", "strike AND topic:strikes OR orchid", "--against", "strikes", "--json").json
    assert told["gained"] == [number_of("import/3")]
    assert told["lost"] == []
    assert told["by_clause"] == {"strike": 2, "topic:strikes": 2, "orchid": 1}
    assert told["by_outlet"] == {"Herald": 3}


def test_a_trial_shows_the_sentences(run: Callable[..., Any]) -> None:
    out = run("test", "ports").out
    assert "1 of 5 articles (20.0%), in 1 story" in out
    assert "Dockers at the port of Arneville began a strike on Monday." in out or "ended its strike" in out
    assert "1 kept, 0 gained, 0 lost" in out


def test_only_what_has_come_since(run: Callable[..., Any]) -> None:
    tomorrow = (NOW + timedelta(days=2)).date()
    assert run("test", "strikes", "--since", tomorrow, "--json").json["articles"] == 0
    assert run("test", "strikes", "--since", "2d", "--json").json["articles"] == 5


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("test",), "Give one of a topic and --query."),
        (("test", "strikes", "--query", "x"), "Give one of a topic and --query."),
        (("test", "strike"), "There is no topic strike: did you mean strikes?"),
        (("test", "--query", "(dockers"), "The query: this bracket is never closed (line 1, column 1)"),
        (("test", "--query", "topic:strikse"), "did you mean topic:strikes"),
        (("rematch", "nothing-like-it"), "There is no topic nothing-like-it: `wirewatch topics` lists them."),
        (("why-not", "zzzz", "strikes"), "There is no article zzzz"),
        (("suggest", "stirkes"), "did you mean strikes?"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_said(
    run: Callable[..., Any], arguments: tuple[str, ...], message: str
) -> None:
    done = run(*arguments)
    assert done.code == 2 or (done.code == 1 and "no topic" not in message)
    assert message in done.err
    assert "Traceback" not in done.err


def test_a_wrong_moment_is_said(run: Callable[..., Any]) -> None:
    done = run("test", "strikes", "--since", "yesterday")
    assert done.code == 2
    assert "expected a span like 7d" in " ".join(done.err.split())


def test_options_in_front_of_a_subcommand_are_refused(cli: Callable[..., Any], desk: Path) -> None:
    done = cli("topics", "-w", desk, "lint")
    assert done.code == 2
    assert "give options behind the command" in " ".join(done.err.replace("│", " ").split())


def test_why_not(run: Callable[..., Any]) -> None:
    found = run("why-not", number_of("import/4"), "ports", "--json").json
    assert found["score"] is None
    assert {one["clause"]: one["told"] for one in found["findings"]}["freighters"] == "no freighters"
    assert [one["topic"] for one in found["referred"]] == ["strikes"]
    out = run("why-not", number_of("import/1"), "ports").out
    assert "ports matches it" in out or "does not match" in out
    assert "given as SQL" in run("why-not", number_of("import/1"), "spoken").err


def test_lint(run: Callable[..., Any], desk: Path) -> None:
    change(desk, "'freighters AND topic:strikes'", "'(sub* OR zebra) AND topic:strikes'")
    done = run("lint", "--strict", "--json")
    assert done.code == 1
    told = [(one["topic"], one["line"], one["column"], one["text"]) for one in done.json["remarks"]]
    assert told == [
        ("ports", 1, 1, "matches none of 5 articles"),
        ("ports", 1, 2, "sub* finds very many words"),
        ("spoken", 1, 1, "no rule and no other topic uses it"),
    ]
    assert run("lint", "strikes", "--strict").code == 0
    assert run("lint").code == 0


def test_suggestions_are_told(run: Callable[..., Any]) -> None:
    told = run("suggest", "strikes", "--wrong", number_of("import/1"), "--json").json
    assert told["marked"] == [number_of("import/1")]
    assert (told["articles"], told["hits"]) == (5, 2)
    assert "To add" in run("suggest", "strikes").out


def test_a_rematch_writes_what_is_gained_and_lost(run: Callable[..., Any], desk: Path) -> None:
    alerts = rows("SELECT alert_id FROM alerts ORDER BY ALL")
    (before,) = rows("SELECT max(since)::VARCHAR FROM topics")[0]
    change(desk, "strike NEAR/8 (dockers OR miners)", "miners OR bishop OR dockers NEAR/8 strike")
    dry = run("rematch", "--dry-run", "--json").json
    assert dry["run_id"] is None
    assert {name: (len(one["gained"]), len(one["lost"])) for name, one in dry["topics"].items()} == {
        "strikes": (2, 0), "ports": (0, 0), "spoken": (0, 0),
    }  # fmt: skip
    assert rows("SELECT count(*) FROM topic_matches WHERE topic = 'strikes'") == [(2,)]
    done = run("rematch")
    assert "2 gained, 0 lost" in done.out
    assert "No alerts were raised" in done.out
    assert rows("SELECT count(*) FROM topic_matches WHERE topic = 'strikes'") == [(4,)]
    assert rows(f"SELECT count(*) FROM topic_matches_as_of('{before}') WHERE topic = 'strikes'") == [(2,)]
    assert rows("SELECT count(DISTINCT version) FROM topic_matches WHERE topic = 'strikes'") == [(1,)]
    assert rows("SELECT alert_id FROM alerts ORDER BY ALL") == alerts
    assert rows("SELECT command FROM runs WHERE finished_at IS NOT NULL") == [("rematch",)]


def test_a_rematch_takes_back_what_is_not_found_any_more(run: Callable[..., Any], desk: Path) -> None:
    change(desk, "strike NEAR/8 (dockers OR miners)", "zebra")
    told = run("rematch", "strikes", "--json").json["topics"]
    assert {name: len(one["lost"]) for name, one in told.items()} == {
        "strikes": 2,
        "ports": 1,
    }  # it builds on strikes
    assert rows("SELECT topic, count(*) FROM topic_matches GROUP BY ALL") == [("spoken", 1)]


def test_a_rematch_of_nothing_new_changes_nothing(
    run: Callable[..., Any], con: duckdb.DuckDBPyConnection
) -> None:
    """And so what the run has judged is what the archive is judged by."""
    before = con.execute("SELECT * FROM topic_match_log ORDER BY ALL").fetchall()
    con.close()
    for _ in range(2):
        assert run("rematch", "--json").json["topics"]["strikes"]["renewed"] == 0
    with open_loader(Path(".news.loader.duckdb")) as again:
        assert again.execute("SELECT * FROM topic_match_log ORDER BY ALL").fetchall() == before


def test_a_topic_that_takes_too_long_is_told_and_left_as_it_is(
    run: Callable[..., Any], cli: Callable[..., Any], desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A product of three lists of a thousand; what it matched before is not taken back because nobody could ask."""
    thousand = "(SELECT unnest(string_split(repeat('a,', 3000), ',')))"
    slow = f"FROM quotes, {thousand} a(x), {thousand} b(y), {thousand} c(z) WHERE speaker || x || y || z LIKE '%b%'"
    change(desk, "FROM quotes WHERE speaker IS NOT NULL", slow)
    with monkeypatch.context() as patch:
        patch.setattr("flows.archive.rematch.SqlTopics", partial(SqlTopics, seconds=0.05))
        done = run("rematch", "--json")
    assert (done.code, [one["kind"] for one in done.json["faults"]]) == (1, ["slow"])
    assert "spoken" not in done.json["topics"]
    assert rows("SELECT count(*) FROM topic_matches WHERE topic = 'spoken'") == [(1,)]
    listed = run()
    assert "topic spoken took more than 0.05 s" in listed.out
    doctor = cli("doctor", "-w", desk, "--warehouse", "news.duckdb")
    assert "BAD topic spoken" in doctor.out
    assert cli("report", "-w", desk, "--warehouse", "news.duckdb").code == 0
    assert "1 fault of topics" in Path("report.html").read_text()
    change(desk, slow, "FROM quotes WHERE speaker <> ''")
    assert run("rematch", "spoken").code == 0
    assert [one["faults"] for one in run("--json").json] == [[], [], []]


def test_a_rematch_that_is_interrupted_has_changed_nothing(
    desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = Files(desk.parent / "news.duckdb")
    change(desk, "strike NEAR/8 (dockers OR miners)", "miners OR bishop")

    def matched_again() -> Rematched:
        with Progress(quiet=True) as progress:
            return rematch(
                load_workspace(desk, desk),
                files,
                Request(),
                lambda: NOW,
                progress=progress,
                told=lambda _: None,
            )

    before = known(files)
    with monkeypatch.context() as patch:
        patch.setattr(stored_topics, "add_matches", interrupt)
        with pytest.raises(KeyboardInterrupt):
            matched_again()
    assert known(files) == before
    assert matched_again().differences["strikes"].hits == 2
    assert matched_again().changes == 0


def interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def known(files: Files) -> list[Any]:
    with open_loader(files.loader) as con:
        return con.execute("SELECT * FROM topic_match_log UNION ALL BY NAME SELECT * FROM topic_versions ORDER BY ALL").fetchall()  # fmt: skip


def test_batches_do_not_matter_to_topics_given_as_sql(desk: Path) -> None:
    """Law 3, for one that would like to know what else there is."""
    (desk / "topics.toml").write_text(
        '[[topic]]\nname = "ports"\nsql = """SELECT article_id, words, (SELECT count(*) FROM articles) AS seen\n'
        'FROM articles WHERE words >= (SELECT avg(words) FROM articles) AND title <> \'Report 3\'"""\n'
    )
    found = []
    for batches in ([[0, 1, 2, 3, 4]], [[0], [1, 2], [3, 4]], [[0], [1], [2], [3], [4]]):
        with open_loader(":memory:") as con:
            load(con, desk, batches)
            found.append(
                con.execute("SELECT article_id, evidence FROM topic_matches ORDER BY ALL").fetchall()
            )
    assert len(found[0]) == 4
    assert found[0] == found[1] == found[2]


@pytest.mark.parametrize(
    ("declaration", "problem"),
    [
        ("sql = 'SELECT article_id FROM storys'", "topic ports: there is no view storys for topics (line 1, column 24)"),
        ("sql = 'DROP TABLE articles'", "a topic is a SELECT"),
        ("sql = 'SELECT article_id FROM articles'\nquery = 'x'", "expected one of query and sql"),
        ("title = 'Ports'", "expected one of query and sql"),
    ],
)  # fmt: skip
def test_a_workspace_tells_what_is_wrong_with_sql(desk: Path, declaration: str, problem: str) -> None:
    (desk / "topics.toml").write_text(f'[[topic]]\nname = "ports"\n{declaration}\n')
    with pytest.raises(WorkspaceError) as error:
        load_workspace(desk, desk)
    assert problem in str(error.value)


def test_what_is_cleaned_again_is_asked_again(desk: Path) -> None:
    """A new version of an article keeps its topics given as SQL, asked of what it says now."""
    bio = "Priya Lindqvist covers transport and housing for the Herald and formerly worked in Oslo."
    files = Files(desk.parent / "other.duckdb")
    with open_loader(files.loader) as con:
        load(con, desk, [[number] for number in (0, 2, 3, 4)], bio)
    publish(files)
    order = reclean.Request()
    assert reclean.reclean(load_workspace(desk, desk), files, order, lambda: NOW + timedelta(hours=1)).changed
    with open_loader(files.loader) as con:
        found = con.execute(
            "SELECT a.version FROM topic_matches JOIN articles AS a USING (article_id) WHERE topic = 'spoken'"
        )
        assert found.fetchall() == [(2,)]


def test_sql_sees_the_same_in_a_run_and_in_the_archive(desk: Path) -> None:
    """Law 7, column by column: all that a run shows of an article is what the warehouse shows of it afterwards."""
    views = (
        "(SELECT * EXCLUDE story_id FROM articles)",
        "mentions",
        "quotes",
        "copies",
    )  # an article may be moved since
    columns = ", ".join(
        f"(SELECT md5(to_json(list(v ORDER BY v))::VARCHAR) FROM {view} AS v)" for view in views
    )
    (desk / "topics.toml").write_text(
        f"[[topic]]\nname = \"ports\"\nsql = '''SELECT article_id, {columns} FROM articles'''\n"
    )
    files = Files(desk.parent / "other.duckdb")
    with open_loader(files.loader) as con:
        load(con, desk, [[0, 1, 2], [3, 4]])
        long = " ".join(f"{TEXTS[2]} {TEXTS[3]} {TEXTS[number]}" for number in (0, 4))
        reports = [
            replace(document(0), uri=f"import/{name}", title=name, content=long) for name in ("own", "copy")
        ]
        copied = Batch(batch_id="c", items=(*reports, document(2, "Rain.")))
        workspace = load_workspace(desk, desk)
        work = Load(
            con, Desk(con, workspace.topics, workspace.rules), copied, "run", NOW + timedelta(minutes=5)
        )
        for stage in (work.begin, work.extract, work.fold, work.group, work.commit):
            stage()
        assert con.execute("SELECT count(*), max(version) FROM articles").fetchall() == [(7, 2)]
        assert con.execute("SELECT count(*) FROM copies").fetchall() == [(1,)]
    with Progress(quiet=True) as progress:
        again = rematch(workspace, files, Request(), lambda: NOW, progress=progress, told=lambda _: None)
    assert (again.differences["ports"].hits, again.changes) == (7, 0)


SEEN_BY_SQL = """
[[topic]]
name = "many-dead"
sql = "SELECT article_id, value FROM figures WHERE counted = 'dead' AND value >= 10"
[[topic]]
name = "by-agency"
sql = "SELECT article_id, credit FROM articles WHERE credit IS NOT NULL"
[[topic]]
name = "corrected"
sql = "SELECT article_id, words FROM corrections WHERE kind = 'correction'"
[[topic]]
name = "abroad"
sql = "SELECT article_id, name FROM mentions WHERE country_code = 'NO'"
"""


def test_topics_given_as_sql_see_what_is_found_in_the_text_in_a_run_as_in_the_archive(
    cli: Callable[..., Any], tmp_path: Path
) -> None:
    (tmp_path / "sql").mkdir()
    (tmp_path / "sql" / "sources.toml").write_text('warehouse = "w/news.duckdb"\n')
    (tmp_path / "sql" / "topics.toml").write_text(SEEN_BY_SQL)
    text = (
        "OSLO (Reuters) - A ferry capsized off Norway on Monday, killing at least 12 people, the coast guard said.\\n\\n"
        "Correction: an earlier version of this article misstated the name of the ferry."
    )
    (tmp_path / "a.jsonl").write_text(f'{{"uri": "a", "title": "Ferry capsizes", "text": "{text}"}}\n')
    assert cli("ingest", "a.jsonl", "-w", "sql").code == 0
    query = "SELECT topic, evidence->>'$[0].words' AS words FROM topic_matches ORDER BY topic"
    found = {row["topic"]: row["words"] for row in cli("sql", query, "-w", "sql", "--json").json}
    assert found.keys() == {"many-dead", "by-agency", "corrected", "abroad"}
    assert (found["many-dead"], found["by-agency"]) == ("12", "Reuters")
    again = cli("topics", "rematch", "--dry-run", "-w", "sql")
    assert "0 would change" in again.out
