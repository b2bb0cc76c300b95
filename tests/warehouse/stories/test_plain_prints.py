"""How prints lie in the file: as they are, also those that an earlier wirewatch stored."""

from pathlib import Path

import duckdb

from warehouse.database.schema import migrate, migrations

ARTICLES = 6_000
BEFORE = f"""
    INSERT INTO fingerprints BY NAME
    SELECT seq, 'article ' || seq AS article_id, TIMESTAMPTZ '2026-03-02 00:00:00+00' + to_seconds(seq) AS seen_at,
        repeat('print ' || seq, 20)::BLOB AS copy_print, repeat('story ' || seq, 20)::BLOB AS story_print,
        repeat('keys ' || seq, 20)::BLOB AS story_keys, seq // 3 AS origin, seq % 7 AS shingles,
        CASE WHEN seq % 2 = 0 THEN repeat('passage ' || seq, 20)::BLOB END AS refrain_print
    FROM range(1, {ARTICLES} + 1) AS made(seq)"""
ALL = """
    SELECT seq, article_id, seen_at, copy_print, story_print, refrain_print, origin, shingles, story_keys
    FROM store.fingerprints ORDER BY seq"""
PACKED = """
    SELECT column_name FROM pragma_storage_info('store.fingerprints')
    WHERE (column_name LIKE '%_print' OR column_name = 'story_keys')
        AND segment_type <> 'VALIDITY' AND compression <> 'Uncompressed'"""


def test_prints_are_not_packed_and_none_is_lost(tmp_path: Path) -> None:
    """As these would be, for they repeat themselves; to unpack them all for a few costs folding half its speed."""
    with duckdb.connect(tmp_path / "news.duckdb") as con:
        con.execute("SET TimeZone = 'UTC'; CREATE SCHEMA store; SET search_path = 'store,main'")
        con.execute("CREATE TABLE schema_version (version INTEGER, applied_at TIMESTAMPTZ)")
        for script in migrations()[:11]:
            con.execute(script)
        con.execute("INSERT INTO schema_version VALUES (11, now())")
        con.execute(BEFORE)
        con.execute("CHECKPOINT")
        before = con.execute(ALL).fetchall()
        assert len(before) == ARTICLES
        assert con.execute(PACKED).fetchall()
        migrate(con)
        con.execute("CHECKPOINT")
        assert con.execute(ALL).fetchall() == before
        assert con.execute(PACKED).fetchall() == []
