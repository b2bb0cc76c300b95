"""An order: what a person asks of the warehouse that is no article and no pin. It waits in the spool like any batch."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from pipeline.records import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One thing to be done, by whom and when it was asked for; flows.loading.orders knows the kinds and what is in `values`."""

    kind: str
    asked_at: datetime
    made_by: str | None = None
    values: Mapping[str, Json] = field(default_factory=dict, hash=False)
