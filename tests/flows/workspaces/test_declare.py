import stat
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.sources.kinds import SourceKind
from flows.workspaces.declare import Declaration, NameTakenError, Wanted, declarations, declare, find, slug
from flows.workspaces.workspace import WorkspaceError, load_workspace

FEED = Wanted(kind=SourceKind.FEED, address="https://daily.example/feed", title="The Daily")
TEXT = """# what we read

[[source]]              # ours
name = "articles"
path = "articles"       # relative

[schedule]   # between two sources
every = "1 hour"

  [[source]]
  name = 'coast'
  feed = "https://coast.example/rss"   # the paper
  enabled = false
# the end"""
Write = Callable[[str | bytes], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def put(text: str | bytes) -> Path:
        (tmp_path / "sources.toml").write_bytes(text if isinstance(text, bytes) else text.encode())
        return tmp_path

    return put


def text_of(folder: Path) -> str:
    return (folder / "sources.toml").read_bytes().decode()


def tables(folder: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads(text_of(folder).removeprefix("\ufeff"))["source"]
    return found


def test_what_stands_in_the_file_stays_to_the_character(write: Write) -> None:
    folder = write(TEXT)
    declare(folder, [FEED])
    assert text_of(folder) == (
        TEXT + '\n\n[[source]]\nname = "the-daily"\nfeed = "https://daily.example/feed"\n'
    )
    assert [source.name for source in load_workspace(folder, folder).sources] == ["articles", "the-daily"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", '[[source]]\nname = "the-daily"\nfeed = "https://daily.example/feed"\n'),
        ("\ufeff", '\ufeff[[source]]\nname = "the-daily"\nfeed = "https://daily.example/feed"\n'),
        ("# x\n", '# x\n\n[[source]]\nname = "the-daily"\nfeed = "https://daily.example/feed"\n'),
        ("# x\r\n", '# x\r\n\r\n[[source]]\r\nname = "the-daily"\r\nfeed = "https://daily.example/feed"\r\n'),
        (
            'source = [\n  {name = "a", path = "a"}, # ours\n]\n[schedule]\nevery = "1h"\n',
            'source = [\n  {name = "a", path = "a"}, # ours\n  {name = "the-daily", feed = "https://daily.example/feed"},\n]\n[schedule]\nevery = "1h"\n',
        ),
        ("source = []\n", 'source = [{name = "the-daily", feed = "https://daily.example/feed"}]\n'),
    ],
    ids=["empty", "bom", "comment", "crlf", "array", "empty-array"],
)
def test_every_kind_of_file_is_extended(write: Write, before: str, after: str) -> None:
    folder = write(before)
    declare(folder, [FEED])
    assert text_of(folder) == after
    assert load_workspace(folder, folder).sources[-1].name == "the-daily"


def test_all_that_a_source_can_say_is_written(write: Write) -> None:
    folder = write("")
    outlet = 'The "Daily" \\ \t é\n[[source]]'
    wanted = Wanted(
        kind=SourceKind.FEED,
        address="http://10.0.0.1/feed?a=1&b='2'",
        name="inside",
        outlet=outlet,
        enabled=False,
        allow_private=True,
    )
    (added,) = declare(folder, [wanted]).added
    assert tables(folder) == [
        {
            "name": "inside",
            "feed": "http://10.0.0.1/feed?a=1&b='2'",
            "outlet": outlet,
            "enabled": False,
            "allow_private": True,
        }
    ]
    assert declarations(folder) == [added]


@pytest.mark.parametrize(
    "address",
    [
        "https://coast.example/rss",
        "http://coast.example/rss/",
        "https://COAST.example:443/rss#top",
        "http://coast.example.:80/rss",
    ],
)
def test_an_address_that_is_there_is_known_and_nothing_is_written(write: Write, address: str) -> None:
    folder = write(TEXT)
    before = (folder / "sources.toml").stat()
    outcome = declare(folder, [Wanted(kind=SourceKind.FEED, address=address, title="x")])
    assert (outcome.added, [one.name for one in outcome.known]) == ((), ["coast"])
    assert (folder / "sources.toml").stat() == before
    assert find(address, declarations(folder)) == outcome.known[0]


def test_another_address_of_the_same_host_is_another_source(write: Write) -> None:
    folder = write(TEXT)
    for address in (
        "https://coast.example/rss?c=2",
        "https://coast.example:8443/rss",
        "https://coast.example/RSS",
    ):
        assert declare(folder, [Wanted(kind=SourceKind.FEED, address=address, title="coast")]).added


def test_of_two_that_are_the_same_one_is_declared(write: Write) -> None:
    folder = write("")
    outcome = declare(folder, [FEED, FEED])
    assert len(outcome.added) == len(outcome.known) == len(tables(folder)) == 1


def test_names_are_found_and_are_unique(write: Write) -> None:
    folder = write(TEXT)
    wanted = [
        Wanted(kind=SourceKind.FEED, address=f"https://{host}/feed", title=title)
        for host, title in [
            ("a.example", "Coast"),
            ("b.example", "coast!"),
            ("c.example", "Import"),
            ("www.täglich.example", "Новости"),
            ("rss.d.example", None),
            ("e.example", "A very long title of a feed that goes on and on"),
        ]
    ]
    names = [one.name for one in declare(folder, wanted).added]
    assert names == [
        "coast-2",
        "coast-3",
        "import-2",
        "taglich-example",
        "d-example",
        "a-very-long-title-of-a-feed-that-goes",
    ]


def test_a_name_that_is_taken_is_refused(write: Write) -> None:
    folder = write(TEXT)
    for name in ("coast", "import"):
        with pytest.raises(NameTakenError, match=name):
            declare(folder, [Wanted(kind=SourceKind.FEED, address="https://a.example/", name=name)])
    assert text_of(folder) == TEXT


@given(st.text(max_size=200))
def test_a_name_fits_its_pattern(title: str) -> None:
    name = slug(title)
    assert name is None or (name[0] != "-" and len(name) <= 40 and name.replace("-", "a").isalnum())


@pytest.mark.parametrize(
    ("wanted", "problem"),
    [
        (Wanted(kind=SourceKind.FEED, address="https://a.example/", name="Bad Name"), "lower-case letters"),
        (Wanted(kind=SourceKind.FEED, address="gopher://a.example/", name="a"), "http"),
        (Wanted(kind="nonsense", address="https://a.example/", name="a"), "nonsense"),
    ],
    ids=["name", "scheme", "key"],
)
def test_what_would_not_be_valid_is_not_written(write: Write, wanted: Wanted, problem: str) -> None:
    folder = write(TEXT)
    with pytest.raises(WorkspaceError, match=problem) as caught:
        declare(folder, [FEED, wanted])
    assert str(folder / "sources.toml") in str(caught.value)
    assert text_of(folder) == TEXT
    assert [path.name for path in folder.iterdir()] == ["sources.toml"]


@pytest.mark.parametrize("text", ["[[", "nonsense = 1", 'source = "x"', b"\xff"])
def test_a_broken_workspace_is_told_and_left(write: Write, text: str | bytes) -> None:
    folder = write(text)
    with pytest.raises(WorkspaceError):
        declare(folder, [FEED])
    assert (folder / "sources.toml").read_bytes() == (text if isinstance(text, bytes) else text.encode())


def test_mode_and_link_are_kept(write: Write, tmp_path: Path) -> None:
    folder = write(TEXT)
    (tmp_path / "sources.toml").rename(tmp_path / "shared.toml")
    (tmp_path / "shared.toml").chmod(0o640)
    (tmp_path / "sources.toml").symlink_to("shared.toml")
    declare(folder, [FEED])
    assert (tmp_path / "sources.toml").is_symlink()
    assert stat.S_IMODE((tmp_path / "shared.toml").stat().st_mode) == 0o640
    assert "the-daily" in (tmp_path / "shared.toml").read_text()
    assert len(list(tmp_path.iterdir())) == 2


@settings(max_examples=25)
@given(
    st.lists(
        st.tuples(st.sampled_from(["a", "b"]), st.text(st.characters(codec="utf-8"), max_size=20)), max_size=4
    )
)
def test_what_was_declared_is_read_back(tmp_path_factory: pytest.TempPathFactory, given: list[Any]) -> None:
    folder = tmp_path_factory.mktemp("desk")
    (folder / "sources.toml").write_text(TEXT)
    wanted = [
        Wanted(
            kind=SourceKind.FEED,
            address=f"https://{number}.example/{path}",
            title=outlet,
            outlet=outlet or None,
        )
        for number, (path, outlet) in enumerate(given)
    ]
    outcome = declare(folder, wanted)
    assert declarations(folder) == [
        Declaration(name="articles", kind=SourceKind.PATH, address="articles"),
        Declaration(name="coast", kind=SourceKind.FEED, address="https://coast.example/rss", enabled=False),
        *outcome.added,
    ]
