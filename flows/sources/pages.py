"""Article pages behind the entries of a feed: asked for where robots.txt allows (RFC 9309)."""

import asyncio
from collections import defaultdict
from datetime import datetime
from urllib.parse import urlsplit

from protego import Protego

from flows.sources.answer import Answer, FetchError
from flows.sources.http import Client
from flows.sources.media_type import READ, media_type
from pipeline.records import Document, Reason, Rejection, Stage

ACCEPT = "text/html, application/xhtml+xml;q=0.9, text/plain;q=0.5"
_AGENT = "wirewatch"  # the name a robots.txt may call us by
_ROBOTS_SIZE = 500_000  # bytes that are read of one, as by Google (RFC 9309, 2.5: at least 500 KiB)
_LONGEST_DELAY = 30.0  # seconds; a site that asks for more is asked so often


class Robots:
    """What each site allows, asked once a run."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self._rules: dict[str, Protego | str] = {}
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def refusal(self, url: str, trusted_host: str | None = None) -> str | None:
        """Why a page may not be fetched; None if it may. A site's crawl-delay is kept from then on."""
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        async with self._locks[site]:
            if site not in self._rules:
                self._rules[site] = await self._read(site, trusted_host)
        rules = self._rules[site]
        if isinstance(rules, str):
            return rules
        return None if rules.can_fetch(url, _AGENT) else f"robots.txt of {parts.hostname} does not allow it"

    def forbids(self, url: str) -> bool:
        """Whether a robots.txt that was read says no: asking again would not help."""
        parts = urlsplit(url)
        rules = self._rules.get(f"{parts.scheme}://{parts.netloc}")
        return isinstance(rules, Protego) and not rules.can_fetch(url, _AGENT)

    async def sitemaps(self, url: str, trusted_host: str | None = None) -> list[str]:
        """Addresses of the sitemaps that the robots.txt of a page's site names."""
        await self.refusal(url, trusted_host)
        parts = urlsplit(url)
        rules = self._rules[f"{parts.scheme}://{parts.netloc}"]
        return [] if isinstance(rules, str) else list(rules.sitemaps)

    async def _read(self, site: str, trusted_host: str | None) -> Protego | str:
        try:
            answer = await self.client.get(
                f"{site}/robots.txt", accept="text/plain", trusted_host=trusted_host
            )
        except FetchError as error:
            return f"robots.txt could not be read: {error}"
        if answer.status == 429 or answer.status >= 500:
            return f"robots.txt could not be read: the server answered {answer.status}"
        text = answer.body[:_ROBOTS_SIZE].decode("utf-8", "replace") if answer.status == 200 else ""
        rules = Protego.parse(text)
        delay = rules.crawl_delay(_AGENT)
        if delay:
            self.client.turns.slow_down(urlsplit(site).hostname or "", min(delay, _LONGEST_DELAY))
        return rules


async def fetch_page(
    url: str, *, robots: Robots, source: str, now: datetime, trusted_host: str | None = None
) -> Document | Rejection:
    """The page at an address, or why there is none."""
    try:
        refusal = await robots.refusal(url, trusted_host)
        if refusal:
            return _rejection(url, source, now, Reason.FETCH, refusal)
        answer = await robots.client.get(url, accept=ACCEPT, trusted_host=trusted_host)
    except FetchError as error:
        return _rejection(url, source, now, Reason.FETCH, str(error))
    if answer.status != 200:
        return _rejection(
            url, source, now, Reason.FETCH, f"{urlsplit(url).hostname} answered {answer.status}"
        )
    return page_document(url, answer, source, now)


def page_document(url: str, answer: Answer, source: str, now: datetime) -> Document | Rejection:
    """What came from an address, if it is of a kind that is read."""
    declared, charset = media_type(answer.headers.get("content-type"))
    if declared not in READ:
        return _rejection(url, source, now, Reason.UNSUPPORTED, f"{declared[:60]} is not read")
    return Document(
        uri=url,
        source=source,
        media_type=READ[declared],
        content=answer.body,
        fetched_at=now,
        charset=charset,
        url=url,
        content_from="page",
    )


def _rejection(url: str, source: str, now: datetime, reason: Reason, detail: str) -> Rejection:
    return Rejection(uri=url, source=source, stage=Stage.SOURCE, reason=reason, detail=detail, seen_at=now)
