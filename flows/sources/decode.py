"""Content-Encoding undone piece by piece, never holding more than the limit: a bomb of 0.4 MB unpacks to 400."""

import zlib

ACCEPTED = "gzip, deflate"  # what we ask for
_MEMBERS = 1000  # gzip streams in one body; each costs a copy of what follows it


class DecodeError(Exception):
    """The body is not what its Content-Encoding says."""


class TooLargeError(Exception):
    """The body is over the limit."""


class Body:
    """A body that grows by chunks as they arrive, decoded, up to `limit` bytes."""

    def __init__(self, encoding: str, limit: int) -> None:
        """Args: encoding as in the Content-Encoding header, empty for none.

        Raises:
            DecodeError: for an encoding that was not asked for.
        """
        self._wbits = _window(encoding)
        self._limit = limit
        self._stream: zlib._Decompress | None = None
        self._members = 0
        self.content = bytearray()

    def feed(self, chunk: bytes) -> None:
        """Decode one chunk.

        Raises:
            DecodeError: broken data.
            TooLargeError: the limit is passed; nothing beyond it was unpacked.
        """
        if self._wbits is None:
            self._add(chunk)
            return
        if self._stream is None and chunk:
            bare = self._wbits == zlib.MAX_WBITS and not _is_zlib(
                chunk
            )  # deflate without its wrapper is common
            self._stream = zlib.decompressobj(-zlib.MAX_WBITS if bare else self._wbits)
        try:
            while chunk:
                chunk = self._inflate(chunk)
        except zlib.error as error:
            raise DecodeError(f"compressed data is broken: {error}") from error

    def _inflate(self, chunk: bytes) -> bytes:
        assert self._stream is not None
        self._add(self._stream.decompress(chunk, self._limit - len(self.content) + 1))
        rest = self._stream.unused_data
        if not self._stream.eof or not rest.startswith(b"\x1f\x8b"):
            return b""  # padding after the end is no content
        self._members += 1
        if self._members > _MEMBERS:
            raise DecodeError("compressed data is in too many pieces")
        self._stream = zlib.decompressobj(zlib.MAX_WBITS | 16)
        return rest

    def _add(self, data: bytes) -> None:
        if len(self.content) + len(data) > self._limit:
            raise TooLargeError(f"larger than {self._limit} bytes")
        self.content += data

    def finish(self) -> bytes:
        """The whole body.

        Raises:
            DecodeError: it ended early.
        """
        if self._stream is not None and not self._stream.eof:
            raise DecodeError("compressed data ends early")
        return bytes(self.content)


def _window(encoding: str) -> int | None:
    match encoding.strip().lower():
        case "" | "identity":
            return None
        case "gzip" | "x-gzip":
            return zlib.MAX_WBITS | 16
        case "deflate":
            return zlib.MAX_WBITS
        case other:
            raise DecodeError(f"encoded as {other[:40]!r}, which was not asked for")


def _is_zlib(head: bytes) -> bool:
    """Whether data opens like a zlib wrapper (RFC 1950): method 8, and the two bytes a multiple of 31."""
    return head[0] & 0x0F == 8 and (len(head) < 2 or int.from_bytes(head[:2], "big") % 31 == 0)
