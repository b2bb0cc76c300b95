"""A page's own address, and the name of the outlet that stands behind it."""

from collections.abc import Iterable
from urllib.parse import urljoin, urlsplit

from pipeline.cleaning.clean import letters
from pipeline.pages.page_title import SEPARATOR

_SAME = ("www.", "m.", "mobile.", "amp.", "beta.", "edition.")
_MAX_OUTLET = 60  # characters; longer ones are slogans or titles


def canonical(said: Iterable[tuple[str | None, str]], fetched: str | None) -> tuple[str | None, str | None]:
    """The first address a page gives itself that can be its own, absolute, with its source.

    One of another site may be a mistake or a lie, and the home page is the canonical address of no article.
    """
    for address, source in said:
        found = absolute(address, fetched)
        if found and not is_front(found) and (not fetched or same_site(found, fetched)):
            return found, source
    return None, None


def absolute(address: str | None, base: str | None) -> str | None:
    """A web address, made absolute; None if it is none."""
    try:
        joined = urljoin(base or "", address.strip()) if address else ""
        return joined if urlsplit(joined).scheme in {"http", "https"} and urlsplit(joined).hostname else None
    except ValueError:
        return None


def host(url: str | None) -> str:
    try:
        return urlsplit(url or "").hostname or ""
    except ValueError:
        return ""


def same_site(one: str, other: str) -> bool:
    """Whether two addresses are of one site: the same host, or one below the other."""
    left, right = _bare(host(one)), _bare(host(other))
    short, long = sorted((left, right), key=len)
    return bool(short) and (short == long or ("." in short and long.endswith(f".{short}")))


def same_page(one: str, other: str) -> bool:
    """Whether two addresses differ at most in scheme, host's prefix, query and fragment."""
    try:
        left, right = urlsplit(one), urlsplit(other)
        left_host, right_host = left.hostname, right.hostname
    except ValueError:
        return False
    paths = left.path.rstrip("/"), right.path.rstrip("/")
    return bool(paths[0]) and paths[0] == paths[1] and _bare(left_host or "") == _bare(right_host or "")


def outlet(
    said: Iterable[tuple[str, str]], title: str | None, window: str, site_host: str
) -> tuple[str, str | None]:
    """The name of the site, and its source: as metadata give it, else the part of the window's title that names the host.

    Args:
        said: Names with their source, the most trusted first.
        title: The article's: a name that is the title is none.
        window: The title of the browser's window, which often ends in the site's name.
        site_host: Of the page's address.
    """
    bare = letters(title or "")
    for name, source in said:
        short = _without_slogan(name.lstrip("@"), site_host) if "://" not in name else ""
        if (
            short
            and len(short) <= _MAX_OUTLET
            and letters(short)
            and (not bare or (letters(short) != bare and bare not in letters(name)))
        ):
            return short, source
    parts = [part.strip() for part in SEPARATOR.split(window)]
    for part in (parts[-1], parts[0]) if len(parts) > 1 else ():
        if _names(part, site_host) and letters(part) != bare:
            return part, "html"
    return "", None


def _without_slogan(name: str, site_host: str) -> str:
    parts = [part.strip() for part in SEPARATOR.split(name)]
    return next((part for part in parts if len(parts) > 1 and _names(part, site_host)), name)


def _names(part: str, site_host: str) -> bool:
    """Whether a part of a title is the name that a host is made of: in full, shortened, or by the beginnings of its words."""
    label = letters(max(site_host.split(".")[:-1], key=len, default=""))
    words = [letters(word) for word in part.split() if word.lower() != "the"][:8]
    bare = "".join(words)
    if len(bare) < 3 or len(label) < 2 or len(part) > _MAX_OUTLET:
        return False
    full = bare in {label, letters(site_host.removeprefix("www."))} or (len(bare) > 5 and bare in label)
    return (
        full
        or (len(label) > 4 and label in bare and len(part) <= 40)
        or (len(words) > 1 and _spells(words, label))
    )


def _spells(words: list[str], label: str) -> bool:
    """Whether beginnings of all words make up a label: "The New York Times" and nytimes."""
    if not words or not label:
        return not words and not label
    return any(
        label.startswith(words[0][:size]) and _spells(words[1:], label[size:])
        for size in range(1, min(len(words[0]), len(label)) + 1)
    )


def is_front(url: str) -> bool:
    """Whether an address is a site's front page."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return bool(parts.netloc) and parts.path in {"", "/"} and not parts.query


def _bare(name: str) -> str:
    for prefix in _SAME:
        name = name.removeprefix(prefix)
    return name
