"""Companies of two universes that may be the same one, where a fund's report tells only names.

A row of an N-PORT report that is none of the known companies has no number and mostly no ticker. If
its name is like that of a company which only the other universe has, then whether it came or left
can't be told: both are left out. If a company that both have bears its name, it may be another
class of that one's shares, and is left out alone. Else it is another company."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from screener.screening.identity import COMPANY, is_unnumbered
from screener.sources.names import glued, same_company, same_name, words

ALIKE: dict[str, type[pl.DataType]] = {
    "name_before": pl.String,
    "name": pl.String,
    "company_before": pl.String,
    COMPANY: pl.String,
}
"""The columns of :func:`alike`."""

_BEGINNING = 5  # letters


def alike(
    was: pl.DataFrame, now: pl.DataFrame, *, was_report: bool, now_report: bool
) -> pl.DataFrame:
    """Return the pairs of companies that may be the same, with the columns of :data:`ALIKE`; the
    company that both have is null in its pair.

    The frames have a column :data:`COMPANY` and the column name; ``was_report`` and ``now_report``
    say whether their rows are those of a report."""
    pairs = set[tuple[str, str, str | None, str | None]]()
    if was_report:
        pairs |= set(_pairs(was, now))
    if now_report:
        pairs |= {
            (its_name, name, its, company) for name, its_name, company, its in _pairs(now, was)
        }
    ordered = sorted(pairs, key=lambda pair: [text or "" for text in pair])
    return pl.DataFrame(ordered, schema=ALIKE, orient="row")


def _pairs(
    report: pl.DataFrame, other: pl.DataFrame
) -> Iterator[tuple[str, str, str | None, str | None]]:
    """Yield the names and companies of those whose names are alike."""
    unnumbered = report.filter(is_unnumbered()).join(other, on=COMPANY, how="anti")
    in_both = set(report[COMPANY])
    found: dict[str, set[tuple[str, str]]] = {}
    for company, name in other.select(COMPANY, "name").drop_nulls().iter_rows():
        for sign in _signs(name):
            found.setdefault(sign, set()).add((company, name))
    for company, name in unnumbered.select(COMPANY, "name").drop_nulls().unique().iter_rows():
        for its, its_name in set[tuple[str, str]]().union(
            *(found.get(s, ()) for s in _signs(name))
        ):
            if its in in_both:
                if same_name(name, its_name):
                    yield name, its_name, company, None
            # Without a ticker no likeness is explained by it.
            elif same_company(name, its_name, ""):
                yield name, its_name, company, its


def _signs(name: str) -> set[str]:
    """Return what names have in common that are alike: a word, or how they begin."""
    return {*words(name), glued(name)[:_BEGINNING]}
