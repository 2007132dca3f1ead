"""Figures in the wrong scale: thousands entered as units, or units as thousands.

Two filings of one fact that differ a thousand- or a million-fold can't both be right. What is right
is told by the company's other figures under the same tag; where they don't tell, neither counts.
A filing that is caught with one such figure is doubted for all of that unit that are as far from
the rest of their tag (Kimberly-Clark's first report of 2010 in XBRL: 19,209 dollars of assets).
"""

from __future__ import annotations

import polars as pl

_FACT = ["cik", "tag", "unit", "start", "end"]
_SERIES = ["cik", "tag", "unit"]
_FACTORS = (1e3, 1e6)
_SLACK = 0.01
"""How far from a power of a thousand a ratio may be: one of the filings may be rounded."""

_FAR = 100.0
"""A figure this many times larger or smaller than the middle of its tag is of another scale, where
its filing is doubted anyway."""


def scales_apart(ratio: pl.Expr) -> pl.Expr:
    """Whether two values of one fact, by their (absolute) ratio, are of two scales."""
    return pl.any_horizontal(
        ratio.is_between(scale * (1 - _SLACK), scale * (1 + _SLACK))
        for factor in _FACTORS
        for scale in (factor, 1 / factor)
    ).fill_null(value=False)


def misscaled(facts: pl.DataFrame) -> pl.Series:
    """Return the ``row`` numbers of the facts in the wrong scale.

    ``facts``: row, and the columns of ``store.schema.FACTS``: all vintages of some companies.
    """
    facts = facts.filter(pl.col("value") != 0)
    size = pl.col("value").abs()
    disputed = (
        facts.group_by(_FACT)
        .agg(ratio=size.max() / size.min())
        .filter(scales_apart(pl.col("ratio")))
    )
    # What the tag's other periods say is its usual size.
    usual = (
        facts.join(disputed, on=_FACT, how="anti", nulls_equal=True)
        .group_by(_SERIES)
        .agg(usual=size.median())
    )
    far = ~(size / pl.col("usual")).is_between(1 / _FAR, _FAR)
    wrong = (
        facts.join(disputed, on=_FACT, how="semi", nulls_equal=True)
        .join(usual, on=_SERIES, how="left")
        .filter(far.fill_null(value=True))
    )
    accused = wrong.select("cik", "unit", "accession").unique()
    others = (
        facts.join(accused, on=["cik", "unit", "accession"], how="semi")
        .join(usual, on=_SERIES)
        .filter(far)
    )
    return pl.concat([wrong["row"], others["row"]]).unique()
