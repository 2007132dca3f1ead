"""``screen export``: run a screen without the terminal interface and write its rows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from screener.cli import completing
from screener.cli.criteria import build_screen, tell_unlisted
from screener.cli.groups import takes
from screener.cli.moment import MomentOptions, tell_moment
from screener.cli.options import ScreenOptions
from screener.cli.outcome import outcome_lines, why_empty
from screener.cli.output import OutputOptions, deliver
from screener.cli.streams import tell
from screener.model.words import counted

if TYPE_CHECKING:
    from screener.cli.output import FormatName
    from screener.screening.compile import Result

_DEFAULT: FormatName = "csv"


@takes(options=ScreenOptions, moment=MomentOptions, to=OutputOptions)
def export(
    options: ScreenOptions,
    moment: MomentOptions,
    to: OutputOptions,
    explain: Annotated[
        bool, typer.Option("--explain", help="Add a column for each rule: pass, fail or unknown.")
    ] = False,
    everyone: Annotated[
        bool, typer.Option("--all", help="Every company, also those that fail, and the outcome.")
    ] = False,
    percentile: Annotated[
        list[str] | None,
        typer.Option(
            "--percentile",
            metavar="METRIC",
            help="Add where a figure stands in the sector: 0 to 1, 0.5 is the median; repeatable.",
            autocompletion=completing.rankable,
        ),
    ] = None,
) -> None:
    """Write the companies that pass a screen: CSV unless --format or the file's name says else."""
    # What can't be written is refused before anything is read.
    to.chosen(_DEFAULT, *options.files(), *moment.files())
    screen = build_screen(options)

    from screener.present.tables.companies import companies
    from screener.screening.about import about_screen
    from screener.screening.compile import run
    from screener.screening.listing import listing
    from screener.screening.percentile import rankable, ranked

    percentiles = rankable(percentile or [], "--percentile")
    universe = moment.open(options.snapshot)
    result = run(ranked(universe.metrics, screen, percentiles), screen, everyone=everyone)
    rows, names = listing(
        result.rows, screen, percentiles=percentiles, outcome=everyone, explain=explain
    )
    manifest = universe.snapshot.manifest
    preset = options.screen_name
    deliver(
        [companies(rows, names, screen.title or preset)],
        to,
        about_screen(universe, screen, result, preset),
        default=_DEFAULT,
        created=manifest.created,
    )
    tell_unlisted(universe, screen)
    tell_moment(universe)
    tell(*outcome_lines(preset, manifest, result), *_written(result, to.output))
    if result.rows.is_empty():
        tell(why_empty(universe.metrics, screen, options.where or []))


def _written(result: Result, output: Path | None) -> list[str]:
    """Return how many rows were written, where that is no matter of course."""
    rest = ": --limit left out the rest" if result.rows.height < result.passed else ""
    if output is None and not rest:
        return []
    place = "" if output is None else f" to {output}"
    return [f"{counted(result.rows.height, 'row')} written{place}{rest}"]
