"""``screen --version``: the program, the snapshot that it uses, and the schema of both."""

from __future__ import annotations

import typer

from screener.cli.streams import emit_lines
from screener.cli.width import line_width


def tell_version(context: typer.Context, *, wanted: bool) -> None:
    """Print the versions and leave with code 0, whatever the snapshot is like."""
    if not wanted or context.resilient_parsing:
        return
    from screener.present.layout import fitted

    emit_lines(fitted(_lines(), line_width()))
    raise typer.Exit


def _lines() -> list[str]:
    from screener import __version__
    from screener.errors import ScreenerError
    from screener.present.text import safe
    from screener.store.manifest import read_manifest
    from screener.store.places import chosen_snapshot
    from screener.store.version import SCHEMA_VERSION

    program = f"screen {__version__}, reads snapshots of schema {SCHEMA_VERSION}"
    try:
        path = chosen_snapshot()
        manifest = read_manifest(path)
    except (ScreenerError, OSError) as error:
        return [program, f"snapshot: can't be read: {safe(str(error).splitlines()[0])}"]
    name = "the bundled sample" if manifest.sample else safe(path.name)
    fund = f" of {safe(manifest.fund)}" if manifest.fund else ""
    schema = f"schema {manifest.schema_version}"
    return [program, f"snapshot: {name}{fund}, as of {manifest.as_of}, {schema}"]
