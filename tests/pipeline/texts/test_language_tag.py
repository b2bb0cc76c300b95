import pytest

from pipeline.texts.language_tag import normal_tag


@pytest.mark.parametrize(
    ("tag", "wanted"),
    [
        ("en-GB", "en"),
        ("pt_BR", "pt"),
        ("DE", "de"),
        (" fr ", "fr"),
        ("iw", "he"),
        ("nb-NO", "no"),
        ("sh", "sr"),
        ("yue", None),
        ("", None),
        (None, None),
        ("-", None),
    ],
)
def test_language_tags(tag: str | None, wanted: str | None) -> None:
    assert normal_tag(tag) == wanted
