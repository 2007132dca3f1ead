"""Zombie verdicts in words: a company's record by year, and the definitions side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from screener.model.few import FEWEST
from screener.model.metric import METRICS
from screener.model.verdict import Answer
from screener.present.layout import beside, fitted, lay_out, stacked
from screener.present.text import MINUS, MISSING, UNKNOWN, format_value, safe

TITLES = ("Year", "EBIT", "Interest", "Cover", "Leverage", "Real 3y")
"""The headings of a record line's figures."""

_BOUNDS = {"below": "< 1", "covered": ">= 1", "no debt": "no debt"}
_UNLIMITED = 1_000  # characters: short lines, whatever the width
_YEAR, _APART = 9, 16
"""Characters: of a fiscal year, and of a definition's cell beside it."""


@dataclass(frozen=True, slots=True)
class RecordLine:
    """A fiscal year of a company: ``cells`` under :data:`TITLES`, the verdict of each definition by
    name, whether coverage is below 1, and the marks that its cells bear."""

    cells: tuple[str, ...]
    verdicts: dict[str, str]
    below: bool
    marks: tuple[str, ...]


_MARKS = (
    ("¹", "EBIT is pre-tax income + interest"),
    ("²", "interest paid stands in for the expense"),
    ("³", "depreciation added back (real-estate trust)"),
    ("⁴", "the newest prices are carried forward"),
)
_DERIVED, _PROXY, _TRUST, _CARRIED = (sign for sign, _ in _MARKS)


def record(years: pl.DataFrame) -> list[RecordLine]:
    """Return a line for each fiscal year of one company, newest first.

    ``years``: rows of ``store.schema.YEARS``. Leverage stands beside the median of the universe's
    non-financial companies, growth is over three years."""
    ordered = years.sort("period_end", descending=True)
    return [_line(year) for year in ordered.iter_rows(named=True)]


def aligned(lines: Sequence[RecordLine]) -> list[tuple[str, ...]]:
    """Return :data:`TITLES` and the cells of each line, to be set flush right: marks hang over the
    edge, so that figure stands under figure."""
    rows = [TITLES, *(line.cells for line in lines)]
    hanging = [max(_marked(row[column]) for row in rows) for column in range(len(TITLES))]
    return [
        tuple(cell + " " * (most - _marked(cell)) for cell, most in zip(row, hanging, strict=True))
        for row in rows
    ]


def _marked(cell: str) -> int:
    """How many marks a cell ends in."""
    return len(cell) - len(cell.rstrip("".join(sign for sign, _ in _MARKS)))


def legend(lines: Sequence[RecordLine]) -> str:
    """Return what the marks of the lines mean; empty where there are none."""
    used = {mark for line in lines for mark in line.marks}
    return "  ".join(f"{sign} {text}" for sign, text in _MARKS if sign in used)


def zombie_since(years: pl.DataFrame, definition: str) -> str:
    """Return ``"zombie since FY2023: coverage 0.40, 0.20, −0.10"``; empty where the latest year is
    not one.

    The years are those in a row whose verdict is *yes*, oldest first. ``years``: one company's rows
    of ``store.schema.YEARS``."""
    latest_first = years.sort("period_end", descending=True)
    flagged = latest_first[f"zombie_{definition}"] == Answer.YES.value
    run = latest_first.filter(flagged.fill_null(value=False).cast(pl.Int8).cum_min() == 1).reverse()
    if not run.height:
        return ""
    covers = ", ".join(_cover(year) for year in run.iter_rows(named=True))
    return f"zombie since FY{run['fiscal_year'][0]}: coverage {covers}"


def _line(year: dict[str, Any]) -> RecordLine:
    derived = _DERIVED if year["operating_income_derived"] else ""
    is_trust = year["ebit"] is not None and year["ebit"] != year["operating_income"]
    trust = _TRUST if is_trust else ""
    proxy = _PROXY if year["interest_proxy"] else ""
    carried = _CARRIED if year["real_growth_carried"] and year["real_growth"] is not None else ""
    verdicts = {
        name.removeprefix("zombie_"): format_value(METRICS[name], year[name])
        for name in year
        if name.startswith("zombie_")
    }
    return RecordLine(
        cells=(
            f"FY{year['fiscal_year']}",
            format_value(METRICS["operating_income_ttm"], year["ebit"]) + derived + trust,
            format_value(METRICS["interest_expense_ttm"], year["interest_expense"]) + proxy,
            _cover(year),
            _leverage(year),
            format_value(METRICS["revenue_growth"], year["real_growth"]) + carried,
        ),
        verdicts=verdicts,
        below=year["coverage"] == "below",
        marks=tuple(mark for mark in (derived, proxy, trust, carried) if mark),
    )


def _cover(year: dict[str, Any]) -> str:
    """A quotient below 1 never reads 1.00; a bound says so."""
    quotient = year["ebit_to_interest"]
    if quotient is None:
        return _BOUNDS.get(year["coverage"] or "", MISSING)
    text = f"{quotient:.2f}"
    return ("0.99" if quotient < 1 and text == "1.00" else text).replace("-", MINUS)


def _leverage(year: dict[str, Any]) -> str:
    leverage, median = year["leverage"], year["leverage_median"]
    if leverage is None:
        return MISSING
    if median is None:
        return f"{leverage:.2f}"
    return f"{leverage:.2f} {'>' if leverage > median else '<='} {median:.2f}"


def counts_lines(counts: pl.DataFrame, companies: int, pre_revenue: int) -> list[str]:
    """Return the counts by definition. ``counts``: see ``screening.zombies.Comparison``."""
    lines = [
        f"{companies:,} companies, each once; beside them {pre_revenue:,} pre-revenue biotechs",
        f"  {'':<6}{'zombies':>9}{'of judged':>11}{'no':>8}{'unknown':>9}{'n/a':>7}"
        f"{'pre-revenue':>13}",
    ]
    for row in counts.iter_rows(named=True):
        lines.append(
            f"  {row['definition']:<6}{row['yes']:>9,}{_percent(row['share']):>11}{row['no']:>8,}"
            f"{row['unknown']:>9,}{row['not_applicable']:>7,}{row['pre_revenue_yes']:>13,}"
        )
    lines.append("  bis is never yes: q of past years needs past prices, which no source here has")
    return lines


def overlap_lines(overlap: pl.DataFrame) -> list[str]:
    """Return the matrix: of those that a row's definition flags, how many a column's flags too."""
    names = overlap["flagged_by"].unique(maintain_order=True).to_list()
    found = {(one, other): number for one, other, number in overlap.iter_rows()}
    lines = ["Flagged by both", f"  {'':<6}" + "".join(f"{name:>8}" for name in names)]
    for one in names:
        lines.append(f"  {one:<6}" + "".join(f"{found[one, other]:>8,}" for other in names))
    return lines


def pair_lines(differences: pl.DataFrame) -> list[str]:
    """Return a line for each pair: how many one flags and the other doesn't, what the other says,
    and one of them, where there is one that no pair before named."""
    named: set[str] = set()
    rows = []
    for one, other, said, found in _pairs(differences):
        tickers = [safe(ticker) for ticker in found["ticker"].drop_nulls()]
        example = next((ticker for ticker in tickers if ticker not in named), "")
        named.add(example)
        such = f"such as {example}" if example else ""
        rows.append((f"{one}, not {other}", f"{found.height:,}", said, such))
    title = "Flagged by one and not by another (who and why: --table differences)"
    return [title, *lay_out(rows, _UNLIMITED, right=(1,))]


def difference_lines(differences: pl.DataFrame, width: int | None = None) -> list[str]:
    """Return for each pair how many one flags and the other doesn't, and each with the reason."""
    lines = ["Flagged by one and not by another, and why"]
    for one, other, said, found in _pairs(differences):
        lines.append(f"  {one}, not {other}: {found.height:,} ({said})")
        for row in found.iter_rows(named=True):
            ticker = f"    {safe(str(row['ticker'] or MISSING)):<7} "
            told = f"{row['answer']}: {safe(row['reason'] or UNKNOWN)}"
            lines += beside(ticker, told, width)
    return lines


def _pairs(differences: pl.DataFrame) -> Iterator[tuple[str, str, str, pl.DataFrame]]:
    """Yield each pair of definitions with the answers of the other in words, and its rows."""
    for (one, other), found in differences.group_by("flagged_by", "not_by", maintain_order=True):
        answers = found["answer"].value_counts(sort=True, name="count").iter_rows()
        said = ", ".join(f"{number:,} {answer}" for answer, number in answers)
        yield str(one), str(other), said, found


def year_lines(years: pl.DataFrame, width: int | None = None) -> list[str]:
    """Return the share of zombies among the judged companies, by fiscal year and definition."""
    names = years["definition"].unique(maintain_order=True).to_list()
    heads = fitted(
        [
            "By fiscal year: zombies, and their share of the companies judged (today's companies:"
            " those that failed or left are not in it)"
        ],
        width,
    )
    rows = [("Year", *names)]
    for (year,), found in years.group_by("fiscal_year", maintain_order=True):
        of = {row["definition"]: row for row in found.iter_rows(named=True)}
        rows.append((f"FY{year}", *(_of_judged(of.get(name)) for name in names)))
    # As far apart as there is room for.
    room = _APART if width is None or not names else min((width - _YEAR) // len(names), _APART)
    spread = [(f"{year:<6}", *(f"{cell:>{room - 2}}" for cell in cells)) for year, *cells in rows]
    within = None if width is None else width - 2
    table = stacked(spread, within, right=range(1, len(names) + 1))
    return [*heads, *(f"  {line}" for lines in table for line in lines)]


def _of_judged(row: dict[str, Any] | None) -> str:
    if row is None or not row["judged"]:
        return MISSING
    share = row["share"] if row["judged"] >= FEWEST else None
    return f"{row['yes']:,} {_percent(share):>6}"


def _percent(share: float | None) -> str:
    return MISSING if share is None else f"{share:.1%}"
