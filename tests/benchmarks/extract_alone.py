"""One contender over pages: JSON lines with uri, url and html on stdin, each answered by a JSON line. Runs where the peer is installed.

An answer has the text, title, date and authors as the contender gives them, what kind of result it calls that, and its processor time.
The first line out says that the imports are done, the last one the peak memory.
"""

import json
import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

Answer = dict[str, Any]
Extract = Callable[[Answer], Answer]  # of a page with uri, url (or null) and html
_BLOCKS = ("p", "div", "li", "br", "tr", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6")


def with_wirewatch() -> Extract:
    """Everything that happens to a fetched page up to the article, the verdict included."""
    from datetime import UTC, datetime  # noqa: PLC0415 (each contender runs in a process of its own)

    from pipeline.extract import extract  # noqa: PLC0415
    from pipeline.records import Document, Rejection  # noqa: PLC0415

    now = datetime.now(UTC)

    def one(page: Answer) -> Answer:
        found = extract(
            Document(
                uri=page["uri"],
                source="set",
                media_type="text/html",
                content=page["html"],
                fetched_at=now,
                url=page["url"],
            )
        )
        if isinstance(found, Rejection):
            return {"text": "", "kind": f"rejected: {found.reason}"}
        return {
            "text": found.text,
            "title": found.title,
            "date": str(found.published_at)[:10] if found.published_at else None,
            "authors": (found.author or "").split(", "),
            "kind": found.verdict or "not judged",
        }

    return one


def with_trafilatura(*, metadata: bool, **options: bool) -> Extract:
    from trafilatura import bare_extraction, extract  # noqa: PLC0415

    def text_only(page: Answer) -> Answer:
        return {"text": extract(page["html"], include_comments=False, **options)}

    def whole(page: Answer) -> Answer:
        found = bare_extraction(
            page["html"], url=page["url"], with_metadata=True, include_comments=False, **options
        )
        if found is None:
            return {"text": ""}
        authors = (found.author or "").split("; ")
        return {"text": found.text, "title": found.title, "date": found.date, "authors": authors}

    return whole if metadata else text_only


def with_newspaper() -> Extract:
    """With `input_html`: `set_html` of 0.9.6 gives no text."""
    import newspaper  # noqa: PLC0415

    def one(page: Answer) -> Answer:
        article = newspaper.Article(page["url"] or "http://page.invalid/", fetch_images=False)
        article.download(input_html=page["html"])
        article.parse()
        date = str(article.publish_date)[:10] if article.publish_date else None
        return {"text": article.text, "title": article.title, "date": date, "authors": article.authors}

    return one


def with_readability() -> Extract:
    """Its summary is HTML: the text is that of the blocks, each on a line of its own."""
    from lxml import html as lxml_html  # noqa: PLC0415
    from readability import Document  # noqa: PLC0415

    def one(page: Answer) -> Answer:
        read = Document(page["html"])
        tree = lxml_html.fromstring(read.summary(html_partial=True))
        for block in tree.iter(*_BLOCKS):
            block.tail = f"\n{block.tail or ''}"
        return {"text": tree.text_content(), "title": read.short_title()}

    return one


_MODES = {"default": {}, "fast": {"fast": True}, "precision": {"favor_precision": True}}


def contender(name: str) -> tuple[str, Extract]:
    """The distribution that holds it, and how it extracts."""
    library, _, rest = name.partition(" ")
    if library == "trafilatura":
        mode, _, extra = rest.partition(" ")
        return library, with_trafilatura(metadata=extra == "+meta", **_MODES[mode])
    others = {
        "wirewatch": with_wirewatch,
        "newspaper4k": with_newspaper,
        "readability-lxml": with_readability,
    }
    return library, others[library]()


def _answer(extract: Extract, page: Answer) -> Answer:
    started = time.process_time()
    try:
        found = extract(page)
    except Exception as error:  # noqa: BLE001 (whatever a contender raises is an empty text)
        found = {"text": "", "kind": f"raised {type(error).__name__}"}
    return {**found, "seconds": time.process_time() - started}


def _peak_bytes() -> int:
    """Of resident memory (proc_pid_status(5)); getrusage would count the parent's, from before the exec."""
    status = Path("/proc/self/status").read_text("utf-8")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) * 1024


def _say(line: Answer) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def main() -> None:
    library, extract = contender(sys.argv[1])
    _say({"version": version(library)})
    for line in sys.stdin:
        _say(_answer(extract, json.loads(line)))
    _say({"peak_bytes": _peak_bytes()})


if __name__ == "__main__":
    main()
