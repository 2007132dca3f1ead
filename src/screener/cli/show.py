"""``screen show COMPANY``: one company, why it passes or fails, and where its figures come from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from screener.cli import completing
from screener.cli.criteria import build_screen
from screener.cli.groups import takes
from screener.cli.moment import MomentOptions, tell_moment
from screener.cli.options import (
    DefinitionOption,
    MoveOption,
    PresetOption,
    ScreenOptions,
    SnapshotOption,
)
from screener.cli.output import OutputOptions, deliver
from screener.cli.streams import emit_lines, tell
from screener.cli.width import line_width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from screener.model.metric import Metric
    from screener.model.screen import Screen
    from screener.screening.explain import RuleOutcome, Summary
    from screener.screening.universe import Row, Universe

TableName = Literal["figures", "rules", "years", "debt", "filings"]


@dataclass(frozen=True, slots=True)
class _Shown:
    """A company, a row of ``universe.metrics`` after the screen's move of the rate, and the screen
    that it is asked by; ``preset`` is the screen's name."""

    universe: Universe
    row: Row
    screen: Screen
    preset: str


@takes(moment=MomentOptions, to=OutputOptions)
def show(
    company: Annotated[
        str,
        typer.Argument(
            metavar="TICKER_OR_NAME",
            help="In any case; BF.B and BF-B are one. Of a name, any part that no other has.",
            autocompletion=completing.tickers,
        ),
    ],
    facts: Annotated[
        str | None,
        typer.Option(
            "--facts",
            metavar="METRIC",
            help="List a metric's operands and recompute it.",
            autocompletion=completing.metrics,
        ),
    ] = None,
    table: Annotated[
        TableName | None,
        typer.Option("--table", help="One of the tables, as data; none given: all in words."),
    ] = None,
    preset: PresetOption = None,
    zombie_definition: DefinitionOption = None,
    rate_move: MoveOption = None,
    snapshot: SnapshotOption = None,
    *,
    moment: MomentOptions,
    to: OutputOptions,
) -> None:
    """Show one company: figures, why it passes or fails, zombie verdicts by year, filings."""
    options = ScreenOptions(preset=preset, zombie_definition=zombie_definition, rate_move=rate_move)
    # What can't be written is refused before anything is read.
    to.chosen("text", *options.files(), *moment.files())
    screen = build_screen(options)
    metric = None if facts is None else _metric(screen, facts, table)

    import polars as pl

    from screener.debt.relief import with_move

    universe = moment.open(snapshot)
    tell_moment(universe)
    found = pl.DataFrame([universe.find(company)], schema=universe.metrics.schema)
    row = with_move(found, screen.rate_move).row(0, named=True)
    title = options.screen_name
    shown = _Shown(universe, row, screen, title)
    if metric is None:
        _company(shown, to, table)
    else:
        _facts(shown, metric, to)


def _metric(screen: Screen, name: str, table: TableName | None) -> Metric:
    """Return the metric that ``--facts`` names; raise :class:`screener.errors.UsageError`."""
    from screener.errors import UsageError
    from screener.model.metric import METRICS
    from screener.model.naming import metric_named

    metric_named(name, "--facts")
    if table is not None:
        raise UsageError(
            "the operands of a metric are one table", next_step="Leave out --table, or --facts."
        )
    return METRICS[screen.meaning(name)]


def _company(shown: _Shown, to: OutputOptions, table: TableName | None) -> None:
    from screener.screening.explain import explain, summary

    universe, row, screen = shown.universe, shown.row, shown.screen
    found, outcomes = summary(universe, row, screen), explain(universe, screen, row)
    if to.is_plain_text and table is None:
        emit_lines(_lines(shown, found, outcomes, line_width()))
        return
    from screener.cli.show_tables import about_company, company_tables

    if table == "debt" and found.instruments.is_empty():
        from screener.present.debt import NO_INSTRUMENTS

        tell(NO_INSTRUMENTS)
    deliver(
        company_tables(found, outcomes),
        to,
        about_company(universe, row, screen, shown.preset, outcomes),
        only=table,
        lines=None if table else lambda: _lines(shown, found, outcomes, line_width(to.output)),
        created=universe.snapshot.manifest.created,
    )


def _lines(
    shown: _Shown, found: Summary, outcomes: Sequence[RuleOutcome], width: int | None
) -> list[str]:
    from screener.cli import company
    from screener.screening.growth import compared_revenue

    universe, row, screen = shown.universe, shown.row, shown.screen
    return [
        *company.heading(universe.snapshot.manifest, row, width),
        *company.verdict(screen, outcomes, compared_revenue(universe, row), width),
        *company.figures(found, screen.rate_move, width),
        *company.debt(found, universe.snapshot.manifest.as_of, width),
        *company.zombie_record(found, screen, width),
        *company.filings(found, width),
        *company.hint(found, width),
    ]


def _facts(shown: _Shown, metric: Metric, to: OutputOptions) -> None:
    """Write the operands; before that, raise :class:`screener.errors.SnapshotError` where they give
    another value than the stored one."""
    from screener.cli.operands import checked, evidence, listing
    from screener.cli.show_tables import about_metric, operands_table
    from screener.screening.operands import operands

    universe, row = shown.universe, shown.row
    beside = evidence(universe, row, metric)
    found = operands(universe, row, metric.name)
    again = checked(universe, row, metric, found)
    deliver(
        [operands_table(found)],
        to,
        about_metric(universe, row, metric, again, beside),
        lines=lambda: listing(universe, row, metric, found, again, line_width(to.output)),
        created=universe.snapshot.manifest.created,
    )
    if beside and to.chosen("text") != "text":
        tell(f"{metric.name} has no operands; the instruments behind it: --table debt")
