"""What keys and constraints would have guaranteed, proved by queries: each names a law and the rows that break it."""

import duckdb

from warehouse.database.rows import value
from warehouse.database.schema import require_current

# A description, and a query that counts what breaks it.
CHECKS = (
    ("in = new + repeats + rejected in every batch", "SELECT count(*) FROM store.batches WHERE documents <> new + repeats + rejected"),
    ("no batch is loaded twice", "SELECT count(*) - count(DISTINCT batch_id) FROM store.batches"),
    (
        "every article has one current version",
        """SELECT count(*) FROM (FROM store.article_versions SELECT article_id GROUP BY article_id
           HAVING count(*) FILTER (WHERE valid_to IS NULL) <> 1)""",
    ),
    (
        "versions are numbered without gaps",
        """SELECT count(*) FROM (FROM store.article_versions SELECT article_id GROUP BY article_id
           HAVING count(*) <> max(version) OR count(DISTINCT version) <> count(*) OR min(version) <> 1)""",
    ),
    (
        "every article is in exactly one story",
        """SELECT count(*) FROM (
               SELECT v.article_id FROM (SELECT DISTINCT article_id FROM store.article_versions) AS v
               LEFT JOIN store.memberships AS m ON m.article_id = v.article_id AND m.valid_to IS NULL
               GROUP BY v.article_id HAVING count(m.story_id) <> 1)""",
    ),
    ("every article is fingerprinted once", """SELECT count(*) FROM (
        SELECT v.article_id FROM (SELECT DISTINCT article_id FROM store.article_versions) AS v
        LEFT JOIN store.fingerprints AS f ON f.article_id = v.article_id
        GROUP BY v.article_id HAVING count(f.seq) <> 1)"""),
    (
        "every article is in the index of copies",
        """SELECT abs((SELECT coalesce(sum(shingles + 1), 0) FROM store.fingerprints) - (SELECT count(*) FROM store.copy_postings)
               - (SELECT coalesce(sum(octet_length(postings)), 0) // 4 FROM store.copy_blocks))
           + (SELECT count(*) FROM store.fingerprints WHERE shingles IS NOT NULL
               AND seq >= (SELECT coalesce(max(first) + 65536, 0) FROM store.copy_blocks)
               AND seq NOT IN (SELECT number FROM store.copy_postings))""",
    ),
    (
        "every origin is an article, and no copy",
        """SELECT count(*) FROM store.copy_log AS c
           WHERE c.valid_to IS NULL AND c.kind <> 'partial' AND (
               c.origin_id NOT IN (SELECT article_id FROM store.article_versions)
               OR c.origin_id IN (SELECT article_id FROM store.copy_log WHERE valid_to IS NULL AND kind <> 'partial'))""",
    ),
    ("no article stands in a story that was absorbed", """SELECT count(*) FROM store.memberships AS m
        WHERE m.valid_to IS NULL AND m.story_id IN (SELECT absorbed_id FROM store.story_merges)"""),
    (
        "pins in force hold",
        """WITH named AS (
               FROM main.pins SELECT number, kind, unnest(articles) AS article_id, 0 AS side WHERE state = 'active'
               UNION ALL FROM main.pins SELECT number, kind, unnest(others), 1 WHERE state = 'active'),
           placed AS (
               SELECT n.*, m.story_id FROM named AS n
               JOIN store.memberships AS m ON m.article_id = n.article_id AND m.valid_to IS NULL)
           SELECT
               (SELECT count(*) FROM (FROM placed SELECT number WHERE kind IN ('together', 'merge')
                GROUP BY number HAVING count(DISTINCT story_id) > 1))
               + (SELECT count(*) FROM (FROM placed SELECT number, story_id WHERE kind IN ('apart', 'split')
                  GROUP BY ALL HAVING count(DISTINCT side) > 1))""",
    ),
    (
        "a rule tells of a story once, then again, in order",
        "SELECT count(*) - count(DISTINCT (rule, story_id, number)) FROM store.telling_log",
    ),
    ("no alert is sent twice by one channel", """SELECT count(*) FROM (FROM store.delivery_log SELECT alert_id, channel
        WHERE outcome = 'sent' GROUP BY ALL HAVING count(*) > 1)"""),
    ("nothing ends before it begins", """SELECT
        (SELECT count(*) FROM store.article_versions WHERE valid_to < valid_from)
        + (SELECT count(*) FROM store.memberships WHERE valid_to < valid_from)
        + (SELECT count(*) FROM store.topic_match_log WHERE valid_to < valid_from)
        + (SELECT count(*) FROM store.media_topic_log WHERE valid_to < valid_from)"""),
)  # fmt: skip


def check_laws(con: duckdb.DuckDBPyConnection) -> list[tuple[str, int]]:
    """Each law with how many rows break it; 0 is right."""
    require_current(con)
    found = []
    for law, query in CHECKS:
        found.append((law, int(value(con, query))))
    return found
