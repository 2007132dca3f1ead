"""``screen status``: which snapshot, how fresh, how complete, and whether it is whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from screener.cli.days import OnOption, today
from screener.cli.groups import takes
from screener.cli.options import SnapshotOption
from screener.cli.output import OutputOptions, deliver
from screener.cli.streams import emit_lines
from screener.cli.width import line_width
from screener.files import path_text

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from screener.present.status import Standing

Table = Literal["snapshot", "coverage", "unknown", "warnings", "sources", "tables", "snapshots"]


@takes(to=OutputOptions)
def status(
    to: OutputOptions,
    table: Annotated[
        Table | None, typer.Option("--table", help="One of the tables in full; else all in short.")
    ] = None,
    check: Annotated[
        bool,
        typer.Option(
            "--check", help="Verify the SHA-256 of every table; code 3 if one is damaged."
        ),
    ] = False,
    warnings: Annotated[
        bool, typer.Option("--warnings", help="All warnings of the build, not the first five.")
    ] = False,
    on: OnOption = None,
    snapshot: SnapshotOption = None,
) -> None:
    """Tell which snapshot is used: how fresh and complete it is, its sources, the disk it takes."""
    from screener.errors import SnapshotError
    from screener.store.places import REBUILD

    found = _standing(snapshot, today(on), check=check)
    try:
        _write(found, to, table, all_warnings=warnings)
    finally:
        if found.damaged:  # also where nobody reads what is written
            raise SnapshotError(
                f"damaged: {', '.join(found.damaged)}", where=str(found.path), next_step=REBUILD
            )


def _write(found: Standing, to: OutputOptions, table: str | None, *, all_warnings: bool) -> None:
    from screener.present.status import status_lines

    if to.is_plain_text and table is None:
        emit_lines(status_lines(found, all_warnings=all_warnings, width=line_width()))
        return
    from screener.present.status_tables import status_tables

    deliver(
        status_tables(found),
        to,
        (("snapshot", path_text(found.path)), ("seen on", found.day.isoformat())),
        only=table,
        lines=None
        if table
        else lambda: status_lines(found, all_warnings=all_warnings, width=line_width(to.output)),
        created=found.manifest.created,
    )


def _standing(snapshot: Path | None, day: dt.date, *, check: bool) -> Standing:
    from screener.present.status import Standing
    from screener.store.manifest import read_manifest
    from screener.store.places import chosen_snapshot
    from screener.store.usage import intact, table_sizes, usage

    path = chosen_snapshot(snapshot)
    manifest = read_manifest(path)
    path = path.resolve()  # as the folder that keeps it lists it
    return Standing(
        path=path,
        manifest=manifest,
        usage=usage(path),
        sizes=table_sizes(path, manifest),
        day=day,
        intact=intact(path, manifest) if check else None,
    )
