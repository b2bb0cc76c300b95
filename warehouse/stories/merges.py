"""Where stories have gone that were absorbed by others."""

import duckdb


def survivors(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """By the id of an absorbed story, the story it is part of now."""
    return dict(con.execute("SELECT id, story_id FROM store.survivors").fetchall())
