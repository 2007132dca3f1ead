"""Rows as CSV: raw numbers, ISO dates, true and false, empty for unknown.

UTF-8, a ``\\n`` at the end of each line.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

import polars as pl

from screener.present.tables.cleaning import clean, distinct, flat, headings

_FORMULA = r"^([=+\-@\t\r])"


def csv_bytes(
    frame: pl.DataFrame,
    *,
    whole: Mapping[str, Sequence[bool]] = MappingProxyType({}),
    excel_safe: bool = False,
    bom: bool = False,
) -> bytes:
    """Return the rows with a header line.

    Numbers have the digits that read back the same value; an empty text is ``""``. ``whole`` says
    of columns of floats which values are written as integers. ``excel_safe`` puts a ``'`` before
    texts that a spreadsheet would run as a formula, ``bom`` a byte order mark before everything."""
    titles = headings(frame.columns)
    rows = flat(clean(frame, titles))
    if excel_safe:
        texts = [name for name, dtype in rows.schema.items() if dtype == pl.String]
        rows = rows.with_columns(pl.col(name).str.replace(_FORMULA, "'$1") for name in texts)
        rows.columns = distinct(re.sub(_FORMULA, r"'\1", title) for title in titles)
    for name, which in whole.items():
        title = rows.columns[frame.columns.index(name)]
        number = pl.col(title)
        integer = number.cast(pl.Int64, strict=False).cast(pl.String)
        chosen = pl.when(pl.Series(which, dtype=pl.Boolean)).then(integer)
        rows = rows.with_columns(chosen.otherwise(number.cast(pl.String)).alias(title))
    data = rows.write_csv(line_terminator="\n").encode()
    return codecs.BOM_UTF8 + data if bom else data
