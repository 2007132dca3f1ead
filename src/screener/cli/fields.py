"""``screen fields``: every metric with its formula, unit and coverage, and why it is unknown."""

from __future__ import annotations

from typing import Annotated

import typer

from screener.cli import completing
from screener.cli.options import SnapshotOption
from screener.cli.streams import emit_lines


def fields(
    metric: Annotated[
        str | None,
        typer.Argument(
            metavar="METRIC",
            help="One metric in full.",
            show_default=False,
            autocompletion=completing.metrics,
        ),
    ] = None,
    snapshot: SnapshotOption = None,
) -> None:
    """List every metric: unit, formula, coverage in the snapshot, and why it is unknown."""
    from screener.errors import UsageError
    from screener.model.metric import METRICS, nearest
    from screener.presets.problems import METRIC_NAMES

    metric = metric.lower() if metric is not None else None
    if metric is not None and metric not in METRICS:
        raise UsageError(f"{metric!r} is not a metric{nearest(metric)}", next_step=METRIC_NAMES)

    import polars as pl

    from screener.present.fields import detail, overview
    from screener.present.text import safe
    from screener.screening.coverage import unknown_kinds
    from screener.screening.universe import open_universe

    universe = open_universe(snapshot)
    unknown = unknown_kinds(universe.metrics, universe.constituents, universe.reasons)
    companies = universe.metrics.height
    if metric is None:
        lines = overview(companies, unknown)
    else:
        stored = METRICS[metric].stands_for or metric
        reasons = universe.reasons.filter(pl.col("metric") == stored)
        lines = detail(METRICS[metric], companies, unknown, reasons)
    emit_lines([safe(line) for line in lines])
