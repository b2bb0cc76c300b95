"""WARC archives (ISO 28500, CC-NEWS as it is): a document for each page, in a memory that does not grow with the file."""

import io
import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from flows.sources.jsonl import Origin
from flows.sources.warc_page import KindError, RecordError, read_page
from flows.sources.warc_stream import ENDS_EARLY, Member, members
from flows.sources.web import web_url
from pipeline.records import Document, Reason, Rejection

_LONGEST_HEADER = 65_536  # bytes, of a record's own header
_EARLIEST = datetime(1995, 1, 1, tzinfo=UTC)  # no web archive is older
_BY_NAME = 100  # records that are refused one by one in an archive; further ones are counted
_KINDS = 100  # refusals by kind
_NO_DOCUMENT = (
    WarcRecordType.warcinfo | WarcRecordType.request | WarcRecordType.metadata | WarcRecordType.revisit
)
_LENGTH = re.compile(r"[0-9]{1,18}")
_UNPRINTABLE = re.compile(r"[^!-~]+")


class _BrokenError(Exception):
    """A record whose end is not known: no record after it can be found."""


def read_warc(file: io.BufferedReader, origin: Origin) -> Iterator[Document | Rejection]:
    """The pages of an archive, packed or not, then what was refused: broken records one by one, other kinds as counts.

    A page is an answer with status 200, or a resource, of HTML or plain text. It is fetched when the archive says so. A page
    that its crawler cut off (WARC-Truncated) is read as it is.
    """
    archive = _Archive(origin)
    for member in members(file):
        yield from archive.records(member)
        if archive.foreign:
            return
    yield from archive.counts()


class _Archive:
    """One archive that is being read."""

    def __init__(self, origin: Origin) -> None:
        self.foreign = False  # no WARC archive at all
        self._origin = origin
        self._records = 0
        self._place = 0  # of the last record or member that began
        self._named = 0
        self._kinds: Counter[str] = Counter()

    def records(self, member: Member) -> Iterator[Document | Rejection]:
        """What the records of a member give, and the problem that ended it before its end."""
        records = ArchiveIterator(
            member, parse_http=False, stream_detect=False, max_header_len=_LONGEST_HEADER
        )
        problem = None
        self._place = member.start
        try:
            for record in records:
                yield from self._record(record, member)
        except _BrokenError:
            problem = _problem(member, cut=_is_over(records))
        except OSError:  # fastwarc's word for a broken header
            problem = _problem(member, cut=False)
        problem = member.problem or problem
        if not self._records and member.problem is None:
            self.foreign = True
            yield self._origin.rejection(Reason.MALFORMED, "no WARC archive, whatever its name says")
        elif problem:
            yield from self._refuse(Reason.MALFORMED, f"after byte {self._place:,}: {problem}")

    def _record(self, record: WarcRecord, member: Member) -> Iterator[Document | Rejection]:
        """One record, which is then read to its end: one that is too short tells of an archive that ends early.

        Raises:
            _BrokenError: it has no length, or less than it says.
        """
        if not _LENGTH.fullmatch(record.headers.get("Content-Length") or ""):
            raise _BrokenError
        self._records += 1
        self._place = member.start if member.packed else record.stream_pos
        found: Document | KindError | RecordError | None
        try:
            found = self._page(record)
        except (KindError, RecordError) as error:
            found = error
        if record.reader.tell() + record.consume() < record.content_length:
            raise _BrokenError
        if isinstance(found, Document):
            yield found
        elif isinstance(found, KindError):
            self._count(str(found))
        elif found:
            yield from self._refuse(found.reason, f"record {_name(record)}, at byte {self._place:,}: {found}")

    def _page(self, record: WarcRecord) -> Document | None:
        target = (record.headers.get("WARC-Target-URI") or "").strip("<>")
        if record.record_type & _NO_DOCUMENT or target.startswith("dns:"):
            return None
        page = read_page(record)
        url = web_url(target)
        if url is None:
            raise KindError("of no http or https address")
        return Document(
            uri=url,
            source=self._origin.source,
            media_type=page.media_type,
            content=page.content,
            fetched_at=_moment(record.headers.get("WARC-Date"), self._origin.fetched_at),
            charset=page.charset,
            url=url,
            content_from="page",
        )

    def _refuse(self, reason: Reason, detail: str) -> Iterator[Rejection]:
        if self._named < _BY_NAME:
            self._named += 1
            yield self._origin.rejection(reason, detail)
        else:
            self._count("that are broken or too large, beside those told of one by one,")

    def _count(self, kind: str) -> None:
        known = kind in self._kinds or len(self._kinds) < _KINDS
        self._kinds[kind if known else "of further kinds"] += 1

    def counts(self) -> Iterator[Rejection]:
        for kind, count in self._kinds.items():
            what = f"{count:,} records {kind} are" if count > 1 else f"1 record {kind} is"
            yield self._origin.rejection(Reason.UNSUPPORTED, f"{what} not read")


def _is_over(records: Iterator[WarcRecord]) -> bool:
    try:
        return next(records, None) is None
    except OSError:
        return False


def _problem(member: Member, *, cut: bool) -> str:
    if member.packed:
        return "a record is broken: the rest of its gzip member is not read"
    return ENDS_EARLY if cut else "the archive is broken: the rest is not read"


def _moment(text: str | None, now: datetime) -> datetime:
    """The time a record states, if it can be true."""
    try:
        moment = datetime.fromisoformat(text or "").astimezone(UTC)
    except (ValueError, OverflowError):
        return now
    return moment if _EARLIEST <= moment <= now else now


def _name(record: WarcRecord) -> str:
    return _UNPRINTABLE.sub("?", record.record_id or "without a name")[:100]
