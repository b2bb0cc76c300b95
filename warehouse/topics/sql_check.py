"""Whether a SQL statement is fit to be a topic: one SELECT, over the views of one article, the same whenever it is asked."""

import difflib
import re
from collections.abc import Iterator
from typing import Any, Final

import duckdb
import orjson

from pipeline.topics.clause import Fault
from warehouse.database.rows import value

MAX_LENGTH: Final = 20_000  # characters
_TABLES: Final = {"BASE_TABLE", "JOIN", "SUBQUERY", "EMPTY", "EXPRESSION_LIST", "COLUMN_DATA"}
_CLOCKS: Final = {"current_date", "current_time", "current_timestamp", "localtime", "localtimestamp"}


def check(con: duckdb.DuckDBPyConnection, sql: str, views: frozenset[str]) -> None:
    """Raises a Fault for what cannot be a topic; `con` is a sandbox that has the views."""
    if len(sql) > MAX_LENGTH:
        raise Fault(f"a statement has at most {MAX_LENGTH:,} characters, this one {len(sql):,}", 0)
    tree = _parsed(con, sql)
    known = views | {str(entry["key"]).lower() for entry in _entries(tree)}
    changing = _changing(con)
    for node in _nodes(tree):
        _check_node(sql, node, views, known, changing)
    _check_columns(con, sql)


def _parsed(con: duckdb.DuckDBPyConnection, sql: str) -> Any:
    told = orjson.loads(value(con, "SELECT json_serialize_sql(?::VARCHAR)", [sql]))
    if told["error"]:
        message = str(told["error_message"])
        if "Only SELECT" in message:
            raise Fault(
                "a topic is a SELECT: nothing else can be asked",
                0,
                "as in SELECT article_id FROM articles WHERE …",
            )
        raise Fault(message, _character(sql, told.get("position")))
    if len(told["statements"]) != 1:
        raise Fault("a topic is one SELECT", 0, "join the statements with UNION ALL")
    return told["statements"]


def _check_node(
    sql: str,
    node: dict[str, Any],
    views: frozenset[str],
    known: set[str] | frozenset[str],
    changing: frozenset[str],
) -> None:
    kind, at = str(node.get("type")), _character(sql, node.get("query_location"))
    if kind == "BASE_TABLE":
        _check_table(node, at, views, known)
    elif kind == "TABLE_FUNCTION" and node["function"]["function_name"] != "unnest":
        raise Fault(
            f"{node['function']['function_name']}(…) has no place in FROM",
            at,
            f"the views are {', '.join(sorted(views))}",
        )
    elif kind in {"SHOW_REF", "PIVOT", "DELIM_GET", "BOUND_TABLE_REF", "RECURSIVE_CTE_NODE"}:
        raise Fault("a topic is a plain SELECT, without SHOW, PIVOT and WITH RECURSIVE", at)
    elif kind == "FUNCTION" and str(node["function_name"]).lower() in changing:
        raise Fault(
            f"{node['function_name']} is another at each call",
            at,
            "ask for what the article says of itself: published_at, changed_at",
        )
    elif kind == "COLUMN_REF" and str(node["column_names"][-1]).lower() in _CLOCKS:
        raise Fault(
            f"{node['column_names'][-1]} is another at each call",
            at,
            "ask for what the article says of itself: published_at, changed_at",
        )
    if node.get("sample"):
        raise Fault("a sample is another at each call", at)


def _check_table(
    node: dict[str, Any], at: int, views: frozenset[str], known: set[str] | frozenset[str]
) -> None:
    name = ".".join(part for part in (node["catalog_name"], node["schema_name"], node["table_name"]) if part)
    if not node["catalog_name"] + node["schema_name"] and name.lower() in known:
        return
    meant = difflib.get_close_matches(name, sorted(views), n=1)
    listed = f"the views are {', '.join(sorted(views))}"
    raise Fault(
        f"there is no view {name} for topics", at, f"did you mean {meant[0]}? {listed}" if meant else listed
    )


def _check_columns(con: duckdb.DuckDBPyConnection, sql: str) -> None:
    """Let DuckDB bind it, over no article."""
    try:
        cursor = con.execute(sql)
        names = [column[0] for column in cursor.description or ()]
        cursor.fetchall()
    except duckdb.Error as error:
        raise _refused(sql, error) from None
    if "article_id" not in names:
        raise Fault("the SELECT gives no article_id", 0, "as in SELECT article_id FROM articles WHERE …")


def _refused(sql: str, error: duckdb.Error) -> Fault:
    message, position = explained(error)
    return Fault(message, _character(sql, position))


def explained(error: duckdb.Error) -> tuple[str, object]:
    """What an error of a sandbox says, and the byte at which, if it tells."""
    kind, _, text = str(error).partition("{")
    try:
        told = orjson.loads("{" + text)
    except ValueError:
        return str(error).strip().splitlines()[0], None
    message = " ".join(str(told.get("exception_message", kind)).split())
    return message.partition(" Candidate functions:")[0], told.get("position")


def _character(sql: str, position: object) -> int:
    """DuckDB counts bytes; unknown places it calls the largest number there is."""
    at = int(position) if isinstance(position, int | str) and str(position).isdecimal() else 0
    written = sql.encode()
    return len(written[:at].decode("utf-8", "ignore")) if at <= len(written) else 0


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    """Every object of the tree; no recursion, however deep the statement."""
    waiting = [tree]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            yield one
            waiting.extend(reversed(list(one.values())))
        elif isinstance(one, list):
            waiting.extend(reversed(one))


def _entries(tree: Any) -> Iterator[dict[str, Any]]:
    """What WITH names."""
    for node in _nodes(tree):
        named = node.get("cte_map")
        yield from named["map"] if isinstance(named, dict) else ()


def _changing(con: duckdb.DuckDBPyConnection) -> frozenset[str]:
    """Functions whose answer is another at each call, and macros that use them."""
    rows = con.execute("SELECT function_name, stability, macro_definition FROM duckdb_functions()").fetchall()
    names = {str(name).lower() for name, stability, _ in rows if stability not in {"CONSISTENT", None}}
    used = re.compile(r"\b(?:" + "|".join(map(re.escape, sorted(names | _CLOCKS))) + r")\b")
    names.update(str(name).lower() for name, _, macro in rows if macro and used.search(macro))
    return frozenset(names)
