"""A company as a page of text: rules, figures, years. All wording; no widget."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len
from textual.content import Content

from screener.debt.relief import saved_range
from screener.model.metric import METRICS, Group
from screener.model.verdict import Outcome
from screener.present.age import price_text
from screener.present.debt import (
    coverage_text,
    instrument_lines,
    mix,
    saved_text,
    swap_text,
    type_text,
)
from screener.present.text import MISSING, against, format_value, safe, valued
from screener.screening.explain import (
    Figure,
    RuleOutcome,
    Summary,
    by_reason,
    explain,
    overall,
    summary,
)
from screener.screening.growth import compared_revenue
from screener.tui import glyphs
from screener.tui.pages.company_charts import charts
from screener.tui.pages.company_record import zombie_record
from screener.tui.pages.links import filing
from screener.tui.pages.wrapping import wrapped

if TYPE_CHECKING:
    from screener.screening.universe import Row
    from screener.tui.state import Session
    from screener.watchlist import Watched

_VERBS = {
    Outcome.PASS: "Passes",
    Outcome.FAIL: "Fails",
    Outcome.UNKNOWN: "Unknown: fails only for a missing figure",
}
_FIGURES = (
    Group.GROWTH, Group.PROFIT, Group.CASH_FLOW, Group.BALANCE, Group.DEBT, Group.VALUE,
    Group.HOLDING,
)  # fmt: skip
_INSTRUMENT = 120  # characters of a line of an instrument: what is longer goes on below
_CELL = 25  # label and value of a figure
_SIDE = 2 * (_CELL + 2) + 2  # two figures beside one another
_TALL = {True: 14, False: 30}
"""How many lines must be seen at once for tall charts: beside the rules, or over them."""

_TALL_WIDTH = 60


def company_page(session: Session, row: Row, width: int, height: int = 0) -> Content:
    """Return the page about ``row``, a company of the session's universe, for ``width`` cells.

    ``height`` is how many lines are seen at once: where they are enough, charts are tall."""
    found = summary(session.universe, row, session.screen)
    outcomes = explain(session.universe, session.screen, row)
    beside = width >= 2 * _SIDE
    room = _SIDE if beside else width
    tall = height >= _TALL[beside] and (beside or width >= _TALL_WIDTH)
    drawn = list(charts(session, row, room, tall=tall))
    left_width = width - _SIDE - 2 if beside else width
    identity = [*_identity(row), *_watched(session.watching.find(row)), Content("")]
    why = [
        *_rules(outcomes, compared_revenue(session.universe, row), row["cik"]),
        Content(""),
        *zombie_record(session, found, left_width),
        Content(""),
        *_debt(session, found),
    ]
    what = [*_figures(session, found, room), *_filings(found)]
    if drawn:
        drawn.append(Content(""))
    if not beside:
        return Content("\n").join(wrapped([*identity, *drawn, *why, Content(""), *what], width))
    right = wrapped([*drawn, *what], _SIDE)
    left = wrapped([*identity, *why], left_width)
    return Content("\n").join(
        one.pad_right(width - _SIDE - one.cell_length) + other
        for one, other in zip_longest(left, right, fillvalue=Content(""))
    )


def _identity(row: Row) -> Iterator[Content]:
    name = safe(str(row["name"] or ""))
    yield Content.assemble(
        (safe(str(row["ticker"] or MISSING)), "bold $accent"), ("  " + name, "bold")
    )
    facts = [_text(row, key) for key in ("sector", "industry", "exchange") if row[key]]
    facts.append(f"CIK {_text(row, 'cik')}")
    yield Content(" · ".join(facts))
    if row["period_end"] is not None:
        stale = " · stale: over 200 days old" if row["stale"] else ""
        yield Content(
            f"Newest period to {_text(row, 'period_end')}, filed {_text(row, 'filed')}{stale}"
        )


def _watched(entry: Watched | None) -> Iterator[Content]:
    if entry is not None:
        since = f" since {entry.added}" if entry.added is not None else ""
        text = safe(entry.note) or f"on the watchlist{since}"
        yield Content.assemble((glyphs.WATCHED, "bold $accent"), (f" {text}", "italic"))


def _rules(
    outcomes: tuple[RuleOutcome, ...], revenue: tuple[float, float] | None, cik: int | None
) -> Iterator[Content]:
    if not outcomes:
        yield Content.styled("No filter is set: every company passes", "bold")
        return
    verdict = overall(outcomes)
    yield Content.assemble(_mark(verdict), (f" {_VERBS[verdict]}", "bold"))
    for outcome in outcomes:
        value = safe(valued(outcome.values))
        yield Content.assemble(
            "  ",
            _mark(outcome.outcome),
            f" {outcome.label}: ",
            (value, "bold"),
            f"  ({safe(outcome.threshold_text)})",
        )
        if outcome.key == "growth" and revenue is not None:
            yield _note(f"revenue {against(METRICS['revenue_ttm'], *revenue)}")
        if outcome.origin is not None:
            origin = outcome.origin
            period, form = safe(origin.period), safe(origin.form)
            number = filing(cik, origin.accession)
            yield _note(f"{period} · {form} filed {origin.filed} · ") + number
        if outcome.reason and outcome.key != "zombies":  # that one stands with the years
            yield _note(safe(outcome.reason))


def _debt(session: Session, found: Summary) -> Iterator[Content]:
    """The type of the debt, its mix as a bar, what the rate move saves, and the instruments."""
    row = found.row
    move = session.screen.rate_move
    yield Content.styled(f"Debt: {type_text(row)}", "bold")
    if kinds := mix(row):
        yield _note(kinds)
    instruments = list(found.instruments.iter_rows(named=True))
    if swaps := swap_text(instruments):
        yield _note(swaps)
    yield _note(saved_text(row, saved_range(row, row["total_debt"], move), move))
    if None not in (row["coverage_after_move"], row["interest_coverage"]):
        crossed = (
            " · crosses 1"
            if (row["interest_coverage"] < 1) != (row["coverage_after_move"] < 1)
            else ""
        )
        yield _note(coverage_text(row) + crossed)
    for figure in found.groups[Group.DEBT]:
        if figure.metric.name == "debt_type" and figure.reason:
            yield _note(safe(figure.reason))
    for line in instrument_lines(
        instruments, session.universe.snapshot.manifest.as_of, _INSTRUMENT
    ):
        yield Content(f"  {line}")


def _figures(session: Session, found: Summary, width: int) -> Iterator[Content]:
    across = max((width - 2) // (_CELL + 2), 1)
    priced = price_text(session.universe.snapshot.manifest.holdings_date, found.row)
    shown = [figure for group in _FIGURES for figure in found.groups[group]]
    for group in _FIGURES:
        figures = found.groups[group]
        yield Content.styled(group.value.capitalize(), "bold $primary") + (
            f"  {priced}" if group is Group.VALUE and priced else ""
        )
        for start in range(0, len(figures), across):
            yield Content("  " + "  ".join(_figure(f) for f in figures[start : start + across]))
    for title, known in (
        ("* What to know of these figures", True),
        ("Why figures are unknown", False),
    ):
        reasons = by_reason(shown, known=known)
        if reasons:
            yield Content.styled(title, "bold $primary")
        for reason, same in reasons.items():
            yield Content(f"  {', '.join(map(_named, same))}: {safe(reason)}")


def _named(figure: Figure) -> str:
    if figure.last_known is None:
        return figure.metric.label
    return f"{figure.metric.label} (last known {format_value(figure.metric, figure.last_known)})"


def _figure(figure: Figure) -> str:
    label, value = figure.metric.label, format_value(figure.metric, figure.value)
    value += "*" if figure.value is not None and figure.reason else ""
    return label + " " * max(_CELL - cell_len(label) - cell_len(value), 1) + value


def _filings(found: Summary) -> Iterator[Content]:
    if found.accessions:
        yield Content.styled("Filings behind these figures", "bold $primary")
        for accession, form, filed in found.accessions[:6]:
            number = filing(found.row["cik"], accession)
            yield Content(f"  {safe(form)} filed {filed}  ") + number
        if len(found.accessions) > 6:
            ticker = safe(str(found.row["ticker"]))
            yield _note(f"and {len(found.accessions) - 6} more: screen show {ticker}")


def _mark(outcome: Outcome) -> tuple[str, str]:
    return glyphs.OUTCOMES[outcome], glyphs.OUTCOME_STYLES[outcome]


def _note(text: str) -> Content:
    return Content(f"      {text}")


def _text(row: Row, metric: str) -> str:
    return _value(metric, row[metric])


def _value(metric: str, value: Any) -> str:
    return format_value(METRICS[metric], value)
