"""Tables as JSON that people can read and compare: a row on each line.

One table is an array of objects, several are an object of such arrays by the tables' names, with
what they are about as the last."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from screener.present.tables.ndjson_file import json_rows
from screener.present.tables.table import About, Table

_ABOUT = "about"
"""The key under which several tables' criteria, days and sources stand."""


def json_bytes(tables: Sequence[Table], about: About = ()) -> bytes:
    """Return the tables with their keys in the order of the columns; UTF-8.

    ``about`` has its place beside several tables: an array of what and value, since some things,
    such as rules, are told more than once. One table alone is no more than its rows."""
    if len(tables) == 1:
        return _array(json_rows(tables[0]), "") + b"\n"
    arrays = {table.name: json_rows(table) for table in tables}
    if about:
        pairs = ({"what": what, "value": value} for what, value in about)
        arrays[_ABOUT] = [msgspec.json.encode(pair) for pair in pairs]
    members = [
        b"  " + msgspec.json.encode(name) + b": " + _array(rows, "  ")
        for name, rows in arrays.items()
    ]
    return b"{\n" + b",\n".join(members) + b"\n}\n"


def _array(rows: Sequence[bytes], indent: str) -> bytes:
    if not rows:
        return b"[]"
    margin = indent.encode()
    return b"[\n" + b",\n".join(margin + b"  " + row for row in rows) + b"\n" + margin + b"]"
