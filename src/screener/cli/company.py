"""A company in plain lines: what ``screen show`` prints."""

from __future__ import annotations

import shlex
import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING

from screener.model.metric import DEFAULT_RATE_MOVE, METRICS, Group, Unit
from screener.model.words import counted
from screener.present.links import filing_url
from screener.present.marks import OUTCOMES
from screener.present.text import against, format_value, safe, valued

if TYPE_CHECKING:
    import datetime as dt

    from screener.model.screen import Screen
    from screener.screening.explain import Figure, RuleOutcome, Summary
    from screener.screening.universe import Row
    from screener.store.manifest import Manifest

_MOST_FILINGS = 12
_WIDEST = 100
NO_TICKER = "-"
_WIDTHS = (11, 11, 9, 14, 10)
"""Of the figures of a fiscal year, at the least."""


def heading(manifest: Manifest, row: Row) -> list[str]:
    """Return the company's name and what the figures are of."""
    names = [row["ticker"], row["name"], row["sector"]]
    lines = [" · ".join(safe(name) for name in names if name)]
    if manifest.sample:
        lines.append("sample data: a fictional company")
    filed = f", newest period {row['period_end']} filed {row['filed']}" if row["filed"] else ""
    return [*lines, f"as of {manifest.as_of}{filed}"]


def verdict(
    screen: Screen, outcomes: Sequence[RuleOutcome], revenue: tuple[float, float] | None
) -> list[str]:
    """Return what each rule says, with value, threshold, period and filing, or the reason.

    ``revenue`` is of twelve months and of the twelve before, where growth is known.
    """
    from screener.screening.explain import overall

    lines = ["", f"{safe(screen.title) or 'Screen'}: {overall(outcomes)}"]
    for outcome in outcomes:
        value = safe(valued(outcome.values))
        passes = f"{outcome.label}: {value} (to pass: {safe(outcome.threshold_text)})"
        line = f"  {OUTCOMES[outcome.outcome]} {passes}"
        if outcome.origin is not None:
            source = outcome.origin
            line += f" · {source.period}, {safe(source.form)} filed {source.filed}"
        if outcome.reason:
            line += f" · {safe(outcome.reason)}"
        lines.append(line)
        if outcome.key == "growth" and revenue is not None:
            lines.append(f"      revenue {against(METRICS['revenue_ttm'], *revenue)}")
    return lines


def figures(summary: Summary, rate_move: float = DEFAULT_RATE_MOVE) -> list[str]:
    """Return the metrics by group, an unknown one with its reason; reasons that several share
    follow, each once. What depends on the move of the rate says a move that is not the usual."""
    from screener.debt.relief import MOVED
    from screener.present.debt import move_text
    from screener.screening.explain import by_reason

    moved = f"at {move_text(rate_move)}" if rate_move != DEFAULT_RATE_MOVE else ""
    every = [figure for found in summary.groups.values() for figure in found]
    shared = {
        known: {why: same for why, same in by_reason(every, known=known).items() if len(same) > 1}
        for known in (True, False)
    }
    lines = []
    for group, found in summary.groups.items():
        lines += ["", group.value.capitalize()]
        for figure in found:
            text = format_value(figure.metric, figure.value)
            alone = figure.reason not in shared[figure.value is not None]
            notes = [safe(figure.reason)] if figure.reason and alone else []
            if moved and figure.metric.name in MOVED and figure.value is not None:
                notes.append(moved)
            if figure.last_known is not None:
                notes.append(f"last known {format_value(figure.metric, figure.last_known)}")
            reason = f"  {'; '.join(notes)}" if notes else ""
            left = figure.metric.unit is Unit.TEXT and figure.value is not None
            align = "<" if left else ">"
            lines.append(f"  {figure.metric.name:<24}{text:{align}14}{reason}".rstrip())
    lines += _shared("What to know of several figures", shared[True])
    return lines + _shared("Why several figures are unknown", shared[False])


def _shared(title: str, reasons: dict[str, list[Figure]]) -> list[str]:
    """Under a title the names of the figures that share a reason, and the reason."""
    lines = ["", title] if reasons else []
    for reason, same in reasons.items():
        names = ", ".join(figure.metric.name for figure in same)
        lines += textwrap.wrap(
            f"{names}: {safe(reason)}",
            _WIDEST,
            initial_indent="  ",
            subsequent_indent="    ",
            break_long_words=False,
            break_on_hyphens=False,
        )
    return lines


def zombie_record(summary: Summary, screen: Screen) -> list[str]:
    """Return the inputs and the verdicts of the definitions, a line for each fiscal year."""
    if not summary.years.height:
        return []
    from screener.present.zombies import aligned, legend, record, zombie_since

    found = record(summary.years)
    names = list(found[0].verdicts)
    titles, *rows = aligned(found)
    widths = [
        max(least, *(len(cells[column]) + 2 for cells in rows))
        for column, least in enumerate(_WIDTHS, 1)
    ]
    figures_heads = "".join(
        f"{text:>{width}}" for text, width in zip(titles[1:], widths, strict=True)
    )
    heads = "".join(f"  {name:<7}" for name in names)
    lines = ["", f"{Group.ZOMBIE.value.capitalize()}, by fiscal year"]
    if since := zombie_since(summary.years, screen.zombie_definition):
        lines.append(f"  {screen.zombie_definition}: {since}")
    lines.append(f"  {titles[0]:<8}{figures_heads}{heads}".rstrip())
    for line, row in zip(found, rows, strict=True):
        cells = "".join(f"{text:>{width}}" for text, width in zip(row[1:], widths, strict=True))
        verdicts = "".join(f"  {line.verdicts[name]:<7}" for name in names)
        lines.append(f"  {row[0]:<8}{cells}{verdicts}".rstrip())
    if marks := legend(found):
        lines.append(f"  {marks}")
    return lines


def debt(summary: Summary, as_of: dt.date) -> list[str]:
    """Return the debt instruments, where a filing's instance was read."""
    from screener.present.debt import instrument_lines, mix, swap_text

    rows = list(summary.instruments.iter_rows(named=True))
    if not rows:
        return []
    told = [text for text in (mix(summary.row), swap_text(rows)) if text]
    source = f"{safe(rows[0]['form'])} filed {rows[0]['filed']}, balance sheet of {rows[0]['end']}"
    lines = [*told, *instrument_lines(rows, as_of)]
    return ["", f"Debt by instrument, from the {source}", *(f"  {line}" for line in lines)]


def filings(summary: Summary) -> list[str]:
    """Return the filings behind the figures with their addresses, newest first."""
    if not summary.accessions:
        return []
    lines = ["", "Filings"]
    for accession, form, filed in summary.accessions[:_MOST_FILINGS]:
        address = filing_url(summary.row["cik"], accession) or safe(accession)
        lines.append(f"  {filed}  {safe(form):<8}{address}")
    older = len(summary.accessions) - _MOST_FILINGS
    return [*lines, f"  and {counted(older, 'older one')}"] if older > 0 else lines


def hint(summary: Summary) -> list[str]:
    """Return how to see the operands of a figure, where any is known: growth if that is."""
    known = [
        figure.metric.name
        for figures in summary.groups.values()
        for figure in figures
        if figure.metric.operands and figure.value is not None
    ]
    if not known or summary.row["cik"] is None:
        return []
    ticker, name = summary.row["ticker"], summary.row["name"]
    company = shlex.quote(safe(str(name if ticker in (None, NO_TICKER) else ticker)))
    return ["", f"Operands and filings of a figure: screen show {company} --facts {known[0]}"]
