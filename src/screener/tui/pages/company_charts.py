"""A company's last quarters as charts, and the mix of its debt: what people look at first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content

from screener.model.metric import METRICS, Metric
from screener.model.verdict import DEBT_KINDS
from screener.present.charts import (
    GAP,
    HANGING,
    OVER,
    UNDER,
    cap_of,
    column_chart,
    known,
    sparkline,
)
from screener.present.debt import mix_bar, mix_legend
from screener.present.histogram import axis_text
from screener.present.text import MISSING, format_value
from screener.screening.history import QUARTERS, History, history

if TYPE_CHECKING:
    from screener.screening.universe import Row
    from screener.tui.state import Session

_LABEL = 9
_HEIGHT = 6  # of a tall chart without its title: four lines over the zero line, and the labels
_GAP = 1


@dataclass(frozen=True, slots=True)
class _Series:
    """What a chart draws: a metric to name and write it by, and a value for each period."""

    metric: Metric
    values: Sequence[float | None]
    cap: float | None

    def newest(self, ends: Sequence[dt.date | None]) -> str:
        """The last known value, and its period where that is not the last one."""
        for back, value in enumerate(reversed(self.values)):
            if value is not None:
                late = f" ({_period(ends[-1 - back])})" if back else ""
                return format_value(self.metric, value) + late
        return MISSING


def charts(session: Session, row: Row, width: int, *, tall: bool) -> Iterator[Content]:
    """Yield the charts in lines of ``width`` cells: ``tall`` ones side by side, else a line each.

    Nothing where neither periods nor a mix of debt are known."""
    found = history(session.universe, row)
    if found is not None:
        series = list(_series(found))
        yield from _caption(found, series, tall=tall)
        if tall:
            yield from _side_by_side(found, series, width)
        else:
            yield from _sparks(found, series, width)
    shares = {kind: row[f"{kind}_share"] for kind in DEBT_KINDS}
    if bar := mix_bar(shares, QUARTERS):
        told = f"  {mix_legend(shares)}"
        yield Content.assemble("  ", ("Debt".ljust(_LABEL), "bold"), (bar, "$primary"), told)


def _series(found: History) -> Iterator[_Series]:
    yield _Series(METRICS["revenue_ttm"], found.revenue, None)
    for name, values in (("net_margin", found.margin), ("interest_coverage", found.coverage)):
        yield _Series(METRICS[name], values, cap_of(values))


def _caption(found: History, series: list[_Series], *, tall: bool) -> Iterator[Content]:
    """Which periods these are, and what the signs mean that are drawn."""
    days = [end for end in found.ends if end is not None]
    what = "Quarters" if found.unit == "quarter" else "Fiscal years (no quarters on record)"
    span = f"{_period(days[0])} to {_period(days[-1])}" if len(days) > 1 else _period(days[0])
    yield Content.assemble((what, "bold $primary"), f", {span}{_meanings(series, tall=tall)}")


def _meanings(series: list[_Series], *, tall: bool) -> str:
    numbers = [value for one in series for value in known(one.values)]
    signs = []
    if len(numbers) < sum(len(one.values) for one in series):
        signs.append(f"{GAP} unknown")
    if not tall and any(value < 0 for value in numbers):  # a tall chart has its zero line
        signs.append(f"{HANGING} below zero")
    if any(one.cap is not None for one in series):
        signs.append(f"{OVER}{UNDER} off scale")
    return "".join(f"  {sign}" for sign in signs)


def _spark(series: _Series, found: History) -> Content:
    return Content.assemble(
        "  ",
        (series.metric.label.ljust(_LABEL), "bold"),
        (sparkline(series.values, cap=series.cap).ljust(QUARTERS), "$primary"),
        f"  {series.newest(found.ends)}",
    )


def _sparks(found: History, series: list[_Series], width: int) -> Iterator[Content]:
    """A line for all where they fit beside one another, so that the rules stay in sight."""
    beside = [
        Content.assemble(
            (one.metric.label, "bold"),
            " ",
            (sparkline(one.values, cap=one.cap), "$primary"),
            f" {one.newest(found.ends)}",
        )
        for one in series
    ]
    line = Content("  ") + Content("  ").join(beside)
    yield from [line] if line.cell_length <= width else (_spark(one, found) for one in series)


def _side_by_side(found: History, series: list[_Series], width: int) -> Iterator[Content]:
    each = (width - _GAP * (len(series) - 1)) // len(series)
    labels = ["" if end is None else f"{end:%b %y}" for end in found.ends]
    heads, drawn = [], []
    for one in series:
        title = Content.assemble((one.metric.label, "bold"), f" {one.newest(found.ends)}")
        heads.append(title.truncate(each, ellipsis=True, pad=True))
        lines = column_chart(one.values, labels, _HEIGHT, each, text=_axis(one.metric), cap=one.cap)
        drawn.append([Content.styled(line, "$primary") for line in lines])
    gap = Content(" " * _GAP)
    for line in (heads, *zip(*drawn, strict=True)):
        yield gap.join(line)


def _axis(metric: Metric) -> Callable[[float], str]:
    return lambda value: axis_text(metric, value)


def _period(end: dt.date | None) -> str:
    return MISSING if end is None else f"{end:%b %Y}"
