"""Rows as newline-delimited JSON: an object a line, null for unknown, dates as ISO texts."""

from __future__ import annotations

import msgspec
import polars as pl

from screener.present.tables.cleaning import clean


def ndjson_bytes(frame: pl.DataFrame) -> bytes:
    """Return a line for each row, its keys in the order of the columns; UTF-8."""
    return b"".join(line + b"\n" for line in json_rows(frame))


def json_rows(frame: pl.DataFrame) -> list[bytes]:
    """Return each row as a JSON object on one line."""
    encoder = msgspec.json.Encoder()
    return [encoder.encode(row) for row in clean(frame).iter_rows(named=True)]
