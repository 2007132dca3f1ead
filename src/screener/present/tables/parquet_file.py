"""Rows as Parquet with the dtypes of the table: dates are dates, lists are lists."""

from __future__ import annotations

import io

import polars as pl

from screener.present.tables.cleaning import BETWEEN, clean
from screener.present.tables.table import About


def parquet_bytes(frame: pl.DataFrame, about: About) -> bytes:
    """Return the rows, compressed by zstd; ``about`` stands in the file's key-value metadata."""
    said: dict[str, str] = {}
    for what, value in about:
        said[what] = said[what] + BETWEEN + value if what in said else value
    buffer = io.BytesIO()
    clean(frame).write_parquet(buffer, compression="zstd", metadata=said)
    return buffer.getvalue()
