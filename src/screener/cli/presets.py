"""``screen presets``: which saved screens there are, what they hold, and keeping one's own."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from screener.cli import completing
from screener.cli.criteria import build_screen
from screener.cli.groups import takes
from screener.cli.options import QuietOption, ScreenOptions
from screener.cli.output import OutputOptions, deliver
from screener.cli.preset_tables import (
    checked_lines,
    checked_table,
    listed_lines,
    listed_table,
)
from screener.cli.streams import emit, emit_lines, tell
from screener.cli.width import line_width

if TYPE_CHECKING:
    from screener.errors import PresetError

app = typer.Typer(rich_markup_mode=None, help="Saved screens: list, show, save, edit, check.")

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
@takes(to=OutputOptions)
def list_(to: OutputOptions) -> None:
    """List the presets: name, where it comes from, title and description."""
    from screener.presets import list_presets

    found = list_presets()
    to.chosen("text", *(info.path for info in found))
    if to.is_plain_text:
        emit_lines(listed_lines(found, line_width()))
        return
    deliver([listed_table(found)], to, (), lines=lambda: listed_lines(found, line_width(to.output)))


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
    quiet: QuietOption = False,
) -> None:
    """Save a screen: a preset (--preset) with what the other options change."""
    from pydantic import ValidationError

    from screener.errors import UsageError
    from screener.model.screen import Screen
    from screener.presets import save_preset
    from screener.presets.problems import problems

    if options.watched:
        raise UsageError(
            "a preset can't keep the watchlist, which changes",
            where="--watched",
            next_step="Save it without, and add it to a run: screen export --preset NAME --watched",
        )
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
def edit(name: OwnName, quiet: QuietOption = False) -> None:
    """Edit a preset of yours, or a new one, in $VISUAL or $EDITOR; only a valid one is kept."""
    from screener.presets import edit_preset

    saved = edit_preset(name)
    tell("nothing was changed" if saved is None else f"saved: {saved}")


@app.command()
def rename(
    old: OwnName,
    new: Annotated[str, typer.Argument(metavar="NEW", help="The new name.")],
    quiet: QuietOption = False,
) -> None:
    """Rename a preset of yours."""
    from screener.presets import rename_preset

    tell(f"renamed: {rename_preset(old, new)}")


@app.command()
def delete(name: OwnName, quiet: QuietOption = False) -> None:
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
    quiet: QuietOption = False,
) -> None:
    """Copy a preset file to your presets, once it is found valid."""
    from screener.presets import import_preset

    tell(f"saved: {import_preset(file, name, replace=replace)}")


@app.command()
@takes(to=OutputOptions)
def check(
    to: OutputOptions,
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
    from screener.paths import user_presets_dir
    from screener.presets import list_presets

    given = names or [info.name for info in list_presets()]
    files = (place for name in given for place in (Path(name), user_presets_dir() / f"{name}.toml"))
    to.chosen("text", *files)
    found = {name: _problem(name) for name in given}
    if to.is_plain_text:
        emit_lines(checked_lines(found, line_width()))
    else:
        deliver(
            [checked_table(found)],
            to,
            (),
            lines=lambda: checked_lines(found, line_width(to.output)),
        )
    if any(found.values()):
        raise typer.Exit(PresetError.exit_code)


def _problem(name: str) -> PresetError | None:
    """Return what is wrong with a preset, None if nothing is."""
    from screener.errors import PresetError
    from screener.presets import load_preset

    try:
        load_preset(name)
    except PresetError as error:
        return error
    return None


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
