"""What is typed where an address or a file may stand."""

import re
from pathlib import Path

from flows.errors import UserError
from flows.sources.web import web_url

_HOST = re.compile(r"(?!-)[\w-]{1,63}(?:\.[\w-]{1,63}){1,10}(?:/\S*)?")  # example.org/news
_FEED_SCHEME = re.compile(r"feed:(?://)?(?=https?:)", re.IGNORECASE)
_FILES = (".opml", ".xml", ".txt", ".htm", ".html", ".json", ".jsonl", ".gz", ".warc", ".rss")


class AddressError(UserError):
    """Neither an address nor a file that is there."""

    exit_code = 2


def target(text: str, *, hosts: bool) -> str | Path:
    """An address, or a path that is there; with `hosts` also the bare name of a host, taken for one of the web.

    Raises:
        AddressError: neither.
    """
    url = web_url(_FEED_SCHEME.sub("", text.strip(), count=1))
    if url:
        return url
    if text and "://" not in text and Path(text).exists():
        return Path(text)
    # A slip in the name of a file is no host.
    bare = hosts and _HOST.fullmatch(text) and not text.lower().endswith(_FILES)
    url = web_url(f"https://{text}") if bare else None
    if url:
        return url
    raise AddressError(f"{text}: neither an http or https address nor a file that is there.")
