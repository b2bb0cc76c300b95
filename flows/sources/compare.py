"""Which entries of a feed are news to us, by what the last polls left."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flows.sources.entries import CLOCK_SKEW, Identified, is_whole, renamed
from flows.sources.feed_state import Seen
from pipeline.identity import content_id

CALMED = 10  # changes of one entry after which it flips for ever rather than being edited
_FLIP_BACK = (
    5  # changes that a return to the text before the last one counts for: two servers behind one name
)
_FEW = 3  # entries that may well be edited between two polls, however short the feed
_TITLE = 6  # where the title begins in a face
_UNTITLED = content_id("")[:6]


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """An entry, whether to give it, and what to remember of it."""

    one: Identified
    fresh: bool  # new or changed
    seen: Seen
    wanted: bool = False  # its page is


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How the entries of a source are to be looked at."""

    now: datetime
    pages: bool = True  # the page of a fresh entry is wanted when the feed encloses only a teaser
    only: bool = False  # entries are addresses alone: each page is wanted, and a later date is a change


def compare(entries: Sequence[Identified], before: Mapping[str, Seen], reading: Reading) -> list[Look]:
    """Look at each entry.

    One whose text stands still while its own date of change moves on has a page that changed; when most move at once,
    it is the feed that was written anew.
    """
    digests = {entry.digest for entry in before.values()}
    named = [_named(one, before) for one in entries]
    known = [one for one in named if one.key in before]
    later = {one.key for one in known if _later(one, before[one.key], reading.now)}
    touched = later if len(later) <= max(_FEW, len(known) // 2) else set()
    return [_look(one, before.get(one.key), digests, reading, touched=one.key in touched) for one in named]


def _named(one: Identified, before: Mapping[str, Seen]) -> Identified:
    """The entry under the first of its names that is not another article's: some feeds use an id again."""
    while one.others and one.key in before and _differs(one.face, before[one.key].face):
        one = renamed(one)
    return one


def _differs(face: str, other: str) -> bool:
    """Both link and title are others; one alone is an edit."""
    return face[:_TITLE] != other[:_TITLE] and face[_TITLE:] != other[_TITLE:]


def _look(one: Identified, known: Seen | None, digests: set[str], reading: Reading, *, touched: bool) -> Look:
    if known is None:
        seen = Seen(one.digest, one.face, updated=_updated(one, reading.now))
        fresh = one.digest not in digests
    else:
        changed = not _says_the_same(one, known, reading)
        seen = _advanced(one, known, reading, changed=changed, touched=touched)
        fresh = ((changed and one.digest not in digests) or (touched and reading.only)) and is_worth(
            known.changes, seen.changes
        )
    wanted = reading.only or (reading.pages and not is_whole(one.entry))
    return Look(
        one=one,
        fresh=fresh,
        seen=seen,
        wanted=wanted and one.url is not None and (fresh or (touched and seen.changes < CALMED)),
    )


def _says_the_same(one: Identified, known: Seen, reading: Reading) -> bool:
    """An address may stand in two sitemaps of a site, in one with its title."""
    untitled = known.face[_TITLE:] == _UNTITLED or not one.entry.title
    return one.digest == known.digest or (reading.only and untitled)


def _advanced(one: Identified, known: Seen, reading: Reading, *, changed: bool, touched: bool) -> Seen:
    updated = max(filter(None, (known.updated, _updated(one, reading.now))), default=None)
    if not changed:
        learnt = one if one.entry.title else None
        return known._replace(
            changes=known.changes + touched,
            updated=updated,
            digest=learnt.digest if learnt else known.digest,
            face=learnt.face if learnt else known.face,
        )
    return Seen(one.digest, one.face, changes_after(known, one.digest), updated, known.digest)


def changes_after(known: Seen, digest: str) -> int:
    """How often it has changed when it now says another thing; to and fro between two texts counts for more."""
    back = digest == known.earlier and known.changes < CALMED
    return known.changes + (_FLIP_BACK if back else 1)


def is_worth(before: int, after: int) -> bool:
    """Whether a change is given: the first ten, then ever more rarely (the 20th, 40th, 80th …), never not at all."""
    if after < CALMED:
        return True
    return before >= CALMED and (after // CALMED).bit_length() > (before // CALMED).bit_length()


def _later(one: Identified, known: Seen, now: datetime) -> bool:
    updated = _updated(one, now)
    return updated is not None and known.updated is not None and updated > known.updated


def _updated(one: Identified, now: datetime) -> int | None:
    """When the entry says it was changed; a moment to come says nothing."""
    updated = one.entry.updated
    return updated if updated and updated <= (now + CLOCK_SKEW).timestamp() else None


def is_gap(looks: Sequence[Look], before: Mapping[str, Seen]) -> bool:
    """Whether nothing is left of what earlier polls saw, so that entries came and went in between."""
    return bool(before) and bool(looks) and all(look.fresh and look.one.key not in before for look in looks)
