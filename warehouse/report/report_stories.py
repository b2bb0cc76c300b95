"""The stories of a report: newest activity first, with their topics and best quotes."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import chain
from typing import Any, Final

import duckdb
import orjson

from pipeline.texts.text import words
from warehouse.database.rows import Row, rows
from warehouse.queries.figures import drift, told
from warehouse.queries.newest import literals, newest_ids, stories_by_id
from warehouse.report.report_members import Member, article_names, folded, member_of, member_rows
from warehouse.report.report_run import Run
from warehouse.wording import (
    MAX_CLAUSE,
    counted,
    extent,
    language,
    line_or_none,
    shorten,
)

MAX_STORIES: Final = 100
OPEN_STORIES: Final = 25  # shown in full; later ones open on demand, or a phone scrolls for minutes
_IN_SIGHT: Final = 4  # reports of a story; of more, the first one and the last two
MAX_QUOTES: Final = 3  # of a story, and never more than it has independent reports
_MAX_QUOTE: Final = 320  # characters
_LEAST_QUOTE: Final = 5  # words: fewer are quotation marks of distance, not speech
_STEPS: Final = 8  # values of a toll
_CANDIDATES: Final = 20  # quotes of a story that are looked at

# As the view quotes has it, which tells of each saying there is who carried it: here it is counted for those of these stories alone.
_SAYING = r"coalesce(q.said_id, regexp_replace(lower(q.quote), '[^\p{L}\p{N}]+', ' ', 'g'))"
_QUOTES = f"""
    WITH said AS (
        SELECT a.story_id, a.language, a.arrival, q.quote, q.speaker, q.said_id, q.start_at, {_SAYING} AS saying
        FROM articles AS a JOIN store.quote_log AS q ON q.article_id = a.article_id AND q.valid_to IS NULL
        WHERE a.story_id IN (%s) AND length(q.quote) <= $longest
    ), carried AS (
        SELECT {_SAYING} AS saying, q.article_id FROM store.quote_log AS q WHERE q.valid_to IS NULL
    ), counted AS (
        SELECT c.saying, arg_min(v.outlet, v.seq) AS outlet, count(DISTINCT c.article_id) AS variants
        FROM carried AS c
        JOIN (SELECT DISTINCT saying FROM said) AS s ON s.saying = c.saying
        JOIN store.article_versions AS v ON v.article_id = c.article_id AND v.valid_to IS NULL
        GROUP BY c.saying
    )
    SELECT q.story_id, q.quote, q.speaker, c.variants, q.said_id, c.outlet, q.language
    FROM said AS q JOIN counted AS c ON c.saying = q.saying
    QUALIFY row_number() OVER (
        PARTITION BY q.story_id
        ORDER BY c.variants DESC, q.speaker IS NULL, abs(length(q.quote) - 120), q.arrival, q.start_at
    ) <= $most
    ORDER BY q.story_id, c.variants DESC, q.speaker IS NULL, abs(length(q.quote) - 120), q.arrival, q.start_at
"""  # noqa: S608 - an expression of our own
_TAGS = """
    SELECT m.story_id, m.topic, coalesce(t.title, m.topic) AS title, count(*) AS articles,
        arg_max(m.evidence, (m.score, m.article_id)) AS evidence
    FROM topic_matches AS m LEFT JOIN topics AS t ON t.topic = m.topic
    WHERE m.story_id IN (%s)
    GROUP BY ALL ORDER BY articles DESC, title, m.topic
"""
# The media topics of a story: those of a good part of its articles, the strongest first.
_SUBJECTS = """
    SELECT story_id, name FROM (
        SELECT story_id, name, sum(score) AS weight FROM media_topics
        WHERE code = top AND story_id IN (%s) GROUP BY story_id, name
    )
    QUALIFY weight >= 0.4 * max(weight) OVER (PARTITION BY story_id)
        AND row_number() OVER (PARTITION BY story_id ORDER BY weight DESC, name) <= 3
    ORDER BY story_id, weight DESC, name
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """A topic of a story, and the place that matched best."""

    topic: str
    title: str
    articles: int
    clause: str | None
    words: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    quote: str
    speaker: str | None
    outlet: str | None
    variants: int  # articles that carry these words
    language: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    rank: int  # 0: the newest
    story_id: str
    title: str
    titled: bool
    language: str | None
    active_at: datetime
    extent: str
    outlets: str | None
    is_new: bool
    new_articles: int
    tags: tuple[Tag, ...]
    subjects: tuple[str, ...]  # names of media topics
    quotes: tuple[Quoted, ...]
    moved: tuple[str, ...]  # tolls told in more than one value: dead: 12 (outlet) → 19 (outlet)
    members: tuple[Member, ...]
    articles: int
    hidden: int

    @property
    def active_day(self) -> date:
        return self.active_at.astimezone(UTC).date()

    @property
    def every_member(self) -> tuple[Member, ...]:
        return tuple(chain.from_iterable((member, *member.copies) for member in self.members))

    @property
    def phases(self) -> tuple[tuple[Member, ...], tuple[Member, ...], tuple[Member, ...]]:
        """The first report, those between and the last ones."""
        if len(self.members) <= _IN_SIGHT:
            return self.members, (), ()
        return self.members[:1], self.members[1:-2], self.members[-2:]

    @property
    def undated(self) -> bool:
        return not any(member.published for member in self.every_member)


def shown_stories(con: duckdb.DuckDBPyConnection, run: Run | None) -> list[Story]:
    ids = newest_ids(con, MAX_STORIES)
    found, quoted_ids = stories_by_id(con, ids), literals(ids)
    members = _by_story(member_rows(con, ids, run))
    quotes = _by_story(rows(con, _QUOTES % quoted_ids, {"longest": _MAX_QUOTE, "most": _CANDIDATES}))
    tags = _by_story(rows(con, _TAGS % quoted_ids))
    subjects = _by_story(rows(con, _SUBJECTS % quoted_ids))
    moved = drift(con, ids)
    names = article_names(con, [row for of_story in members.values() for row in of_story])
    names |= {row["story_id"]: f"“{shorten(row['title'], 70)}”" for row in found}
    return [
        _story(
            rank,
            row,
            run,
            members=members[row["story_id"]],
            quotes=quotes[row["story_id"]],
            tags=tags[row["story_id"]],
            subjects=subjects[row["story_id"]],
            moved=moved.get(row["story_id"], []),
            names=names,
        )
        for rank, row in enumerate(found)
    ]


def _by_story(found: Sequence[Row]) -> dict[str, list[Row]]:
    grouped: dict[str, list[Row]] = defaultdict(list)
    for row in found:
        grouped[row["story_id"]].append(row)
    return grouped


def _story(  # noqa: PLR0913 - what is known of it, by kind
    rank: int,
    row: Row,
    run: Run | None,
    *,
    members: Sequence[Row],
    quotes: Sequence[Row],
    tags: Sequence[Row],
    subjects: Sequence[Row],
    moved: Sequence[Row],
    names: Mapping[str, str],
) -> Story:
    titled = any(member["titled"] for member in members)
    shown = folded([member_of(member, names, run) for member in members])
    return Story(
        rank=rank,
        story_id=row["story_id"],
        title=line_or_none(row["title"]) or "(empty)",
        titled=titled,
        language=next(
            (language(m["language"]) for m in members if m["title"] == row["title"] or not titled), None
        ),
        active_at=row["last_seen_at"],
        extent=extent(row["articles"], row["origins"]),
        outlets=counted(row["outlets"], "outlet") if row["outlets"] > 1 else None,
        is_new=bool(run and members and run.brought(members[0]["story_arrival"])),
        new_articles=members[0]["new_articles"] if members else 0,
        tags=tuple(_tag(tag) for tag in tags),
        subjects=tuple(subject["name"] for subject in subjects),
        quotes=_best(quotes, min(row["origins"], MAX_QUOTES)),
        moved=tuple(_moved(one) for one in moved),
        members=shown,
        articles=row["articles"],
        hidden=row["articles"] - len(members),
    )


def _best(quotes: Sequence[Row], most: int) -> tuple[Quoted, ...]:
    """The first few in order of rank that are speech and say something the others do not."""
    best: list[Quoted] = []
    said: list[str] = []
    sayings: set[str] = set()
    for row in quotes:
        spoken = " ".join(word.text for word in words(row["quote"]))
        repeated = row["said_id"] in sayings or any(spoken in other or other in spoken for other in said)
        if len(best) < most and spoken.count(" ") >= _LEAST_QUOTE - 1 and not repeated:
            said.append(spoken)
            sayings |= {row["said_id"]} - {None}  # stored before sayings were told
            best.append(_quoted(row))
    return tuple(best)


def _moved(one: Row) -> str:
    steps = [
        f"{told(step)} ({line_or_none(step['outlet'], 40) or step['article_id']})" for step in one["steps"]
    ]
    return f"{one['counted']}: {' → '.join(steps[:_STEPS])}{' …' if len(steps) > _STEPS else ''}"


def _quoted(row: Row) -> Quoted:
    return Quoted(
        quote=shorten(row["quote"], _MAX_QUOTE),
        speaker=line_or_none(row["speaker"], 80),
        outlet=line_or_none(row["outlet"], 80),
        variants=row["variants"],
        language=language(row["language"]),
    )


def _tag(row: Row) -> Tag:
    places: list[dict[str, Any]] = orjson.loads(row["evidence"])
    place = places[0] if places else {}
    return Tag(
        topic=row["topic"],
        title=shorten(row["title"], 60),
        articles=row["articles"],
        clause=line_or_none(place.get("clause"), MAX_CLAUSE),
        words=line_or_none(place.get("words"), 80),
    )
