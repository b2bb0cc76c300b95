from datetime import time, timedelta
from pathlib import Path

import pytest

from flows.channels import FileChannel
from flows.sources.kinds import FeedSource, FolderSource, PageSource, SourceKind
from flows.workspaces.starter import write_starter
from flows.workspaces.workspace import Schedule, WorkspaceError, load_workspace
from pipeline.records import Novelty, QuietHours, Rule, RuleKind

TOPIC = '[[topic]]\nname = "ports"\nquery = "strike NEAR/5 port"\n'
SOURCES = '[[source]]\nname = "texts"\npath = "articles"\n'


def write(folder: Path, **files: str) -> None:
    for name, text in {"sources": SOURCES, **files}.items():
        (folder / f"{name}.toml").write_text(text)


def problems(folder: Path, **files: str) -> list[str]:
    """What is wrong with a workspace of these files, without the folder's name."""
    write(folder, **files)
    with pytest.raises(WorkspaceError) as caught:
        load_workspace(folder, folder)
    return [problem.removeprefix(f"{folder}/") for problem in caught.value.problems]


def test_what_is_declared_arrives(tmp_path: Path) -> None:
    (tmp_path / "sources.toml").write_text(
        'contact = "desk@example.org"\n[schedule]\nevery = "2 hours"\n'
        + SOURCES
        + '[[source]]\nname = "off"\npath = "x"\nenabled = false\n'
        + '[[source]]\nname = "wire"\nfeed = "https://news.example/rss"\noutlet = "The Wire"\n'
    )
    (tmp_path / "topics.toml").write_text(TOPIC)
    (tmp_path / "alerts.toml").write_text(
        '[[channel]]\nname = "log"\ntype = "file"\npath = "alerts.jsonl"\n'
        '[[rule]]\nname = "r"\ntopics = ["ports"]\nchannels = ["log"]\nmin_reports = 2\n'
    )
    workspace = load_workspace(tmp_path, tmp_path / "out")
    folder, feed = workspace.sources
    assert folder == FolderSource(name="texts", path=tmp_path / "articles")
    assert isinstance(feed, FeedSource)
    assert (feed.url, feed.outlet, feed.allow_private) == ("https://news.example/rss", "The Wire", False)
    assert workspace.off == ("off",)
    assert workspace.schedule.every == timedelta(hours=2)
    assert [topic.name for topic in workspace.topics] == ["ports"]
    assert workspace.rules[0].min_reports == 2
    assert workspace.channels == (FileChannel(name="log", path=tmp_path / "out" / "alerts.jsonl"),)


def test_a_proxy_is_used_only_when_declared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://elsewhere.example:3128")
    (tmp_path / "sources.toml").write_text(SOURCES)
    assert load_workspace(tmp_path, tmp_path).proxy is None
    (tmp_path / "sources.toml").write_text('proxy = "http://proxy.example:3128"\n' + SOURCES)
    assert load_workspace(tmp_path, tmp_path).proxy == "http://proxy.example:3128"


def test_the_password_of_a_proxy_comes_from_the_environment_and_is_never_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESK_PROXY", "http://ann:hunter2@proxy.example:3128")
    (tmp_path / "sources.toml").write_text('proxy_env = "DESK_PROXY"\n' + SOURCES)
    workspace = load_workspace(tmp_path, tmp_path)
    assert workspace.proxy == "http://ann:hunter2@proxy.example:3128"
    assert "hunter2" not in repr(workspace)


@pytest.mark.parametrize(
    ("text", "value", "expected"),
    [
        ('proxy_env = "DESK_PROXY"', None, "proxy_env: the environment variable DESK_PROXY is not set"),
        (
            'proxy_env = "DESK_PROXY"',
            "socks5://hunter2",
            "proxy_env: expected a proxy's address like http://proxy",
        ),
        ('proxy = "ann:hunter2@proxy"', None, "proxy: expected a proxy's address like http://proxy"),
        ('proxy = ""', None, "proxy: expected a proxy's address like http://proxy"),
        (
            'proxy = "http://ann:hunter2@proxy.example"',
            None,
            "proxy: expected no password; name the environment",
        ),
        (
            'proxy = "http://a.example"\nproxy_env = "DESK_PROXY"',
            "http://b.example",
            "expected either proxy or",
        ),
    ],
)
def test_a_wrong_proxy_is_an_error_that_does_not_repeat_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, value: str | None, expected: str
) -> None:
    monkeypatch.delenv("DESK_PROXY", raising=False)
    if value:
        monkeypatch.setenv("DESK_PROXY", value)
    (problem,) = problems(tmp_path, sources=f"{text}\n{SOURCES}")
    assert problem.startswith(f"sources.toml: {expected}")
    assert "hunter2" not in problem


def test_sitemaps_and_pages_are_declared_by_their_address(tmp_path: Path) -> None:
    (tmp_path / "sources.toml").write_text(
        '[[source]]\nname = "map"\nsitemap = "https://news.example/sitemap.xml"\noutlet = "News"\n'
        '[[source]]\nname = "one"\npage = "https://news.example/1"\nallow_private = true\n'
    )
    assert load_workspace(tmp_path, tmp_path).sources == (
        FeedSource(
            name="map", url="https://news.example/sitemap.xml", outlet="News", kind=SourceKind.SITEMAP
        ),
        PageSource(name="one", url="https://news.example/1", allow_private=True),
    )


def test_only_folders_that_say_so_are_watched(tmp_path: Path) -> None:
    (tmp_path / "sources.toml").write_text(
        SOURCES
        + '[[source]]\nname = "inbox"\npath = "in"\nwatch = true\n'
        + '[[source]]\nname = "wire"\nfeed = "https://news.example/rss"\n'
        + '[[source]]\nname = "off"\npath = "out"\nwatch = true\nenabled = false\n'
    )
    workspace = load_workspace(tmp_path, tmp_path)
    assert [folder.name for folder in workspace.folders] == ["texts", "inbox"]
    assert [folder.name for folder in workspace.watched] == ["inbox"]


def test_the_starter_workspace_is_valid(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    assert [path.name for path in write_starter(folder)] == ["sources.toml", "topics.toml", "alerts.toml"]
    assert load_workspace(folder, folder).rules
    assert list(write_starter(folder)) == []


def test_the_seeds_are_a_valid_workspace() -> None:
    seeds = Path(__file__).parents[3] / "seeds"
    workspace = load_workspace(seeds, seeds)
    assert not any(isinstance(source, FeedSource) for source in workspace.sources), "feeds are off by default"
    assert workspace.off


def test_a_missing_folder_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="wirewatch init"):
        load_workspace(tmp_path / "none", tmp_path)


def test_a_former_name_belongs_to_one_source(tmp_path: Path) -> None:
    table = '[[source]]\nname = "%s"\npath = "x"\nrenamed_from = "old"\n'
    write(tmp_path, sources=table % "a")
    assert load_workspace(tmp_path, tmp_path).renamed == {"a": ("old",)}
    several = "renamed_from: 'old' is taken over by several sources"
    assert problems(tmp_path, sources=table % "a" + table % "b") == [
        f"sources.toml: source[1].{several}",
        f"sources.toml: source[2].{several}",
    ]


def test_a_folder_without_sources_is_no_workspace(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match=r"sources.toml: missing; `wirewatch init"):
        load_workspace(tmp_path, tmp_path)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[[source]", "not valid TOML"),
        ('[[source]]\nname = "a"\npath = "x"\nenabeld = true', "source[1].enabeld: unknown key; did you mean enabled?"),
        ('[[source]]\nname = "a"\npath = "x"\nrenamed_from = "a"', "source[1].renamed_from: 'a' is still declared; only a name that is gone can be taken over"),
        ('[[source]]\nname = "a"\npath = "x"\nrenamed_from = ["B C"]', "source[1].renamed_from[1]: expected lower-case letters, digits and hyphens, got 'B C'"),
        ('warehouse = ""', "warehouse: string should have at least 1 character, got ''"),
        ('[[source]]\nname = "a"\npath = 5', "source[1].path: input should be a valid string, got 5"),
        ('[[source]]\nname = "A b"\npath = "x"', "source[1].name: expected lower-case letters, digits and hyphens, got 'A b'"),
        ('[[source]]\nname = "a"', "source[1]: expected one of path (a folder or file), feed, sitemap or page"),
        ('[[source]]\nname = "a"\nfeed = "https://x.example"\npage = "https://x.example"', "source[1]: expected one of path"),
        ('[[source]]\nname = "a"\nsitemap = "sitemap.xml"', "source[1]: expected the sitemap's address to begin with http"),
        ('[[source]]\nname = "a"\npage = "ftp://x.example"', "source[1]: expected the page's address to begin with http"),
        ('[[source]]\nname = "a"\nfeed = "file:///etc/passwd"', "source[1]: expected the feed's address to begin with http"),
        ('[schedule]\nevery = "soon"', 'schedule.every: expected a duration like "15 minutes"'),
        ('[schedule]\nevery = "5 s"', "schedule.every: expected at least 60 seconds"),
        ('[schedule]\ncron = "61 * * * *"', "schedule.cron: expected a cron expression"),
        ('[schedule]\ncron = "0 * * * *"\ntimezone = "Mars/Base"', "schedule.timezone: expected an IANA time zone"),
        ('[schedule]\ncron = "0 * * * *"\nevery = "1h"', "schedule: expected either every or cron, not both"),
        (SOURCES + SOURCES, "source 'texts' is declared 2 times"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_sources_is_said(tmp_path: Path, text: str, expected: str) -> None:
    (found,) = problems(tmp_path, sources=text)
    assert found.startswith(f"sources.toml: {expected}")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('[[channel]]\nname = "a"\ntype = "fax"', "channel[1].type: expected one of console, file, webhook, mail, apprise"),
        ('[[channel]]\nname = "a"\ntype = "file"\npth = "x"', "channel[1].p"),
        ('[[rule]]\nname = "r"\ntopics = ["port"]\nchannels = []', "rule[1].channels: "),
        ('[[rule]]\nname = "r"\ntopics = ["port"]\nchannels = ["a"]\nmin_reports = 0', "rule[1].min_reports: input should be greater"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_alerts_is_said(tmp_path: Path, text: str, expected: str) -> None:
    found = problems(tmp_path, alerts=text, topics=TOPIC)
    assert any(problem.startswith(f"alerts.toml: {expected}") for problem in found), found


DIGEST = """
[[rule]]
name = "r"
topics = ["ports", "fires"]
channels = ["a"]
kind = "digest"
cron = "0 7 * * 1-5"
timezone = "Europe/Vienna"
again = ["figure", "correction"]
severity = ["fires", "ports"]
quiet = "22:00 - 06:30"
"""
CHANNEL = '[[channel]]\nname = "a"\ntype = "console"\n'


def test_a_rule_is_read_with_all_it_says(tmp_path: Path) -> None:
    topics = TOPIC + TOPIC.replace('"ports"', '"fires"')
    write(tmp_path, alerts=CHANNEL + DIGEST, topics=topics)
    (rule,) = load_workspace(tmp_path, tmp_path).rules
    assert rule == Rule(
        name="r",
        title="r",
        topics=("ports", "fires"),
        channels=("a",),
        kind=RuleKind.DIGEST,
        again=frozenset({Novelty.FIGURE, Novelty.CORRECTION}),
        severity=("fires", "ports"),
        quiet=QuietHours(start=time(22), end=time(6, 30)),
        cron="0 7 * * 1-5",
        timezone="Europe/Vienna",
    )


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('kind = "weekly"', "rule[1].kind: expected one of story, digest, spike, silence"),
        ('kind = "digest"', "rule[1]: a digest needs cron"),
        ('cron = "0 7 * * *"', 'rule[1]: cron goes with kind = "digest"'),
        ('kind = "digest"\ncron = "7 o\'clock"', "rule[1].cron: expected a cron expression"),
        ('after = "3 days"', 'rule[1]: after goes with kind = "silence"'),
        ('kind = "silence"\nafter = "3 s"', "rule[1].after: expected at least 10 minutes"),
        ('kind = "silence"\nmin_reports = 2', 'rule[1]: min_reports goes with kind = "story" or "digest"'),
        ('kind = "spike"\nwindow = "2 days"', "rule[1].window: expected from 10 minutes to a day"),
        ('again = ["figures"]', "rule[1].again[1]: expected some of reports, figure, name"),
        ('severity = ["fires"]', "rule[1]: severity orders the rule's own topics: 'fires' is not one of them"),
        ('quiet = "at night"', 'rule[1].quiet: expected a part of the day like "22:00-07:00"'),
        ('quiet = "07:00-07:00"', "rule[1].quiet: expected an end other than the start"),
        ('timezone = "Vienna"', "rule[1].timezone: expected an IANA time zone"),
        ('quit = "22:00-07:00"', "rule[1].quit: unknown key; did you mean quiet?"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_rule_is_said(tmp_path: Path, line: str, expected: str) -> None:
    rule = '[[rule]]\nname = "r"\ntopics = ["ports"]\nchannels = ["a"]\n'
    (found,) = problems(tmp_path, alerts=CHANNEL + rule + line, topics=TOPIC)
    assert found.startswith(f"alerts.toml: {expected}")


@pytest.mark.parametrize(
    "topics", ["broken [", TOPIC + 'querry = "x"\n', TOPIC + '[[topic]]\nname = "Bad Name"\n']
)
def test_topics_that_cannot_be_read_are_not_said_to_be_missing(tmp_path: Path, topics: str) -> None:
    """Else one letter in topics.toml is a line for every rule, and what is wrong is lost among them."""
    rules = "".join(f'[[rule]]\nname = "r{n}"\ntopics = ["ports"]\nchannels = ["a"]\n' for n in range(9))
    found = problems(tmp_path, alerts=CHANNEL + rules, topics=topics)
    assert found
    assert all(problem.startswith("topics.toml: ") for problem in found)


def test_names_that_are_not_there_are_guessed(tmp_path: Path) -> None:
    rule = '[[rule]]\nname = "r"\ntopics = ["port"]\nchannels = ["lok"]\n[[channel]]\nname = "log"\ntype = "console"\n'
    assert problems(tmp_path, alerts=rule, topics=TOPIC) == [
        "alerts.toml: rule[1].topics: there is no topic 'port'; did you mean 'ports'?",
        "alerts.toml: rule[1].channels: there is no channel 'lok'; did you mean 'log'?",
    ]


def test_a_query_that_does_not_parse_is_placed(tmp_path: Path) -> None:
    (found,) = problems(tmp_path, topics="[[topic]]\nname = \"t\"\nquery = '''\nport AND\n(strike'''\n")
    assert found.startswith("topics.toml: topic t: ")
    assert "line 2, column 1" in found


@pytest.mark.parametrize(
    ("every", "told"),
    [
        (timedelta(minutes=15), "every 15 minutes"),
        (timedelta(seconds=90), "every 90 seconds"),
        (timedelta(hours=1), "every hour"),
        (timedelta(days=7), "every 7 days"),
    ],
    ids=str,
)
def test_an_interval_is_told_as_it_would_be_written(every: timedelta, told: str) -> None:
    assert str(Schedule(every=every)) == told


def test_every_problem_of_every_file_is_reported_at_once(tmp_path: Path) -> None:
    found = problems(
        tmp_path, sources="x = 1\ny = 2", topics='[[topic]]\nname = "T"\nquery = "("', alerts="z = 1"
    )
    assert [problem.partition(":")[0] for problem in found].count("sources.toml") == 2
    assert {problem.partition(":")[0] for problem in found} == {"sources.toml", "topics.toml", "alerts.toml"}


def test_text_in_another_encoding_is_said(tmp_path: Path) -> None:
    (tmp_path / "sources.toml").write_bytes('contact = "Küche"'.encode("latin-1"))
    with pytest.raises(WorkspaceError, match="expected UTF-8"):
        load_workspace(tmp_path, tmp_path)
