"""``screen zombies``: the definitions of a zombie side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from screener.cli.options import SnapshotOption
from screener.cli.streams import emit, emit_lines

if TYPE_CHECKING:
    from screener.screening.zombies import Comparison

Table = Literal["counts", "overlap", "differences", "years"]


def zombies(
    table: Annotated[
        Table | None,
        typer.Option("--table", help="One of the tables in full; none given: all, in short."),
    ] = None,
    output_format: Annotated[
        Literal["text", "csv"],
        typer.Option("--format", help="How to write it; csv writes one --table."),
    ] = "text",
    snapshot: SnapshotOption = None,
) -> None:
    """Compare the definitions: counts, overlap, who is flagged by one only and why, by year."""
    from screener.errors import UsageError

    if output_format == "csv" and table is None:
        raise UsageError(
            "one table is needed for csv",
            where="--format csv",
            next_step="Such as: screen zombies --table years --format csv",
        )

    from screener.screening.universe import open_universe
    from screener.screening.zombies import compare

    found = compare(open_universe(snapshot))
    if output_format == "csv" and table is not None:
        _write(found, table)
    else:
        emit_lines(_in_full(found, table) if table else _in_short(found))


def _write(found: Comparison, table: Table) -> None:
    import io

    from screener.present.csv_file import write_csv

    rows, buffer = getattr(found, table), io.BytesIO()
    write_csv(rows, rows.columns, buffer)
    emit(buffer.getvalue())


def _in_short(found: Comparison) -> list[str]:
    from screener.present import zombies as text

    return [
        *text.counts_lines(found.counts, found.companies, found.pre_revenue),
        "",
        *text.overlap_lines(found.overlap),
        "",
        *text.difference_lines(found.differences),
        "",
        *text.year_lines(found.years),
    ]


def _in_full(found: Comparison, table: Table) -> list[str]:
    from screener.present import zombies as text

    match table:
        case "counts":
            return text.counts_lines(found.counts, found.companies, found.pre_revenue)
        case "overlap":
            return text.overlap_lines(found.overlap)
        case "differences":
            return text.difference_lines(found.differences, examples=None)
        case "years":
            return text.year_lines(found.years)
