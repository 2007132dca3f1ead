"""A company in plain lines: what ``screen show`` prints.

``width``: of the terminal's lines, which longer ones are wrapped for; None: a line for each record.
"""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from typing import TYPE_CHECKING

from screener.model.metric import DEFAULT_RATE_MOVE, METRICS, Group
from screener.model.words import counted
from screener.present.layout import beside, fitted
from screener.present.links import filing_url, folder_url
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
_INDENT = _APART = "  "
_NAMES, _ACROSS = 24, 42
"""Of a metric's name, and of its name with its value, at the least."""
_WIDTHS = (11, 11, 9, 14, 10)
"""Of the figures of a fiscal year, at the least where there is room."""


def heading(manifest: Manifest, row: Row, width: int | None) -> list[str]:
    """Return the company's name and what the figures are of."""
    names = [row["ticker"], row["name"], row["sector"]]
    lines = [" · ".join(safe(name) for name in names if name)]
    if manifest.sample:
        lines.append("sample data: a fictional company")
    filed = f", newest period {row['period_end']} filed {row['filed']}" if row["filed"] else ""
    return fitted([*lines, f"as of {manifest.as_of}{filed}"], width)


def verdict(
    screen: Screen,
    outcomes: Sequence[RuleOutcome],
    revenue: tuple[float, float] | None,
    width: int | None,
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
    return fitted(lines, width, hang=4)


def figures(
    summary: Summary, rate_move: float = DEFAULT_RATE_MOVE, width: int | None = None
) -> list[str]:
    """Return the metrics by group, values under each other, an unknown one with its reason; reasons
    that several share follow, each once. What depends on the move of the rate says a move that is
    not the usual."""
    from screener.debt.relief import MOVED
    from screener.present.debt import move_text, source_of
    from screener.screening.explain import by_reason

    moved = f"at {move_text(rate_move)}" if rate_move != DEFAULT_RATE_MOVE else ""
    every = [figure for found in summary.groups.values() for figure in found]
    shared = {
        known: {why: same for why, same in by_reason(every, known=known).items() if len(same) > 1}
        for known in (True, False)
    }
    names, across = _columns(summary)
    lines = []
    for group, found in summary.groups.items():
        lines += ["", group.value.capitalize()]
        for figure in found:
            alone = figure.reason not in shared[figure.value is not None]
            notes = [safe(figure.reason)] if figure.reason and alone else []
            if moved and figure.metric.name in MOVED and figure.value is not None:
                notes.append(moved)
            if source := source_of(figure.metric.name, figure.value, summary.instruments):
                notes.append(source)
            if figure.last_known is not None:
                notes.append(f"last known {format_value(figure.metric, figure.last_known)}")
            text = format_value(figure.metric, figure.value)
            if group is Group.IDENTITY:  # names, of any length: words are read from the left
                told = "  ".join(filter(None, (text, "; ".join(notes))))
                lines += beside(f"  {figure.metric.name:<{names}}", told, width)
            else:
                cells = f"  {figure.metric.name}{text:>{across - len(figure.metric.name)}}  "
                lines += beside(cells, "; ".join(notes), width)
    lines += _shared("What to know of several figures", shared[True], width)
    return lines + _shared("Why several figures are unknown", shared[False], width)


def _columns(summary: Summary) -> tuple[int, int]:
    """Return where values begin that are set flush left, and where those end that are set flush
    right: a long name takes of the room before a short value."""
    names = max(len(name) for name in METRICS if METRICS[name].group is Group.IDENTITY)
    pairs = [
        len(figure.metric.name) + len(_APART) + len(format_value(figure.metric, figure.value))
        for group, found in summary.groups.items()
        if group is not Group.IDENTITY
        for figure in found
    ]
    return max(names + len(_APART), _NAMES), max(_ACROSS, *pairs)


def _shared(title: str, reasons: dict[str, list[Figure]], width: int | None) -> list[str]:
    """Under a title the names of the figures that share a reason, and the reason."""
    lines = ["", title] if reasons else []
    for reason, same in reasons.items():
        names = ", ".join(figure.metric.name for figure in same)
        lines += fitted([f"  {names}: {safe(reason)}"], min(width or _WIDEST, _WIDEST))
    return lines


def zombie_record(summary: Summary, screen: Screen, width: int | None) -> list[str]:
    """Return the inputs and the verdicts of the definitions, a line for each fiscal year: where it
    would be too long, two tables."""
    if not summary.years.height:
        return []
    from screener.present.zombies import aligned, legend, record, zombie_since

    found = record(summary.years)
    titles, *rows = aligned(found)
    names = list(found[0].verdicts)
    heads = "".join(f"{_INDENT}{name:<7}" for name in names)
    verdicts = ["".join(f"{_INDENT}{line.verdicts[name]:<7}" for name in names) for line in found]
    figures = _years([titles, *rows], _WIDTHS)
    whole = _joined(figures, [heads, *verdicts])
    if width is not None and max(map(len, whole)) > width:
        narrow = _years([titles, *rows], [0] * len(_WIDTHS))
        years = [f"{_INDENT}{row[0]:<8}" for row in (titles, *rows)]
        whole = [*narrow, "", *_joined(years, [heads, *verdicts])]
    said = ["", f"{Group.ZOMBIE.value.capitalize()}, by fiscal year"]
    if since := zombie_since(summary.years, screen.zombie_definition):
        said += fitted([f"{_INDENT}{screen.zombie_definition}: {since}"], width)
    marks = legend(found)
    return [*said, *whole, *(fitted([f"{_INDENT}{marks}"], width) if marks else [])]


def _joined(left: Sequence[str], right: Sequence[str]) -> list[str]:
    return ["".join(pair).rstrip() for pair in zip(left, right, strict=True)]


def _years(rows: Sequence[Sequence[str]], least: Sequence[int]) -> list[str]:
    """Return the years and their figures under each other, ``least`` characters for each figure."""
    widths = [
        max(its, *(len(cells[column]) + len(_APART) for cells in rows))
        for column, its in enumerate(least, 1)
    ]
    return [
        f"{_INDENT}{year:<8}"
        + "".join(f"{text:>{width}}" for text, width in zip(cells, widths, strict=True))
        for year, *cells in rows
    ]


def debt(summary: Summary, as_of: dt.date, width: int | None) -> list[str]:
    """Return the debt instruments, where a filing's instance was read."""
    from screener.present.debt import instrument_lines, mix, swap_text

    rows = list(summary.instruments.iter_rows(named=True))
    if not rows:
        return []
    told = [text for text in (mix(summary.row), swap_text(rows)) if text]
    source = f"{safe(rows[0]['form'])} filed {rows[0]['filed']}, balance sheet of {rows[0]['end']}"
    room = None if width is None else width - len(_INDENT)
    lines = [*told, *instrument_lines(rows, as_of, room)]
    heads = fitted([f"Debt by instrument, from the {source}"], width)
    return ["", *heads, *fitted((f"{_INDENT}{line}" for line in lines), width)]


def filings(summary: Summary, width: int | None) -> list[str]:
    """Return the filings behind the figures with their addresses, newest first.

    An address that a line has no room for stands on the next one, if need be as that of the
    filing's folder, which is shorter: only a whole address can be opened."""
    if not summary.accessions:
        return []
    lines = ["", "Filings"]
    for accession, form, filed in summary.accessions[:_MOST_FILINGS]:
        address = filing_url(summary.row["cik"], accession)
        before = f"  {filed}  {safe(form):<8}"
        if width is None or not address or len(before + address) <= width:
            lines.append(f"{before}{address or safe(accession)}")
            continue
        below = f"    {address}"
        folder = f"    {folder_url(summary.row['cik'], accession)}"
        lines += [f"{before}{safe(accession)}", below if len(below) <= width else folder]
    older = len(summary.accessions) - _MOST_FILINGS
    return [*lines, f"  and {counted(older, 'older one')}"] if older > 0 else lines


def hint(summary: Summary, width: int | None) -> list[str]:
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
    said = f"Operands and filings of a figure: screen show {company} --facts {known[0]}"
    return ["", *fitted([said], width)]
