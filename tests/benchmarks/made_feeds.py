"""Feeds that were never published: RSS 2.0 and Atom by turns, full text enclosed, each article different, from a seed."""

import gzip
import hashlib
import html
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import accumulate
from random import Random

from wordfreq import top_n_list

_VOCABULARY = top_n_list("en", 8_000)
_WEIGHTS = list(accumulate(1 / (rank + 2.7) for rank in range(1, len(_VOCABULARY) + 1)))  # Zipf, Mandelbrot's
_RARE = [word.capitalize() for word in _VOCABULARY[4_000:] if word.isalpha()]  # stand for names
_WORDS = (121, 180)  # of an article at least, by feed; with 50 of them a feed has 75 to 100 kB
_MORE = 30  # words that an article may have beyond that
_APART = timedelta(minutes=40)  # between two entries of a feed


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeFeed:
    """A feed ready to be served."""

    media_type: str
    packed: bytes  # gzip
    size: int  # bytes before packing
    etag: str
    last_modified: str  # an HTTP date


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    address: str
    title: str
    summary: str
    markup: str
    published: datetime


def make_feed(site: str, number: int, *, entries: int, seed: int, until: datetime) -> MadeFeed:
    """The feed `number` of a site ("http://host:port"); its latest entry is of `until`."""
    made = list(_entries(site, number, entries, seed, until))
    name = f"Desk {number} of {site}"
    atom = number % 2 == 0
    text = _atom(site, name, made) if atom else _rss(site, name, made)
    body = text.encode("utf-8")
    return MadeFeed(
        media_type="application/atom+xml" if atom else "application/rss+xml; charset=utf-8",
        packed=gzip.compress(body, 6, mtime=0),
        size=len(body),
        etag=f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"',
        last_modified=format_datetime(until.astimezone(UTC).replace(microsecond=0), usegmt=True),
    )


def _entries(site: str, number: int, entries: int, seed: int, until: datetime) -> Iterator[_Entry]:
    host = site.partition("//")[2].partition(":")[0]  # the port is another one at each start
    random = Random(f"{seed} {host} {number}")
    least = random.randint(*_WORDS)
    for place in range(entries):
        paragraphs = list(_paragraphs(random, random.randint(least, least + _MORE)))
        yield _Entry(
            address=f"{site}/article/{number}/{place}",
            title=" ".join(word.capitalize() for word in _words(random, random.randint(6, 11))),
            summary=paragraphs[0],
            markup="\n".join(f"<p>{html.escape(paragraph)}</p>" for paragraph in paragraphs),
            published=until - _APART * place,
        )


def _paragraphs(random: Random, least: int) -> Iterator[str]:
    left = least
    while left > 0:
        sentences = [_sentence(random) for _ in range(3)]
        left -= sum(len(sentence.split()) for sentence in sentences)
        yield " ".join(sentences)


def _sentence(random: Random) -> str:
    first, *rest = _words(random, random.randint(9, 22))
    rest[random.randrange(len(rest))] = random.choice(_RARE)
    return f"{first.capitalize()} {' '.join(rest)}."


def _words(random: Random, count: int) -> list[str]:
    return random.choices(_VOCABULARY, cum_weights=_WEIGHTS, k=count)


def _rss(site: str, name: str, entries: list[_Entry]) -> str:
    items = "\n".join(
        f"<item><title>{entry.title}</title><link>{entry.address}</link>"
        f'<guid isPermaLink="true">{entry.address}</guid><pubDate>{format_datetime(entry.published)}</pubDate>'
        f"<dc:creator>{entry.title.split()[0]} {entry.title.split()[-1]}</dc:creator>"
        f"<description>{entry.summary}</description>"
        f"<content:encoded><![CDATA[{entry.markup}]]></content:encoded></item>"
        for entry in entries
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/">\n'
        f"<channel><title>{name}</title><link>{site}</link><description>{name}</description>\n{items}\n</channel></rss>"
    )


def _atom(site: str, name: str, entries: list[_Entry]) -> str:
    items = "\n".join(
        f'<entry><title>{entry.title}</title><link href="{entry.address}"/><id>{entry.address}</id>'
        f"<updated>{entry.published.isoformat()}</updated><published>{entry.published.isoformat()}</published>"
        f"<author><name>{entry.title.split()[0]} {entry.title.split()[-1]}</name></author>"
        f'<summary>{entry.summary}</summary><content type="html">{html.escape(entry.markup)}</content></entry>'
        for entry in entries
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
        f"<title>{name}</title><id>{site}/</id><updated>{entries[0].published.isoformat()}</updated>\n{items}\n</feed>"
    )
