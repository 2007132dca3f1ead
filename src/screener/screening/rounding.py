"""When two numbers count as equal: 104 / 100 - 1 is 0.04 and a rounding error."""

from __future__ import annotations

import polars as pl

_ROUNDING = 1e-12
"""Numbers closer than this, relative to the larger or to 1, are equal."""


def above(left: pl.Expr, right: pl.Expr) -> pl.Expr:
    """Return whether one number is above another by more than a rounding error."""
    return (left - right) > slack(left, right)


def slack(left: pl.Expr, right: pl.Expr) -> pl.Expr:
    """Return how far two numbers may lie apart and still be equal."""
    return _ROUNDING * pl.max_horizontal(left.abs(), right.abs(), pl.lit(1.0))
