"""What is new about a story since a rule last told of it: material change, never time alone.

A claim counts once it is confirmed: by two independent reports, however many copies each has; a figure and a correction
also by one. What was told is all that the story held at that moment, confirmed or not.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from pipeline.alerts.piece import News, Said, borne_out
from pipeline.alerts.standing import StoryState
from pipeline.alerts.told import Told
from pipeline.alerts.untold import MOST, Untold
from pipeline.records import Novelty, Rule


def news(
    rule: Rule, state: StoryState, told: Told, claimed: Sequence[News] | None = None
) -> tuple[News, ...]:
    """What the rule wants to hear again, the weightiest kinds first: above all what was wrong.

    Args:
        rule: that looks at the story.
        state: the story.
        told: what the rule has told of it.
        claimed: what is claimed in it and untold, if that is known already (pipeline.alerts.untold).
    """
    found = (
        *_severity(rule, state, told),
        *(Untold(told).news(state, state.members) if claimed is None else claimed),
        *_reports(rule, state, told),
    )
    wanted = [one for one in found if one.kind in rule.again]
    return tuple(sorted(wanted, key=lambda one: one.kind is not Novelty.CORRECTION))


def first_news(state: StoryState) -> tuple[News, ...]:
    """What has been corrected or taken back before a story is told for the first time: no reader shall take it for plain news."""
    found: dict[str, list[Said]] = defaultdict(list)
    for member, claim in state.corrections:
        found[claim.key].append((member, claim))
    made = [borne_out(Novelty.CORRECTION, found[key], key) for key in sorted(found)]
    return tuple(sorted((one for one in made if one), key=lambda one: (-one.reports, one.words))[:MOST])


def severity(rule: Rule, state: StoryState) -> int:
    """How far up the rule's list the story's topics reach; -1: none."""
    return max((place for place, topic in enumerate(rule.severity) if topic in state.topics), default=-1)


def reports_wanted(rule: Rule, told: Told) -> int:
    """Independent reports that are news by their number: a schedule that widens with each telling."""
    return told.reports + rule.more_reports * (1 << min(told.number - 1, 20))


def _severity(rule: Rule, state: StoryState, told: Told) -> Iterator[News]:
    reached = severity(rule, state)
    if reached > told.severity:
        before = rule.severity[told.severity] if told.severity >= 0 else None
        yield News(
            kind=Novelty.SEVERITY, words=rule.severity[reached], before=before, now=rule.severity[reached]
        )


def _reports(rule: Rule, state: StoryState, told: Told) -> Iterator[News]:
    if state.reports >= reports_wanted(rule, told):
        yield News(
            kind=Novelty.REPORTS,
            words=f"{state.reports - told.reports} more independent reports",
            before=told.reports,
            now=state.reports,
            reports=state.reports,
        )
