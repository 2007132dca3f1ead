"""``screen build``: a snapshot from files."""

from __future__ import annotations

import contextlib
import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from screener.cli.options import QuietOption, given_path
from screener.cli.streams import show_progress, tell
from screener.model.days import day_of

if TYPE_CHECKING:
    from screener.build import Report


def build(
    holdings: Annotated[
        Path,
        typer.Option(
            metavar="FILE",
            parser=given_path,
            help="An iShares holdings file (CSV) of any fund, or a fund's N-PORT report (XML).",
        ),
    ],
    tickers: Annotated[
        list[Path],
        typer.Option(
            metavar="FILE",
            parser=given_path,
            help="An SEC ticker file (JSON). Repeatable: a later, older one fills gaps.",
        ),
    ],
    facts: Annotated[
        list[Path],
        typer.Option(
            metavar="DIR_OR_ZIP",
            parser=given_path,
            help="companyfacts: a folder of CIK##########.json(.gz), or a zip. Repeatable.",
        ),
    ],
    submissions: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="DIR_OR_ZIP",
            parser=given_path,
            help="Filing histories, as a folder or zip: industry and age. Repeatable.",
        ),
    ] = None,
    instances: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="DIR",
            parser=given_path,
            help="XBRL instances of filings (..._htm.xml): the debt by instrument. Repeatable.",
        ),
    ] = None,
    borrow: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            parser=given_path,
            help="A holdings file of another day: tickers and sectors for an N-PORT report.",
        ),
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option(
            metavar="DATE",
            help="Use only what was filed by this day (YYYY-MM-DD). Default: the holdings date.",
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            parser=given_path,
            help="The folder to keep snapshots in. Default: the data folder.",
        ),
    ] = None,
    quiet: QuietOption = False,
) -> None:
    """Build a snapshot from files and make it the current one."""
    day = None if as_of is None else day_of(as_of, "--as-of")
    from screener import paths
    from screener.build import BuildRequest, Built, Progress
    from screener.build import build as run
    from screener.interrupts import heed

    request = BuildRequest(
        holdings=holdings,
        tickers=tuple(tickers),
        facts=tuple(facts),
        submissions=tuple(submissions or ()),
        instances=tuple(instances or ()),
        borrow=borrow,
        as_of=day,
        root=out if out is not None else paths.data_dir(),
        created=dt.datetime.now(tz=dt.UTC),
    )
    built = None
    try:
        # Closed at once, also by Ctrl-C between two events: what is unfinished goes with it.
        with contextlib.closing(run(request)) as events:
            for event in events:
                heed()
                if isinstance(event, Built):
                    built = event
                elif isinstance(event, Progress):
                    show_progress(f"{event.stage}: {event.done:,} of {event.total:,} companies")
    finally:
        show_progress("")
    if built is not None:
        tell(*_summary(built.report), f"snapshot: {built.snapshot.path}")


def _summary(report: Report) -> list[str]:
    from screener.build.summary import counts, coverage, left_out, warnings

    return [*counts(report), *coverage(report), *left_out(report), *warnings(report)]
