"""A simulated month: alerts sent against what truly changed. Precision, recall, repeats (goal 0).

Some events of a made stream are accidents: their reports open with a toll that rises in stages, some reports lag behind or round it,
some events are corrected. So it is known of each moment what was new. A rule watches for accidents; every alert is held against the truth.
"""

import argparse
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import islice
from random import Random

import duckdb
from made_stream import Made, stream
from rich.console import Console
from rich.table import Table

from flows.loading.desk import Desk
from flows.loading.load import Load, raise_alerts
from flows.spool.spool import Batch
from pipeline.records import Document, Novelty, Rule, Topic
from warehouse.database.connection import transaction
from warehouse.database.opening import open_loader

_SAID = {
    "en": "At least {toll} people were killed in {place}, officials said.",
    "de": "Mindestens {toll} Menschen wurden in {place} getötet, teilten die Behörden mit.",
    "fr": "Au moins {toll} personnes ont été tuées à {place}, ont annoncé les autorités.",
    "es": "Al menos {toll} personas murieron en {place}, informaron las autoridades.",
    "ru": "Не менее {toll} человек погибли в городе {place}, сообщили власти.",
}
_CORRECTED = {
    "en": "Correction: An earlier version of this article misstated the day.",
    "de": "Korrektur: In einer früheren Version dieses Artikels stand ein falscher Tag.",
    "fr": "Rectificatif : une version antérieure de cet article donnait un autre jour.",
    "es": "Corrección: una versión anterior de este artículo daba otro día.",
    "ru": "Исправление: в прежней версии был указан другой день.",
}
_RUN = 50  # articles
TOPIC = Topic(
    name="accidents",
    title="Deadly accidents",
    query='"were killed" OR "getötet" OR "ont été tuées" OR "personas murieron" OR "человек погибли"',
)
RULES = {
    "figures and corrections": frozenset({Novelty.FIGURE, Novelty.CORRECTION}),
    "all that is new": frozenset(Novelty),
}


@dataclass(slots=True)
class Accident:
    """One event with a toll, and what was to be told of it."""

    language: str
    place: str
    stages: list[int]  # tolls
    corrected: bool
    reported: dict[int, set[int]] = field(
        default_factory=lambda: defaultdict(set)
    )  # toll to the reports that gave it
    arrived: dict[int, int] = field(default_factory=dict)  # report to the stage it was written in
    told: int = 0  # the highest toll told
    alerts: int = 0
    correction_seen: bool = False
    correction_told: bool = False


class Month:
    """The stream, with what it tells at each moment."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self.accidents: dict[int, Accident | None] = {}

    def document(self, made: Made) -> Document:
        """The article as it comes, with its opening if its event is an accident."""
        article = made.article
        accident = self._accident(made.event, article.language or "")
        text = article.text
        if accident and text:
            chance = Random(f"{self._seed} {made.event} {made.report}")
            stage = min(len(accident.arrived) * len(accident.stages) // 6, len(accident.stages) - 1)
            accident.arrived.setdefault(made.report, stage)
            stage = accident.arrived[made.report]  # of a copy: its origin's
            lag = chance.random() < 0.2
            toll = accident.stages[max(0, stage - lag)]
            text = f"{_SAID[accident.language].format(toll=toll, place=accident.place)}\n\n{text}"
            if not made.copy:
                accident.reported[toll].add(made.report)
            if accident.corrected and made.report == 3:
                text += f"\n\n{_CORRECTED[accident.language]}"
                accident.correction_seen = True
        return Document(
            uri=made.uri,
            source="made",
            media_type="text/plain",
            content=text,
            title=article.title,
            outlet=article.outlet,
            language=article.language,
            published_at=article.published_at,
            published_from="import",
            fetched_at=made.seen_at,
        )

    def _accident(self, event: int, language: str) -> Accident | None:
        if event not in self.accidents:
            chance = Random(f"{self._seed} {event}")
            tolls = sorted(chance.sample(range(2, 60), chance.choice((1, 2, 3, 4))))
            deadly = chance.random() < 0.25 and language in _SAID
            place = "".join(
                chance.sample(("Ar", "bo", "cas", "dur", "el", "fan", "gor", "hul"), 3)
            ).capitalize()
            self.accidents[event] = (
                Accident(language=language, place=place, stages=tolls, corrected=chance.random() < 0.2)
                if deadly
                else None
            )
        return self.accidents[event]


@dataclass(slots=True)
class Score:
    """What alerts were worth."""

    first: int = 0  # alerts that told of an accident first
    again: int = 0  # that told a toll not told before, or a correction
    wider: int = 0  # that told of more reports, names or places, which is no change of the event
    repeats: int = 0  # that told an accident once more as if it were new, or a toll told before
    strange: int = 0  # about no accident
    missed: Counter[str] = field(default_factory=Counter)
    wanted: Counter[str] = field(default_factory=Counter)


def load(con: duckdb.DuckDBPyConnection, documents: Sequence[Document], rules: Sequence[Rule]) -> None:
    """Run after run, each with its own state, as far as that goes."""
    for number in range(0, len(documents), _RUN):
        part = tuple(documents[number : number + _RUN])
        now = part[-1].fetched_at
        work = Load(con, Desk(con, (TOPIC,), rules), Batch(batch_id=f"b{number:06}", items=part), "run", now)
        for stage in (work.begin, work.extract, work.fold, work.group, work.commit):
            stage()
        with transaction(con):
            raise_alerts(con, rules, (), now, until=now)
    with transaction(con):
        raise_alerts(con, rules, (), now, until=now + timedelta(days=2))


def scored(con: duckdb.DuckDBPyConnection, rule: str, month: Month, truth: dict[str, int]) -> Score:
    """Each alert against what was known and told at its time."""
    score = Score()
    rows = con.execute(
        """
        SELECT article_id, reason, news, told FROM store.telling_log WHERE rule = ? ORDER BY moment, rowid
        """,
        [rule],
    ).fetchall()
    for accident in filter(None, month.accidents.values()):
        accident.alerts, accident.told, accident.correction_told = 0, 0, False
    for article_id, reason, news, told in rows:
        event = truth.get(article_id)
        accident = month.accidents.get(event) if event is not None else None
        if accident is None:
            score.strange += 1
            continue
        _judge(score, accident, reason, json.loads(news), json.loads(told))
    _count_missed(score, month)
    return score


def _judge(
    score: Score,
    accident: Accident,
    reason: str,
    news: Sequence[dict[str, object]],
    told: dict[str, dict[str, float]],
) -> None:
    corrected = any(one["kind"] == "correction" for one in news)
    toll = int(told["figures"].get("dead", 0))
    risen = toll > accident.told and toll in accident.stages
    if reason != "changed":
        score.repeats += bool(accident.alerts)
        score.first += not accident.alerts
    elif risen or (corrected and not accident.correction_told):
        score.again += 1
    elif corrected or any(one["kind"] == "figure" for one in news):
        score.repeats += 1
    else:
        score.wider += 1
    accident.alerts += 1
    accident.told = max(toll, accident.told)
    accident.correction_told |= corrected


def _count_missed(score: Score, month: Month) -> None:
    """Of each accident its first telling; of each later toll, that it or a higher one was told; of each correction."""
    for accident in filter(None, month.accidents.values()):
        if not accident.reported:
            continue
        score.wanted["first"] += 1
        score.missed["first"] += not accident.alerts
        later = sorted(accident.reported)[1:]
        if later:
            score.wanted["last toll"] += 1
            score.missed["last toll"] += accident.told < later[-1]
        if accident.correction_seen:
            score.wanted["correction"] += 1
            score.missed["correction"] += not accident.correction_told


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--a-day", type=int, default=100, help="articles")
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    month = Month(options.seed)
    made = list(islice(stream(options.a_day * options.days, a_day=options.a_day, seed=options.seed), None))
    documents = [month.document(one) for one in made]
    rules = [
        Rule(name=name, title=name, topics=(TOPIC.name,), channels=(), again=again)
        for name, again in RULES.items()
    ]
    with open_loader(":memory:") as con:
        load(con, documents, rules)
        rows = con.execute("SELECT article_id, uri FROM articles").fetchall()
        truth = {article_id: _event(uri) for article_id, uri in rows}
        _show(options, len(made), {rule.name: scored(con, rule.name, month, truth) for rule in rules})


def _event(uri: str) -> int:
    found = re.fullmatch(r"made:(\d+)/\d+/\d+", uri)
    assert found
    return int(found[1])


def _lines(score: Score) -> Iterator[tuple[str, str]]:
    said = score.first + score.again + score.repeats + score.strange
    true = score.first + score.again
    wanted, missed = sum(score.wanted.values()), sum(score.missed.values())
    yield "alerts of change", f"{said:,}"
    yield "accidents told first", f"{score.first:,}"
    yield "changes told", f"{score.again:,}"
    yield "repeats", f"{score.repeats:,}"
    yield "about no accident", f"{score.strange:,}"
    yield "of reports, names, places", f"{score.wider:,}"
    yield "precision", f"{true / said:.3f}" if said else "-"
    yield "recall", f"{1 - missed / wanted:.3f}" if wanted else "-"
    for kind, count in score.wanted.items():
        yield f"  of {kind}", f"{count - score.missed[kind]:,} of {count:,}"


def _show(options: argparse.Namespace, articles: int, scores: dict[str, Score]) -> None:
    table = Table(
        "", *scores, box=None, title=f"{articles:,} articles in {options.days} days, seed {options.seed}"
    )
    for lines in zip(*(list(_lines(score)) for score in scores.values()), strict=True):
        table.add_row(lines[0][0], *(value for _, value in lines))
    Console().print(table)


if __name__ == "__main__":
    main()
