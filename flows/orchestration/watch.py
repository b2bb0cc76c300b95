"""The process that looks at watched folders: when something arrives in one, a run starts. `wirewatch up` starts it."""

import asyncio
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from prefect.client.orchestration import PrefectClient, get_client
from prefect.exceptions import ObjectNotFound

from flows.clock import utc_now
from flows.orchestration.child import end_with_parent
from flows.sources.folder import changed_since
from flows.sources.folder_state import FolderState
from flows.sources.kinds import FolderSource
from flows.workspaces.workspace import load_workspace
from warehouse.database.connection import WarehouseError, connect
from warehouse.database.publish import Files
from warehouse.ledger.sources import source_states

if TYPE_CHECKING:
    from pipeline.records import Json

_LOOK = 2.0  # seconds between two looks: a file rests so long before it is read anyway
_SHARE = 20  # and at least so many times as long as a look takes, so that a huge folder costs 5 % of a core
_PAUSE = 30.0  # seconds from one run to the next that something arriving may start
_DEPLOYMENT = "wirewatch/schedule"


def main(workspace: str, warehouse: str) -> None:
    """Look until a signal comes."""
    files = Files(Path(warehouse))
    declared = load_workspace(Path(workspace), files.published.parent)
    with suppress(KeyboardInterrupt):
        asyncio.run(_watch(declared.watched, files.published))


async def _watch(folders: Sequence[FolderSource], published: Path) -> None:
    last = LastReading(published)
    async with get_client() as client:
        while True:
            began = time.monotonic()
            arrived = await asyncio.to_thread(last.misses_something, folders)
            rest = max(_LOOK, _SHARE * (time.monotonic() - began))
            await asyncio.sleep(_PAUSE if arrived and await _start_run(client) else rest)


class LastReading:
    """What the last run knew of each folder, as published."""

    def __init__(self, published: Path) -> None:
        self._published = published
        self._version = 0
        self._states: Mapping[str, Mapping[str, Json]] = {}

    def misses_something(self, folders: Sequence[FolderSource]) -> bool:
        """Whether a run would read something now; before the first run is through, it is on its way anyway."""
        self._renew()
        known = [(folder, FolderState.from_json(self._states.get(folder.name, {}))) for folder in folders]
        return bool(self._version) and any(
            changed_since(folder.path, state, utc_now()) for folder, state in known
        )

    def _renew(self) -> None:
        with suppress(OSError, WarehouseError):
            version = self._published.stat().st_mtime_ns
            if version != self._version:
                with connect(self._published, read_only=True) as con:
                    self._states = source_states(con)
                self._version = version


async def _start_run(client: PrefectClient) -> bool:
    """Whether it could be started; before the schedule is known to the server it cannot."""
    with suppress(ObjectNotFound):
        deployed = await client.read_deployment_by_name(_DEPLOYMENT)
        await client.create_flow_run_from_deployment(deployed.id)
        return True
    return False


if __name__ == "__main__":
    end_with_parent()
    main(*sys.argv[1:])
