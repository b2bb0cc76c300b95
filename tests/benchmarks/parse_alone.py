"""A peer's parser over files: paths on stdin, one a line as JSON, each answered by a JSON line. Runs where the peer is installed."""

import io
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

Parse = Callable[[bytes], tuple[str, int]]  # the kind of feed, or nothing, and its entries
_HEADERS = {"content-type": "application/xml"}


def with_feedparser() -> Parse:
    """As it comes; in a BytesIO, for bytes that look like an address would be fetched."""
    import feedparser  # noqa: PLC0415 (where the other peer runs it is another one)

    def parse(body: bytes) -> tuple[str, int]:
        feed = feedparser.parse(io.BytesIO(body), response_headers=_HEADERS)
        return str(feed.get("version") or ""), len(feed.entries)

    return parse


def with_reader() -> Parse:
    """The parsers of lemon24/reader; a server's content type would say which, here the first byte does."""
    from reader._parser.feedparser import FeedparserParser  # noqa: PLC0415 (as above)
    from reader._parser.jsonfeed import JSONFeedParser  # noqa: PLC0415

    xml, json_feed = FeedparserParser(), JSONFeedParser()

    def parse(body: bytes) -> tuple[str, int]:
        parser: Any = json_feed if body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{" else xml
        feed, entries = parser("http://feed.invalid/", io.BytesIO(body), _HEADERS)
        return str(feed.version), len(list(entries))

    return parse


def main() -> None:
    parse = {"feedparser": with_feedparser, "reader": with_reader}[sys.argv[1]]()
    for line in sys.stdin:
        body = Path(json.loads(line)).read_bytes()
        result: dict[str, Any] = {"kind": "", "entries": 0, "error": None}
        started = time.perf_counter()
        try:
            result["kind"], result["entries"] = parse(body)
        except Exception as error:  # noqa: BLE001 (whatever a parser raises is what is counted here)
            result["error"] = type(error).__name__
            result["detail"] = str(error)[:200]
        result["seconds"] = time.perf_counter() - started
        sys.stdout.write(json.dumps(result) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
