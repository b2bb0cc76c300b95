"""What can be told of a feed's bytes before it is parsed: how many entries there are too many, whether its end is missing, how often it changes."""

import re

MOST_ENTRIES = 5_000  # of a feed: feedparser takes 2.5 s for so many, half of what a feed may cost
_END = re.compile(rb"</(?:[A-Za-z_][\w.-]{0,60}:)?(?:item|entry)\s*>", re.IGNORECASE)
_FIRST = re.compile(rb"<(?:[A-Za-z_][\w.-]{0,60}:)?(?:item|entry)[\s>]", re.IGNORECASE)
_ROOT = re.compile(rb"<(?:[A-Za-z_][\w.-]{0,60}:)?(?:rss|feed|rdf)[\s>]", re.IGNORECASE)
_ROOT_END = re.compile(rb"</(?:[A-Za-z_][\w.-]{0,60}:)?(?:rss|feed|rdf)\s*>", re.IGNORECASE)
_PERIOD = re.compile(rb"<sy:updatePeriod>\s{0,40}([a-z]{1,10})\s{0,40}</", re.IGNORECASE)
_FREQUENCY = re.compile(rb"<sy:updateFrequency>\s{0,40}([1-9]\d{0,5})\s{0,40}</", re.IGNORECASE)
_SECONDS = {
    b"hourly": 3_600,
    b"daily": 86_400,
    b"weekly": 604_800,
    b"monthly": 2_592_000,
    b"yearly": 31_536_000,
}
_HEAD = 65_536  # bytes in which a feed speaks of itself


def cut(body: bytes) -> tuple[bytes, int]:
    """A feed of no more than MOST_ENTRIES, and how many were left out: the last ones; what follows them stays."""
    if body.count(b"</") <= MOST_ENTRIES:
        return body, 0
    ends = [end.end() for end in _END.finditer(body)]
    left = len(ends) - MOST_ENTRIES
    if left <= 0:
        return body, 0
    return body[: ends[MOST_ENTRIES - 1]] + body[ends[-1] :], left


def ends_early(body: bytes) -> bool:
    """Whether a feed breaks off: its root element begins and never ends."""
    return bool(_ROOT.search(body, 0, _HEAD)) and not _ROOT_END.search(body)


def whole_entries(body: bytes) -> bytes:
    """A feed that breaks off, without the entry in which it does: half an address or a headline is another article's."""
    ends = [end.end() for end in _END.finditer(body)]
    cut_off = _FIRST.search(body, ends[-1] if ends else 0)
    return body[: cut_off.start()] if cut_off else body


def update_seconds(body: bytes) -> int | None:
    """How often the feed says that it changes (RSS 1.0 syndication module: updatePeriod over updateFrequency)."""
    first = _FIRST.search(body, 0, _HEAD)
    head = body[: first.start() if first else _HEAD]
    period, frequency = _PERIOD.search(head), _FREQUENCY.search(head)
    seconds = _SECONDS.get(period[1].lower()) if period else None
    return seconds // int(frequency[1] if frequency else 1) if seconds else None
