"""Counts of a story as people ask for them: how its tolls moved, and who told each first."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Final

import duckdb

from warehouse.database.rows import listed, rows

Row = dict[str, Any]
_ABOUT: Final = {"about": "about ", "at least": "at least "}


def drift(con: duckdb.DuckDBPyConnection, story_ids: Sequence[str]) -> dict[str, list[Row]]:
    """By story: each toll that was told in more than one value, with its steps in order of time."""
    told_values = rows(
        con,
        """
        SELECT story_id, counted, value, high, qualifier, article_id, outlet, told_at
        FROM number_drift
        WHERE story_id IN (SELECT unnest(?::VARCHAR[]))
        QUALIFY count(*) OVER (PARTITION BY story_id, counted) > 1
        ORDER BY story_id, counted, step
        """,
        [listed(story_ids)],
    )
    steps: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in told_values:
        steps[row.pop("story_id"), row.pop("counted")].append(row)
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for (story_id, counted), values in steps.items():
        found[story_id].append({"counted": counted, "steps": values})
    return dict(found)


def told(step: Row) -> str:
    """The value as a person reads it: "at least 12", "400 to 500"."""
    upper = f" to {step['high']:,.10g}" if step["high"] is not None else ""
    return f"{_ABOUT.get(step['qualifier'], '')}{step['value']:,.10g}{upper}"
