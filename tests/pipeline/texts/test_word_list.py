from wordfreq import get_frequency_dict

from pipeline.texts.word_list import listed


def test_languages_listed_have_words() -> None:
    assert {"en", "de", "fr", "es", "ru", "zh", "ar"} <= listed()
    assert get_frequency_dict("en", "small")["the"] > 0.01


def test_a_language_without_a_list_is_not_listed() -> None:
    assert not listed() & {"", "xx", "en-GB"}
