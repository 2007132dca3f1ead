"""The verbs of the program: each is imported, and its options made, when it is asked for.

To make all of them takes a tenth of the time of an export."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any

import typer

from screener.cli.completing import complete_values
from screener.cli.examples import VERBS, teach

_Command = Any
"""A command of Typer's, or a group of them: their types are of a module that is not for others."""


class Program(typer.core.TyperGroup):
    """The program with its verbs, which its help lists without making them."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.commands = _Verbs(self.commands)  # type: ignore[assignment]  # nothing is added to it

    def list_commands(self, ctx: typer.Context) -> list[str]:  # type: ignore[override]  # Typer types it by its private classes
        """Return the names of the verbs in the order of the help."""
        return list(self.commands)

    def format_commands(self, ctx: typer.Context, formatter: Any) -> None:  # type: ignore[override]  # as above
        """Write each verb and its short line."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, VERBS[name].short) for name in self.commands])


class _Verbs(Mapping[str, _Command]):
    """The verbs by name, in the order of :data:`VERBS`; ``made`` are those that there are."""

    def __init__(self, made: Mapping[str, _Command]) -> None:
        self._made = dict(made)
        self._names = dict.fromkeys([name for name in VERBS if name and " " not in name] + [*made])

    def __getitem__(self, name: str) -> _Command:
        if name not in self._names:
            raise KeyError(name)
        if name not in self._made:
            self._made[name] = _make(name)
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def _make(name: str) -> _Command:
    """Make a verb of the function of its name in the module of its name, or of that one's ``app``,
    which has verbs of its own."""
    module = import_module(f"screener.cli.{name}")
    group = getattr(module, "app", None)
    if group is not None:
        group.info.name = name
        teach(group, name)
        complete_values(group)
        return typer.main.get_group(group)
    single = typer.Typer(rich_markup_mode=None, add_completion=False)
    single.command(name)(getattr(module, name))
    teach(single)
    complete_values(single)
    return typer.main.get_command(single)
