import codecs
import random
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.records import Reason
from pipeline.texts.encoding import UndecodableError, decode, repair

RUSSIAN = (
    "Президент заявил в четверг, что страна вступит в войну только в случае нападения. Ёжики не согласны.\n"
)
UKRAINIAN = "Прем'єр заявив, що країна готова до переговорів, її підтримали союзники. Їжак є ґречний.\n"
GERMAN = (
    "Die Regierung prüft, ob sie größere Mengen Öl über Österreich einführt. Das wäre möglich, sagte er.\n"
)
FRENCH = "Le président a déclaré jeudi que l’été serait très chaud à cause du réchauffement.\n"
POLISH = "Prezydent powiedział w czwartek, że żółte światło gaśnie, a źródła są niepewne.\n"
JAPANESE = "日本の首相は木曜日、記者会見で新しい経済対策を発表した。政府は来週、閣議決定する予定だ。\n"
CHINESE = "中国外交部发言人周四表示，中方对此深表关切，希望各方保持克制。\n"
KOREAN = "대통령은 목요일 기자회견에서 새로운 정책을 발표했다. 정부는 다음 주에 결정할 예정이다.\n"
ARABIC = "قال الرئيس يوم الخميس إن بلاده لن تشارك في الحرب إلا إذا تعرضت لهجوم.\n"

ENCODED = [
    *((RUSSIAN, codec) for codec in ("utf-8", "cp1251", "koi8-r", "cp866", "iso8859-5", "utf-16", "utf-16-le", "utf-16-be", "utf-32-le")),
    *((UKRAINIAN, codec) for codec in ("cp1251", "koi8-u", "utf-16-le")),
    *((GERMAN, codec) for codec in ("cp1252", "utf-16-be")),
    (FRENCH, "cp1252"),
    *((POLISH, codec) for codec in ("cp1250", "iso8859-2")),
    *((JAPANESE, codec) for codec in ("shift_jis", "euc_jp", "iso2022_jp", "utf-16-le")),
    *((CHINESE, codec) for codec in ("gb18030", "utf-16-be")),
    (KOREAN, "cp949"),
    (ARABIC, "cp1256"),
]  # fmt: skip


def reason(content: bytes) -> Reason:
    with pytest.raises(UndecodableError) as caught:
        decode(content)
    return caught.value.reason


@pytest.mark.parametrize("times", [1, 20])
@pytest.mark.parametrize(("text", "codec"), ENCODED, ids=[f"{text[:4]} {codec}" for text, codec in ENCODED])
def test_encoding_is_found_by_content(text: str, codec: str, times: int) -> None:
    content = (text * times).encode(codec, "ignore")
    assert decode(content) == content.decode(codec)


@pytest.mark.parametrize(
    ("content", "charset", "wanted"),
    [
        ("déjà vu".encode("latin-1"), "iso-8859-1", "déjà vu"),
        (RUSSIAN.encode("cp1251"), "utf-8", RUSSIAN),
        (RUSSIAN.encode("cp1251"), "iso-8859-1", RUSSIAN),
        (RUSSIAN.encode("koi8-r"), "windows-1251", RUSSIAN),
        (RUSSIAN.encode(), "windows-1251", RUSSIAN),
        (RUSSIAN.encode("cp1251"), "no-such-charset", RUSSIAN),
        ("naïve".encode("cp1252"), "ISO-8859-1", "naïve"),
    ],
    ids=[
        "right",
        "says utf-8",
        "says latin-1",
        "says another Cyrillic one",
        "utf-8 all the same",
        "unknown",
        "label in capitals",
    ],
)
def test_declared_charset_counts_if_it_gives_readable_text(content: bytes, charset: str, wanted: str) -> None:
    assert decode(content, charset) == wanted


def test_charset_of_the_meta_tag() -> None:
    page = '<html><head><meta charset="windows-1252"></head><body>café</body>'
    assert decode(page.encode("cp1252")) == page


def test_header_before_meta_tag() -> None:
    page = '<meta charset="shift_jis">Ünïcode'
    assert decode(page.encode("cp1252"), "windows-1252") == page


def test_marks_are_removed() -> None:
    assert decode(codecs.BOM_UTF8 + b"text") == "text"
    assert decode("text".encode("utf-16")) == "text"


def test_mixed_file_is_repaired_line_by_line() -> None:
    content = (RUSSIAN * 3).encode() + RUSSIAN.encode("cp1251") + "It’s ".encode() + b"a \x93bad\x94 byte\n"
    assert decode(content) == RUSSIAN * 4 + "It’s a “bad” byte\n"


def test_stray_nul_bytes_do_not_make_a_text_binary() -> None:
    assert (
        decode(b"A text\x00 with a stray byte, and then some more words.")
        == "A text with a stray byte, and then some more words."
    )


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7\nsome text",
        b"PK\x03\x04 archive",
        bytes(range(256)) * 20,
        b"\x00" * 500,
        random.Random(1).randbytes(4000),
    ],
    ids=["pdf", "zip", "all bytes", "zeros", "noise"],
)
def test_bytes_that_are_no_text(content: bytes) -> None:
    assert reason(content) is Reason.BINARY


def test_text_in_no_encoding() -> None:
    noise = random.Random(1)
    assert reason(bytes(noise.choices(range(128, 256), k=400))) is Reason.ENCODING


def test_twice_encoded_text_is_repaired() -> None:
    once = "It’s a test\nСегодня в городе"
    assert repair(once.encode().decode("latin-1")) == once
    assert repair("Itâ€™s a test") == "It’s a test"


@pytest.mark.parametrize(
    "text", [RUSSIAN, UKRAINIAN, GERMAN, FRENCH, POLISH, JAPANESE, "naïve café – “fine” Ñandú Âme"]
)
def test_sound_text_is_left_alone(text: str) -> None:
    assert repair(text) == text


@given(st.binary(max_size=300), st.none() | st.text(max_size=12))
def test_any_bytes_give_text_or_a_reason(content: bytes, charset: str | None) -> None:
    with suppress(UndecodableError):
        assert isinstance(decode(content, charset), str)


@given(
    st.text(max_size=300).filter(
        lambda text: not text.startswith("\ufeff") and "\x00" not in text and "\x1b" not in text
    )
)
def test_utf8_is_read_as_it_is(text: str) -> None:
    controls = sum(char < " " or char == "\x7f" for char in text)
    if controls == 0 and not text.startswith(("%PDF-", "PK", "GIF8", "MZ", "ID3", "RIFF", "OggS")):
        assert decode(text.encode()) == text
