"""What the header and an empty table say of a session, from the longest wording to the shortest."""

from __future__ import annotations

from collections.abc import Iterator

from screener.model.words import counted
from screener.present.age import day_text
from screener.present.debt import move_text
from screener.present.sectors import told
from screener.present.text import safe
from screener.screening.compile import WHERE
from screener.screening.funnel import funnel
from screener.screening.universe import Row
from screener.tui import glyphs
from screener.tui.state.session import Session

_MOST = 0.6
"""A share of fewer companies than this says of how many it is."""


def titles(session: Session) -> tuple[str, ...]:
    """Return the data's name and age."""
    manifest = session.universe.snapshot.manifest
    fund = safe(manifest.fund or manifest.membership or "Unnamed fund")
    held, newest = manifest.holdings_date, manifest.newest_filing
    if manifest.facts_until is not None:
        day = f"as of {day_text(manifest.as_of)}"  # what was asked for stays in any width
        if held is None:
            return f"{fund} · {day}", day
        return f"{fund} · {day} · holdings {day_text(held)}", f"{fund[:20]}… · {day}", day
    parts = [fund]
    if held is not None:
        parts.append(f"holdings {day_text(held)}")
    if newest is not None:
        parts.append(f"filings to {day_text(newest)}")
    full = list(parts)
    if manifest.as_of != held:
        full.append(f"as of {day_text(manifest.as_of)}")
    dates = " · ".join(parts[1:]) or fund
    short = f"{fund[:20]}… · {dates}" if len(fund) > 21 and dates != fund else dates
    return (
        " · ".join(full),
        " · ".join(parts),
        short,
        dates,
        dates.replace("filings to", "to"),
    )


def counts(session: Session) -> tuple[str, ...]:
    """Return how many pass and are unknown."""
    result = session.result
    shown = " (shown)" if session.screen.unknown == "include" else ""
    core = f"{result.total:,} → {result.passed:,} pass"
    unknown = f"{result.unknown:,} unknown{shown}"
    return (
        f"{core} · {result.failed:,} fail · {unknown}",
        f"{core} · {unknown}",
        f"{result.passed:,} pass · {unknown}",
        f"{result.passed:,} pass · {result.unknown:,} ?",
    )


def corners(session: Session) -> tuple[str, ...]:
    """Return the preset with the assumed move of the rate and how many listed companies that takes
    across a coverage of 1, without this, and the preset alone."""
    rates = f"{session.preset_label} · rates {move_text(session.screen.rate_move)}"
    crossing = session.crossing
    crossed = rates if crossing is None else f"{rates} · {crossing:,} cross 1×"
    return crossed, rates, session.preset_label


def index_figures(session: Session) -> tuple[str, ...]:
    """Return what the whole index is like, by the screen's definition of a zombie; nothing while it
    is not known."""
    index = session.index
    if index is None:
        return ()
    zombies = told(index, f"zombies_{session.screen.zombie_definition}_share")
    without, losses = (told(index, f"pe_{which}_losses") for which in ("without", "with"))
    parts = []
    if (profitable := told(index, "profitable_share")) is not None:
        parts.append(f"{profitable:.0%} profitable{_of(index, 'profitable_known')}")
    if zombies is not None:
        judged = f"zombies_{session.screen.zombie_definition}_known"
        parts.append(f"{zombies:.0%} zombies{_of(index, judged)}")
    if without is not None:
        parts.append(f"P/E {without:,.1f} ex losses")
    wordings = [parts[:length] for length in range(len(parts), 0, -1)]
    if without is not None and losses is not None:
        wordings.insert(0, [*parts, f"{losses:,.1f} with"])
    return tuple(f"index: {' · '.join(wording)}" for wording in wordings)


def _of(index: Row, known: str) -> str:
    """Of how many companies a share is, where that is not most of them."""
    count: int = index[known]
    return "" if count >= _MOST * index["companies"] else f" of {count:,} known"


def second_lines(session: Session) -> Iterator[tuple[str, str]]:
    """Yield the two ends of the header's second line, the best first: how many companies fail gives
    way to the index, the index to all else."""
    everything, short, *_ = found = counts(session)
    crossed, *others = corners(session)
    for number, index in enumerate(index_figures(session)):
        if number == 0:
            yield f"{everything} │ {index}", crossed
        yield f"{short} │ {index}", crossed
    yield everything, crossed
    for corner in others:
        for text in found:
            yield text, corner


def why_empty(session: Session) -> list[str]:
    """Return lines that say which rules leave nobody, and what to press."""
    metrics = session.universe.metrics
    lines = [
        "No company passes these filters."
        if metrics.height
        else "This snapshot holds no companies.",
        "",
    ]
    found = funnel(metrics, session.screen)
    for step in found.steps:
        failed, unknown, passed = step.alone.failed, step.alone.unknown, step.without.passed
        missing = f", {unknown:,} unknown" if unknown else ""
        lines.append(f"{glyphs.FAIL} {step.rule.label}: {safe(step.rule.threshold_text)}")
        lines.append(f"  {failed:,} fail{missing}; without this rule {passed:,} pass")
    lines.append("")
    if session.result.unknown and session.screen.unknown == "exclude":
        missing = counted(session.result.unknown, "company that fails", "companies that fail")
        lines.append(f"U  show {missing} only for a missing figure")
    bare = metrics["period_end"].null_count()
    if bare > metrics.height / 2:
        lines.append(f"u  fetch their facts: {bare:,} companies have no figures here")
    if (most := found.costliest) is not None and most.without.passed:
        passed = most.without.passed
        rule = most.rule
        named = rule.threshold_text if rule.key.startswith(WHERE) else rule.label
        lines.append(f"R  relax the costliest rule, {safe(named)}: {passed:,} pass")
    lines += [
        f"r  reset to {session.preset_name}",
        *(["/  change the condition"] if session.screen.where else []),
        "f  change the filters",
        "p  another preset",
    ]
    return lines
