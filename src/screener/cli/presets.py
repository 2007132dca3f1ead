"""``screen presets``: which saved screens there are, what they hold, and keeping one's own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from screener.cli import completing
from screener.cli.criteria import build_screen
from screener.cli.groups import takes
from screener.cli.options import QuietOption, ScreenOptions, given_path
from screener.cli.output import OutputOptions, deliver
from screener.cli.preset_tables import (
    checked_lines,
    checked_table,
    listed_lines,
    listed_table,
)
from screener.cli.streams import emit_lines, emit_path, emit_text, tell
from screener.cli.width import line_width

if TYPE_CHECKING:
    from screener.errors import PresetError, ScreenerError

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
    from screener.errors import DataError
    from screener.presets import list_presets, own_strays

    found = list_presets()
    to.chosen("text", *(info.path for info in found))
    if to.is_plain_text:
        emit_lines(listed_lines(found, line_width()))
    else:
        deliver(
            [listed_table(found)],
            to,
            (),
            lines=lambda: listed_lines(found, line_width(to.output)),
        )
    try:
        tell(*map(_in_a_line, own_strays()))
    except DataError as error:  # the built-in ones are there
        tell(*str(error).splitlines())


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

    emit_text(preset_source(name).encode())


_WATCHED = typer.Option("--watched", hidden=True)
_UNKNOWN = typer.Option("--unknown", hidden=True)
_SNAPSHOT = typer.Option("--snapshot", hidden=True, parser=given_path)


@dataclass(frozen=True, slots=True)
class SavedOptions(ScreenOptions):
    """What a preset can hold; what is of a run is taken, to be refused in words."""

    watched: Annotated[bool | None, _WATCHED] = None
    unknown: Annotated[Literal["exclude", "include"] | None, _UNKNOWN] = None
    snapshot: Annotated[Path | None, _SNAPSHOT] = None


@app.command()
@takes(options=SavedOptions)
def save(
    options: SavedOptions,
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

    tell(f"deleted: {delete_preset(name, emit_text)}")


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
    from screener.presets import list_presets, own_strays

    passed_over = [] if names else own_strays()
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
    tell(*map(_in_a_line, passed_over))
    if any(found.values()):
        raise typer.Exit(PresetError.exit_code)


def _in_a_line(problem: ScreenerError) -> str:
    """Return what is wrong; what to do about it says the check of that one."""
    return str(problem).splitlines()[0]


def _problem(name: str) -> PresetError | None:
    """Return what is wrong with a preset, None if nothing is."""
    from screener.errors import PresetError
    from screener.presets import load_preset

    try:
        load_preset(name)
    except PresetError as error:
        return error
    return None


@app.command()
def path() -> None:
    """Print the folder of your own presets; a file NAME.toml there is the preset NAME."""
    from screener.paths import user_presets_dir

    emit_path(user_presets_dir())
