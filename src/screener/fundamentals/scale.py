"""Figures in the wrong scale: thousands entered as units, or units as thousands.

Two filings of one fact that differ a thousand- or a million-fold can't both be right.

- Of two share counts the smaller is in thousands or millions: companies list them so. All counts of
  the company that are as small are wrong, too (NVIDIA in 2010, McDonald's in 2024).
- Of two amounts the company's others under the same tag tell which is right; where they don't tell,
  neither counts. A filing that is caught is doubted for all amounts that are a scale apart from the
  rest of their tag (Kimberly-Clark's first report of 2010 in XBRL: 19,209 dollars of assets).
"""

from __future__ import annotations

import polars as pl

_FACT = ["cik", "tag", "unit", "start", "end"]
_SERIES = ["cik", "tag", "unit"]
_FACTORS = (1e3, 1e6)
_SLACK = 0.01
"""How far from a power of a thousand a ratio may be: one of the filings may be rounded."""

_FAR = 100.0
"""A disputed amount this many times larger or smaller than the others of its tag is of another
scale."""


def scales_apart(ratio: pl.Expr) -> pl.Expr:
    """Whether two values of one fact, by their (absolute) ratio, are of two scales."""
    return pl.any_horizontal(
        ratio.is_between(scale * (1 - _SLACK), scale * (1 + _SLACK))
        for factor in _FACTORS
        for scale in (factor, 1 / factor)
    ).fill_null(value=False)


def misscaled(facts: pl.DataFrame, disputed: pl.Series) -> pl.Series:
    """Return the ``row`` numbers of the facts in the wrong scale.

    ``facts``: row, and the columns of ``store.schema.FACTS``: all vintages of some companies.
    ``disputed``: the rows of all vintages of the facts that filings state in two scales.
    """
    facts = facts.filter(pl.col("value") != 0).with_columns(
        size=pl.col("value").abs(), disputed=pl.col("row").is_in(disputed.implode())
    )
    shares = pl.col("unit") == "shares"
    return pl.concat(
        [_small_counts(facts.filter(shares)), _wrong_amounts(facts.filter(~shares))]
    ).unique()


def _small_counts(facts: pl.DataFrame) -> pl.Series:
    largest = facts.filter("disputed").group_by(_FACT).agg(pl.col("size").max())
    right = largest.group_by("cik").agg(right=pl.col("size").median())
    small = _scale_off(pl.col("size") / pl.col("right")) & (pl.col("size") < pl.col("right"))
    return facts.join(right, on="cik").filter(small)["row"]


def _wrong_amounts(facts: pl.DataFrame) -> pl.Series:
    ratio = pl.col("size") / pl.col("usual")
    disputed = facts.filter("disputed")
    wrong = disputed.join(_usual(facts, disputed), on=_SERIES, how="left").filter(
        (~ratio.is_between(1 / _FAR, _FAR)).fill_null(value=True)
    )
    accused = wrong.select("cik", "accession").unique()
    others = facts.join(accused, on=["cik", "accession"], how="semi")
    off = others.join(_usual(facts, others), on=_SERIES).filter(_scale_off(ratio))
    return pl.concat([wrong["row"], off["row"]])


def _usual(facts: pl.DataFrame, wanted: pl.DataFrame) -> pl.DataFrame:
    """The middle of what is undisputed in each series of ``wanted``: cik, tag, unit, usual."""
    return (
        facts.join(wanted.select(_SERIES).unique(), on=_SERIES, how="semi")
        .filter(~pl.col("disputed"))
        .group_by(_SERIES)
        .agg(usual=pl.col("size").median())
    )


def _scale_off(ratio: pl.Expr) -> pl.Expr:
    """Whether a ratio is nearer to a thousand or a million, or their inverses, than to anything."""
    return pl.any_horizontal(
        ratio.is_between(scale / 10**0.5, scale * 10**0.5)
        for factor in _FACTORS
        for scale in (factor, 1 / factor)
    )
