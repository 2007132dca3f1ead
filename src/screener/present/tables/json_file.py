"""Tables as JSON that people can read and compare: a row on each line.

One table is an array of objects, several are an object of such arrays by the tables' names."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from screener.present.tables.ndjson_file import json_rows
from screener.present.tables.table import Table


def json_bytes(tables: Sequence[Table]) -> bytes:
    """Return the tables with their keys in the order of the columns; UTF-8."""
    if len(tables) == 1:
        return _array(tables[0], "") + b"\n"
    members = [
        b"  " + msgspec.json.encode(table.name) + b": " + _array(table, "  ") for table in tables
    ]
    return b"{\n" + b",\n".join(members) + b"\n}\n"


def _array(table: Table, indent: str) -> bytes:
    rows = json_rows(table)
    if not rows:
        return b"[]"
    margin = indent.encode()
    return b"[\n" + b",\n".join(margin + b"  " + row for row in rows) + b"\n" + margin + b"]"
