"""``screen zombies``: the definitions of a zombie side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from screener.cli.groups import takes
from screener.cli.moment import MomentOptions, tell_moment
from screener.cli.options import SnapshotOption
from screener.cli.output import OutputOptions, deliver
from screener.cli.width import line_width

if TYPE_CHECKING:
    from screener.present.tables.table import Table
    from screener.screening.universe import Universe
    from screener.screening.zombies import Comparison

TableName = Literal["counts", "overlap", "differences", "years"]


@takes(moment=MomentOptions, to=OutputOptions)
def zombies(
    moment: MomentOptions,
    to: OutputOptions,
    table: Annotated[
        TableName | None,
        typer.Option("--table", help="One of the tables in full; none given: all, in short."),
    ] = None,
    snapshot: SnapshotOption = None,
) -> None:
    """Compare the definitions: counts, overlap, who is flagged by one only and why, by year."""
    to.chosen("text", *moment.files())  # what can't be written is refused before anything is read

    from screener.screening.about import about_universe
    from screener.screening.zombies import compare

    universe = moment.open(snapshot)
    found = compare(universe)
    counted = (
        ("companies", f"{found.companies:,}, each once"),
        ("beside them", f"{found.pre_revenue:,} pre-revenue biotechs"),
    )
    deliver(
        _tables(found),
        to,
        (*counted, *about_universe(universe)),
        only=table,
        lines=lambda: _lines(universe, found, table, line_width(to.output)),
        created=universe.snapshot.manifest.created,
    )
    tell_moment(universe)


def _tables(found: Comparison) -> list[Table]:
    from screener.model.metric import Unit
    from screener.present.tables.table import Table
    from screener.screening.zombies import NOTES

    titles = {
        "counts": "Zombies by definition",
        "overlap": "Flagged by both",
        "differences": "Flagged by one and not by another, and why",
        "years": "Zombies by fiscal year",
    }
    like: dict[str, str | Unit] = {
        "share": Unit.FRACTION,
        "fiscal_year": "cik",  # a number without thousands
    }
    return [
        Table(name, title, getattr(found, name), like, NOTES[name])
        for name, title in titles.items()
    ]


def _lines(
    universe: Universe, found: Comparison, table: TableName | None, width: int | None
) -> list[str]:
    from screener.present.layout import fitted
    from screener.present.text import safe

    manifest = universe.snapshot.manifest
    body = _in_full(found, table, width) if table else _in_short(found, width)
    return fitted([f"{safe(manifest.members)}, as of {manifest.as_of}", "", *body], width)


def _in_short(found: Comparison, width: int | None) -> list[str]:
    from screener.present import zombies as text

    return [
        *text.counts_lines(found.counts, found.companies, found.pre_revenue),
        "",
        *text.overlap_lines(found.overlap),
        "",
        *text.pair_lines(found.differences),
        "",
        *text.year_lines(found.years, width),
    ]


def _in_full(found: Comparison, table: TableName, width: int | None) -> list[str]:
    from screener.present import zombies as text

    match table:
        case "counts":
            return text.counts_lines(found.counts, found.companies, found.pre_revenue)
        case "overlap":
            return text.overlap_lines(found.overlap)
        case "differences":
            return text.difference_lines(found.differences, width)
        case "years":
            return text.year_lines(found.years, width)
