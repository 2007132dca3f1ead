"""``screen status``: which snapshot, how fresh, how complete, and whether it is whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from screener.cli.days import OnOption, today
from screener.cli.groups import takes
from screener.cli.options import SnapshotOption
from screener.cli.output import OutputOptions, deliver
from screener.cli.streams import emit_lines

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
    from screener.present.status import status_lines
    from screener.store.places import REBUILD

    found = _standing(snapshot, today(on), check=check)
    if to.is_plain_text and table is None:
        emit_lines(status_lines(found, all_warnings=warnings))
    else:
        from screener.present.status_tables import status_tables

        lines = None if table else lambda: status_lines(found, all_warnings=warnings)
        about = (("snapshot", str(found.path)), ("seen on", found.day.isoformat()))
        deliver(
            status_tables(found),
            to,
            about,
            only=table,
            lines=lines,
            created=found.manifest.created,
        )
    if found.damaged:
        raise SnapshotError(
            f"damaged: {', '.join(found.damaged)}", where=str(found.path), next_step=REBUILD
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
