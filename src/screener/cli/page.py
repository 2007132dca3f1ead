"""The page of the documentation about the command line, written from the commands themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator, MutableMapping
from typing import Any

import typer

from screener.cli.examples import VERBS

_Command = Any
"""A command of Typer's, or a group of them: their types are of a module that is not for others."""

_Words = tuple[str, ...]
"""What stands after ``screen``."""

_ABOUT = """\
# Commands

`screen` is the program; `screener` is the same one, for machines where `screen` is GNU Screen. \
`screen COMMAND --help` says what stands here.

Standard output carries data, standard error messages. Exit codes: 0 done (an empty result is \
done), 2 wrong usage, or a bad preset or condition, 3 the data is missing or damaged, \
4 the network or a source refused, 130 interrupted.

Options before a command are those of the terminal interface; a command's own stand after it.
"""


def markdown(app: typer.Typer) -> str:
    """Return the page: every command with its arguments, its options and its examples."""
    program = typer.main.get_command(app)
    every = list(_commands(program))
    lines = [_ABOUT, "| command | |", "|---|---|"]
    for words, _ in every:
        name = " ".join(("screen", *words))
        lines.append(f"| [`{name}`](#{name.replace(' ', '-')}) | {VERBS[' '.join(words)].short} |")
    for words, command in every:
        lines += ["", *_section(words, command, program.context_settings)]
    return "\n".join(lines) + "\n"


def _commands(command: _Command, words: _Words = ()) -> Iterator[tuple[_Words, _Command]]:
    yield words, command
    inner: dict[str, _Command] = getattr(command, "commands", {})
    for name, each in inner.items():
        yield from _commands(each, (*words, name))


def _section(words: _Words, command: _Command, settings: MutableMapping[str, Any]) -> Iterator[str]:
    name = " ".join(("screen", *words))
    context = typer.Context(command, info_name=name, **settings)
    usage = " ".join(command.collect_usage_pieces(context))
    yield f"## {name}"
    yield ""
    yield re.sub(r"\s+", " ", command.help or "").strip()
    yield ""
    yield f"`{name} {usage}`"
    records = [
        (parameter.param_type_name, record)
        for parameter in command.get_params(context)
        if (record := parameter.get_help_record(context)) is not None
    ]
    for kind, title in (("argument", "Arguments"), ("option", "Options")):
        found = [
            # An argument's type is said in its help; Typer names Python's.
            (names.partition(" <")[0] if kind == "argument" else names, about)
            for its_kind, (names, about) in records
            if its_kind == kind
        ]
        if found:
            yield from ("", f"{title}:", "")
            yield from (f"- `{names}`{_told(about)}" for names, about in found)
    yield from ("", "```sh")
    for example in VERBS[" ".join(words)].examples:
        yield f"# {example.does}"
        yield f"screen {example.line}"
    yield "```"


def _told(about: str) -> str:
    text = re.sub(r"\s+", " ", about).strip()
    return f" — {text}" if text else ""
