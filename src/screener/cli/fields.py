"""``screen fields``: every metric with its formula, unit and coverage, and why it is unknown."""

from __future__ import annotations

from typing import Annotated

import typer

from screener.cli import completing
from screener.cli.groups import takes
from screener.cli.options import SnapshotOption
from screener.cli.output import OutputOptions, deliver
from screener.cli.width import line_width


@takes(to=OutputOptions)
def fields(
    to: OutputOptions,
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
    from screener.model.naming import metric_named

    one = metric_named(metric.lower()) if metric is not None else None

    to.chosen("text")  # what can't be written is refused before anything is read

    import polars as pl

    from screener.present.fields import detail, fields_table, overview
    from screener.present.text import safe
    from screener.screening.about import about_universe
    from screener.screening.coverage import unknown_kinds
    from screener.screening.universe import open_universe

    universe = open_universe(snapshot)
    unknown = unknown_kinds(universe.metrics, universe.constituents, universe.reasons)
    companies = universe.metrics.height

    def lines() -> list[str]:
        width = line_width(to.output)
        if one is None:
            return [safe(line) for line in overview(companies, unknown, width)]
        stored = one.stands_for or one.name
        reasons = universe.reasons.filter(pl.col("metric") == stored)
        return [safe(line) for line in detail(one, companies, unknown, reasons, width)]

    deliver(
        [fields_table(companies, unknown, one)],
        to,
        about_universe(universe),
        lines=lines,
        created=universe.snapshot.manifest.created,
    )
