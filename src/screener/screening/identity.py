"""Which rows of two universes are the same company: by CIK, else by ticker and name."""

from __future__ import annotations

import polars as pl

COMPANY = "company"
"""The column that tells companies apart: rows of one company share its text, share classes too."""

_LISTED_AS, _UNNUMBERED = "listed as", "listed "


def keyed(before: pl.DataFrame, after: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return both frames, in their order, with the column :data:`COMPANY`.

    Each has columns ticker, name and cik. The SEC's number makes a company, so that another ticker
    or name is no other company. A row without a number is the company that the other rows of its
    ticker and name say. A company that is only in one frame is one that is only in the other

    - if a row of each has the same ticker and name: it was registered anew, as a holding company;
    - if one of the two has no number and no other of them has their name: its ticker changed to one
      that the SEC's ticker files don't list, as when a share leaves its exchange."""
    before, after = _with_listing(before), _with_listing(after)
    numbers = (
        pl.concat([after.select(_LISTED_AS, number="cik"), before.select(_LISTED_AS, number="cik")])
        .drop_nulls()
        .unique(_LISTED_AS, keep="first", maintain_order=True)
    )
    before, after = _with_key(before, numbers), _with_key(after, numbers)
    before = _renamed(before, _same(*_apart(before, after, _LISTED_AS)))
    left, came = _apart(before, after, "name")
    unnumbered = is_unnumbered() | is_unnumbered(f"{COMPANY} now")
    before = _renamed(before, _same(_alone(left), _alone(came)).filter(unnumbered))
    return before.drop(_LISTED_AS), after.drop(_LISTED_AS)


def is_unnumbered(company: str = COMPANY) -> pl.Expr:
    """Return whether a company has no number of the SEC's."""
    return pl.col(company).str.starts_with(_UNNUMBERED)


def _with_listing(frame: pl.DataFrame) -> pl.DataFrame:
    """Add the ticker and the name as one text; null where both are missing."""
    ticker, name = pl.col("ticker"), pl.col("name")
    text = pl.concat_str([ticker.fill_null(""), pl.lit("\n"), name.fill_null("")])
    known = ticker.is_not_null() | name.is_not_null()
    return frame.with_columns(pl.when(known).then(text).alias(_LISTED_AS))


def _with_key(frame: pl.DataFrame, numbers: pl.DataFrame) -> pl.DataFrame:
    number = pl.coalesce("cik", "number")
    key = (
        pl.when(number.is_not_null())
        .then(pl.concat_str([pl.lit("cik "), number]))
        .otherwise(pl.concat_str([pl.lit(_UNNUMBERED), pl.col(_LISTED_AS).fill_null("")]))
    )
    return (
        frame.join(numbers, on=_LISTED_AS, how="left", maintain_order="left")
        .with_columns(key.alias(COMPANY))
        .drop("number")
    )


def _apart(before: pl.DataFrame, after: pl.DataFrame, by: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return those companies that only one of the frames has, and their different ``by``."""
    left, came = (
        one.join(other, on=COMPANY, how="anti")
        .select(COMPANY, by)
        .drop_nulls()
        .unique(maintain_order=True)
        for one, other in ((before, after), (after, before))
    )
    return left, came


def _alone(companies: pl.DataFrame) -> pl.DataFrame:
    """Return those that share their name with no other."""
    return companies.filter(pl.len().over("name") == 1)


def _same(left: pl.DataFrame, came: pl.DataFrame) -> pl.DataFrame:
    """Return which company of ``left`` is which of ``came``, whose key is in ``company now``."""
    [by] = set(left.columns) - {COMPANY}
    return (
        left.join(came, on=by, suffix=" now", maintain_order="left_right")
        .select(COMPANY, f"{COMPANY} now")
        .unique(COMPANY, keep="first", maintain_order=True)
    )


def _renamed(frame: pl.DataFrame, same: pl.DataFrame) -> pl.DataFrame:
    """Give companies the key that ``same`` says."""
    return (
        frame.join(same, on=COMPANY, how="left", maintain_order="left")
        .with_columns(pl.coalesce(f"{COMPANY} now", COMPANY).alias(COMPANY))
        .drop(f"{COMPANY} now")
    )
