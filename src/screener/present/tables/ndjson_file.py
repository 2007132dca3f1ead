"""Rows as newline-delimited JSON: an object a line, null for unknown, dates as ISO texts."""

from __future__ import annotations

import msgspec

from screener.present.tables.cleaning import clean, headings
from screener.present.tables.table import Table


def ndjson_bytes(table: Table) -> bytes:
    """Return a line for each row, its keys in the order of the columns; UTF-8."""
    return b"".join(line + b"\n" for line in json_rows(table))


def json_rows(table: Table) -> list[bytes]:
    """Return each row as a JSON object on one line."""
    encoder = msgspec.json.Encoder()
    rows = clean(table.frame).rows(named=True)
    titles = headings(table.frame.columns)
    for name, which in table.whole.items():
        title = titles[table.frame.columns.index(name)]
        for row, is_whole in zip(rows, which, strict=True):
            if is_whole and row[title] is not None:
                row[title] = int(row[title])
    return [encoder.encode(row) for row in rows]
