import pytest

from pipeline.cleaning.furniture_phrase import Kind, kind, names_target


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("Läs också", Kind.POINTER),
        ("İLGİLİ HABER: Köprü açıldı", Kind.POINTER),
        ("אולי יעניין אותך", Kind.POINTER),
        ("اقرأ أيضاً: الجسر الجديد", Kind.POINTER),
        ("यह भी पढ़ें: नया पुल", Kind.POINTER),
        ("อ่านเพิ่มเติม: สะพานใหม่", Kind.POINTER),
        ("関連記事：新しい橋", Kind.POINTER),
        ("📢 Prenumerera på vårt nyhetsbrev", Kind.REQUEST),
        ("Si vous ne souhaitez plus recevoir nos messages, cliquez ici.", Kind.REQUEST),
        ("Annons", Kind.BUTTON),
        ("Foto: Ida Krantz", Kind.CREDIT),
        ("责任编辑：陈默", Kind.LABEL),
        ("© Hamnbladet, med ensamrätt", Kind.NOTICE),
        ("END", Kind.END),
    ],
)
def test_phrase_of_a_page(line: str, wanted: Kind) -> None:
    assert kind(line) is wanted


@pytest.mark.parametrize(
    "line",
    [
        "Följ oss till affären, säger grannarna, om du inte tror oss.",
        "Läs också den boken när du har tid",
        "“Läs också”",
        "Foto av en bro",
        "扫描二维码之后听到的不是广告，而是坐过这张椅子的人讲的故事。",
        "The boats come in.",
        "",
    ],
)
def test_prose(line: str) -> None:
    assert kind(line) is None


def test_pointer_with_its_target() -> None:
    assert names_target("Läs också: Bron öppnad")
    assert kind("【関連記事】新しい橋の費用が倍に") is Kind.POINTER
    assert not names_target("Läs också:")
