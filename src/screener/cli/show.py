"""``screen show COMPANY``: one company, why it passes or fails, and where its figures come from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from screener.cli import completing
from screener.cli.groups import takes
from screener.cli.moment import MomentOptions, tell_moment
from screener.cli.options import (
    DefinitionOption,
    MoveOption,
    PresetOption,
    QuietOption,
    ScreenOptions,
    SnapshotOption,
    build_screen,
)
from screener.cli.streams import emit_lines

if TYPE_CHECKING:
    from screener.model.screen import Screen
    from screener.screening.universe import Row, Universe


@takes(moment=MomentOptions)
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
    preset: PresetOption = None,
    zombie_definition: DefinitionOption = None,
    rate_move: MoveOption = None,
    snapshot: SnapshotOption = None,
    quiet: QuietOption = False,
    *,
    moment: MomentOptions,
) -> None:
    """Show one company: figures, why it passes or fails, zombie verdicts by year, filings."""
    screen = build_screen(
        ScreenOptions(preset=preset, zombie_definition=zombie_definition, rate_move=rate_move)
    )

    import polars as pl

    from screener.debt.relief import with_move

    universe = moment.open(snapshot)
    tell_moment(universe)
    found = pl.DataFrame([universe.find(company)], schema=universe.metrics.schema)
    row = with_move(found, screen.rate_move).row(0, named=True)
    if facts is None:
        emit_lines(_company(universe, screen, row))
    else:
        _facts(universe, screen, row, facts)


def _company(universe: Universe, screen: Screen, row: Row) -> list[str]:
    from screener.cli import company
    from screener.screening.explain import explain, summary
    from screener.screening.growth import compared_revenue

    found = summary(universe, row, screen)
    return [
        *company.heading(universe.snapshot.manifest, row),
        *company.verdict(screen, explain(universe, screen, row), compared_revenue(universe, row)),
        *company.figures(found, screen.rate_move),
        *company.debt(found, universe.snapshot.manifest.as_of),
        *company.zombie_record(found, screen),
        *company.filings(found),
        *company.hint(found),
    ]


def _facts(universe: Universe, screen: Screen, row: Row, name: str) -> None:
    from screener.cli import operands
    from screener.errors import UsageError
    from screener.model.metric import METRICS, nearest
    from screener.presets.problems import METRIC_NAMES

    if name not in METRICS:
        raise UsageError(
            f"{name!r} is not a metric{nearest(name)}", where="--facts", next_step=METRIC_NAMES
        )
    metric = METRICS[screen.meaning(name)]
    emit_lines(operands.listing(universe, row, metric))
    operands.check(universe, row, metric)
