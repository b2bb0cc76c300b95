"""The bytes of a WARC archive: its gzip members one by one, so that a broken one costs no more than itself."""

import io
import zlib
from collections.abc import Iterator

ENDS_EARLY = "the archive ends early here"
_MAGIC = b"\x1f\x8b\x08"  # gzip, deflated (RFC 1952)
_OPENING = b"WARC/"
_PIECE = 65_536  # bytes unpacked at a time
_RATIO = 100  # unpacked to packed: pages reach 10 to 20, a bomb 1,000
_MODEST = 100_000_000  # bytes that may be unpacked whatever the ratio
_ATTEMPTS = 1_000  # places tried as the start of a member; noise has one in 16 MB


class Member(io.RawIOBase):
    """A gzip member being unpacked, or the whole of an archive that is not packed. Reading never raises: see `problem`."""

    def __init__(self, file: io.BufferedReader, unpacked: int, *, packed: bool) -> None:
        """`unpacked`: bytes that the members before gave."""
        self.start = file.tell()  # offset in the file
        self.packed = packed
        self.last = not packed  # nothing after it can be read
        self.exhausted = False
        self.problem: str | None = None  # what ended it before its end
        self.unpacked = unpacked
        self._given = 0
        self._file = file
        self._stream = zlib.decompressobj(zlib.MAX_WBITS | 16) if packed else None

    def tell(self) -> int:
        return self._given

    def read(self, size: int = _PIECE) -> bytes:
        """Up to `size` bytes; none at the end."""
        data = b""
        while not data and not self.exhausted:
            data = self._file.read(size) if self._stream is None else self._unpack(self._stream, size)
            self.exhausted = self.exhausted or (self._stream is None and not data)
        self._given += len(data)
        return data

    def _unpack(self, stream: "zlib._Decompress", size: int) -> bytes:
        chunk = self._file.peek()
        try:
            data = stream.decompress(chunk, size)
        except zlib.error:
            return self.end(
                "the compressed data is broken: the rest of its gzip member is not read", last=False
            )
        self._file.read(len(chunk) - len(stream.unused_data if stream.eof else stream.unconsumed_tail))
        self.unpacked += len(data)
        if self.unpacked > max(_MODEST, _RATIO * self._file.tell()):
            return self.end("the archive unpacks to far more than texts do: the rest is not read", last=True)
        if not chunk and not data and not stream.eof:
            return self.end(ENDS_EARLY, last=True)
        self.exhausted = stream.eof
        return data

    def end(self, problem: str, *, last: bool) -> bytes:
        self.exhausted = True
        self.problem = problem
        self.last = last
        return b""


def members(file: io.BufferedReader) -> Iterator[Member]:
    """The members of a gzip file, else the one that is all of it.

    After a member that is broken the next one that opens a WARC record is looked for; what is no member at all is given
    as one, and found broken by who reads it.
    """
    packed = file.peek().startswith(_MAGIC[:2])
    unpacked = attempts = 0
    while True:
        member = Member(file, unpacked, packed=packed)
        yield member
        while packed and member.read():
            pass  # the rest of a member whose reader gave up
        unpacked = member.unpacked
        if member.problem and not member.last:
            attempts = _resume(file, member.start + 1, attempts)
            if attempts >= _ATTEMPTS:
                yield _given_up(file)
                return
        if member.last or not file.peek():
            return


def _resume(file: io.BufferedReader, start: int, attempts: int) -> int:
    """Go to the next member that opens a WARC record, or to the end; gives the attempts so far, at most `_ATTEMPTS`."""
    file.seek(start)
    while attempts < _ATTEMPTS and len(piece := file.read(_PIECE)) >= len(_MAGIC):
        found = piece.find(_MAGIC)
        if found < 0:
            start = file.seek(start + len(piece) - len(_MAGIC) + 1)
            continue
        attempts += 1
        file.seek(start + found)
        if (opening := Member(file, 0, packed=True).read(len(_OPENING))) and _OPENING.startswith(opening):
            file.seek(start + found)
            return attempts
        start = file.seek(start + found + 1)
    return attempts


def _given_up(file: io.BufferedReader) -> Member:
    member = Member(file, 0, packed=True)
    member.end("too much of the archive is broken: the rest is not read", last=True)
    return member
