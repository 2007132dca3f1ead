"""``screen presets``: which saved screens there are, what they hold, and keeping one's own."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from screener.cli import completing
from screener.cli.groups import takes
from screener.cli.options import ScreenOptions, build_screen
from screener.cli.streams import emit, emit_lines, tell

app = typer.Typer(
    name="presets",
    rich_markup_mode=None,
    add_completion=False,
    help="Saved screens: list, show, save, edit, check.",
)

OwnName = Annotated[
    str,
    typer.Argument(
        metavar="NAME", help="A preset of yours.", autocompletion=completing.own_presets
    ),
]
ReplaceOption = Annotated[
    bool, typer.Option("--replace", help="Replace a preset of yours that has this name.")
]


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
        str,
        typer.Argument(
            metavar="NAME_OR_FILE",
            help="A preset's name, or a file.",
            autocompletion=completing.presets,
        ),
    ],
) -> None:
    """Print a preset as it stands in its file."""
    from screener.presets import preset_source

    _print(preset_source(name).encode())


@app.command()
@takes(options=ScreenOptions)
def save(
    options: ScreenOptions,
    name: Annotated[str, typer.Argument(metavar="NAME", help="What to call it.")],
    title: Annotated[str | None, typer.Option("--title", help="One line for lists.")] = None,
    description: Annotated[
        str | None, typer.Option("--description", help="A sentence for lists.")
    ] = None,
    replace: ReplaceOption = False,
) -> None:
    """Save a screen: a preset (--preset) with what the other options change."""
    from pydantic import ValidationError

    from screener.errors import UsageError
    from screener.model.screen import Screen
    from screener.presets import save_preset
    from screener.presets.problems import problems

    of_a_run = {"--unknown": options.unknown, "--snapshot": options.snapshot}
    for option, value in of_a_run.items():
        if value is not None:
            raise UsageError(f"{option} is of a run and no part of a preset", where=option)
    screen = build_screen(options)
    if options.changes_rules:  # what the preset says of itself is no longer true
        screen = screen.model_copy(update={"title": "", "description": ""})
    texts = {"title": title, "description": description}
    given = {key: text for key, text in texts.items() if text is not None}
    try:
        checked = Screen.model_validate(given)
    except ValidationError as error:
        first, message = problems(error)[0]
        raise UsageError(message, where=f"--{first}") from error
    texts_of = {key: getattr(checked, key) for key in given}
    saved = save_preset(name, screen.model_copy(update=texts_of), replace=replace)
    tell(f"saved: {saved}")


@app.command()
def edit(name: OwnName) -> None:
    """Edit a preset of yours, or a new one, in $VISUAL or $EDITOR; only a valid one is kept."""
    from screener.presets import edit_preset

    saved = edit_preset(name)
    tell("nothing was changed" if saved is None else f"saved: {saved}")


@app.command()
def rename(
    old: OwnName, new: Annotated[str, typer.Argument(metavar="NEW", help="The new name.")]
) -> None:
    """Rename a preset of yours."""
    from screener.presets import rename_preset

    tell(f"renamed: {rename_preset(old, new)}")


@app.command()
def delete(name: OwnName) -> None:
    """Delete a preset of yours; its text goes to standard output."""
    from screener.presets import delete_preset

    tell(f"deleted: {delete_preset(name, _print)}")


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A preset file.")],
    name: Annotated[
        str | None, typer.Option("--name", metavar="NAME", help="Another name than the file's.")
    ] = None,
    replace: ReplaceOption = False,
) -> None:
    """Copy a preset file to your presets, once it is found valid."""
    from screener.presets import import_preset

    tell(f"saved: {import_preset(file, name, replace=replace)}")


@app.command()
def check(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="NAME_OR_FILE",
            help="Which ones; none given: all.",
            autocompletion=completing.presets,
        ),
    ] = None,
) -> None:
    """Say of each preset whether it is valid, and if not where and why."""
    from screener.errors import PresetError
    from screener.present.text import safe
    from screener.presets import list_presets, load_preset

    failed = 0
    for name in names or [info.name for info in list_presets()]:
        try:
            load_preset(name)
        except PresetError as error:
            failed += 1
            first, *rest = str(error).splitlines()
            emit_lines(
                [f"{safe(name)}: error: {safe(first)}", *(f"  {safe(line)}" for line in rest)]
            )
        else:
            emit_lines([f"{safe(name)}: valid"])
    if failed:
        raise typer.Exit(PresetError.exit_code)


def _print(source: bytes) -> None:
    """Write a preset's text to stdout: as it is to a pipe, made harmless to a terminal."""
    from screener.present.text import safe

    if sys.stdout is not None and sys.stdout.isatty():
        emit_lines([safe(line) for line in source.decode(errors="replace").splitlines()])
    else:
        emit(source)


@app.command()
def path() -> None:
    """Print the folder of your own presets; a file NAME.toml there is the preset NAME."""
    from screener.paths import user_presets_dir

    emit_lines([str(user_presets_dir())])
