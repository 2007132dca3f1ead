"""Which industry a company is in: its SIC, else the tags that it uses.

The fund's sector decides nothing: GICS Financials also holds exchanges, asset managers and mortgage
REITs. Source of the codes: SEC, Standard Industrial Classification (SIC) Code List.
"""

from __future__ import annotations

import polars as pl

from screener.fundamentals.concepts import EVIDENCE, Industry

RECENT_DAYS = 460
"""A tag counts as evidence if it was used for a period that ended this close to the company's
newest."""

_SIC = {
    # With deposits or without: who lends for a living earns the difference of two interests.
    Industry.BANK: ((6020, 6099), (6111, 6163), (6712, 6712)),
    # Health plans (6324) report like any company: an operating income, and no interest business.
    Industry.INSURER: ((6310, 6323), (6325, 6399)),
    Industry.BROKER: ((6199, 6211),),
    Industry.REIT: ((6798, 6798),),
    Industry.BIOTECH: ((2833, 2836), (8731, 8731)),
    Industry.UTILITY: ((4900, 4949), (4991, 4991)),  # sewage and refuse (495x) are none
    Industry.LESSOR: ((6172, 6172), (7350, 7359), (7377, 7377), (7510, 7519)),
}


def industries(known: pl.DataFrame, companies: pl.DataFrame) -> pl.DataFrame:
    """Return cik, industry (text of :class:`Industry`), for every company of ``companies``.

    ``companies``: cik, sic (text or null). A SIC decides alone; without one and without evidence
    the general rules hold."""
    code = pl.col("sic").cast(pl.Int64, strict=False)
    by_sic = pl.coalesce(
        pl.when(pl.any_horizontal(code.is_between(*bounds) for bounds in ranges)).then(
            pl.lit(industry.value)
        )
        for industry, ranges in _SIC.items()
    )
    return (
        companies.select("cik", "sic")
        .join(_by_tags(known), on="cik", how="left")
        .select(
            "cik",
            industry=pl.coalesce(
                by_sic,
                pl.when(code.is_null()).then(pl.col("industry")),
                pl.lit(Industry.GENERAL.value),
            ),
        )
    )


def _by_tags(known: pl.DataFrame) -> pl.DataFrame:
    newest = pl.col("end").max().over("cik")
    tags = (
        known.lazy()
        .filter((newest - pl.col("end")).dt.total_days() <= RECENT_DAYS, pl.col("value") != 0)
        .group_by("cik")
        .agg(pl.col("tag").unique())
        .collect()
    )
    shown = pl.coalesce(
        pl.when(
            pl.all_horizontal(
                pl.col("tag").list.set_intersection(list(group)).list.len() > 0 for group in groups
            )
        ).then(pl.lit(industry.value))
        for industry, groups in EVIDENCE.items()
    )
    return tags.select("cik", industry=shown)
