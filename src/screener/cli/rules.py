"""A screen's options on a verb that lists no companies: its rules, without what is about a list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from screener.cli.options import ScreenOptions

if TYPE_CHECKING:
    from collections.abc import Sequence

_SORT = typer.Option("--sort", hidden=True)
_COLUMNS = typer.Option("--columns", hidden=True)
_LIMIT = typer.Option("--limit", hidden=True)
_UNKNOWN = typer.Option("--unknown", hidden=True)


@dataclass(frozen=True, slots=True)
class RuleOptions(ScreenOptions):
    """A screen's options where the rows are no companies; what is about a list of companies is
    taken, to be refused in words by :func:`refuse_a_list`."""

    sort: Annotated[list[str] | None, _SORT] = None
    columns: Annotated[str | None, _COLUMNS] = None
    limit: Annotated[int | None, _LIMIT] = None


@dataclass(frozen=True, slots=True)
class EveryRowOptions(RuleOptions):
    """The same where every row of the universe is counted: --unknown, too, is taken to be refused
    in words, by :func:`refuse_unknown`."""

    unknown: Annotated[Literal["exclude", "include"] | None, _UNKNOWN] = None


def refuse_a_list(
    options: ScreenOptions, rows_are: str, names: Sequence[str] = ("sort", "columns", "limit")
) -> None:
    """Raise :class:`screener.errors.UsageError` where one of the options ``names`` was given:
    ``rows_are`` says what the verb's rows are instead of companies."""
    from screener.errors import UsageError

    for name in names:
        if getattr(options, name) is not None:
            raise UsageError(
                f"the rows are {rows_are} here, not companies",
                where=f"--{name}",
                next_step="For a list of companies: screen export --help",
            )


def refuse_unknown(options: EveryRowOptions) -> None:
    """Raise :class:`screener.errors.UsageError` where --unknown was given."""
    from screener.errors import UsageError

    if options.unknown is not None:
        raise UsageError(
            "those that fail only for a missing figure are never counted as passing here",
            where="--unknown",
            next_step="Leave it out.",
        )
