"""Which entries of a feed are news to us, by what the last polls left."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flows.sources.entries import Identified, is_whole
from flows.sources.feed_state import Seen

CALMED = 10  # changes of one entry after which it flips for ever rather than being edited


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """An entry, whether to give it, and what to remember of it."""

    one: Identified
    fresh: bool  # new or changed
    seen: Seen


def compare(entries: Sequence[Identified], before: Mapping[str, Seen], *, pages: bool) -> list[Look]:
    """Look at each entry; with `pages`, the page of a fresh one is wanted when the feed encloses but a teaser."""
    digests = {entry.digest for entry in before.values()}
    return [_look(one, before.get(one.key), digests, pages=pages) for one in entries]


def _look(one: Identified, known: Seen | None, digests: set[str], *, pages: bool) -> Look:
    changes = min(known.changes + (known.digest != one.digest), CALMED) if known else 0
    fresh = one.digest not in digests and changes < CALMED
    if fresh:
        tries = 0 if pages and one.url and not is_whole(one.entry) else None
    else:
        tries = known.tries if known else None
    return Look(one=one, fresh=fresh, seen=Seen(digest=one.digest, changes=changes, tries=tries))


def is_gap(looks: Sequence[Look], before: Mapping[str, Seen]) -> bool:
    """Whether nothing is left of what earlier polls saw, so that entries came and went in between."""
    return bool(before) and bool(looks) and all(look.fresh and look.one.key not in before for look in looks)
