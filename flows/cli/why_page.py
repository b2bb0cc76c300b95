"""What `wirewatch why` says, for somebody who has never seen the scoring."""

from collections.abc import Iterator, Sequence
from typing import Any

from rich.text import Text

from flows.cli.output import shown, stdout
from flows.cli.page import LABEL, cut, number, quoted, score, time, wrapped
from flows.cli.why_score import SCALE, compared, lacking, named, what_if

Row = dict[str, Any]
_SENTENCES = 3  # of a change, shown
_NUMBERS = 3
_TITLE = 140  # characters

_REASONS = {
    "opened": "it opened the story",
    "joined": "it joined",
    "copy": "with the report it copies",
    "merged": "its story was taken in",
    "moved": "it moved there",
    "split": "it was parted off",
}
_KINDS = {"exact": "an exact copy", "near": "an edited copy", "partial": "own text with passages"}


def print_why(why: Row) -> None:
    console = stdout()
    for label, lines in _sections(why):
        for place, line in enumerate(lines):
            console.print(Text.assemble((f"{'' if place else label:<{LABEL}}", "bold"), line), soft_wrap=True)
        console.print()


def _sections(why: Row) -> Iterator[tuple[str, list[str]]]:
    article, decision = why["article"], why["decision"]
    yield "Article", _article(article)
    yield "Story", _story(why["story"], why["history"][-1]["reason"])
    if decision["reason"] == "copy":
        yield "Why", wrapped(f"It is a copy, and stands where the report stands whose text it carries: {named(decision['origin'])}.")  # fmt: skip
    elif decision["reason"] == "joined":
        yield "Why", _joined(decision, why["story"]["story_id"])
        if decision["runner_up"]:
            yield "Runner-up", _runner_up(decision["runner_up"])
        yield "If", _ifs(decision["against"], article, "apart", "it would leave for a story of its own")
    else:
        yield "Why", _opened(decision["runner_up"], decision)
        if decision["runner_up"]:
            yield "If", _ifs(decision["runner_up"], article, "together", "the two stories would be one")
    if why["copy"]:
        yield "Copy", _copy(why["copy"])
    if why["pins"]:
        yield "Pins", [line for pin in why["pins"] for line in _pin(pin)]
    yield "History", [line for row in why["history"] for line in _event(row, article)]


def _article(article: Row) -> list[str]:
    known = (
        f"published {time(article['published_at'])}" if article["published_at"] else "published: not known"
    )
    where = cut(article["outlet"]) if article["outlet"] else f"source {article['source']}"
    return [
        *wrapped(cut(article["title"], _TITLE)),
        *wrapped(f"{article['article_id']}, {where}; {known}; seen {time(article['first_seen_at'])} UTC"),
    ]


def _story(story: Row, reason: str) -> list[str]:
    counts = f"{number(story['articles'], 'article')}, {number(story['origins'], 'independent report')}"
    since = f"in it since {time(story['since'])} ({_REASONS.get(reason, reason)})"
    return [*wrapped(cut(story["title"], _TITLE)), *wrapped(f"{story['story_id']}: {counts}; {since}")]


def _joined(decision: Row, story_id: str) -> list[str]:
    against, kept = decision["against"], decision["kept_apart"]
    elsewhere = f" story {against['story_id']}" if against["story_id"] != story_id else ""
    needed = score(decision["threshold"])
    lines = wrapped(
        f"It joined{elsewhere} with a score of {score(decision['score'])}; {needed} is needed. {SCALE}"
    )
    if "parts" in against:
        lines += compared(against, decision["score"], decision["version"])
    if kept:
        lines += wrapped(
            f"This story and {kept['story_id']} would have become one ({score(kept['score'])}), but a pin keeps them apart."
        )
    return lines


def _opened(closest: Row | None, decision: Row) -> list[str]:
    if closest is None:
        return wrapped("It opened a story: no earlier article shared enough rare words to be compared with.")
    title, needed = cut(closest["title"] or "a story", 90), score(decision["threshold"])
    lines = wrapped(
        f"It opened a story. Closest came “{title}” ({closest['story_id']}) with {score(closest['judged'])}; {needed} is "
        f"needed to join. {SCALE}"
    )
    told = compared(closest, closest["judged"], decision["version"]) if "parts" in closest else []
    return lines + told


def _runner_up(closest: Row) -> list[str]:
    title = cut(closest["title"] or "a story", 90)
    lines = wrapped(f"{title} ({closest['story_id']}), {score(closest['judged'])}")
    return lines + (lacking(closest) if "parts" in closest else [])


def _ifs(against: Row, article: Row, verb: str, outcome: str) -> list[str]:
    if "parts" not in against:
        return ["not to be said: grouping has forgotten the story of that time"]
    lines = [line for one in against["what_ifs"] for line in what_if(one)]
    command = f"wirewatch pin {verb} {article['article_id']} {against['nearest']['article_id']}"
    return [*lines, "if you say so, " + outcome + ":", f"  {command}"]


def _copy(copy: Row) -> list[str]:
    lines = wrapped(
        f"{_KINDS[copy['kind']]}: {copy['share']:.0%} of its text stands in {named(copy['origin'])}."
    )
    if copy["nearest"]:
        lines += wrapped(f"The wording is nearest to {named(copy['nearest'])}.")
    for passage in copy["passages"]:
        lines += wrapped(f"{passage['words']} words: {quoted(passage['text'])}")
    changed = copy["changed"]
    lines += wrapped(f"It changed {change_line(changed)}")
    for sign, sentences in (("+", changed["added"]), ("-", changed["removed"])):
        for sentence in sentences[:_SENTENCES]:
            lines += wrapped(f"{sign} {cut(sentence)}")
        if len(sentences) > _SENTENCES:
            lines.append(f"{sign} … and {len(sentences) - _SENTENCES} more")
    return lines


def change_line(changed: Row) -> str:
    """What a copy changed, in one line."""
    parts = ["the headline"] if changed["retitled"] else []
    parts += [f"+{number(len(changed['added']), 'sentence')}"] if changed["added"] else []
    parts += [f"-{number(len(changed['removed']), 'sentence')}"] if changed["removed"] else []
    parts += [f"{shown(before)} → {shown(after)}" for before, after in changed["numbers"][:_NUMBERS]]
    return ", ".join(parts) or "nothing"


def _pin(pin: Row) -> list[str]:
    by = f" by {cut(pin['made_by'])}" if pin["made_by"] else ""
    note = f": {cut(pin['note'])}" if pin["note"] else ""
    return wrapped(
        f"{pin['pin_id']} {pin['kind']} {_few(pin['articles'])} / {_few(pin['others'])}{by}, {time(pin['made_at'])}{note}"
    )


def _few(ids: Sequence[str]) -> str:
    return ids[0] if len(ids) == 1 else f"{ids[0]} and {len(ids) - 1} more"


def _event(row: Row, article: Row) -> list[str]:
    told = row["evidence"]
    text = f"{time(row['at'])}  {row['story_id']}  {_REASONS.get(row['reason'], row['reason'])}"
    if "from" in told:
        text += f", from {told['from']}"
    if "pin" in told:
        text += f", by pin {told['pin']}"
    elif told.get("article") not in {None, article["article_id"]}:
        text += f", shown by {told['article']}"
    if row["score"] and row["reason"] != "copy":
        text += f" ({score(row['score'])})"
    return wrapped(text)
