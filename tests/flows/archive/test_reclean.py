"""Earlier articles lose what has been learned since: as new versions, once, and nothing else is judged anew."""

import os
import shutil
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import orjson
import pytest

from flows.cli import main
from flows.spool.lock import loader_lock
from flows.workspaces.starter import write_starter
from warehouse.database.publish import Files
from warehouse.ledger.check import check_laws

BIO = "Priya Lindqvist covers transport and housing for the Herald and formerly worked in Oslo."
NEWS = (
    ("Dockers at the port of Arneville walked out over unpaid overtime. Cranes stood idle while forty freighters anchored "
    "outside the breakwater, and stevedores picketed the customs shed."),
    ("Grandmaster Ilse Marten sacrificed her bishop on the thirty-first move. Her opponent resigned the tournament final "
    "after squandering two pawns in a drawn endgame, to the applause of spectators."),
    ("The bakery chain recalled sourdough loaves contaminated with fragments of porcelain. Shoppers may return the packages "
    "for vouchers, a grocery spokeswoman announced."),
    ("Botanists rediscovered an orchid thought extinct on a volcanic ridge. Its violet petals open only at dusk, when moths "
    "pollinate the blossoms, according to Tove Halvorsen, curator of the herbarium."),
)  # fmt: skip


class Ran(NamedTuple):
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return orjson.loads(self.out)


Cli = Callable[..., Ran]


def call(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    given = [*map(str, arguments), "-w", "desk", "--warehouse", "news.duckdb"]
    monkeypatch.setattr(sys, "argv", ["wirewatch", *given])
    try:
        main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace after four articles of one outlet, of which the last has lost the bio of its author already."""
    folder = tmp_path_factory.mktemp("loaded")
    list(write_starter(folder / "desk"))
    (folder / "desk" / "topics.toml").write_text(
        '[[topic]]\nname = "elections"\nquery = "oslo OR herbarium"\n'
    )
    told = [
        {"uri": f"import/{n}", "title": f"Title {n}", "text": f"{text}\n\n{BIO}", "outlet": "Herald"}
        for n, text in enumerate(NEWS)
    ]
    told[0]["text"] += "\n\nCorrection: It was the harbour of Arneville."
    (folder / "news.jsonl").write_bytes(b"\n".join(map(orjson.dumps, told)))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        assert call(patch, "ingest", "news.jsonl") == 0
    return folder


@pytest.fixture
def cli(monkeypatch: pytest.MonkeyPatch, capfdbinary: Any, folder: Path, tmp_path: Path) -> Cli:
    """`wirewatch ARGUMENTS` in a copy of that folder."""
    shutil.copytree(folder, tmp_path / "copy")
    monkeypatch.chdir(tmp_path / "copy")

    def ran(*arguments: object) -> Ran:
        code = call(monkeypatch, *arguments)
        captured = capfdbinary.readouterr()
        return Ran(code, captured.out.decode(), captured.err.decode())

    return ran


def rows(query: str) -> list[Any]:
    with duckdb.connect("news.duckdb", read_only=True) as con:
        return con.execute(query).fetchall()


def known() -> list[Any]:
    return rows("SELECT version, text LIKE '%Lindqvist%' FROM articles ORDER BY arrival")


def test_earlier_articles_get_a_new_version(cli: Cli) -> None:
    stories = rows("SELECT * FROM story_members ORDER BY ALL")
    alerts = rows("SELECT alert_id, state FROM alerts ORDER BY ALL")
    assert known() == [(1, True), (1, True), (1, True), (1, False)]
    done = cli("reclean", "--json")
    assert done.json | {"run_id": "", "refrains": {}} == {
        "run_id": "", "dry_run": False, "articles": 4, "changed": 3, "removed": 3, "refrains": {}, "outlets": {"herald": 3},
    }  # fmt: skip
    assert known() == [(2, False), (2, False), (2, False), (1, False)]
    assert rows("SELECT version, added, removed FROM article_changes") == [(2, [], [BIO])] * 3
    assert rows("SELECT removed FROM refrains") == [(4,)]
    assert rows("SELECT count(*) FROM mentions WHERE name = 'Priya Lindqvist'") == [(0,)]
    assert rows("SELECT arrival FROM topic_matches JOIN articles USING (article_id)") == [(4,)]
    assert rows("SELECT * FROM story_members ORDER BY ALL") == stories
    assert rows("SELECT alert_id, state FROM alerts ORDER BY ALL") == alerts
    assert rows("SELECT command, documents FROM runs ORDER BY started_at") == [("ingest", 4), ("reclean", 0)]
    with duckdb.connect("news.duckdb", read_only=True) as con:
        assert [law for law, broken in check_laws(con) if broken] == []


def test_a_new_version_keeps_what_was_found_in_it(cli: Cli) -> None:
    query = ("sql", "--json", "SELECT c.article_id, kind, words FROM corrections AS c ORDER BY ALL")
    before = cli(*query).json
    assert [row["words"] for row in before] == ["Correction: It was the harbour of Arneville."]
    assert cli("reclean").code == 0
    assert cli(*query).json == before


def test_what_was_known_before_can_still_be_asked(cli: Cli) -> None:
    (before,) = rows("SELECT max(started_at)::VARCHAR FROM runs")[0]
    cli("reclean")
    assert rows(f"SELECT count(*) FROM articles_as_of('{before}') WHERE text LIKE '%Lindqvist%'") == [(3,)]


def test_twice_is_as_once_and_the_same_documents_are_repeats(cli: Cli) -> None:
    cli("reclean")
    assert cli("reclean", "--json").json["changed"] == 0
    again = cli("ingest", "news.jsonl", "--json").json
    assert (again["in"], again["repeats"]) == (4, 4)
    assert known() == [(2, False), (2, False), (2, False), (1, False)]


def test_a_dry_run_changes_nothing(cli: Cli) -> None:
    before = Path("news.duckdb").read_bytes()
    done = cli("reclean", "--dry-run")
    assert done.out.splitlines() == [
        "3 of 4 articles would change: 3 passages out, 1 different ones.",
        "        3  herald",
    ]
    assert cli("reclean", "--dry-run", "--json").json["run_id"] is None
    assert Path("news.duckdb").read_bytes() == before


@pytest.mark.parametrize(("outlet", "changed"), [("HERALD", 3), ("courier", 0)])
def test_only_one_outlet(cli: Cli, outlet: str, changed: int) -> None:
    assert cli("reclean", "--outlet", outlet, "--json").json["changed"] == changed


def test_a_refrain_can_be_kept(cli: Cli) -> None:
    ((refrain_id,),) = rows("SELECT refrain_id FROM refrains")
    assert cli("reclean", "--keep", refrain_id, "--json").json["changed"] == 0
    assert rows("SELECT kept_at IS NOT NULL FROM refrains") == [(True,)]
    more = {"uri": "import/9", "title": "Ninth", "text": f"{NEWS[3]} Again.\n\n{BIO}", "outlet": "Herald"}
    Path("more.jsonl").write_bytes(orjson.dumps(more))
    cli("ingest", "more.jsonl")
    assert known()[-1] == (1, True)


def test_what_cannot_be_done_is_said(cli: Cli) -> None:
    for name in (".news.loader.duckdb", "news.duckdb"):
        Path(name).unlink()
    missing = cli("reclean")
    assert (missing.code, "There is no warehouse" in missing.err) == (1, True)
    assert not Path(".news.loader.duckdb").exists()


def test_an_unknown_refrain_is_said(cli: Cli) -> None:
    done = cli("reclean", "--keep", "nosuch")
    assert (done.code, done.err) == (1, 'There is no refrain nosuch: wirewatch sql "FROM refrains"\n')
    assert known()[0] == (1, True)


def test_another_run_is_waited_for(cli: Cli) -> None:
    with loader_lock(Files(Path("news.duckdb").resolve()).lock, datetime.now(UTC)):
        assert cli("reclean").code == os.EX_TEMPFAIL
