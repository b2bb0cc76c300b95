"""From bytes to text: byte order mark, UTF-8, the declared charset, then detection by content; damage is repaired.

The order follows the evidence: text that is valid UTF-8 and not ASCII is hardly ever anything else, while headers and
meta tags are often wrong, so a declared charset must also give readable text.
"""

import codecs
import re
import unicodedata
from collections.abc import Iterator

import ftfy
from charset_normalizer import from_bytes
from ftfy.badness import is_bad
from resiliparse.parse.encoding import detect_encoding, map_encoding_to_html5

from pipeline.records import Reason

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAGIC = (
    b"%PDF-",
    b"PK\x03\x04",
    b"\x89PNG",
    b"GIF8",
    b"\xff\xd8\xff",
    b"\x1f\x8b",
    b"\x7fELF",
    b"MZ\x90",
    b"ID3",
    b"RIFF",
    b"OggS",
)
_CONTROL_BYTES = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b\x00")) + b"\x7f"
_META_CHARSET = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE
)
_META_BYTES = 2048  # browsers look at 1,024; a few pages put the tag behind comments
_SAMPLE = 1 << 16  # bytes looked at by the detectors: their answer no longer changes, their cost does
_ISO_2022 = re.compile(rb"\x1b[$(]")
_CASE_FLIP = re.compile(r"[a-zа-яёіїєґ][A-ZА-ЯЁІЇЄҐ]")
# A lead byte of UTF-8 before a continuation byte, both as Windows code pages show them: asked first, since ftfy's own
# question takes 70 ms for a page. Ð and Ñ stand before most Cyrillic letters, Р and С in cp1251.
_CONTINUATIONS = "".join(
    bytes([byte]).decode(codec, "ignore")
    for byte in range(0x80, 0xC0)
    for codec in ("latin-1", "cp1252", "cp1251")
)
_SUSPECT = re.compile(f"[\u00c2-\u00f4\u0420\u0421\u0412\u0413\u0432][{re.escape(_CONTINUATIONS)}]")
_NEAR_CODECS = {
    "koi8-r": "koi8-u"
}  # a superset as far as letters go; Python names both, detectors only the first


class UndecodableError(ValueError):
    """Bytes that are no text (BINARY), or text in no encoding we can tell (ENCODING)."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


def decode(content: bytes, charset: str | None = None) -> str:
    """The text in some bytes; charset is the one the transport named.

    Raises:
        UndecodableError: There is no text in them.
    """
    for mark, codec in _BOMS:
        if content.startswith(mark):
            return content.decode(codec, "replace").removeprefix("\ufeff")
    if content.startswith(_MAGIC):
        raise UndecodableError(Reason.BINARY)
    if b"\x00" in content:
        return _with_nul(content)
    if len(content.translate(None, _CONTROL_BYTES)) < 0.99 * len(content):
        raise UndecodableError(Reason.BINARY)
    text = _strict(content, "utf-8")
    # ISO-2022 is all ASCII, and told by its escapes
    return _legacy(content, charset) if text is None or _ISO_2022.search(content) else text


def repair(text: str) -> str:
    """Undoes text that was decoded in the wrong charset and saved again, line by line, where it shows."""
    if not _SUSPECT.search(text):
        return text
    return "\n".join(
        ftfy.fix_encoding(line) if _SUSPECT.search(line) and is_bad(line) else line
        for line in text.split("\n")
    )


def _strict(content: bytes, codec: str) -> str | None:
    try:
        return content.decode(codec)
    except (UnicodeError, LookupError):
        return None


def _with_nul(content: bytes) -> str:
    """UTF-16 or UTF-32 without a mark, text with stray NULs, or no text at all."""
    if content.count(0) <= 0.05 * len(content):
        stripped = content.replace(b"\x00", b"")
        if len(stripped.translate(None, _CONTROL_BYTES)) >= 0.99 * len(stripped):
            return decode(stripped)
    texts = [_strict(content[: len(content) & ~3], f"utf-32-{end}") for end in ("le", "be")]
    texts += [_strict(content[: len(content) & ~1], f"utf-16-{end}") for end in ("le", "be")]
    readable = [text for text in texts if text is not None and _is_wide_text(text)]
    if not readable:
        raise UndecodableError(Reason.BINARY)
    return max(readable, key=_common)


def _common(text: str) -> int:
    """Characters every text has: with the byte order wrong, spaces and letters become rare ones."""
    return sum(text.count(mark) for mark in " \n,.、。，etаоие")


def _is_wide_text(text: str) -> bool:
    sample = text[:4096]
    kinds = [unicodedata.category(char) for char in sample]
    good = sum(kind[0] in "LMNPZ" or char in "\r\n\t" for kind, char in zip(kinds, sample, strict=True))
    return good >= 0.98 * len(sample) and _common(sample) >= 0.02 * len(sample)


def _legacy(content: bytes, charset: str | None) -> str:
    for label in (charset, _meta_charset(content)):
        text = _declared(content, label)
        if text is not None:
            return text
    if _valid_share(content) >= 0.5:
        return _mixed(content)
    for codec in _guesses(content):
        text = _readable(content, codec)
        if text is not None:
            return text
    raise UndecodableError(Reason.ENCODING)


def _meta_charset(content: bytes) -> str | None:
    found = _META_CHARSET.search(content[:_META_BYTES])
    return found[1].decode("ascii", "replace") if found else None


def _declared(content: bytes, label: str | None) -> str | None:
    """The text in the encoding a label means to browsers (WHATWG), if it can be read so."""
    codec = map_encoding_to_html5(label, fallback_utf8=False) if label and label.isascii() else None
    return _readable(content, codec) if codec and codec not in {"utf-8", "utf-16-le", "utf-16-be"} else None


def _readable(content: bytes, codec: str) -> str | None:
    """The text, if the codec makes sense of it; one impossible byte in a thousand is damage, more the wrong codec."""
    try:
        text = content.decode(_NEAR_CODECS.get(codec, codec), "replace")
    except (UnicodeError, LookupError):
        return None
    damaged = text.count("\ufffd") * 1000 > len(text)
    return None if damaged or not _is_readable(text) else text.replace("\ufffd", "")


def _is_readable(text: str) -> bool:
    """Not the look of a wrong single-byte encoding: accents as most letters, case swapped, C1 controls."""
    sample = text[:_SAMPLE]
    letters = sum(map(str.isalpha, sample)) or 1
    accented = sum("\u00c0" <= char <= "\u00ff" for char in sample)
    controls = sum("\u0080" <= char <= "\u009f" for char in sample)
    flips = len(_CASE_FLIP.findall(sample))
    swapped = flips > 0.05 * letters or (flips and sum(map(str.isupper, sample)) > 0.6 * letters)
    return accented <= 0.4 * letters and not swapped and controls * 200 <= len(sample)


def _guesses(content: bytes) -> Iterator[str]:
    """Encodings by content. Uchardet is right on single bytes, charset_normalizer on Korean and traditional Chinese."""
    sample = content[:_SAMPLE]
    first = detect_encoding(sample)
    best = from_bytes(sample).best() if first in {None, "utf-8", "gb18030"} else None
    if best:
        yield best.encoding
    if first and first != "utf-8":
        yield first
    yield from ("cp1251", "cp1252") if not best else ()


def _valid_share(content: bytes) -> float:
    """The share of bytes above ASCII that stand in valid UTF-8 sequences."""
    high = sum(byte > 127 for byte in content[:_SAMPLE]) or 1
    valid = sum(len(char.encode()) for char in content[:_SAMPLE].decode("utf-8", "ignore") if char > "\x7f")
    return valid / high


def _mixed(content: bytes) -> str:
    """UTF-8 with passages or single bytes of another encoding, line by line."""
    lines = content.split(b"\n")
    odd = b"\n".join(line for line in lines if _strict(line, "utf-8") is None and _valid_share(line) < 0.5)
    codec = next((codec for codec in _guesses(odd) if _readable(odd, codec)), "cp1252") if odd else "cp1252"
    return "\n".join(_line(line, codec) for line in lines)


def _line(line: bytes, codec: str) -> str:
    whole = _strict(line, "utf-8")
    if whole is not None:
        return whole
    if _valid_share(line) < 0.5:
        return line.decode(codec, "ignore")
    pieces = re.split(rb"([\x80-\xff]+)", line)
    return "".join(_piece(piece) for piece in pieces)


def _piece(piece: bytes) -> str:
    whole = _strict(piece, "utf-8")
    if whole is not None:
        return whole
    # Windows quotes and dashes are what strays into UTF-8 most; a sequence cut short is not one of them
    return piece.decode("cp1252", "ignore") if len(piece) == 1 else piece.decode("utf-8", "ignore")
