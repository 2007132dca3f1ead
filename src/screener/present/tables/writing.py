"""The formats a table can be written in, and which one a file's name asks for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal, get_args

from screener.present.tables.table import About, Table
from screener.present.text import safe

Format = Literal["text", "csv", "parquet", "ndjson", "json", "xlsx", "markdown"]
FORMATS: tuple[Format, ...] = get_args(Format)

SUFFIXES: dict[str, Format] = {
    ".csv": "csv",
    ".parquet": "parquet",
    ".ndjson": "ndjson",
    ".jsonl": "ndjson",
    ".json": "json",
    ".xlsx": "xlsx",
    ".md": "markdown",
    ".txt": "text",
}

SEVERAL: frozenset[Format] = frozenset({"text", "json", "xlsx", "markdown"})
"""The formats that hold several tables."""

BINARY: frozenset[Format] = frozenset({"parquet", "xlsx"})
"""The formats that no terminal shows."""


def format_of(path: Path) -> Format | None:
    """Return the format that a file's name asks for; None where it asks for none."""
    return SUFFIXES.get(path.suffix.lower())


def encode(
    tables: Sequence[Table],
    output_format: Format,
    about: About = (),
    *,
    created: str = "",
    excel_safe: bool = False,
    bom: bool = False,
) -> bytes:
    """Return the tables as a file's bytes; one alone where the format holds no several.

    The same tables give the same bytes. ``about`` is written where the format has room for it
    (parquet, xlsx, several tables in json). ``created`` is the time that a workbook bears, as the
    manifest writes it; ``excel_safe`` and ``bom`` are for CSV. Raise
    :class:`screener.errors.UsageError` for what a format can't hold."""
    about = tuple((safe(what), safe(value)) for what, value in about)
    # Each writer is loaded when it is needed: some bring a library along.
    match output_format:
        case "text":
            from screener.present.tables.text import tables_lines

            data = "".join(f"{line}\n" for line in tables_lines(tables)).encode()
        case "markdown":
            from screener.present.tables.markdown import markdown_text

            data = markdown_text(tables).encode()
        case "json":
            from screener.present.tables.json_file import json_bytes

            data = json_bytes(tables, about)
        case "xlsx":
            from screener.present.tables.xlsx_file import xlsx_bytes

            data = xlsx_bytes(tables, about, created)
        case "ndjson":
            from screener.present.tables.ndjson_file import ndjson_bytes

            data = ndjson_bytes(_only(tables))
        case "parquet":
            from screener.present.tables.parquet_file import parquet_bytes

            data = parquet_bytes(_only(tables).frame, about)
        case "csv":
            from screener.present.tables.csv_file import csv_bytes

            table = _only(tables)
            data = csv_bytes(table.frame, whole=table.whole, excel_safe=excel_safe, bom=bom)
    return data


def _only(tables: Sequence[Table]) -> Table:
    [table] = tables
    return table
