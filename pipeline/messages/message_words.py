"""How an alert is put into words, whatever it is sent as: what is new, how large a story is, who reported it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from pipeline.messages.message_line import one_line

MAX_CLAUSE: Final = 100  # characters of a clause where a person reads it; the data has more
_KINDS: Final = {
    "name": "Named for the first time",
    "place": "A further place",
    "quote": "Said for the first time",
    "correction": "Corrected",
    "severity": "More severe",
    "figure": "Moved",
    "reports": "Reported more widely",
}


def headline(news: Iterable[Mapping[str, Any]]) -> str:
    """The weightiest news in a few words, for a subject line."""
    by_kind: dict[str, Mapping[str, Any]] = {}
    for item in news:
        by_kind.setdefault(item["kind"], item)
    weighty = [by_kind[kind] for kind in ("correction", "figure", "severity") if kind in by_kind]
    shown = weighty or list(by_kind.values())[:1]
    return one_line(", ".join(_in_short(item) for item in shown), 80)


def _in_short(item: Mapping[str, Any]) -> str:
    if item["kind"] == "correction":
        return "withdrawn" if item.get("withdrawn") else "corrected"
    if item["kind"] == "severity":
        return f"now {item['words']}"
    return str(change(item)) if item["kind"] in {"figure", "reports"} else str(item["words"])


def change(item: Mapping[str, Any]) -> str:
    """What is new, and what had been told of it."""
    words, before, now = item["words"], item["before"], item["now"]
    if item["kind"] == "reports":
        return f"{now} independent reports, {before} when last told"
    if item["kind"] == "severity":
        return f"{words}, {before} when last told" if before else str(words)
    if item["kind"] == "figure":
        noun = str(words).partition(":")[0]
        return f"{noun}: {before:,.10g} → {now:,.10g}" if before is not None else f"{noun}: {now:,.10g}"
    return str(words)


def passages(item: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The sentences in which it stands, but for one that says no more than what is said of it already."""
    return [one for one in item["sentences"] if one["sentence"] != change(item)]


def label(item: Mapping[str, Any]) -> str:
    if item.get("withdrawn"):
        return "Withdrawn"
    return _KINDS.get(item["kind"], str(item["kind"]))


def backed(item: Mapping[str, Any]) -> str:
    """By how many independent reports it is borne out; of a correction, whose it is."""
    if item["kind"] == "correction":
        outlets = [one["outlet"] for one in item["sentences"] if one["outlet"]]
        return f" ({outlets[0]})" if outlets else ""
    reports = item["reports"]
    return f" ({reports} reports)" if reports > 1 and item["kind"] != "reports" else ""


def earlier(before: Mapping[str, Any]) -> str:
    """What had been told of the story before."""
    times = "once" if before["number"] == 1 else f"{before['number']} times"
    figures = ", ".join(f"{noun}: {value:,.10g}" for noun, value in before["figures"].items())
    told = [f"{before['reports']} independent report{'' if before['reports'] == 1 else 's'}", figures]
    return f"Told {times} before, last on {clock(before['at'])}: {', '.join(part for part in told if part)}"


def by_clause(matches: Iterable[Mapping[str, Any]]) -> list[tuple[str, list[Mapping[str, Any]]]]:
    """What each clause found, a sentence once however many of its words matched."""
    groups: dict[str, dict[tuple[str, str], Mapping[str, Any]]] = {}
    for match in matches:
        ground = f"{match['topic_title']}: {one_line(match['clause'], MAX_CLAUSE)}"
        place = (match["article_id"], match["sentence"] or match["words"])
        groups.setdefault(ground, {}).setdefault(place, match)
    return [(ground, list(places.values())) for ground, places in groups.items()]


def one_an_article(matches: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """For a short form: the first place in each article."""
    first: dict[str, Mapping[str, Any]] = {}
    for match in matches:
        first.setdefault(match["article_id"], match)
    return list(first.values())


def quoted(match: Mapping[str, Any]) -> str:
    """Who wrote it, and the sentence with the words that matched in brackets."""
    before, found, after = marked(match)
    sentence = f"{before}[{found}]{after}" if found else before
    return f"{match['outlet']}: {sentence}" if match["outlet"] else sentence


def extent(story: Mapping[str, Any]) -> str:
    """How large the story is, in words."""
    counts = (
        (story["articles"], "article"),
        (story["outlets"], "outlet"),  # none: not known
        (story["reports"], "independent report"),
    )
    return ", ".join(f"{number} {noun}{'' if number == 1 else 's'}" for number, noun in counts if number)


def span(story: Mapping[str, Any]) -> str:
    """When its articles were first and last seen."""
    first, last = clock(story["first_seen_at"]), clock(story["last_seen_at"])
    return f"Seen {first}" if first == last else f"Seen from {first} to {last}"


def byline(source: Mapping[str, Any]) -> str:
    """When, who and what, in one line; an unknown time of publication is not invented."""
    when = clock(source["published_at"]) if source["published_at"] else f"seen {clock(source['seen_at'])}"
    parts = (
        when,
        source["outlet"],
        source["title"] or source["lead"],
        "(a copy)" if source["copy_of"] else None,
    )
    return "  ".join(part for part in parts if part)


def clock(moment: str) -> str:
    return datetime.fromisoformat(moment).strftime("%Y-%m-%d %H:%M UTC")


def marked(match: Mapping[str, Any]) -> tuple[str, str, str]:
    """The sentence before, at and after the words that matched."""
    words, sentence = match["words"], match["sentence"] or match["words"]
    return sentence.partition(words) if words else (sentence, "", "")


def coverage(down: Iterable[str]) -> str | None:
    """A warning that something may be missing, with the sources that are silent or failing."""
    names = list(down)
    if not names:
        return None
    shown = ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")
    return f"Coverage may be incomplete, these sources bring nothing at the moment: {shown}"


def spike(found: Mapping[str, Any]) -> str:
    """How much more than usual."""
    return (
        f"{found['count']} independent reports in {_hours(found['window'])}; usual at this time are {found['usual']:g},"
        f" and from {found['limit']:g} on it is more than chance ({found['windows']} such windows of the past)."
    )


def silence(found: Mapping[str, Any]) -> tuple[str, ...]:
    """Since when, and whether those who used to report are silent themselves."""
    since = f"No report since {clock(found['last_heard_at'])}, for {_hours(found['after'])} and more."
    sources, down = found["sources"], found["sources_down"]
    if not sources:
        return (since,)
    if len(sources) == 1:
        return since, _only_source(sources[0], fails=bool(down))
    if down:
        fail = f"{len(down)} {'fails' if len(down) == 1 else 'fail'}: {', '.join(down[:5])}"
        return since, f"Of the {len(sources)} sources that used to bring it {fail}. It may be them."
    return since, f"The {len(sources)} sources that used to bring it are alive: the topic itself is quiet."


def _only_source(name: str, *, fails: bool) -> str:
    if fails:
        return f"The one source that used to bring it, {name}, fails. It may be that."
    return f"The one source that used to bring it, {name}, is alive: the topic itself is quiet."


def _hours(seconds: float) -> str:
    hours = seconds / 3600
    if hours >= 48 and hours % 24 == 0:
        return f"{hours / 24:g} days"
    return "an hour" if hours == 1 else f"{hours:g} hours"
