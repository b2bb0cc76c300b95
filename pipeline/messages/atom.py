"""A rule's alerts as an Atom feed (RFC 4287), from rendered messages. Pure: the same entries give the same bytes."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from uuid import UUID, uuid5

from pipeline.messages.message import Message

ATOM = "http://www.w3.org/2005/Atom"
MOST_ENTRIES = 50
# Not from a registry, only ours and for ever: with it an id is a URN (RFC 9562, version 5) that depends on nothing but its name.
_NAMESPACE = UUID("5d9f0c5e-6a3b-5c1d-9b7e-2f4b8a1c6e30")
# XML 1.0, 2.2; a \r would be read as \n.
_NO_XML = re.compile(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BODY = re.compile(r"<body\b[^>]*>(.*)</body>", re.DOTALL)

ET.register_namespace("", ATOM)


def entry_id(alert_id: str) -> str:
    """The same wherever and whenever the alert is written."""
    return uuid5(_NAMESPACE, f"alert {alert_id}").urn


def entry(message: Message, alert_id: str, raised_at: datetime) -> ET.Element:
    """An alert; its text is complete, so nothing has to be loaded to read it."""
    made = ET.Element(_tag("entry"))
    _add(made, "id", entry_id(alert_id))
    _add(made, "title", message.subject)
    _add(made, "updated", _time(raised_at))
    _add(made, "published", _time(raised_at))
    if link := _first_link(message):
        ET.SubElement(made, _tag("link"), rel="alternate", type="text/html", href=link)
    content = _add(made, "content", _body(message.html))
    content.set("type", "html")
    return made


def feed(rule: str, title: str, entries: Sequence[ET.Element], since: datetime) -> bytes:
    """The document.

    Args:
        rule: its name, which is what the feed's id is made of.
        title: the rule's.
        entries: newest first.
        since: stands for the time of the last change while there is no entry.
    """
    made = ET.Element(_tag("feed"))
    _add(made, "id", uuid5(_NAMESPACE, f"rule {rule}").urn)
    _add(made, "title", title)
    _add(made, "updated", max((_text(one, "updated") for one in entries), default=_time(since)))
    _add(_add(made, "author"), "name", "wirewatch")
    _add(made, "generator", "wirewatch")
    made.extend(entries)
    document: bytes = ET.tostring(made, encoding="utf-8", xml_declaration=True)
    return document


def entries_of(document: bytes) -> tuple[dict[str, ET.Element], datetime | None]:
    """What a feed that was written before holds, by id, and its time; nothing if it is not one."""
    try:
        root = ET.fromstring(document)  # noqa: S314 - of our own writing; expat bounds what entities grow to
        moment = datetime.fromisoformat(_text(root, "updated"))
    except (ET.ParseError, ValueError):
        return {}, None
    return {_text(one, "id"): one for one in root.findall(_tag("entry"))}, moment


def _add(parent: ET.Element, name: str, text: str | None = None) -> ET.Element:
    child = ET.SubElement(parent, _tag(name))
    child.text = _NO_XML.sub("", text) if text is not None else None
    return child


def _tag(name: str) -> str:
    return f"{{{ATOM}}}{name}"


def _text(element: ET.Element, name: str) -> str:
    return element.findtext(_tag(name)) or ""


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _body(html: str) -> str:
    found = _BODY.search(html)
    return found[1].strip() if found else html


def _first_link(message: Message) -> str | None:
    """Where a feed reader goes from the title: the first report that has an address."""
    sources = message.data.get("sources")
    listed: Iterable[object] = sources if isinstance(sources, list | tuple) else ()
    urls = (source.get("url") for source in listed if isinstance(source, dict))
    return next((url for url in urls if isinstance(url, str)), None)
