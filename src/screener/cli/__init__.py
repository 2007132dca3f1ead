"""The command line: a file per verb. Anything heavy is imported inside the verb that needs it."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from screener.cli.completing import asking_program, asking_shell
from screener.cli.criteria import build_screen
from screener.cli.examples import epilog
from screener.cli.groups import takes
from screener.cli.moment import MomentOptions
from screener.cli.options import ScreenOptions
from screener.cli.streams import complain, expect_stdout, hush, silence_stdout
from screener.cli.verbs import Program
from screener.cli.version import tell_version
from screener.errors import ScreenerError, StorageError, UsageError

_INTERRUPTED = 130
_OBJECTS_BETWEEN_COLLECTIONS = 50_000

app = typer.Typer(
    cls=Program,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=epilog(""),
)

_VERSION = typer.Option(
    "--version",
    is_eager=True,
    callback=tell_version,
    help="Print the program's version, the snapshot and its schema.",
)


@app.callback(invoke_without_command=True)
@takes(options=ScreenOptions, moment=MomentOptions)
def terminal(
    context: typer.Context,
    options: ScreenOptions,
    moment: MomentOptions,
    version: Annotated[bool, _VERSION] = False,  # told by its callback
) -> None:
    """Screen the Russell 2000. Without a command: the terminal interface."""
    verb = context.invoked_subcommand
    if verb is not None:
        if given := [*options.given(), *moment.given()]:
            raise UsageError(
                f"options before the command: {', '.join(given)}",
                next_step=f"Write them after it: screen {verb} {given[0]} ...",
            )
        return
    # The screen is drawn on stderr.
    streams = (sys.stdin, sys.stdout, sys.stderr)
    if not all(stream and stream.isatty() for stream in streams) or os.environ.get("TERM") in (
        "",
        "dumb",
    ):
        raise UsageError(
            "the terminal interface needs a terminal that can place text",
            next_step="For a pipe or a file: screen export --help",
        )
    asked = set(options.given()) - {"--snapshot"}
    # Without any wish it starts where the last run left off.
    screen, preset = (build_screen(options), options.preset_name) if asked else (None, "")

    from screener.tui.app import run

    # A universe of another day is computed before: it takes seconds, and tells how far it is.
    source = moment.open(options.snapshot) if moment.given() else options.snapshot
    run(source, screen, preset)


def main() -> None:
    """Run the program and leave with its exit code."""
    # Importing makes many objects and frees none: looking for garbage in them as often as Python
    # does by default, and once more at the end, takes a sixth of the time of an export.
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    code = _complete(sys.argv[1:]) if asking_shell() else _run(sys.argv[1:])
    gc.freeze()
    sys.exit(code)


def _run(arguments: list[str]) -> int:
    """Return the exit code; an expected failure is told in one or two lines."""
    hush(False)
    try:
        # Without standalone_mode Typer returns the code of an Exit and lets its errors through.
        code = app(arguments, standalone_mode=False, prog_name=_program())
        if code == 0:  # Typer has printed a help, if it could
            expect_stdout()
    except ScreenerError as error:
        complain(*f"error: {error}".splitlines())
        return error.exit_code
    except typer.TyperException as error:
        complain(f"error: {_in_plain_words(error)}", f"See: {_help_command(arguments)} --help")
        return error.exit_code
    except OSError as error:
        # Typer's own output: help on a full disk. Every room turns its own errors into ours.
        silence_stdout()
        complain(f"error: {error.strerror or error}")
        return StorageError.exit_code
    except SystemExit as left:
        # So Typer leaves where the reader of a help has gone; that is no failure.
        if left.code != 1:
            raise
        silence_stdout()
        code = 0
    except (KeyboardInterrupt, typer.Abort):
        return _INTERRUPTED
    if not isinstance(code, int):
        return 0
    # Typer leaves with 1 where it knows no shell to complete for.
    return UsageError.exit_code if code == 1 else code


def _complete(arguments: list[str]) -> int:
    """Answer a shell that completes a command: with nothing, where the line makes no sense."""
    try:
        app(arguments, standalone_mode=False, prog_name=_program())
    except OSError:
        silence_stdout()
    except (ScreenerError, typer.TyperException, LookupError, ValueError):
        pass
    return UsageError.exit_code  # Typer has left by SystemExit where it had an answer


def _program() -> str:
    """Return the name that the program was called by, which a shell completes for."""
    called = asking_program() or Path(sys.argv[0]).stem
    return called if called == "screener" else "screen"


def _in_plain_words(error: typer.TyperException) -> str:
    """Return what Typer says; of a value that pydantic refused for it, what presets say."""
    if error.__cause__ is not None:
        from pydantic import ValidationError

        from screener.presets.problems import listed, message_of

        if isinstance(error.__cause__, ValidationError):
            found = error.__cause__.errors(include_url=False)
            error.message = listed([message_of(problem) for problem in found])
    return error.format_message()


def _help_command(arguments: list[str]) -> str:
    """Return the program with as many verbs as the arguments name."""
    command, words = typer.main.get_command(app), ["screen"]
    for argument in arguments:
        verbs: dict[str, typer.core.TyperCommand] = getattr(command, "commands", {})
        if argument not in verbs:
            break
        command = verbs[argument]
        words.append(argument)
    return " ".join(words)
