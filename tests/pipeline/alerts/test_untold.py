from datetime import UTC, datetime
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.alerts import untold
from pipeline.alerts.claim import Claim
from pipeline.alerts.standing import Arrival, Member, Standing, StoryState
from pipeline.alerts.told import Told
from pipeline.alerts.untold import Looks, Untold
from pipeline.records import Membership, Novelty, StoryMerge

NOW: Final = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
ARTICLES: Final = st.sampled_from(["a", "b", "c", "d", "e", "f"])
STORIES: Final = ("s1", "s2")


def told(dead: float, name: str = "Oleg Brandt") -> Told:
    return Told(
        alert_id="x",
        number=1,
        at=NOW,
        reports=1,
        severity=-1,
        said={Novelty.NAME: frozenset({name}), Novelty.QUOTE: frozenset({"we will not give way"})},
        figures={"dead": dead},
        covers=frozenset({"s1"}),
    )


def claim(kind: Novelty, words: str, value: float | None = None) -> Claim:
    key = "dead" if value is not None else words
    return Claim(kind=kind, key=key, words=words, field="text", start=10, end=15, value=value)


CLAIMS: Final = st.one_of(
    st.sampled_from(["Brandt", "Ilse Marten", "I. Marten", "Lukashenko", "Lukashenka"]).map(
        lambda words: claim(Novelty.NAME, words)
    ),
    st.sampled_from(["Utrecht", "Porto"]).map(lambda words: claim(Novelty.PLACE, words)),
    st.sampled_from(
        ["we will not give", "they shall strike until spring", "shall strike until spring comes", "until spring comes we rest"]
    ).map(lambda words: claim(Novelty.QUOTE, words)),
    st.integers(1, 5).map(lambda dead: claim(Novelty.FIGURE, f"dead: {dead}", float(dead))),
    st.sampled_from(["correction not 3", "correction not 4", "retraction"]).map(
        lambda words: claim(Novelty.CORRECTION, words)
    ),
)  # fmt: skip


@st.composite
def steps(draw: st.DrawFn) -> list[tuple[Arrival, frozenset[str], Told | None]]:
    """Articles that come, come anew, move and merge stories; who looks then, and what is told."""
    found = []
    for _ in range(draw(st.integers(1, 12))):
        article_id, story_id = draw(ARTICLES), draw(st.sampled_from(STORIES))
        moved, target = draw(ARTICLES), draw(st.sampled_from(STORIES))
        move = Membership(article_id=moved, story_id=target, similarity=0.5, reason="moved")
        merge = StoryMerge(story_id="s1", absorbed_id="s2", article_id=article_id)
        one = Arrival(
            article_id=article_id,
            story_id=story_id,
            at=NOW,
            origin_id=draw(st.sampled_from([None, None, "a"])),
            claims=tuple(draw(st.lists(CLAIMS, max_size=4))),
            moves=(move,) if moved != article_id and draw(st.booleans()) else (),
            merges=(merge,) if story_id == "s1" and draw(st.integers(0, 5)) == 5 else (),
        )
        looking = draw(st.frozensets(st.sampled_from(["one", "two"])))
        tells = draw(st.sampled_from([None, None, None, told(2), told(4, "Ilse Marten")]))
        found.append((one, looking, tells))
    return found


@given(steps())
def test_what_is_kept_between_two_looks_is_what_a_first_look_finds(
    stream: list[tuple[Arrival, frozenset[str], Told | None]],
) -> None:
    looks, standing = Looks(), Standing({name: StoryState(story_id=name) for name in STORIES})
    for arrival, looking, tells in stream:
        own, *_ = standing.apply(arrival)
        for rule in sorted(looking):
            if tells or rule not in standing.states[own].told:
                standing.tell(own, rule, tells or told(2))
        for story_id, state in standing.states.items():
            for rule in sorted(looking & state.told.keys()):
                now = state.told[rule]
                kept = looks.news(rule, state, now, standing.changes[story_id])
                assert kept == Untold(now).news(state, state.members)


def test_only_what_has_changed_is_gone_through_again() -> None:
    """The rest is taken as it was found: that is what keeps a large story cheap."""
    before = StoryState(story_id="s", members={"a": Member(article_id="a"), "b": Member(article_id="b")})
    named = (claim(Novelty.NAME, "Ilse Marten"),)
    members = {one: Member(article_id=one, claims=named) for one in ("a", "b", "c")}
    after = StoryState(story_id="s", members=members)
    one = Untold(told(2))
    assert one.news(before, before.members) == ()
    assert one.news(after, ["c"]) == ()
    (found,) = one.news(after, ["a"])
    assert (found.words, found.reports) == ("Ilse Marten", 2)


def test_a_rule_that_looks_at_many_stories_keeps_the_last(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(untold, "_KEPT", 2)
    looks, now = Looks(), told(2)
    states = [
        StoryState(
            story_id=f"s{number}",
            members={"a": Member(article_id="a", claims=(claim(Novelty.CORRECTION, "correction 1"),))},
        )
        for number in range(5)
    ]
    for state in [*states, *states]:
        (found,) = looks.news("one", state, now, ["a"])
        assert found.words == "correction 1"


def test_what_a_merge_brings_is_seen_by_a_rule_that_has_looked_before() -> None:
    named = (claim(Novelty.NAME, "Ilse Marten"),)
    looks, standing, now = Looks(), Standing({}), told(2)
    for article_id, story_id in (("a", "s1"), ("b", "s2")):
        standing.apply(Arrival(article_id=article_id, story_id=story_id, at=NOW, claims=named))
    standing.tell("s1", "one", now)
    assert looks.news("one", standing.states["s1"], now, standing.changes["s1"]) == ()
    merge = StoryMerge(story_id="s1", absorbed_id="s2", article_id="c")
    standing.apply(Arrival(article_id="c", story_id="s1", at=NOW, merges=(merge,)))
    assert standing.states["s1"].told["one"] is now
    (found,) = looks.news("one", standing.states["s1"], now, standing.changes["s1"])
    assert (found.words, found.reports) == ("Ilse Marten", 2)
