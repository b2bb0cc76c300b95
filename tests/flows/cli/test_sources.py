"""`wirewatch add` and `wirewatch sources` as a user meets them, against a site on loopback and a warehouse of a month."""

import io
import re
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from shutil import copy2
from typing import Any

import duckdb
import pytest
import typer

from flows.cli.adding import Options, _chosen
from flows.cli.importing import import_sources
from flows.cli.passing import age, bars
from flows.cli.targets import AddressError, target
from flows.sources.kinds import FeedSource, FolderSource, PageSource
from flows.sources.probe import Found, Search
from flows.workspaces.declare import declarations
from flows.workspaces.opml import Outline, write_opml
from flows.workspaces.workspace import load_workspace
from warehouse.database.opening import open_loader
from warehouse.database.publish import Files, publish
from warehouse.ledger.sources import PollRecord, add_polls

NOW = datetime.now(UTC)
FEED = b"""<rss version="2.0"><channel><title>The Daily</title>
<item><title>One</title><link>http://daily.example/1</link><description>A teaser.</description></item>
<item><title>Two</title><link>http://daily.example/2</link><description>%s</description></item></channel></rss>"""
SITE = {
    "/": b'<html><head><link rel="alternate" type="application/rss+xml" href="/feed"></head></html>',
    "/feed": FEED % (b"word " * 400),
    "/whole": b"<rss version='2.0'><channel><title>Whole</title><item><guid>urn:x:1</guid><title>Dockers strike</title>"
    b"<description>%s</description></item></channel></rss>"
    % (b"Dockers at the port began a strike on Monday. " * 60),
    "/page": b"<html><body><article><h1>Dockers strike</h1><p>%s</p></article></body></html>"
    % (b"Dockers at the port began a strike on Monday. " * 9),
    "/map": b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>http://127.0.0.1/a</loc></url></urlset>',
    "/list.opml": b'<opml><body><outline text="Far" xmlUrl="http://far.example/rss"/></body></opml>',
}


Cli = Callable[..., Any]


@pytest.fixture
def cli(cli: Cli, tmp_path: Path) -> Cli:
    """`wirewatch ARGUMENTS` in a folder that holds a workspace called desk."""
    (tmp_path / "desk").mkdir()
    (tmp_path / "desk" / "sources.toml").write_text("# ours\n")
    return lambda *arguments: cli(*arguments, "-w", "desk")


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = SITE.get(self.path)
            self.send_response(200 if body else 404)
            self.send_header("content-length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


def declared(name: str) -> str:
    return f'\n[[source]]\nname = "{name}"\nfeed = "https://{name}.example/feed"\n'


def poll(source: str, days_ago: int, **values: Any) -> PollRecord:
    """At this time of another day: some minutes ago is yesterday, if it is just past midnight."""
    given = {"kind": "feed", "status": "ok", "documents": 3, "rejected": 0, "entries": 20, **values}
    return PollRecord(source=source, polled_at=NOW - timedelta(days=days_ago), **given)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse whose sources were read every day for 35 days, each with a fate of its own."""
    polls = [poll("fine", day) for day in range(1, 36)]
    polls += [poll("fine", 0, undated=2, gap=True, next_poll_at=NOW + timedelta(minutes=41))]
    polls += [poll("silent", day, documents=3 if day > 7 else 0) for day in range(36)]
    polls += [poll("broken", day) for day in range(4, 36)]
    error = "broken.example answered 404\x1b[31m (nothing is there)"
    polls += [poll("broken", 1, status="failed", documents=0, error=error)]
    polls += [poll("closed", 1, status="gone", documents=0, error="closed.example answered 410")]
    polls += [poll("young", 1), poll("former", 20), poll("import", 2, kind="files")]
    files = Files(tmp_path_factory.mktemp("archive") / "news.duckdb")
    with open_loader(files.loader) as con:
        add_polls(con, sorted(polls, key=lambda one: one.polled_at), "b1")
    publish(files)
    return files.published


@pytest.fixture
def month(cli: Cli, archive: Path, tmp_path: Path) -> Cli:
    """A desk that has been at work for a month."""
    names = ("fine", "silent", "broken", "closed", "young", "fresh")
    text = "".join(declared(name) for name in names) + declared("asleep") + "enabled = false\n"
    (tmp_path / "desk" / "sources.toml").write_text(text)
    (tmp_path / "warehouse").mkdir()
    copy2(archive, tmp_path / "warehouse" / "news.duckdb")
    return cli


def named(folder: str = "desk") -> list[tuple[str, str]]:
    return [(one.name, one.address) for one in declarations(Path(folder))]


def test_a_feed_is_declared_and_what_it_brings_is_told(cli: Cli, site: str) -> None:
    ran = cli("add", f"{site}/feed", "--allow-private")
    assert ran.code == 0
    assert ran.out.splitlines() == [
        f"Declared   the-daily  {site}/feed",
        "           feed: 2 entries; 1 of them whole, the page of each other is fetched",
        "Next       wirewatch run -w desk",
    ]
    assert ran.err == f"Asking {site}/feed …\n"
    assert Path("desk/sources.toml").read_text() == (
        f'# ours\n\n[[source]]\nname = "the-daily"\nfeed = "{site}/feed"\nallow_private = true\n'
    )


def test_a_site_is_declared_by_the_feed_it_names(cli: Cli, site: str) -> None:
    ran = cli("add", f"{site}/", "--allow-private", "--name", "daily", "--outlet", "Daily")
    assert ran.code == 0
    (one,) = declarations(Path("desk"))
    assert (one.name, one.outlet, one.address, one.allow_private) == ("daily", "Daily", f"{site}/feed", True)


@pytest.mark.parametrize("command", ["add", "sources"])
def test_every_command_teaches(cli: Cli, command: str) -> None:
    ran = cli(command, "--help")
    assert ran.code == 0
    assert len(ran.out) > 800


def test_a_sitemap_and_a_page_without_feeds(cli: Cli, site: str) -> None:
    assert cli("add", f"{site}/map", "--allow-private", "--name", "map").code == 0
    (one,) = declarations(Path("desk"))
    assert (one.kind, one.address) == ("sitemap", f"{site}/map")


def test_what_is_declared_is_not_asked_again(cli: Cli, site: str) -> None:
    cli("add", f"{site}/feed", "--allow-private")
    ran = cli("add", f"{site}/feed", "--allow-private")
    assert (ran.code, ran.err) == (0, "")
    assert f"{site}/feed is declared already, as the-daily" in ran.out
    assert len(named()) == 1


def test_a_source_that_is_off_is_said_to_be_off(cli: Cli) -> None:
    Path("desk/sources.toml").write_text(declared("asleep") + "enabled = false\n")
    assert "but off: take out `enabled = false`" in cli("add", "https://asleep.example/feed").out


def test_where_nothing_is_the_rest_is_declared_and_the_end_is_one(cli: Cli, site: str) -> None:
    ran = cli("add", f"{site}/nothing", f"{site}/feed", "--allow-private")
    assert ran.code == 1
    assert "no feed and no sitemap found. Tried:" in ran.err
    assert f"{site}/nothing: 127.0.0.1 answered 404" in ran.err
    assert [name for name, _ in named()] == ["the-daily"]


def test_a_private_address_is_refused_with_the_way_to_allow_it(cli: Cli, site: str) -> None:
    ran = cli("add", f"{site}/feed")
    assert ran.code == 1
    assert "--allow-private" in ran.err
    assert "Next" not in ran.out
    assert Path("desk/sources.toml").read_text() == "# ours\n"


def test_a_list_on_the_web_is_imported(cli: Cli, site: str) -> None:
    assert cli("add", f"{site}/list.opml", "--allow-private").code == 0
    (one,) = declarations(Path("desk"))
    assert (one.name, one.address, one.allow_private) == ("far", "http://far.example/rss", False)


def test_a_list_is_imported_whole_and_nothing_is_asked(cli: Cli) -> None:
    outlines = [
        Outline(url=f"https://{n}.example/rss", text=f"Paper {n}", title=f"Paper {n}") for n in range(30)
    ]
    outlines += [Outline(url="https://off.example/rss", text="off", off=True), outlines[0]]
    body = write_opml(outlines, "x").replace(b"</body>", b'<outline type="rss"/></body>')
    Path("list.opml").write_bytes(body)
    ran = cli("add", "list.opml")
    assert ran.code == 0
    assert "list.opml: 32 feeds, 31 declared, 1 were declared already" in ran.out
    assert "… and 21 more" in ran.out
    assert "Broken     line 39: a feed without an address (xmlUrl)" in ran.out
    assert ran.err == ""
    found = declarations(Path("desk"))
    assert (found[1].name, found[1].outlet) == ("paper-1", "Paper 1")
    assert (found[30].name, found[30].outlet, found[30].enabled) == ("off", None, False)
    assert "31 were declared already" not in ran.out
    assert "0 declared, 32 were declared already" in cli("add", "list.opml").out


def test_lists_go_out_and_come_back(month: Cli) -> None:
    text = Path("desk/sources.toml").read_text()
    Path("desk/sources.toml").write_text(text.replace('feed = "https://fine', 'outlet = "Fine & Co"\nfeed = "https://fine'))  # fmt: skip
    before = declarations(Path("desk"))
    ran = month("sources", "--opml")
    assert ran.out.startswith("<?xml")
    Path("out.opml").write_text(ran.out)
    Path("desk/sources.toml").write_text("")
    assert month("add", "out.opml").code == 0
    assert declarations(Path("desk")) == before


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere.opml"], "nowhere.opml"),
        (["https://a.example/", "b"], "b: neither an http or https address nor a file"),
        (["ftp://a.example/"], "neither an http or https address"),
        (["desk"], "a folder"),
        (["https://a.example/", "https://b.example/", "--name", "x"], "one at a time"),
        ([], "Missing argument"),
    ],
)
def test_usage_errors_are_two_and_nothing_is_asked(cli: Cli, arguments: Sequence[str], message: str) -> None:
    ran = cli("add", *arguments)
    assert ran.code == 2
    assert message in ran.err
    assert "Asking" not in ran.err


def test_a_file_that_is_no_list_is_told(cli: Cli) -> None:
    Path("page.html").write_text("<html></html>")
    ran = cli("add", "page.html")
    assert ran.code == 1
    assert "page.html: no OPML" in ran.err


def test_a_broken_workspace_is_told_before_anything_is_asked(cli: Cli, site: str) -> None:
    Path("desk/sources.toml").write_text("[[")
    ran = cli("add", f"{site}/feed", "--allow-private")
    assert ran.code == 2
    assert "not valid TOML" in ran.err
    assert "Asking" not in ran.err
    assert cli("sources").code == 2


def test_a_bare_host_is_one_of_the_web(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert target("daily.example", hosts=True) == "https://daily.example"
    assert target("www.daily.example/news", hosts=True) == "https://www.daily.example/news"
    assert target("feed:https://daily.example/rss", hosts=True) == "https://daily.example/rss"
    with pytest.raises(AddressError):
        target("daily.example", hosts=False)
    Path("daily.example").touch()
    assert target("daily.example", hosts=True) == Path("daily.example")
    for text in ("word", "a b.example", "-a.example", "../x.opml", "slip.xml", "http://", ""):
        with pytest.raises(AddressError):
            target(text, hosts=True)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("typed", "urls"),
    [("\n", ["a"]), ("2\n", ["b"]), ("3, 1\n", ["c", "a"]), ("all\n", ["a", "b", "c"]), ("4\nx\n1 9\n2\n", ["b"])],
)  # fmt: skip
def test_a_person_is_asked_which_feed(typed: str, urls: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    found = tuple(Found(kind="feed", url=url, title=f"Paper\x1b {url}", entries=3) for url in "abc")
    screen = Terminal()
    monkeypatch.setattr(sys, "stdin", Terminal(typed))
    monkeypatch.setattr(sys, "stdout", screen)
    options = Options(name=None, outlet=None, allow_private=False, yes=False)
    search = Search(address="http://daily.example", found=found)
    assert [one.url for one in _chosen(search, options)] == urls
    assert "  2  Paper  b: 3 entries; teasers: the page of each is fetched\n" in screen.getvalue()
    monkeypatch.setattr(sys, "stdin", Terminal(""))
    with pytest.raises(typer.Abort):
        _chosen(search, options)
    everything = Options(name=None, outlet=None, allow_private=False, yes=True)
    assert _chosen(search, everything) == [found[0]]


def test_sources_are_listed_with_those_that_need_a_look_first(month: Cli) -> None:
    rows = month("sources", "--json").json
    assert [(row["state"], row["source"]) for row in rows] == [
        ("failed", "broken"),
        ("gone", "closed"),
        ("quiet", "silent"),
        ("unpolled", "fresh"),
        ("new", "young"),
        ("ok", "fine"),
        ("off", "asleep"),
        ("former", "former"),
        ("former", "import"),
    ]
    fine = rows[5]
    health = fine["health"]
    assert (health["seen"], health["expected"], health["undated"], health["gaps"]) == (21, 21, 2, 1)
    assert len(fine["days"]) == 35
    assert fine["declared"]["address"] == "https://fine.example/feed"
    assert (rows[3]["days"], rows[3]["health"]) == ([], None)
    assert rows[7]["declared"] is None


def test_a_person_sees_state_habit_and_what_is_wrong(month: Cli) -> None:
    out = month("sources").out
    lines = {
        line.split()[1]: line for line in out.splitlines() if line[:1].isalpha() and len(line.split()) > 1
    }
    assert "21/21" in lines["fine"]
    assert "0/21" in lines["silent"]
    assert lines["fine"].split()[4] == "█" * 28
    assert lines["silent"].split()[4].endswith("█" + "·" * 8)
    assert lines["broken"].split()[4].endswith("█··×·")
    assert lines["fine"].split()[-1] == "min"
    assert "broken.example answered 404 [31m (nothing is there)" in out
    assert "2 undated" in out
    assert re.search(r"1 gap, the last \d+ min ago: entries were probably missed", out)
    assert "no longer declared" in out
    assert "what `wirewatch ingest` read" in out
    assert "\x1b" not in out
    assert (
        out.splitlines()[-1]
        == "9 sources: 1 ok, 1 new, 1 failed, 1 gone, 1 quiet, 1 unpolled, 1 off, 2 former"
    )


def test_one_source_is_shown_in_detail(month: Cli) -> None:
    out = month("sources", "broken").out
    for part in ("https://broken.example/feed", "answered 404", "33, 1 of them failed", "35 days"):
        assert part in out
    polls = month("sources", "broken", "--json").json["last_polls"]
    assert len(polls) == 20
    assert polls[0]["status"] == "failed"
    assert month("sources", "fresh").code == month("sources", "former").code == 0


def test_a_name_that_is_not_there_is_guessed_at(month: Cli) -> None:
    ran = month("sources", "brokn")
    assert (ran.code, ran.err) == (2, "There is no source brokn: did you mean broken?\n")


def test_check_tells_cron(month: Cli) -> None:
    assert month("sources").code == 0
    assert month("sources", "--check").code == 1
    assert month("sources", "fine", "--check").code == 0
    assert [month("sources", name, "--check").code for name in ("broken", "closed", "silent")] == [1, 1, 1]


def test_before_the_first_run_all_are_unpolled(cli: Cli) -> None:
    assert "wirewatch add" in cli("sources").out
    Path("desk/sources.toml").write_text(declared("fresh"))
    ran = cli("sources")
    assert ran.code == 0
    assert ran.out.splitlines()[-1] == "1 source: 1 unpolled"


def test_a_desk_that_is_not_run_any_more_says_so(month: Cli, tmp_path: Path) -> None:
    with duckdb.connect(str(tmp_path / "warehouse" / "news.duckdb")) as con:
        con.execute("UPDATE store.polls SET polled_at = polled_at - INTERVAL 3 DAY")
    assert "nothing was read for 3 d: does `wirewatch up` or cron run?" in month("sources").out


def test_a_warehouse_of_an_earlier_version_is_told(month: Cli, tmp_path: Path) -> None:
    with duckdb.connect(str(tmp_path / "warehouse" / "news.duckdb")) as con:
        con.execute("DROP VIEW source_days")
    ran = month("sources")
    assert ran.code == 1
    assert "`wirewatch run` renews it" in ran.err


@pytest.mark.parametrize("columns", [80, 120])
def test_lines_fit_a_terminal(month: Cli, monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setattr("flows.cli.source_table.stdout", lambda: _terminal(columns))
    lines = month("sources").out.splitlines()
    assert max(map(len, lines)) <= columns
    assert ("kind" in lines[0]) == (columns == 120)


def _terminal(columns: int) -> Any:
    from rich.console import Console  # noqa: PLC0415 - only here

    return Console(width=columns, force_terminal=True, color_system=None, highlight=False, soft_wrap=False)


@pytest.mark.parametrize(
    ("path", "kind"), [("/feed", "feed"), ("/map", "sitemap"), ("/page", "page"), ("/", "page")]
)
@pytest.mark.usefixtures("cli")
def test_an_address_is_ingested_as_what_it_is(site: str, path: str, kind: str) -> None:
    workspace = load_workspace(Path("desk"), Path("desk"))
    (source,) = import_sources([f"{site}{path}"], workspace, allow_private=True)
    assert isinstance(source, FeedSource | PageSource)
    assert (source.name, source.url, source.allow_private) == ("import", f"{site}{path}", True)
    assert getattr(source, "kind", "page") == kind


@pytest.mark.usefixtures("cli")
def test_files_and_addresses_may_be_ingested_together(site: str) -> None:
    Path("a.txt").touch()
    workspace = load_workspace(Path("desk"), Path("desk"))
    sources = import_sources(["a.txt", f"{site}/feed", "desk"], workspace, allow_private=True)
    assert [type(source) for source in sources] == [FolderSource, FeedSource, FolderSource]


def test_an_address_that_is_ingested_again_is_asked_for_whole(cli: Cli, site: str) -> None:
    first, second = (cli("ingest", f"{site}/whole", "--allow-private", "--json").json for _ in range(2))
    assert (first["in"], first["new"]) == (1, 1)
    assert (second["in"], second["repeats"]) == (1, 1)


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["nowhere.txt"], 2, "nowhere.txt: neither"),
        (["daily.example"], 2, "daily.example: neither"),
        (["ftp://a.example/"], 2, "neither an http or https address"),
        (["SITE/nothing", "--allow-private"], 1, "answered 404"),
        (["SITE/feed"], 1, "--allow-private"),
        (["SITE/list.opml", "--allow-private"], 1, "wirewatch add"),
    ],
)
def test_what_cannot_be_ingested_is_told(
    cli: Cli, site: str, arguments: Sequence[str], code: int, message: str
) -> None:
    ran = cli("ingest", *(argument.replace("SITE", site) for argument in arguments))
    assert ran.code == code
    assert message in ran.err


@pytest.mark.parametrize(
    ("passed", "text"),
    [
        (timedelta(), "0 min"),
        (timedelta(seconds=59), "0 min"),
        (timedelta(minutes=119), "119 min"),
        (timedelta(hours=2), "2 h"),
        (timedelta(hours=47), "47 h"),
        (timedelta(days=2), "2 d"),
        (timedelta(days=4000), "4,000 d"),
    ],
)
def test_ages_are_short(passed: timedelta, text: str) -> None:
    assert age(NOW - passed, NOW) == age(NOW + passed, NOW) == text


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ([], ""),
        ([0, 0], "··"),
        ([-1, 0, 2], "×·█"),
        ([0, 1, 1000], "·▁█"),
        ([1, 2, 3, 4, 5, 6, 7, 8], "▁▂▃▄▅▆▇█"),
    ],
)
def test_bars_are_in_scale_and_one_document_is_visible(values: list[int], text: str) -> None:
    assert bars(values) == text


def test_a_run_says_which_sources_failed_or_broke_off(
    cli: Cli, site: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It said that nothing came, and only `wirewatch sources` said why."""
    monkeypatch.setitem(SITE, "/short", SITE["/whole"].replace(b"</channel></rss>", b"<item><title>Tw"))
    sources = {"plain": "/whole", "lost": "/nowhere", "short": "/short"}
    given = [
        f'[[source]]\nname = "{name}"\nfeed = "{site}{path}"\nallow_private = true\n'
        for name, path in sources.items()
    ]
    (tmp_path / "desk" / "sources.toml").write_text("".join(given))
    said = cli("run", "--direct").out
    assert "Sources    lost: failed: 127.0.0.1 answered 404" in said
    assert "           short: the feed breaks off before its end: 1 whole entry was taken" in said
    assert "plain:" not in said
    doctor = cli("doctor")
    assert doctor.code == 1
    assert "BAD source lost: failed: 127.0.0.1 answered 404" in doctor.out
    assert "ok  source short: the feed breaks off" in doctor.out
    assert cli("run", "--direct", "--json").json["source_troubles"] == [], "none was asked again"
