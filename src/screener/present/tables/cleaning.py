"""What leaves the program in any format: harmless texts, finite figures, headings that differ."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import polars as pl

from screener.present.text import HARMFUL, REPLACEMENT, SPACES, safe

BETWEEN = "; "
"""What stands between the values of a list in a format that has no lists."""


def clean(frame: pl.DataFrame, titles: Sequence[str] = ()) -> pl.DataFrame:
    """Return the rows as every format writes them, under ``titles`` (else :func:`headings`).

    Texts stay on one line and hold nothing that commands a terminal or disguises text; a figure
    that is no finite number is unknown, as on the screen. Lists stay lists."""
    cleaned = frame.select(_cleaned(pl.col(name), dtype) for name, dtype in frame.schema.items())
    cleaned.columns = list(titles or headings(frame.columns))
    return cleaned


def flat(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the rows with each list as one text, for formats that have no lists."""
    return frame.with_columns(
        pl.col(name).list.eval(pl.element().cast(pl.String)).list.join(BETWEEN, ignore_nulls=True)
        for name, dtype in frame.schema.items()
        if isinstance(dtype, pl.List)
    )


def headings(names: Iterable[str]) -> list[str]:
    """Return column names as harmless as a cell: a rule's condition may hold any text."""
    return distinct(map(safe, names))


def distinct(texts: Iterable[str]) -> list[str]:
    """Return the texts with a number behind those that were there before: ``x``, ``x (2)``."""
    found: dict[str, None] = {}
    for text in texts:
        new, number = text, 1
        while new in found:
            number += 1
            new = f"{text} ({number})"
        found[new] = None
    return list(found)


def _cleaned(column: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    if isinstance(dtype, pl.Categorical | pl.Enum):
        column, dtype = column.cast(pl.String), pl.String()
    if dtype == pl.String:
        return column.str.replace_all(SPACES, " ").str.replace_all(HARMFUL, REPLACEMENT)
    if dtype.is_float():
        return pl.when(column.is_finite()).then(column)
    if isinstance(dtype, pl.List):
        inner = dtype.inner
        assert isinstance(inner, pl.DataType)  # of a frame, never a bare class
        return column.list.eval(_cleaned(pl.element(), inner))
    return column
