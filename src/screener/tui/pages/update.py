"""What is told of an update: while it is at work, and when a snapshot was made."""

from __future__ import annotations

from textual.content import Content

from screener.build.summary import counts, coverage, left_out, warnings
from screener.present.age import clock
from screener.present.text import safe
from screener.tui.state.updating import Finished, Update
from screener.tui.widgets.columns import fit

_BAR = 40
_PERCENT = 5


def progress_page(update: Update, width: int, now: float) -> Content:
    """Return the stage, a bar, the companies done, the time gone and the time left."""
    standing = update.standing
    stage, bar, done = "Starting", fit("", width), "looking at the files"
    left = ""
    if standing is not None:
        progress = standing.progress
        stage = safe(progress.stage[:1].upper() + progress.stage[1:])
        bar = _bar(standing.share, width)
        done = f"{progress.done:,} of {progress.total:,} companies"
        seconds = standing.seconds_left(now)
        left = "" if seconds is None else f" · about {clock(seconds)} left"
    if update.cancelling:
        stage, left = "Cancelling …", ""
    return Content("\n").join(
        [
            Content.styled(fit(stage, width).rstrip(), "bold"),
            Content.styled(bar, "$primary"),
            Content(fit(done, width).rstrip()),
            Content(fit(f"{clock(now - update.started)} elapsed{left}", width).rstrip()),
        ]
    )


def short_progress(update: Update) -> tuple[str, ...]:
    """Return how far an update is, for a corner, from the longest wording to the shortest."""
    if update.cancelling:
        return ("cancelling the update", "cancelling")
    if update.standing is None:
        return ("update: starting", "update")
    percent = f"{update.standing.share:.0%}"
    return f"update: {safe(update.standing.progress.stage)} {percent}", f"update {percent}"


def summary_page(finished: Finished) -> Content:
    """Return what a finished update came to."""
    manifest, report = finished.universe.snapshot.manifest, finished.report
    fund = safe(manifest.fund or "Unnamed fund")
    lines = [
        Content.styled(f"{fund} as of {manifest.as_of}", "bold"),
        *(Content(safe(line)) for line in counts(report)),
        *(Content(safe(line)) for line in left_out(report)),
        *(Content.styled(safe(line), "$warning") for line in warnings(report)),
        *(Content(safe(line)) for line in coverage(report)),
    ]
    return Content("\n").join(lines)


def _bar(share: float, width: int) -> str:
    """Full and light blocks: told apart without colour."""
    cells = max(min(width - _PERCENT, _BAR), 0)
    full = min(int(share * cells), cells)
    return "█" * full + "░" * (cells - full) + f"{share:>{_PERCENT}.0%}"
