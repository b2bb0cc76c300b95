"""The command line as a user meets it: what it prints, what it returns, what it says when it cannot."""

import csv
import io
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import orjson
import pytest

from flows.cli import main
from warehouse.database.opening import open_loader
from warehouse.database.publish import Files
from warehouse.database.schema import views

SEEDS = Path(__file__).parents[3] / "seeds"
JUNK = {
    "empty.txt": b"",
    "space.txt": b" \n\t\n",
    "binary.txt": bytes(range(256)) * 20,
    "nul.txt": b"Dockers strike\n\nDockers began\x00 a strike on Monday over unpaid overtime, the union said.\n",
    "cp1251.txt": "Докеры начали забастовку\n\nДокеры порта начали в понедельник забастовку, сообщил профсоюз.\n".encode("cp1251"),
    "utf16.txt": "Dockers strike\n\nDockers at the port began a strike on Monday over unpaid overtime.\n".encode("utf-16"),
    "mixed.txt": "Schläge\n\nDie Hafenarbeiter begannen am Montag einen Streik für höhere Löhne, ".encode() + "sagte Müller.".encode("latin-1"),
    "a\nname.txt": b"Floods\n\nThe river burst its banks near the town early on Tuesday and flooded hundreds of cellars.\n",
    "big.txt": b"word " * 10_500_000,
    "page.pdf": b"%PDF-1.7",
}  # fmt: skip


Cli = Callable[..., Any]


@pytest.fixture
def cli(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> Cli:
    """On a terminal of some width."""
    monkeypatch.setenv("COLUMNS", "160")
    return cli


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which one run over the seeds has been."""
    folder = tmp_path_factory.mktemp("seeded")
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.chdir(folder)
        monkeypatch.setattr(sys, "argv", ["wirewatch", "run", "--direct", "-w", str(SEEDS)])
        with pytest.raises(SystemExit) as ended:
            main()
    assert ended.value.code == 0
    return folder


@pytest.fixture
def loaded(cli: Cli, seeded: Path, tmp_path: Path) -> Cli:
    """After one run over the seeds."""
    shutil.copytree(seeded, tmp_path, dirs_exist_ok=True)
    return cli


def test_the_seeds_show_what_they_must(cli: Cli, tmp_path: Path) -> None:
    first = cli("run", "--direct", "-w", SEEDS, "--json").json
    assert {key: first[key] for key in ("in", "new", "repeats", "rejected", "stories", "alerts", "copies")} == {
        "in": 5, "new": 5, "repeats": 0, "rejected": 0, "stories": 3, "alerts": 1, "copies": 0,
    }  # fmt: skip
    assert {"collect", "extract", "fold", "group", "commit", "deliver", "publish", "report"} <= set(
        first["seconds"]
    )
    with duckdb.connect(str(tmp_path / "warehouse" / "news.duckdb"), read_only=True) as con:
        groups = con.execute(
            "SELECT list(regexp_extract(uri, '(\\d+)_', 1) ORDER BY uri) AS g FROM articles GROUP BY story_id ORDER BY g"
        ).fetchall()
        assert groups == [(["000"],), (["001", "002", "004"],), (["003"],)]
        titles = dict(con.execute("SELECT regexp_extract(uri, '(\\d+)_', 1), title FROM articles").fetchall())
        assert titles["000"] is None
        assert titles["004"] is None
        assert titles["001"] == "Belarus Says Will Join Ukraine Offensive 'Only' if Attacked"
        texts = dict(con.execute("SELECT regexp_extract(uri, '(\\d+)_', 1), text FROM articles").fetchall())
        for number, furniture in (
            ("001", ("Support The Moscow Times", "Read more", "contribution")),
            ("002", ("Scroll to Top", titles["002"])),
            ("003", ("Author's articles", "Blog and articles", "upstairs", titles["003"])),
        ):
            assert not [words for words in furniture if words in texts[number]]
        assert con.execute("SELECT count(*) FROM articles WHERE published_at IS NOT NULL").fetchone() == (0,)


def test_the_second_run_finds_nothing_new_and_says_so(loaded: Cli) -> None:
    again = loaded("run", "--direct", "-w", SEEDS)
    assert "5 in, nothing new: 5 known repeats" in again.out
    assert "none sent" in again.out
    told = loaded("run", "--direct", "-w", SEEDS, "--json").json
    assert (told["new"], told["repeats"], told["stories"], told["alerts"]) == (0, 5, 0, 0)


def test_renamed_files_are_known(loaded: Cli, tmp_path: Path) -> None:
    for number, path in enumerate(sorted((SEEDS / "articles").iterdir())):
        (tmp_path / f"{9 - number}.txt").write_bytes(path.read_bytes())
    told = loaded("ingest", *tmp_path.glob("*.txt"), "-w", SEEDS, "--json").json
    assert (told["in"], told["new"], told["repeats"]) == (5, 0, 5)


def test_the_summary_is_for_people(cli: Cli) -> None:
    shown = cli("run", "--direct", "-w", SEEDS).out
    for part in (
        "5 in = 5 new + 0 repeats + 0 rejected",
        "no near copies",
        "3 independent reports",
        "warehouse/news.duckdb",
        "warehouse/report.html",
        "1 sent",
    ):
        assert part in shown
    assert "\x1b" not in shown, "colours are for terminals"


def test_bad_files_are_rejected_with_a_reason_and_nothing_is_lost(cli: Cli, tmp_path: Path) -> None:
    folder = tmp_path / "junk"
    folder.mkdir()
    for name, content in JUNK.items():
        (folder / name).write_bytes(content)
    told = cli("ingest", folder, "-w", SEEDS, "--json").json
    assert told["in"] == len(JUNK) == told["new"] + told["repeats"] + told["rejected"]
    found = cli("sql", "-w", SEEDS, "SELECT parse_filename(uri) AS f, reason FROM rejections", "--json").json
    assert {row["f"]: row["reason"] for row in found} == {
        "empty.txt": "empty", "space.txt": "empty", "binary.txt": "binary", "big.txt": "too_large", "page.pdf": "unsupported",
    }  # fmt: skip
    texts = " ".join(
        row["text"] for row in cli("sql", "-w", SEEDS, "SELECT text FROM articles", "--json").json
    )
    assert "Докеры порта" in texts
    assert "höhere Löhne" in texts
    assert "\x00" not in texts


def test_json_lines_and_their_bad_lines(cli: Cli, tmp_path: Path) -> None:
    lines = [
        b'{"uri": "a/1", "title": "Dockers strike", "text": "Dockers began a strike on Monday.", "published_at": "2026-03-01"}',
        b"{not json",
        b'{"title": "no uri"}',
        b'{"uri": "a/2", "title": "A headline alone is an article"}',
    ]
    (tmp_path / "news.jsonl").write_bytes(b"\n".join(lines))
    told = cli("ingest", tmp_path / "news.jsonl", "-w", SEEDS, "--json").json
    assert (told["in"], told["new"], told["rejected"]) == (4, 2, 2)
    rows = cli("sql", "-w", SEEDS, "SELECT line, reason FROM rejections ORDER BY line", "--json").json
    assert rows == [{"line": 2, "reason": "malformed"}, {"line": 3, "reason": "field"}]


def test_a_changed_article_is_a_new_version_of_the_same(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    text = "Dockers at the port began a strike on Monday over unpaid overtime."
    for words in ("", " The union said it would last.", ""):
        path.write_bytes(orjson.dumps({"uri": "a/1", "text": text + words}))
        cli("ingest", path, "-w", SEEDS)
    rows = cli("sql", "-w", SEEDS, "SELECT version, text FROM articles", "--json").json
    assert rows == [{"version": 3, "text": text}]


def test_stories_show_and_alerts_find_each_other(loaded: Cli) -> None:
    stories = loaded("stories", "-w", SEEDS, "--json").json
    assert [story["origins"] for story in stories] == [3, 1, 1]
    press = stories[0]["story_id"]
    shown = loaded("show", press[:6], "-w", SEEDS)
    assert "3 independent reports" in shown.out
    assert "published: not known" in shown.out
    detail = loaded("show", press, "-w", SEEDS, "--json").json
    assert len(detail["members"]) == 3
    assert all(member["evidence"] for member in detail["members"] if member["reason"] != "opened")
    (alert,) = loaded("alerts", "-w", SEEDS, "--json").json
    assert (alert["story_id"], alert["state"]) == (press, "sent")
    assert alert["rule"] in loaded("alerts", "-w", SEEDS).out
    assert press in loaded("stories", "-w", SEEDS, "--topic", "troop-commitment").out


@pytest.mark.parametrize("view", sorted(name for name, sql in views().items() if f"VIEW main.{name} " in sql))
def test_every_view_answers(loaded: Cli, view: str) -> None:
    assert loaded("sql", "-w", SEEDS, f"FROM {view}").code == 0


def test_sql_speaks_csv(loaded: Cli) -> None:
    out = loaded(
        "sql", "-w", SEEDS, "SELECT title, origins FROM stories ORDER BY origins DESC LIMIT 1", "--csv"
    ).out
    assert list(csv.reader(io.StringIO(out))) == [
        ["title", "origins"],
        ["Belarus Says Will Join Ukraine Offensive 'Only' if Attacked", "3"],
    ]


def test_sql_says_that_rows_were_left_out(loaded: Cli) -> None:
    """Else a file made of it would look whole."""
    ran = loaded("sql", "-w", SEEDS, "FROM range(20)", "--csv", "--limit", "9")
    assert (len(ran.out.splitlines()), "more than these 9 rows" in ran.err) == (10, True)
    assert not loaded("sql", "-w", SEEDS, "FROM range(20)", "--csv", "--limit", "20").err
    assert loaded("sql", "-w", SEEDS, "FROM range(20)", "--limit", str(10**20)).code == 2


@pytest.mark.parametrize(
    "query",
    ["DELETE FROM store.memberships", "SELECT 1; SELECT 2", "COPY stories TO 'x.csv'", "FROM read_csv('/etc/passwd')", "SELEC 1", "FROM nowhere"],
)  # fmt: skip
def test_sql_refuses_what_is_no_question(loaded: Cli, query: str) -> None:
    ran = loaded("sql", "-w", SEEDS, query)
    assert ran.code == 1
    assert "Traceback" not in ran.err
    assert ran.err.strip()


def test_report_can_be_written_elsewhere(loaded: Cli, tmp_path: Path) -> None:
    assert loaded("report", "-w", SEEDS, "-o", tmp_path / "page.html").code == 0
    assert "<!doctype html>" in (tmp_path / "page.html").read_text()[:100].lower()
    ran = loaded("report", "-w", SEEDS, "-o", tmp_path)
    assert (ran.code, ran.err) == (
        1,
        f"{tmp_path} is a folder: name a file in it, as {tmp_path / 'report.html'}.\n",
    )


def test_init_makes_a_workspace_that_runs(cli: Cli) -> None:
    made = cli("init", "desk")
    assert made.code == 0
    assert "wirewatch run -w desk" in made.out
    assert cli("run", "--direct", "-w", "desk").code == 0
    assert cli("doctor", "-w", "desk").code == 0


def test_doctor_proves_the_laws(loaded: Cli) -> None:
    findings = loaded("doctor", "-w", SEEDS, "--json").json
    assert all(finding["ok"] for finding in findings), [f for f in findings if not f["ok"]]


def test_doctor_remarks_on_topics_that_are_hardly_meant_so(cli: Cli) -> None:
    cli("init", "desk")
    Path("desk/topics.toml").write_text('[[topic]]\nname = "elections"\nquery = "vote AND ballot OR poll"\n')
    ran = cli("doctor", "-w", "desk")
    assert ran.code == 0
    assert "topics: topic elections" in ran.out


def test_doctor_finds_what_is_broken(loaded: Cli, tmp_path: Path) -> None:
    files = Files(tmp_path / "warehouse" / "news.duckdb")
    with open_loader(files.loader) as con:
        con.execute("INSERT INTO batches SELECT * FROM batches")
    (tmp_path / "warehouse" / "news.duckdb").write_bytes(files.loader.read_bytes())
    ran = loaded("doctor", "-w", SEEDS)
    assert ran.code == 1
    assert "BAD no batch is loaded twice" in ran.out


def test_stories_of_a_topic_that_there_is_not_are_no_empty_list(loaded: Cli) -> None:
    ran = loaded("stories", "-w", SEEDS, "--topic", "troop-comitment")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "There is no topic troop-comitment: did you mean troop-commitment?\n"
    ran = loaded("stories", "-w", SEEDS, "--topic", "nope")
    assert (ran.code, ran.err) == (2, "There is no topic nope: `wirewatch topics` lists them.\n")


@pytest.mark.parametrize(
    "change", ["UPDATE store.schema_version SET version = version - 1", "DROP TABLE store.delivery_log"]
)
def test_doctor_says_of_a_file_of_another_version_what_to_do(
    loaded: Cli, tmp_path: Path, change: str
) -> None:
    with duckdb.connect(str(tmp_path / "warehouse" / "news.duckdb")) as con:
        con.execute(change)
    ran = loaded("doctor", "-w", SEEDS)
    assert (ran.code, ran.err) == (1, "")
    (line,) = [line for line in ran.out.splitlines() if line.startswith("BAD warehouse: ")]
    assert line.endswith("`wirewatch run` renews it.")


def test_doctor_finds_a_source_that_would_read_its_own_report(cli: Cli) -> None:
    cli("init", "desk")
    sources = Path("desk/sources.toml")
    sources.write_text(sources.read_text().replace('path = "articles"', 'path = "."'))
    ran = cli("doctor", "-w", "desk")
    assert (ran.code, "BAD source articles: desk holds the warehouse" in ran.out) == (1, True)


@pytest.mark.parametrize("name", ["sources.toml", "topics.toml"])
def test_a_broken_workspace_is_a_usage_error_for_doctor_too(cli: Cli, name: str) -> None:
    cli("init", "desk")
    Path("desk", name).write_text("[[broken")
    ran = cli("doctor", "-w", "desk")
    assert (ran.code, "BAD workspace: desk" in ran.out) == (2, True)
    assert cli("doctor", "-w", "nowhere").code == 2
    assert cli("stories", "-w", "nowhere").code == 2


def test_a_source_that_is_renamed_keeps_what_it_brought(cli: Cli) -> None:
    cli("init", "desk")
    sources, text = (
        Path("desk/sources.toml"),
        "Dockers began a strike on Monday over unpaid overtime, the union said.",
    )
    feed = Path("desk/articles/a.jsonl")
    feed.write_text(orjson.dumps({"uri": "1", "text": text}).decode())
    cli("run", "--direct", "-w", "desk")
    feed.write_text(orjson.dumps({"uri": "1", "text": f"{text} Ships waited."}).decode())
    declared = sources.read_text()
    sources.write_text(declared.replace('name = "articles"', 'name = "wire"'))
    refused = cli("run", "--direct", "-w", "desk")
    assert "1 in = 0 new + 0 repeats + 1 rejected" in refused.out
    assert "foreign: other words for an article of the source articles" in refused.out
    sources.write_text(declared.replace('name = "articles"', 'name = "wire"\nrenamed_from = "articles"'))
    assert (
        "1 in = 1 new (1 of them changed) + 0 repeats + 0 rejected"
        in cli("run", "--direct", "-w", "desk").out
    )


def test_a_missing_workspace_is_said_in_a_line(cli: Cli) -> None:
    ran = cli("run", "--direct", "-w", "nowhere")
    assert (ran.code, ran.err.strip()) == (
        2,
        "There is no workspace at nowhere: `wirewatch init nowhere` makes one.",
    )


def test_reading_before_the_first_run_says_what_to_do(cli: Cli) -> None:
    ran = cli("stories", "-w", SEEDS)
    assert ran.code == 1
    assert "`wirewatch run` makes it" in ran.err


def test_a_corrupt_warehouse_is_said_in_a_line(loaded: Cli, tmp_path: Path) -> None:
    Files(tmp_path / "warehouse" / "news.duckdb").loader.write_bytes(b"x" * 50_000)
    ran = loaded("run", "--direct", "-w", SEEDS)
    assert ran.code == 1
    assert "not a DuckDB file" in ran.err
    assert "Traceback" not in ran.err


def test_a_warehouse_that_was_moved_without_its_hidden_files_goes_on(loaded: Cli, tmp_path: Path) -> None:
    Files(tmp_path / "warehouse" / "news.duckdb").loader.unlink()
    told = "loader: .news.loader.duckdb is missing: the next run makes it again from news.duckdb"
    assert told in loaded("doctor", "-w", SEEDS).out
    again = loaded("run", "--direct", "-w", SEEDS)
    assert "5 in, nothing new: 5 known repeats" in again.out
    assert ".news.loader.duckdb is missing: it is made again from news.duckdb." in again.err
    assert loaded("sql", "SELECT count(*) FROM articles", "-w", SEEDS, "--csv").out.split() == [
        "count_star()",
        "5",
    ]
    assert loaded("doctor", "-w", SEEDS).code == 0


def test_a_loader_that_lost_articles_stops_the_run(loaded: Cli, tmp_path: Path) -> None:
    files = Files(tmp_path / "warehouse" / "news.duckdb")
    files.loader.unlink()
    open_loader(files.loader).close()
    ran = loaded("run", "--direct", "-w", SEEDS)
    assert (ran.code, "these would be lost" in ran.err) == (1, True)
    assert "BAD loader" in loaded("doctor", "-w", SEEDS).out
    assert len(loaded("stories", "-w", SEEDS, "--json").json) == 3


def test_a_newer_warehouse_is_said_in_a_line(loaded: Cli, tmp_path: Path) -> None:
    with open_loader(Files(tmp_path / "warehouse" / "news.duckdb").loader) as con:
        con.execute("INSERT INTO schema_version VALUES (999, now())")
    ran = loaded("run", "--direct", "-w", SEEDS)
    assert ran.code == 1
    assert "update wirewatch" in ran.err


def test_another_run_is_waited_for_or_named(loaded: Cli, tmp_path: Path) -> None:
    hold = "import fcntl, sys; f = open(sys.argv[1], 'rb'); fcntl.flock(f, fcntl.LOCK_EX); print('held', flush=True); sys.stdin.read()"
    lock = Files(tmp_path / "warehouse" / "news.duckdb").lock
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(lock)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout
        assert process.stdin
        process.stdout.readline()
        ran = loaded("run", "--direct", "-w", SEEDS)
        process.stdin.close()
    assert ran.code == 75
    assert "--wait" in ran.err
    assert loaded("run", "--direct", "-w", SEEDS, "--wait", "5").code == 0


@pytest.mark.parametrize("command", [("stories",), ("sql", "SELECT title FROM articles", "--csv")])
def test_a_terminal_that_knows_few_letters_gets_the_others_spelled_out(
    loaded: Cli, command: tuple[str, ...]
) -> None:
    """`loaded` left us in a folder with a warehouse."""
    del loaded
    typed = [sys.executable, "-c", "from flows.cli import main; main()", *command, "-w", SEEDS]
    environ = {**os.environ, "PYTHONIOENCODING": "ascii"}
    ran = subprocess.run(typed, check=False, capture_output=True, env=environ)
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert b"\\u2026" in ran.stdout or b"\\u2019" in ran.stdout


@pytest.mark.parametrize("shape", ["--csv", "--json", "--limit=10000"])
def test_a_reader_that_has_read_enough_is_no_error(loaded: Cli, shape: str) -> None:
    """As `head`, of more than a pipe holds; and nothing is said."""
    del loaded
    query = "SELECT repeat('word ', 99) FROM range(9999)"
    typed = [sys.executable, "-c", "from flows.cli import main; main()", "sql", query, shape, "-w", SEEDS]
    with subprocess.Popen(typed, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.read(1)
        process.stdout.close()
        said = process.stderr.read()
    assert (process.returncode, said) == (0, b"")


def test_a_readable_warehouse_while_a_run_writes(loaded: Cli, tmp_path: Path) -> None:
    with open_loader(Files(tmp_path / "warehouse" / "news.duckdb").loader):
        assert loaded("stories", "-w", SEEDS).code == 0


@pytest.mark.parametrize(
    "command", ["run", "ingest", "up", "stories", "show", "alerts", "sql", "report", "init", "doctor"]
)
def test_every_command_teaches(cli: Cli, command: str) -> None:
    ran = cli(command, "--help")
    assert ran.code == 0
    assert len(ran.out) > 200


def test_the_version_is_told(cli: Cli) -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+\n", cli("--version").out)


def test_usage_errors_are_two(cli: Cli) -> None:
    assert cli("run", "--nonsense").code == 2
    assert cli("ingest", "nowhere.txt").code == 2


def test_prefect_is_not_imported_by_commands_that_do_without() -> None:
    check = "import sys; import flows.cli.app; sys.exit('prefect' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0


@pytest.mark.parametrize(("text", "folder"), [('warehouse = "w/n.duckdb"', "desk/w"), ("", "warehouse")])
def test_the_workspace_may_name_its_warehouse(cli: Cli, tmp_path: Path, text: str, folder: str) -> None:
    (tmp_path / "desk").mkdir()
    (tmp_path / "desk" / "sources.toml").write_text(text)
    assert str(tmp_path / folder) in cli("stories", "-w", "desk").err


def test_reading_commands_do_without_what_extracts_and_fetches() -> None:
    """They answer in half the time."""
    check = """
import sys
import flows.cli.app
heavy = {"trafilatura", "wordfreq", "pyarrow", "numpy"}
first = {*heavy, "httpx"} & set(sys.modules)
import flows.cli.source_rows, flows.doctor, flows.workspaces.workspace
sys.exit(str(first | heavy & set(sys.modules)) if first | heavy & set(sys.modules) else 0)
"""
    ran = subprocess.run([sys.executable, "-c", check], check=False, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
