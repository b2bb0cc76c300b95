"""What comes again is another event each time: market reports, forecasts, strikes of a war, in the same words."""

import random
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

import pytest

from pipeline.records import Article
from pipeline.stories.feature import StoryPrint, story_print
from pipeline.stories.link import strength
from pipeline.stories.profile import article_profile, tally
from pipeline.stories.story import Stories

MONDAY = datetime(2024, 3, 4, 18, tzinfo=UTC)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
REASONS = (
    "interest rates", "oil prices", "bank earnings", "Chinese exports", "inflation figures", "a strong krone", "shipping orders",
    "tech results", "election worries", "salmon taxes",
)  # fmt: skip
TOWNS = ("Orlec", "Batina", "Suvar", "Mirkovo", "Dolna", "Pestra", "Kalinac", "Zabrod", "Hrastin", "Tervel")
TARGETS = (
    "market", "railway station", "hospital", "block of flats", "power plant", "school", "bus depot", "bakery", "theatre", "bridge",
)  # fmt: skip


def market(day: int, dice: random.Random) -> tuple[str, str]:
    why, gain, index = REASONS[day % 10], round(dice.uniform(0.1, 2), 1), dice.randrange(1200, 1500)
    oil, first, second = (round(dice.uniform(*span), 1) for span in ((70, 90), (0.5, 6), (0.5, 6)))
    named = DAYS[day % 7]
    return (
        (
            f"Oslo shares closed higher on {named} on {why}. The main index gained {gain} percent to {index} points. Hydrogrim rose "
            f"{first} percent and Nordaker Bank {second} percent. Brent crude traded at {oil} dollars a barrel. Analyst Kari Lunde of "
            f"Fjordbank said investors were watching {why}."
        ),
        (
            f"Norwegian stocks ended up {gain} percent on {named}, with the benchmark in Oslo at {index}, as {why} cheered investors. "
            f"Hydrogrim moved {first} percent, Nordaker Bank {second} percent. Brent stood at {oil} dollars. The mood turns on {why}, "
            "said Kari Lunde, analyst at Fjordbank."
        ),
    )


def war(day: int, dice: random.Random) -> tuple[str, str]:
    town, target, dead, hurt = (
        TOWNS[day % 10],
        TARGETS[day % 10],
        dice.randrange(11, 40),
        dice.randrange(41, 90),
    )
    named = DAYS[day % 7]
    return (
        (
            f"At least {dead} people were killed and {hurt} wounded in a missile strike on the Varnian town of {town} on {named}, "
            f"officials said. The {target} was hit. President Milan Dravic of Varnia accused Lodria of targeting civilians. Lodria's "
            "defence ministry in Kessel said it had struck military sites."
        ),
        (
            f"Lodria attacked {town} in Varnia on {named}, hitting a {target}; {dead} people died and {hurt} were wounded, according "
            "to officials. The strike drew condemnation from President Milan Dravic. Kessel denied hitting civilians."
        ),
    )


def printed(key: str, text: str, day: int) -> StoryPrint:
    seen = MONDAY + timedelta(days=day)
    return story_print(
        Article(
            article_id=key, uri="", source="s", text=text, content_hash="", seen_at=seen, language="en", published_at=seen
        )
    )  # fmt: skip


def stream(kind: Callable[[int, random.Random], tuple[str, str]], days: int) -> list[tuple[StoryPrint, int]]:
    """Two outlets a day."""
    dice = random.Random(1)
    return [
        (printed(f"{day}.{outlet}", text, day), day)
        for day in range(days)
        for outlet, text in enumerate(kind(day, dice))
    ]


def stories(prints: Sequence[StoryPrint]) -> dict[str, str]:
    grouped, place = Stories(), dict[str, str]()
    for one in prints:
        assigned = grouped.assign(one)
        place |= {row.article_id: row.story_id for row in (assigned.membership, *assigned.changes)}
    return place


@pytest.mark.parametrize("kind", [market, war])
def test_one_day_is_one_story_and_ten_days_are_not(
    kind: Callable[[int, random.Random], tuple[str, str]],
) -> None:
    made = stream(kind, 10)
    place = stories([one for one, _ in made])
    assert all(place[f"{day}.0"] == place[f"{day}.1"] for day in range(10))
    assert (
        max(Counter(place.values()).values()) <= 8
    )  # of 20: no blob, though a few days may still run together
    assert len(set(place.values())) >= 5


@pytest.mark.parametrize("kind", [market, war])
def test_a_form_filled_in_anew_is_told_by_its_figures(
    kind: Callable[[int, random.Random], tuple[str, str]],
) -> None:
    first, other = (kind(day, random.Random(day))[0] for day in (0, 1))
    one, next_day = article_profile(printed("a", first, 0)), article_profile(printed("b", other, 1))
    updated = article_profile(printed("c", first.replace("said", "told reporters"), 1))
    assert strength(tally(one, next_day)) < 2 < strength(tally(one, updated))


def test_an_update_with_some_new_figures_is_the_same_event() -> None:
    text = (
        "A fire in a timber warehouse in Larsund killed 12 dock workers and hurt 40 people on Monday, the police said. The blaze "
        "broke out at 4.30 and 250 firefighters from Brekke fought it for hours. Mayor Ingrid Solheim promised an inquiry."
    )
    later = text.replace("12", "19").replace("40", "63") + " The search for survivors went on."
    assert len(set(stories([printed("a", text, 0), printed("b", later, 0)]).values())) == 1


FIRST = (
    "A court in Larsund on Monday sentenced shipowner Odd Brekkestad to nine years in prison for sinking his ferry. Judge Ane "
    "Moe said Brekkestad had put 40 passengers at risk for the insurance money. His lawyer Per Holm called the verdict harsh."
)
FOLLOW_UP = (
    "Shipowner Odd Brekkestad will appeal against the nine years in prison he got on Monday for sinking his ferry, his lawyer Per "
    "Holm said on Tuesday. Judge Ane Moe in Larsund had found that Brekkestad put 40 passengers at risk for insurance money."
)
NEXT_EVENT = (
    "Shipowner Odd Brekkestad opened a museum of ferries in Larsund on Saturday with a speech on his childhood at sea. Visitors "
    "can see engines, uniforms and a bridge from 1931. Brekkestad paid for the roof, the town for the rest. Children get in free."
)


def test_a_follow_up_belongs_to_the_story_and_the_next_event_does_not() -> None:
    place = stories([printed("a", FIRST, 0), printed("b", FOLLOW_UP, 1), printed("c", NEXT_EVENT, 12)])
    assert place["a"] == place["b"] != place["c"]
