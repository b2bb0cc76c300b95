"""Many hosts in one process: 127.0.0.1, 127.0.0.2 and so on, each with feeds, on one port; what is asked is counted.

Prints {"port": …} when it is ready. Each line on stdin is answered with the counts since the last one; the end of stdin ends it.
"""

import argparse
import asyncio
import errno
import gzip
import json
import socket
import sys
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from made_feeds import MadeFeed, make_feed

_LARGEST_HEAD = 65_536  # bytes


@dataclass(slots=True)
class HostCounts:
    """What one host was asked."""

    requests: int = 0
    at_once: int = 0
    most_at_once: int = 0
    bytes: int = 0  # sent, heads included
    pause: float | None = None  # seconds, the shortest from the end of one answer to the next request
    ended: float | None = None
    statuses: Counter[int] = field(default_factory=Counter)
    feeds: Counter[str] = field(default_factory=Counter)  # requests by path

    def begin(self, path: str, now: float) -> None:
        if self.ended is not None:
            gap = 0.0 if self.at_once else now - self.ended
            self.pause = gap if self.pause is None else min(gap, self.pause)
        self.requests += 1
        self.at_once += 1
        self.most_at_once = max(self.at_once, self.most_at_once)
        self.feeds[path] += 1

    def end(self, status: int, sent: int, now: float) -> None:
        self.at_once -= 1
        self.ended = now
        self.bytes += sent
        self.statuses[status] += 1


class Site(asyncio.Protocol):
    """A connection to one of the hosts."""

    def __init__(
        self, feeds: dict[tuple[str, str], MadeFeed], counts: dict[str, HostCounts], latency: float
    ) -> None:
        self.feeds = feeds
        self.counts = counts
        self.latency = latency
        self.received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.host: str = transport.get_extra_info("sockname")[0]

    def data_received(self, data: bytes) -> None:
        self.received += data
        head, end, rest = self.received.partition(b"\r\n\r\n")
        if len(self.received) > _LARGEST_HEAD:
            self.transport.abort()
        elif end:
            self.received = rest
            self._asked(head.decode("latin-1"))

    def _asked(self, head: str) -> None:
        loop = asyncio.get_running_loop()
        line, *fields = head.split("\r\n")
        path = line.split(" ")[1]
        pairs = (one.partition(":") for one in fields)
        headers = {name.lower(): value.strip() for name, _, value in pairs}
        self.counts[self.host].begin(path, loop.time())
        loop.call_later(self.latency, self._answer, path, headers)

    def _answer(self, path: str, headers: dict[str, str]) -> None:
        status, answer = _answered(self.feeds.get((self.host, path)), headers)
        if not self.transport.is_closing():
            self.transport.write(answer)
        self.counts[self.host].end(status, len(answer), asyncio.get_running_loop().time())


def _answered(feed: MadeFeed | None, headers: dict[str, str]) -> tuple[int, bytes]:
    if feed is None:
        return 404, b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
    named = f"ETag: {feed.etag}\r\nLast-Modified: {feed.last_modified}\r\nVary: Accept-Encoding\r\n"
    if _is_known(feed, headers):
        return 304, f"HTTP/1.1 304 Not Modified\r\n{named}\r\n".encode("ascii")
    packed = "gzip" in headers.get("accept-encoding", "")
    body = feed.packed if packed else gzip.decompress(feed.packed)
    named += f"Content-Type: {feed.media_type}\r\nContent-Length: {len(body)}\r\n"
    named += "Content-Encoding: gzip\r\n" if packed else ""
    return 200, f"HTTP/1.1 200 OK\r\n{named}\r\n".encode("ascii") + body


def _is_known(feed: MadeFeed, headers: dict[str, str]) -> bool:
    """If-None-Match counts before If-Modified-Since (RFC 9110, 13.2.2)."""
    if "if-none-match" in headers:
        return feed.etag in headers["if-none-match"]
    return headers.get("if-modified-since") == feed.last_modified


def _summary(counts: dict[str, HostCounts]) -> dict[str, object]:
    hosts = counts.values()
    pauses = [host.pause for host in hosts if host.pause is not None]
    statuses = sum((host.statuses for host in hosts), Counter())
    return {
        "hosts": sum(host.requests > 0 for host in hosts),
        "requests": sum(host.requests for host in hosts),
        "most_at_once": max(host.most_at_once for host in hosts),
        "pause": min(pauses) if pauses else None,
        "bytes": sum(host.bytes for host in hosts),
        "statuses": {str(status): count for status, count in statuses.items()},
        "feeds": sum(sum(path.startswith("/feed/") for path in host.feeds) for host in hosts),
        "most_of_a_feed": max((count for host in hosts for count in host.feeds.values()), default=0),
    }


def _listen(addresses: list[str]) -> list[socket.socket]:
    """All addresses on one port, whichever is free on every one of them."""
    for _ in range(20):
        sockets = [socket.create_server((addresses[0], 0), backlog=256)]
        port = sockets[0].getsockname()[1]
        try:
            sockets += [socket.create_server((address, port), backlog=256) for address in addresses[1:]]
        except OSError as error:
            for one in sockets:
                one.close()
            if error.errno != errno.EADDRINUSE:
                raise
        else:
            return sockets
    raise OSError(errno.EADDRINUSE, "no port is free on all addresses")


async def serve(options: argparse.Namespace) -> None:
    addresses = [f"127.0.0.{number}" for number in range(1, options.hosts + 1)]
    sockets = _listen(addresses)
    port = sockets[0].getsockname()[1]
    counts = {address: HostCounts() for address in addresses}
    feeds = {
        (address, f"/feed/{number}"): make_feed(
            f"http://{address}:{port}",
            number,
            entries=options.entries,
            seed=options.seed,
            until=datetime.fromisoformat(options.until),
        )
        for address in addresses
        for number in range(1, options.feeds + 1)
    }
    loop = asyncio.get_running_loop()
    for one in sockets:
        await loop.create_server(lambda: Site(feeds, counts, options.latency), sock=one)
    sizes = sorted(feed.size for feed in feeds.values())
    packed = sum(len(feed.packed) for feed in feeds.values())
    _say({"port": port, "smallest": sizes[0], "largest": sizes[-1], "size": sum(sizes), "packed": packed})
    while await asyncio.to_thread(sys.stdin.readline):
        _say(_summary(counts))
        counts.update({address: HostCounts() for address in addresses})


def _say(value: object) -> None:
    sys.stdout.write(json.dumps(value) + "\n")
    sys.stdout.flush()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hosts", type=int, required=True)
    parser.add_argument("--feeds", type=int, required=True, help="of a host")
    parser.add_argument("--entries", type=int, required=True, help="of a feed")
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--until", required=True, help="ISO time of the latest entries")
    parser.add_argument("--latency", type=float, required=True, help="seconds before each answer")
    asyncio.run(serve(parser.parse_args()))


if __name__ == "__main__":
    main()
