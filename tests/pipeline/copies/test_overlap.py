"""Overlaps: what shares and places make of a text."""

import numpy as np
import pytest

from pipeline.copies.overlap import Match, least_quarter, order_of_text

ALONE = {"shared": 20, "share": 0.15, "taken": 0.15, "opening": 0.0, "throughout": 0.0}
KINDS = {
    "half of the new one": ({"share": 0.5}, "near"),
    "half, but four fingerprints": ({"share": 0.5, "shared": 4}, ""),
    "half, where nearly all is common": ({"share": 0.5, "least": 0.8}, ""),
    "nearly all, where nearly all is common": ({"share": 0.8, "least": 0.8}, "near"),
    "a first version": ({"share": 0.25, "taken": 0.7}, "near"),
    "a brief that it begins with": ({"opening": 0.5, "taken": 0.5}, "near"),
    "a brief further down": ({"taken": 1.0}, "partial"),
    "a brief lost in a long text": ({"share": 0.09, "opening": 1.0, "taken": 1.0}, "partial"),
    "a flash that it begins with": ({"shared": 5, "opening": 0.8, "taken": 1.0}, "near"),
    "half a flash": ({"shared": 5, "opening": 0.5, "taken": 0.5}, ""),
    "a beginning, where nearly all is common": ({"opening": 1.0, "taken": 1.0, "least": 0.8}, ""),
    "worn from end to end": ({"share": 0.3, "taken": 0.3, "throughout": 0.15}, "near"),
    "worn, and too short to tell": ({"share": 0.3, "taken": 0.3, "throughout": 0.15, "shared": 7}, ""),
    "passages here and there": ({"share": 0.4, "taken": 0.4, "throughout": 0.1}, "partial"),
    "a small part of a long one, evenly": ({"share": 0.4, "taken": 0.1, "throughout": 0.3}, "partial"),
    "a fifth": ({"share": 0.2}, "partial"),
    "less": ({}, ""),
}


@pytest.mark.parametrize(("values", "kind"), KINDS.values(), ids=KINDS)
def test_kinds(values: dict[str, float], kind: str) -> None:
    shares = ALONE | {"least": 0.5} | values
    match = Match(number=0, origin=0, of_origin=0.0, places=frozenset(), **shares)  # type: ignore[arg-type]
    assert ("near" if match.near else "partial" if match.partial else "") == kind


def test_order_is_that_of_the_text_without_what_is_common() -> None:
    places = np.array([40, 0, 30, 10, 20, 50])
    common = np.array([False, False, True, False, False, False])
    assert order_of_text(places, common).tolist() == [1, 3, 4, 0, 5]


def test_places_that_are_not_known_have_no_order() -> None:
    assert order_of_text(np.empty(0, np.int64), np.zeros(6, np.bool_)).tolist() == []


@pytest.mark.parametrize(
    ("along", "least"),
    [([1, 1, 1, 1], 1.0), ([1, 1, 0, 1], 0.0), ([1, 0, 1, 1, 1, 0, 1, 1], 0.5), ([1, 1, 1], 0.0), ([], 0.0)],
    ids=str,
)
def test_least_quarter(along: list[int], least: float) -> None:
    assert least_quarter(np.array(along, np.bool_)) == least
