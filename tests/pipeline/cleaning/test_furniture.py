import pytest

from pipeline.cleaning.furniture import is_furniture


@pytest.mark.parametrize(
    "line",
    ["Tweet", "Tweet this", "Pin it", "Follow", "+ Follow", "Watch live", "Listen now", "Sponsored links", "Promoted Stories", "Copy link"],
)  # fmt: skip
def test_buttons_and_labels_of_advertising(line: str) -> None:
    assert is_furniture(line)


@pytest.mark.parametrize(
    "line",
    ["Tweets from the port", "Follow the money", "Watch live birds from the pier", "Sponsored by nobody", "He listened."],
)  # fmt: skip
def test_what_begins_like_a_button_is_text(line: str) -> None:
    assert not is_furniture(line)


@pytest.mark.parametrize("line", ['{{ad-slot="top"}}', "$$MIDDLE_AD$$", "[[related]]", "%%newsletter%%"])
def test_places_that_a_template_left_empty(line: str) -> None:
    assert is_furniture(line)


@pytest.mark.parametrize("line", ["$$ and cents", "[[ferry", "The {{ferry}} left."])
def test_signs_of_a_template_in_text(line: str) -> None:
    assert not is_furniture(line)
