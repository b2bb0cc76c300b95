"""Bodies as they come over the wire: every encoding we ask for, alone and stacked, whole, cut, and made to burst."""

import gzip
import tracemalloc
import zlib
from collections.abc import Callable
from itertools import pairwise

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from flows.sources.decode import ACCEPTED, Body, DecodeError, TooLargeError

LIMIT = 1_000_000
TEXT = b"hello world, " * 400
Pack = Callable[[bytes], bytes]


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


def zstd_of_one_byte(blocks: int, window: int = 0x68) -> bytes:
    """A zstd frame that says "128 kB of zeros" so many times, in four bytes each (RFC 8878, 3.1.1)."""
    block = 131_072 << 3 | 1 << 1
    last = (block | 1).to_bytes(3, "little") + b"\0"
    middle = block.to_bytes(3, "little") + b"\0"
    return b"\x28\xb5\x2f\xfd\x00" + bytes([window]) + middle * (blocks - 1) + last


PACKERS: dict[str, Pack] = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "deflate without its wrapper": raw_deflate,
    "br": brotli.compress,
    "zstd": zstandard.compress,
}


def unpack(encoding: str, packed: bytes, piece: int = 1 << 16, limit: int = LIMIT) -> bytes:
    body = Body(encoding, limit)
    for start in range(0, len(packed), piece):
        body.feed(packed[start : start + piece])
    return body.finish()


@pytest.mark.parametrize("piece", [1, 7, 1 << 16])
@pytest.mark.parametrize("name", PACKERS)
def test_every_encoding_we_ask_for_is_undone(name: str, piece: int) -> None:
    assert unpack(name.split(maxsplit=1)[0], PACKERS[name](TEXT), piece) == TEXT


def test_we_ask_for_what_we_can_undo() -> None:
    assert {"gzip", "deflate", "br", "zstd"} == set(ACCEPTED.split(", "))


@given(
    data=st.binary(max_size=3000), piece=st.integers(1, 200), first=st.sampled_from(["gzip", "br", "zstd"])
)
def test_what_was_packed_comes_back_however_it_is_cut(data: bytes, piece: int, first: str) -> None:
    assert unpack(first, PACKERS[first](data), piece) == data
    assert unpack(f"{first}, zstd", zstandard.compress(PACKERS[first](data)), piece) == data


@pytest.mark.parametrize("outer", ["gzip", "deflate", "br", "zstd"])
@pytest.mark.parametrize("inner", ["gzip", "deflate", "br", "zstd"])
def test_encodings_are_undone_in_the_reverse_of_the_order_applied(inner: str, outer: str) -> None:
    packed = PACKERS[outer](PACKERS[inner](TEXT))
    assert unpack(f"{inner}, {outer}", packed, 100) == TEXT


@pytest.mark.parametrize("encoding", ["", "identity", " IDENTITY ", "identity, GZip"])
def test_an_encoding_that_says_nothing_costs_nothing(encoding: str) -> None:
    assert unpack(encoding, gzip.compress(TEXT) if "zip" in encoding.lower() else TEXT) == TEXT


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("gzip", gzip.compress(b"hello ") + gzip.compress(b"world")),
        ("gzip", gzip.compress(b"hello world") + bytes(64)),
        ("gzip", gzip.compress(b"hello world") + b"\x1f"),
        ("deflate", zlib.compress(b"hello world") + b"trailing"),
        ("zstd", zstandard.compress(b"hello ") + zstandard.compress(b"world")),
        ("zstd", zstandard.compress(b"hello world") + b"\x28\xb5\x00"),
        ("zstd", b"\x50\x2a\x4d\x18\x03\0\0\0xyz" + zstandard.compress(b"hello world")),
    ],
    ids=[
        "members",
        "padded",
        "half a magic number",
        "deflate",
        "frames",
        "zstd padded",
        "skippable frame first",
    ],
)
@pytest.mark.parametrize("piece", [1, 1000])
def test_frames_follow_each_other_and_padding_is_no_content(encoding: str, packed: bytes, piece: int) -> None:
    assert unpack(encoding, packed, piece) == b"hello world"


@pytest.mark.parametrize("name", PACKERS)
@pytest.mark.parametrize("left", [0.2, 0.6, 0.95])
def test_what_ends_early_is_refused(name: str, left: float) -> None:
    packed = PACKERS[name](bytes(range(256)) * 20)
    with pytest.raises(DecodeError, match=r"ends early|broken"):
        unpack(name.split(maxsplit=1)[0], packed[: int(len(packed) * left)])


@pytest.mark.parametrize(
    ("encoding", "packed", "why"),
    [
        ("gzip", b"plain", "broken"),
        ("br", b"\xff" * 9, "broken"),
        ("br", brotli.compress(TEXT) + b"more", "broken"),
        ("zstd", b"plain text", "broken"),
        ("deflate", b"\xff\xff\xff", "broken"),
        ("zstd", zstd_of_one_byte(1, window=0x70), "broken"),
        ("gzip", gzip.compress(b"") * 2000, "too many pieces"),
        ("zstd", zstandard.compress(b"") * 2000, "too many pieces"),
        ("br, gzip", gzip.compress(TEXT), "broken"),
        ("compress", TEXT, "not asked for"),
        ("aes128gcm", TEXT, "not asked for"),
        ("gzip, gzip, gzip", TEXT, "3 times over"),
        ("gzip," * 5000, TEXT, "5000 times over"),
    ],
)
def test_what_is_not_what_it_says_is_refused(encoding: str, packed: bytes, why: str) -> None:
    with pytest.raises(DecodeError, match=why):
        unpack(encoding, packed)


NOTHING = bytes(30_000_000)
BOMBS: dict[str, tuple[str, bytes]] = {
    "gzip": ("gzip", gzip.compress(NOTHING)),
    "deflate": ("deflate", zlib.compress(NOTHING)),
    "br": ("br", brotli.compress(NOTHING, lgwin=16, quality=1)),
    "zstd": ("zstd", zstandard.compress(NOTHING)),
    "zstd, gigabytes in 100 kB": ("zstd", zstd_of_one_byte(25_000)),
    "inside another": ("gzip, zstd", zstandard.compress(gzip.compress(NOTHING))),
    "that is only between the two": ("zstd, gzip", gzip.compress(b"\x50\x2a\x4d\x18\0\0\0\0" * 3_000_000)),
    "of members": ("gzip, gzip", gzip.compress(gzip.compress(NOTHING))),
}


@pytest.mark.parametrize("name", BOMBS)
def test_of_a_bomb_no_more_than_the_limit_and_a_piece_is_ever_held(name: str) -> None:
    encoding, packed = BOMBS[name]
    body = Body(encoding, LIMIT)
    tracemalloc.start()
    with pytest.raises((TooLargeError, DecodeError)):
        body.feed(packed)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 3 * LIMIT


@pytest.mark.parametrize("name", ["gzip", "br", "zstd"])
def test_the_limit_is_exact(name: str) -> None:
    for size in (LIMIT - 1, LIMIT):
        assert len(unpack(name, PACKERS[name](bytes(size)))) == size
    with pytest.raises(TooLargeError, match="larger than 1000000 bytes"):
        unpack(name, PACKERS[name](bytes(LIMIT + 1)))


def test_what_follows_brotli_is_an_error_wherever_the_chunks_part() -> None:
    packed = brotli.compress(TEXT)
    for piece in (len(packed), len(packed) + 2):
        with pytest.raises(DecodeError, match="compressed data"):
            unpack("br", packed + b"more", piece)


def test_bodies_grow_as_their_chunks_come() -> None:
    packed, body = zstandard.compress(bytes(range(256)) * 4000), Body("zstd", 2_000_000)
    sizes = [len(body.content)]
    for start in range(0, len(packed), 100):
        body.feed(packed[start : start + 100])
        sizes.append(len(body.content))
    assert all(later >= earlier for earlier, later in pairwise(sizes))
    assert len(body.finish()) == 256 * 4000
