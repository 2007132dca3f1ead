"""Rows as CSV: raw numbers, ISO dates, true and false, empty for unknown.

UTF-8 without a byte order mark, a ``\\n`` at the end of each line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

import polars as pl

from screener.files import replace_file
from screener.present.text import HARMFUL, REPLACEMENT, SPACES, safe

_FORMULA = r"^([=+\-@\t\r])"


def write_csv(
    rows: pl.DataFrame, columns: Sequence[str], target: BinaryIO | Path, *, excel_safe: bool = False
) -> None:
    """Write ``columns`` of ``rows`` with a header line.

    Numbers have the digits that read back the same value; texts stay on one line and hold no
    control characters. ``excel_safe`` puts a ``'`` before texts that a spreadsheet would run as a
    formula. A path is replaced atomically: whatever fails, what was there stays. Raise
    :class:`screener.errors.StorageError` where the disk refuses; a stream's errors pass through.
    """
    frame = rows.select(columns)
    floats = [name for name, dtype in frame.schema.items() if dtype.is_float()]
    frame = frame.with_columns(*_texts(frame, excel_safe), *(_finite(name) for name in floats))
    titles = {name: _title(name, excel_safe) for name in frame.columns}
    data = frame.rename(titles).write_csv(line_terminator="\n").encode()
    if isinstance(target, Path):
        replace_file(
            target,
            data,
            next_step="Choose another place with --output; nothing that was there is lost.",
        )
    else:
        target.write(data)


def _finite(name: str) -> pl.Expr:
    """A figure, empty where it is no finite number: such a one is unknown on the screen, too."""
    return pl.when(pl.col(name).is_finite()).then(pl.col(name)).alias(name)


def _title(name: str, excel_safe: bool) -> str:
    """A header as harmless as a cell: a rule's condition may hold any text."""
    text = safe(name)
    return f"'{text}" if excel_safe and re.match(_FORMULA, text) else text


def _texts(frame: pl.DataFrame, excel_safe: bool) -> list[pl.Expr]:
    names = [name for name, dtype in frame.schema.items() if dtype == pl.String]
    texts = [
        pl.col(name).str.replace_all(SPACES, " ").str.replace_all(HARMFUL, REPLACEMENT)
        for name in names
    ]
    return [text.str.replace(_FORMULA, "'$1") for text in texts] if excel_safe else texts
