"""What is told of an update: while it is at work, and when it has ended."""

from __future__ import annotations

from dataclasses import replace

from textual.content import Content

from screener.build.events import Report
from screener.build.summary import counts, coverage, left_out, warnings
from screener.model.words import counted
from screener.present.age import clock
from screener.present.status import size_text
from screener.present.text import safe
from screener.tui.state.changes import Line
from screener.tui.state.update_changes import Short
from screener.tui.state.updating import Finished, Unchanged, Update, unchanged
from screener.tui.widgets.columns import fit
from screener.update.events import Fetched, Fetching

_BAR = 40
_PERCENT = 5
_LEAST_SECONDS = 1.0  # before, a rate says nothing


def progress_page(update: Update, width: int, now: float) -> Content:
    """Return the stage, a bar, the companies done, what came over the network, the time gone and
    the time left, and what was remarked."""
    standing = update.standing
    stage, bar, done = (
        "Starting",
        "",
        "opening the connections" if update.live else "looking at the files",
    )
    left = ""
    if standing is not None:
        progress = standing.progress
        stage = safe(progress.stage[:1].upper() + progress.stage[1:])
        bar, done = "", ""
        if progress.total:
            bar = _bar(standing.share, width)
            done = f"{progress.done:,} of {counted(progress.total, 'company', 'companies')}"
        seconds = standing.seconds_left(now)
        left = "" if seconds is None else f" · about {clock(seconds)} left"
    if update.cancelling:
        stage, left = "Cancelling …", ""
    lines = [
        Content.styled(fit(stage, width).rstrip(), "bold"),
        Content.styled(fit(bar, width), "$primary"),
        Content(fit(done, width).rstrip()),
        *(Content(fit(line, width).rstrip()) for line in _traffic(update)),
        Content(fit(f"{clock(now - update.started)} elapsed{left}", width).rstrip()),
    ]
    return Content("\n").join([*lines, *_remarks(update)])


def short_progress(update: Update) -> tuple[str, ...]:
    """Return how far an update is, for a corner, from the longest wording to the shortest."""
    if update.cancelling:
        return ("cancelling the update", "cancelling")
    if update.standing is None:
        return ("update: starting", "update")
    stage = safe(update.standing.progress.stage)
    if not update.standing.progress.total:
        return f"update: {stage}", "update"
    percent = f"{update.standing.share:.0%}"
    return f"update: {stage} {percent}", f"update {percent}"


def summary_page(update: Update, finished: Finished, short: Short | None) -> Content:
    """Return what a finished update came to. ``short``: what changed; None while that is being
    found out."""
    manifest, report = finished.universe.snapshot.manifest, finished.report
    fund = safe(manifest.fund or "Unnamed fund")
    told = update.fetched.warnings if update.fetched else ()
    # The build tells those of the fetching, too.
    every = replace(report, warnings=list(dict.fromkeys([*told, *report.warnings])))
    return Content("\n").join(
        [
            Content.styled(f"{fund} as of {manifest.as_of}", "bold"),
            *_fetched(update.fetched),
            *_remarks(update),
            *_changed(finished, short),
            *_warned(every),
            *(Content(safe(line)) for line in counts(report)),
            *(Content(safe(line)) for line in left_out(report)),
            *(Content(safe(line)) for line in coverage(report)),
        ]
    )


def unchanged_page(update: Update, found: Unchanged) -> Content:
    """Return that there was nothing new, and what was looked at."""
    told = unchanged(found.snapshot, opened=found.universe is not None)
    warned = update.fetched.warnings if update.fetched else ()
    return Content("\n").join(
        [
            Content.styled(told, "bold"),
            *_fetched(update.fetched),
            *_remarks(update),
            *(Content.styled(safe(line), "$warning") for line in warned),
        ]
    )


def _traffic(update: Update) -> list[str]:
    """What came over the network, so far or in all; nothing of a build from files."""
    progress = update.standing.progress if update.standing else None
    if isinstance(progress, Fetching):
        seconds = progress.seconds
        rate = f" · {progress.requests / seconds:.1f}/s" if seconds >= _LEAST_SECONDS else ""
        return [f"{_amount(progress.requests, progress.received)}{rate}"]
    return [_whole(update.fetched)] if update.fetched else []


def _fetched(found: Fetched | None) -> list[Content]:
    if found is None:
        return []
    looked = counted(found.settled, "company", "companies")
    return [
        Content(f"Holdings: {safe(found.holdings)}"),
        Content(f"{_whole(found)}; {looked} looked at"),
    ]


def _whole(found: Fetched) -> str:
    return f"Fetched: {_amount(found.requests, found.received)} in {clock(found.seconds)}"


def _amount(requests: int, received: int) -> str:
    return f"{counted(requests, 'request')} · {size_text(received)}"


def _remarks(update: Update) -> list[Content]:
    return [Content.styled(safe(remark), "bold $warning") for remark in update.remarks]


def _changed(finished: Finished, short: Short | None) -> list[Content]:
    """What changed, with an empty line before and after it; nothing where there was no snapshot."""
    if short is None:
        return [] if finished.before.universe is None else _apart([Content("Comparing …")])
    lines = [Content.styled(short.title, "bold $primary")] if short.title else []
    lines += [Content(line) for line in short.lines]
    lines += [_mover(line) for line in short.movers]
    more = [f"and {short.more:,} more"] if short.more else []
    more += ["d: all"] if short.kept else []
    lines += [Content(f"  {' · '.join(more)}")] if more and short.title else []
    return _apart(lines)


def _apart(lines: list[Content]) -> list[Content]:
    return [Content(""), *lines, Content("")] if lines else []


def _mover(line: Line) -> Content:
    words = " · ".join(line.words.split("\n"))
    return Content.assemble(f"  {line.mark} ", (line.ticker, "bold"), f" {line.name}: {words}")


def _warned(report: Report) -> list[Content]:
    """The warnings, with an empty line after them."""
    lines = [Content.styled(safe(line), "$warning") for line in warnings(report)]
    return [*lines, Content("")] if lines else []


def _bar(share: float, width: int) -> str:
    """Full and light blocks: told apart without colour."""
    cells = max(min(width - _PERCENT, _BAR), 0)
    full = min(int(share * cells), cells)
    return "█" * full + "░" * (cells - full) + f"{share:>{_PERCENT}.0%}"
