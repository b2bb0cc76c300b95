"""Topics matched again over the archive, as new rows: what is found now and was not, and what is not found any more.

Nothing else is judged anew, and no alert is raised: what a rule has to say, it says about what arrives.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from flows.archive.amending import Amendment, amending
from flows.archive.trial import Hit, declared, hit, matched
from flows.running.progress import Progress
from flows.workspaces.workspace import Workspace
from pipeline.records import TopicMatch
from pipeline.topics.topic import Matcher, with_dependents, with_references
from warehouse.database.connection import transaction
from warehouse.database.publish import Files
from warehouse.topics import topic_faults, topic_log
from warehouse.topics.archive import Filed, read_some
from warehouse.topics.sql_topics import SqlTopics
from warehouse.topics.topic_faults import TopicFault
from warehouse.topics.topic_log import Stored, evidence_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is wanted."""

    names: tuple[str, ...] = ()  # with those that build on them; none: all topics
    since: datetime | None = None  # only articles that have come since
    dry_run: bool = False
    wait: float = 0.0  # seconds for another run to end


@dataclass(slots=True, kw_only=True)
class Difference:
    """What has changed for one topic."""

    topic: str
    hits: int = 0  # now
    gained: list[Hit] = field(default_factory=list)
    lost: list[Hit] = field(default_factory=list)
    renewed: int = 0  # matches that stay, with another version, score or evidence


@dataclass(slots=True, kw_only=True)
class Rematched:
    """What was done, or would be."""

    run_id: str
    articles: int = 0  # looked at
    differences: dict[str, Difference] = field(default_factory=dict)
    faults: tuple[
        TopicFault, ...
    ] = ()  # of slow ones there is no difference: what they match is left as it is

    @property
    def changes(self) -> int:
        return sum(len(one.gained) + len(one.lost) + one.renewed for one in self.differences.values())


def rematch(  # noqa: PLR0913 - what is wanted, of what, and who hears of it
    workspace: Workspace,
    files: Files,
    request: Request,
    clock: Callable[[], datetime],
    *,
    progress: Progress,
    told: Callable[[Rematched], None],
) -> Rematched:
    """Carry out a request; the warehouse is locked meanwhile. `told` hears the differences before they are written.

    Raises:
        UserError: there is no warehouse, or no such topic.
        LockedError: another run holds the warehouse.
        WarehouseError: the warehouse cannot be opened.
    """
    for name in request.names:
        declared(workspace.topics, name)
    with amending(files, "rematch", clock, wait=request.wait, dry_run=request.dry_run) as amendment:
        work = _Rematching(amendment, workspace, request)
        work.compare(progress)
        told(work.done)
        if not request.dry_run:
            work.write(workspace, amendment.now)
    return work.done


class _Rematching:
    def __init__(self, amendment: Amendment, workspace: Workspace, request: Request) -> None:
        self.con = amendment.con
        self.since = request.since
        wanted = with_dependents(workspace.topics, request.names) if request.names else workspace.topics
        names = [topic.name for topic in wanted]
        self.matcher = Matcher(with_references(workspace.topics, names))
        self.asked = SqlTopics(self.matcher.topics, self.matcher.versions)
        self.done = Rematched(
            run_id=amendment.run_id, differences={name: Difference(topic=name) for name in names}
        )
        self.standing = topic_log.stored_matches(self.con, names, request.since)
        self.ended: list[tuple[str, str]] = []
        self.begun: list[TopicMatch] = []

    def compare(self, progress: Progress) -> None:
        """Match every article; what stands afterwards among what stood before is lost."""
        for filed, matches in matched(self.con, self.matcher, self.since, progress, self.asked):
            self.done.articles += 1
            for match in matches:
                if match.topic in self.done.differences:
                    self._compare(filed, match)
        self._leave_out_slow()
        self.ended += list(self.standing)
        known = {
            one.article.article_id: one for one in read_some(self.con, [one for _, one in self.standing])
        }
        for topic, article_id in self.standing:
            self.done.differences[topic].lost.append(hit(known[article_id], 0.0, ()))

    def _leave_out_slow(self) -> None:
        """Topics that were not asked about every article: what they did not find says nothing."""
        self.done.faults = tuple(self.asked.faults)
        slow = {fault.topic for fault in self.asked.faults if fault.kind == "slow"}
        for name in slow & self.done.differences.keys():
            del self.done.differences[name]
        self.begun = [match for match in self.begun if match.topic not in slow]
        self.ended = [key for key in self.ended if key[0] not in slow]
        self.standing = {key: match for key, match in self.standing.items() if key[0] not in slow}

    def _compare(self, filed: Filed, match: TopicMatch) -> None:
        difference, key = self.done.differences[match.topic], (match.topic, match.article_id)
        before = self.standing.pop(key, None)
        difference.hits += 1
        if before == Stored(version=match.version, score=match.score, evidence=evidence_text(match)):
            return
        if before is None:
            difference.gained.append(hit(filed, match.score, match.evidence))
        else:
            difference.renewed += 1
            self.ended.append(key)
        self.begun.append(match)

    def write(self, workspace: Workspace, now: datetime) -> None:
        """All of it or nothing, so that a run that was killed has changed nothing, and the same again changes nothing more."""
        versions = Matcher(workspace.topics).versions
        with transaction(self.con):
            topic_log.sync_topics(self.con, workspace.topics, versions, now)
            topic_log.replace_matches(self.con, self.ended, self.begun, now)
            topic_faults.end_faults(self.con, self.done.differences, now, self.since)
            topic_faults.add_faults(self.con, self.done.faults, now)
