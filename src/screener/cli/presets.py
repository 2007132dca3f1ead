"""``screen presets``: which saved screens there are, and what they hold."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from screener.cli.streams import emit, emit_lines

app = typer.Typer(rich_markup_mode=None, help="List and show saved screens.")


@app.command("list")
def list_() -> None:
    """List the presets: name, where it comes from, title and description."""
    from screener.present.text import safe
    from screener.presets import list_presets

    found = list_presets()
    width = max(len(info.name) for info in found)
    lines = []
    for info in found:
        about = f"error: {info.error}" if info.error else f"{info.title}: {info.description}"
        kind = "built-in" if info.builtin else "yours"
        lines.append(f"{info.name:<{width}}  {kind:<8}  {safe(about).removesuffix(': ')}")
    emit_lines(lines)


@app.command()
def show(
    name: Annotated[
        str, typer.Argument(metavar="NAME_OR_FILE", help="A preset's name, or a file.")
    ],
) -> None:
    """Print a preset as it stands in its file."""
    from screener.present.text import safe
    from screener.presets import preset_source

    source = preset_source(name)
    if sys.stdout is not None and sys.stdout.isatty():
        emit_lines([safe(line) for line in source.splitlines()])
    else:
        emit(source.encode())


@app.command()
def path() -> None:
    """Print the folder of your own presets; a file NAME.toml there is the preset NAME."""
    from screener.paths import user_presets_dir

    emit_lines([str(user_presets_dir())])
