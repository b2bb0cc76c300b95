import pytest

from pipeline.pages.page_author import people


def named(byline: str) -> tuple[str, ...]:
    return people([byline], "The Ellery Post", "ellerypost.example", single=True)


@pytest.mark.parametrize(
    ("byline", "wanted"),
    [
        ("كتب: أحمد محمود", ("أحمد محمود",)),
        ("كتبت سارة علي", ("سارة علي",)),
        ("أحمد محمود وسارة علي", ("أحمد محمود", "سارة علي")),
        ("محمد علي وليد حسن", ("محمد علي وليد حسن",)),
        ("أحمد محمود ووكالات", ("أحمد محمود",)),
        ("נכתב על ידי דוד כהן ושרה לוי", ("דוד כהן", "שרה לוי")),
        ("Verfasst von Jana Doe", ("Jana Doe",)),
        ("Écrit par Jeanne Doe et Marc Dorn", ("Jeanne Doe", "Marc Dorn")),
        ("Scritto da Gianna Doe", ("Gianna Doe",)),
        ("Ditulis oleh Budi Santoso", ("Budi Santoso",)),
        ("Jane Doe @janedoe", ("Jane Doe",)),
        ("Jane Doe (@janedoe), John Smith @js", ("Jane Doe", "John Smith")),
        ("Jane Doe, New York", ("Jane Doe",)),
        ("מאת דוד כהן", ("דוד כהן",)),
        ("نویسنده: رضا احمدی", ("رضا احمدی",)),
        ("द्वारा राम शर्मा", ("राम शर्मा",)),
        ("राम शर्मा और सीता देवी", ("राम शर्मा", "सीता देवी")),
        ("โดย สมชาย ใจดี", ("สมชาย ใจดี",)),
        ("Bài và ảnh: Nguyễn Văn An", ("Nguyễn Văn An",)),
        ("Muhabir Ahmet Yılmaz", ("Ahmet Yılmaz",)),
        ("Penulis: Budi Santoso", ("Budi Santoso",)),
        ("Oleh Budi Santoso", ("Budi Santoso",)),
        ("Oleh Petrenko", ("Oleh Petrenko",)),
        ("Подготовила Анна Сидорова", ("Анна Сидорова",)),
        ("Του Γιώργου Παππά", ("Γιώργου Παππά",)),
        ("Autorin/Autor: Jana Doe", ("Jana Doe",)),
        ("Text: Jana Doe; Fotos: Max Dorn", ("Jana Doe",)),
        ("Opinion by Jane Doe", ("Jane Doe",)),
        ("Jonas Doe ir Ona Dorn", ("Jonas Doe", "Ona Dorn")),
    ],
)
def test_labels_and_joints_of_many_languages(byline: str, wanted: tuple[str, ...]) -> None:
    assert named(byline) == wanted


@pytest.mark.parametrize(
    ("byline", "wanted"),
    [
        ("Jane Doe (jad)", ("Jane Doe",)),
        ("Jane Doe (jad), John Smith [dpa]", ("Jane Doe", "John Smith")),
        ("Jane (J.K.) Doe", ("Jane J.K. Doe",)),
        ("(Jane Doe)", ("Jane Doe",)),
        ("Ellery Welle (www.welle.example)", ()),
        ("Prof. Dr. Jane Doe", ("Jane Doe",)),
        ("د. أحمد محمود", ("أحمد محمود",)),
        ('ד"ר דוד כהן', ("דוד כהן",)),
    ],
    ids=["initials", "each", "inside", "around", "address", "titles", "arabic title", "hebrew title"],
)
def test_what_stands_in_brackets_and_titles(byline: str, wanted: tuple[str, ...]) -> None:
    assert named(byline) == wanted


@pytest.mark.parametrize(
    "byline",
    ["وكالات", "فريق التحرير", "न्यूज़ डेस्क", "กองบรรณาธิการ", "Haber Merkezi", "Anadolu Ajansı", "Deutsche Presse-Agentur", "РИА Новости", "Tim Redaksi", "নিজস্ব প্রতিবেদক", "Nhóm phóng viên", "Agencja Prasowa"],
)  # fmt: skip
def test_newsrooms_and_agencies_of_many_languages_are_nobody(byline: str) -> None:
    assert named(byline) == ()
