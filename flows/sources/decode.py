"""Content-Encoding undone piece by piece, never holding more than the limit: a bomb of 0.4 MB unpacks to 400."""

import zlib
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping

import brotli
import zstandard

ACCEPTED = "gzip, deflate, br, zstd"  # what we ask for
_PIECE = 65_536  # bytes unpacked at a time
_SLICE = 16  # bytes given to zstd at a time: it knows no limit, and 4 bytes can stand for 128 kB (RFC 8878, 3.1.1.2)
_WINDOW = 8 << 20  # bytes a zstd frame may look back (RFC 9659)
_FRAMES = 1000  # gzip members or zstd frames in one body; each costs a decoder of its own
_STACKED = 2  # encodings on top of each other
_BROKEN = (zlib.error, brotli.error, zstandard.ZstdError)


class DecodeError(Exception):
    """The body is not what its Content-Encoding says."""


class TooLargeError(Exception):
    """The body is over the limit."""


class Body:
    """A body that grows by chunks as they arrive, decoded, up to `limit` bytes."""

    def __init__(self, encoding: str, limit: int) -> None:
        """Args: encoding as in the Content-Encoding header, in the order applied (RFC 9110, 8.4); empty for none.

        Raises:
            DecodeError: for an encoding that was not asked for, or too many.
        """
        self._layers = [_Layer(coder) for coder in reversed(_coders(encoding))]
        self._limit = limit
        self.content = bytearray()

    def feed(self, chunk: bytes) -> None:
        """Decode one chunk.

        Raises:
            DecodeError: broken data.
            TooLargeError: the limit is passed, by the body or by what lies between two encodings.
        """
        try:
            for piece in self._through(chunk, 0):
                self.content += piece
        except _BROKEN as error:
            raise DecodeError(f"compressed data is broken: {error}") from error

    def _through(self, data: bytes, depth: int) -> Iterator[bytes]:
        """Data from the given layer on to the last, piece by piece."""
        if depth == len(self._layers):
            if len(self.content) + len(data) > self._limit:
                raise TooLargeError(f"larger than {self._limit} bytes")
            yield data
            return
        layer = self._layers[depth]
        for piece in layer.unpack(data):
            if layer.unpacked > self._limit:
                raise TooLargeError(f"larger than {self._limit} bytes")
            yield from self._through(piece, depth + 1)

    def finish(self) -> bytes:
        """The whole body.

        Raises:
            DecodeError: it ended early.
        """
        if any(layer.open for layer in self._layers):
            raise DecodeError("compressed data ends early")
        return bytes(self.content)


class _Coder(ABC):
    """Undoes one frame; what follows its end is in `rest`."""

    magic: bytes | None = (
        b""  # how a further frame begins, empty where there can be none; None: nothing may follow
    )
    rest: bytes = b""

    @property
    @abstractmethod
    def done(self) -> bool: ...

    @abstractmethod
    def unpack(self, data: bytes) -> Iterator[bytes]: ...


class _Layer:
    """One encoding of a body, frame after frame; padding after the last is no content."""

    def __init__(self, make: Callable[[], _Coder]) -> None:
        self._make = make
        self._coder: _Coder | None = None
        self._frames = 0
        self.unpacked = 0  # bytes

    @property
    def open(self) -> bool:
        return self._coder is not None and not self._coder.done

    def unpack(self, data: bytes) -> Iterator[bytes]:
        if self._coder is None and data:
            self._coder = self._make()
        while self._coder and data:
            if self._coder.done:
                data = self._next_frame(self._coder, data)
                continue
            for piece in self._coder.unpack(data):
                self.unpacked += len(piece)
                yield piece
            data = b""
            if self._coder.done:
                data, self._coder.rest = self._coder.rest, b""

    def _next_frame(self, ended: _Coder, data: bytes) -> bytes:
        """What a new coder is to read, if another frame begins here; the start of one may come in two chunks."""
        if ended.magic is None:
            raise DecodeError("compressed data goes on after its end")
        head = ended.rest + data
        if not ended.magic or not head.startswith(ended.magic[: len(head)]):
            ended.magic = ended.rest = b""
            return b""
        if len(head) < len(ended.magic):
            ended.rest = head
            return b""
        self._frames += 1
        if self._frames >= _FRAMES:
            raise DecodeError("compressed data is in too many pieces")
        self._coder = self._make()
        return head


class _Zlib(_Coder):
    """gzip (RFC 1952) and deflate, which comes with its wrapper (RFC 1950) or, wrongly but often, without."""

    def __init__(self, *, gzip: bool) -> None:
        self.magic = b"\x1f\x8b" if gzip else b""
        self._stream = zlib.decompressobj(zlib.MAX_WBITS | 16) if gzip else None

    @property
    def done(self) -> bool:
        return self._stream is not None and self._stream.eof

    def unpack(self, data: bytes) -> Iterator[bytes]:
        if self._stream is None:
            self._stream = zlib.decompressobj(zlib.MAX_WBITS if _is_wrapped(data) else -zlib.MAX_WBITS)
        full = True
        while not self._stream.eof and (data or full):
            piece = self._stream.decompress(data, _PIECE)
            data, full = self._stream.unconsumed_tail, len(piece) == _PIECE
            yield piece
        self.rest = self._stream.unused_data


class _Brotli(_Coder):
    """RFC 7932: one frame, and data after it is an error."""

    def __init__(self) -> None:
        self.magic = None
        self._stream = brotli.Decompressor()

    @property
    def done(self) -> bool:
        return bool(self._stream.is_finished())

    def unpack(self, data: bytes) -> Iterator[bytes]:
        full = True
        while not self._stream.is_finished() and (data or full):
            piece = self._stream.process(data, output_buffer_limit=_PIECE)
            data, full = b"", len(piece) >= _PIECE or not self._stream.can_accept_more_data()
            yield piece


class _Zstd(_Coder):
    """RFC 8878; the pieces are of at most five blocks, 640 kB."""

    def __init__(self) -> None:
        self.magic = b"\x28\xb5\x2f\xfd"
        self._stream = zstandard.ZstdDecompressor(max_window_size=_WINDOW).decompressobj()

    @property
    def done(self) -> bool:
        return self._stream.eof

    def unpack(self, data: bytes) -> Iterator[bytes]:
        start = 0
        while start < len(data) and not self._stream.eof:
            piece = self._stream.decompress(data[start : start + _SLICE])
            start += _SLICE
            if piece:
                yield piece
        self.rest = self._stream.unused_data + data[start:]


_CODERS: Mapping[str, Callable[[], _Coder]] = {
    "gzip": lambda: _Zlib(gzip=True),
    "x-gzip": lambda: _Zlib(gzip=True),
    "deflate": lambda: _Zlib(gzip=False),
    "br": _Brotli,
    "zstd": _Zstd,
}


def _coders(encoding: str) -> list[Callable[[], _Coder]]:
    names = [name for part in encoding.split(",") if (name := part.strip().lower()) not in {"", "identity"}]
    for name in names:
        if name not in _CODERS:
            raise DecodeError(f"encoded as {name[:40]!r}, which was not asked for")
    if len(names) > _STACKED:
        raise DecodeError(f"encoded {len(names)} times over: at most {_STACKED} are undone")
    return [_CODERS[name] for name in names]


def _is_wrapped(head: bytes) -> bool:
    """Whether data opens like a zlib wrapper: method 8, and the two bytes a multiple of 31."""
    return head[0] & 0x0F == 8 and (len(head) < 2 or int.from_bytes(head[:2], "big") % 31 == 0)
