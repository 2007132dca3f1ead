"""A company as a page of text: rules, figures, years. All wording; no widget."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len
from textual.content import Content
from textual.style import Style

from screener.debt.relief import saved_range
from screener.model.metric import METRICS, Group
from screener.model.screen import ZOMBIE
from screener.model.verdict import Answer, Outcome
from screener.present.debt import coverage_text, instrument_lines, mix, saved_text, type_text
from screener.present.links import filing_url
from screener.present.text import MISSING, against, format_value, safe, valued
from screener.present.zombies import TITLES, legend, record, zombie_since
from screener.screening.explain import Figure, RuleOutcome, Summary, explain, overall, summary
from screener.screening.growth import compared_revenue
from screener.tui import glyphs
from screener.tui.pages.wrapping import wrapped
from screener.tui.widgets.columns import fit
from screener.zombies import VERDICTS

if TYPE_CHECKING:
    from screener.screening.universe import Row
    from screener.tui.state import Session
    from screener.watchlist import Watched

_GLYPHS = {
    Outcome.PASS: (glyphs.PASS, "bold $success"),
    Outcome.FAIL: (glyphs.FAIL, "bold $warning"),
    Outcome.UNKNOWN: (glyphs.UNKNOWN, "bold"),
}
_VERBS = {
    Outcome.PASS: "Passes",
    Outcome.FAIL: "Fails",
    Outcome.UNKNOWN: "Unknown: fails only for a missing figure",
}
_FIGURES = (
    Group.GROWTH, Group.PROFIT, Group.CASH_FLOW, Group.BALANCE, Group.DEBT, Group.VALUE,
    Group.HOLDING,
)  # fmt: skip
_CELL = 24  # label and value of a figure
_YEARS = 10


def company_page(session: Session, row: Row, width: int) -> Content:
    """Return the page about ``row``, a company of the session's universe, for ``width`` cells."""
    found = summary(session.universe, row, session.screen)
    outcomes = explain(session.universe, session.screen, row)
    why = [
        *_identity(row),
        *_watched(session.watching.find(row)),
        Content(""),
        *_rules(outcomes, compared_revenue(session.universe, row)),
        Content(""),
        *_verdict(session, found),
        Content(""),
        *_debt(session, found),
    ]
    side = 2 * (_CELL + 2) + 2  # two figures beside one another
    if width < 2 * side:
        what = [Content(""), *_figures(found, width), *_filings(found)]
        return Content("\n").join(wrapped([*why, *what], width))
    right = wrapped([*_figures(found, side), *_filings(found)], side)
    left = wrapped(why, width - side - 2)
    return Content("\n").join(
        one.pad_right(width - side - one.cell_length) + other
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
    outcomes: tuple[RuleOutcome, ...], revenue: tuple[float, float] | None
) -> Iterator[Content]:
    if not outcomes:
        yield Content.styled("No filter is set: every company passes", "bold")
        return
    verdict = overall(outcomes)
    yield Content.assemble(_GLYPHS[verdict], (f" {_VERBS[verdict]}", "bold"))
    for outcome in outcomes:
        glyph, style = _GLYPHS[outcome.outcome]
        value = safe(valued(outcome.values))
        yield Content.assemble(
            "  ",
            (glyph, style),
            f" {outcome.label}: ",
            (value, "bold"),
            f"  ({safe(outcome.threshold_text)})",
        )
        if outcome.key == "growth" and revenue is not None:
            yield _note(f"revenue {against(METRICS['revenue_ttm'], *revenue)}")
        if outcome.origin is not None:
            origin = outcome.origin
            period, form = safe(origin.period), safe(origin.form)
            yield _note(f"{period} · {form} filed {origin.filed} · {safe(origin.accession)}")
        if outcome.reason and outcome.key != "zombies":  # that one stands with the years
            yield _note(safe(outcome.reason))


def _verdict(session: Session, found: Summary) -> Iterator[Content]:
    chosen = session.screen.meaning(ZOMBIE)
    definition = session.screen.zombie_definition
    verdicts = {figure.metric.name: figure for figure in found.groups[Group.ZOMBIE]}
    yield Content.styled(f"Zombie by {definition}, and the record by year", "bold $primary")
    yield _told(verdicts[chosen])
    if since := zombie_since(found.years, definition):
        yield _note(since)
    yield from _record(found, definition)
    yield Content.styled("By the other definitions", "bold $primary")
    for name in VERDICTS:
        if name != chosen:
            yield _told(verdicts[name])


def _told(figure: Figure) -> Content:
    """What a definition says, and why."""
    answer = figure.value or Answer.UNKNOWN.value
    mark = f"{glyphs.ZOMBIE} " if answer == Answer.YES.value else ""
    style = "bold $warning" if mark else "bold"
    name = figure.metric.name.removeprefix("zombie_")
    text = f"  {safe(figure.reason)}" if figure.reason else ""
    return Content.assemble(f"  {name}: ", (f"{mark}{answer}", style), text)


def _record(found: Summary, definition: str) -> Iterator[Content]:
    lines = record(found.years)[:_YEARS]
    if not lines:
        yield _note("no fiscal years in the snapshot")
        return
    yield _year_line((*TITLES, definition), "underline")
    for line in lines:
        verdict = line.verdicts[definition]
        mark = f"{glyphs.ZOMBIE} " if verdict == Answer.YES.value else ""
        yield _year_line((*line.cells, f"{mark}{verdict}"), "$warning" if line.below else "")
    if marks := legend(lines):
        yield _note(marks)


def _debt(session: Session, found: Summary) -> Iterator[Content]:
    """The type of the debt, its mix as a bar, what the rate move saves, and the instruments."""
    row = found.row
    move = session.screen.rate_move
    yield Content.styled(f"Debt: {type_text(row)}", "bold")
    if kinds := mix(row):
        yield _note(kinds)
    allowed = saved_range(row["debt_type"], row["floating_debt"], row["total_debt"], move)
    yield _note(saved_text(allowed, move))
    if row["coverage_after_move"] is not None:
        crossed = (
            " · crosses 1"
            if (row["interest_coverage"] < 1) != (row["coverage_after_move"] < 1)
            else ""
        )
        yield _note(coverage_text(row) + crossed)
    for figure in found.groups[Group.DEBT]:
        if figure.metric.name == "debt_type" and figure.reason:
            yield _note(safe(figure.reason))
    for line in instrument_lines(found.instruments.iter_rows(named=True)):
        yield Content(f"  {line}")


_RECORD_WIDTHS = (9, 9, 8, 13, 9)


def _year_line(cells: Sequence[str], style: str) -> Content:
    year, *figures, verdict = cells
    text = fit(year, 7) + "".join(
        fit(cell, width, right=True) for cell, width in zip(figures, _RECORD_WIDTHS, strict=True)
    )
    return Content.styled(f"  {text}  {verdict}".rstrip(), style)


def _figures(found: Summary, width: int) -> Iterator[Content]:
    across = max((width - 2) // (_CELL + 2), 1)
    missing: dict[str, list[str]] = {}
    noted: dict[str, list[str]] = {}
    for group in _FIGURES:
        figures = found.groups[group]
        yield Content.styled(group.value.capitalize(), "bold $primary")
        for start in range(0, len(figures), across):
            yield Content("  " + "  ".join(_figure(f) for f in figures[start : start + across]))
        for figure in figures:
            if figure.value is None and figure.reason:
                last = format_value(figure.metric, figure.last_known)
                known = "" if figure.last_known is None else f" (last known {last})"
                missing.setdefault(safe(figure.reason), []).append(figure.metric.label + known)
            elif figure.reason:
                noted.setdefault(safe(figure.reason), []).append(figure.metric.label)
    for title, found_reasons in (
        ("* What to know of these figures", noted),
        ("Why figures are unknown", missing),
    ):
        if found_reasons:
            yield Content.styled(title, "bold $primary")
        for reason, labels in found_reasons.items():
            yield Content(f"  {', '.join(labels)}: {reason}")


def _figure(figure: Figure) -> str:
    label, value = figure.metric.label, format_value(figure.metric, figure.value)
    value += "*" if figure.value is not None and figure.reason else ""
    return label + " " * max(_CELL - cell_len(label) - cell_len(value), 1) + value


def _filings(found: Summary) -> Iterator[Content]:
    if found.accessions:
        yield Content.styled("Filings behind these figures", "bold $primary")
        for accession, form, filed in found.accessions[:6]:
            url = filing_url(found.row["cik"], accession)
            # Terminals that know links open the filing; the number is there for all the others.
            number = Content.styled(safe(accession), Style(link=url, underline=True) if url else "")
            yield Content(f"  {safe(form)} filed {filed}  ") + number
        if len(found.accessions) > 6:
            ticker = safe(str(found.row["ticker"]))
            yield _note(f"and {len(found.accessions) - 6} more: screen show {ticker}")


def _note(text: str) -> Content:
    return Content(f"      {text}")


def _text(row: Row, metric: str) -> str:
    return _value(metric, row[metric])


def _value(metric: str, value: Any) -> str:
    return format_value(METRICS[metric], value)
