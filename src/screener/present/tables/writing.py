"""The formats a table can be written in, and which one a file's name asks for."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Literal, get_args

from screener.present.csv_file import write_csv
from screener.present.tables.table import About, Table
from screener.present.tables.text import text_lines

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
    excel_safe: bool = False,
    bom: bool = False,
) -> bytes:
    """Return the tables as a file's bytes; one alone where the format holds no several.

    ``about`` is written where the format has room for it (xlsx). ``excel_safe`` and ``bom`` are for
    CSV."""
    if output_format == "text":
        return "".join(f"{line}\n" for table in tables for line in text_lines(table)).encode()
    buffer = io.BytesIO()
    [table] = tables
    write_csv(table.frame, table.frame.columns, buffer, excel_safe=excel_safe)
    return buffer.getvalue()
