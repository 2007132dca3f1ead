"""The options of a screen: the same on every verb that runs one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

import typer

from screener.cli import completing
from screener.cli.groups import given
from screener.cli.streams import hush
from screener.cli.ticker_list import is_file

_DEFAULT_PRESET = "profitable-growers"

_PRESET = typer.Option(
    "--preset",
    metavar="NAME_OR_FILE",
    help=f"The saved screen to start from. [default: {_DEFAULT_PRESET}]",
    autocompletion=completing.presets,
)
_PROFITABLE = typer.Option(
    "--profitable/--any-profit", help="Only companies with net income over twelve months above 0."
)
_GROWTH = typer.Option(
    "--growth-above",
    metavar="PERCENT",
    help="Revenue growth strictly above, twelve months on twelve: 4%; 'any' for no rule.",
)
_SECTOR = typer.Option(
    "--sector",
    metavar="NAME",
    help="Repeatable, or several behind commas; 'any' for all sectors.",
    autocompletion=completing.sectors,
)
_DEBT = typer.Option(
    "--debt-type",
    metavar="TYPE",
    help="none, fixed, floating, convertible, mixed, unknown or n/a; several behind commas, or "
    "repeatable; 'any' for all.",
    autocompletion=completing.debt_types,
)
_MOVE = typer.Option(
    "--rate-move",
    metavar="MOVE",
    help="The assumed move of short-term rates, such as -75bp (the default) or +1%.",
    autocompletion=completing.moves,
)
_ZOMBIES = typer.Option("--zombies", help="Keep all, keep no and n/a, or keep only zombies.")
_DEFINITION = typer.Option(
    "--zombie-definition", help="Whose definition of a zombie; what the metric zombie means."
)
_SORT = typer.Option(
    "--sort",
    metavar="METRIC",
    help="Repeatable; -METRIC for descending.",
    autocompletion=completing.orders,
)
_COLUMNS = typer.Option(
    "--columns",
    metavar="A,B,C",
    help="Metrics, or groups of them such as growth or cash-flow; 'all' for every one.",
    autocompletion=completing.columns,
)
_WHERE = typer.Option(
    "--where",
    metavar="CONDITION",
    help="Such as \"pe < 12 AND sector <> 'Energy'\"; repeatable; joined to the preset's by AND.",
)
_TICKERS = typer.Option(
    "--tickers",
    metavar="A,B,C or FILE",
    help="Only these; a file has one a line. 'any' for all.",
    autocompletion=completing.ticker_lists,
)
_WATCHED = typer.Option("--watched", help="Only companies on your watchlist: see screen watchlist.")
_LIMIT = typer.Option("--limit", metavar="N", min=1, help="At most N rows.")
_UNKNOWN = typer.Option("--unknown", help="Whether rows stay that fail only for a missing figure.")


def given_path(text: str) -> Path:
    """Return the path that was given; refuse an empty one, such as a script's unset variable.

    To ``Path`` it would be the current folder."""
    if not text.strip():
        raise typer.BadParameter("the path is empty; for the current folder write .")
    return Path(text)


_SNAPSHOT = typer.Option(
    "--snapshot",
    metavar="DIR",
    parser=given_path,
    help="Another snapshot than the current one, or a data folder.",
    autocompletion=completing.snapshots,
)

_QUIET = typer.Option("--quiet", "-q", help="No messages but errors.", callback=hush)
"""It is the callback that acts: a verb that takes the option need not look at it."""

PresetOption = Annotated[str | None, _PRESET]
SnapshotOption = Annotated[Path | None, _SNAPSHOT]
QuietOption = Annotated[bool, _QUIET]
MoveOption = Annotated[str | None, _MOVE]
ColumnsOption = Annotated[str | None, _COLUMNS]
DefinitionOption = Annotated[Literal["oecd", "bis", "fed", "cash", "loss"] | None, _DEFINITION]


@dataclass(frozen=True, slots=True)
class ScreenOptions:
    """What was given on the command line; None where an option was not."""

    preset: PresetOption = None
    profitable: Annotated[bool | None, _PROFITABLE] = None
    growth_above: Annotated[str | None, _GROWTH] = None
    sector: Annotated[list[str] | None, _SECTOR] = None
    debt_type: Annotated[list[str] | None, _DEBT] = None
    zombies: Annotated[Literal["include", "exclude", "only"] | None, _ZOMBIES] = None
    zombie_definition: DefinitionOption = None
    rate_move: MoveOption = None
    where: Annotated[list[str] | None, _WHERE] = None
    tickers: Annotated[str | None, _TICKERS] = None
    watched: Annotated[bool | None, _WATCHED] = None
    sort: Annotated[list[str] | None, _SORT] = None
    columns: ColumnsOption = None
    limit: Annotated[int | None, _LIMIT] = None
    unknown: Annotated[Literal["exclude", "include"] | None, _UNKNOWN] = None
    snapshot: SnapshotOption = None

    def given(self) -> list[str]:
        """Return the options that were given, as they are written."""
        return given(self)

    def files(self) -> list[Path]:
        """Return the files that the options name, which are read."""
        named = [
            _watchlist() if self.watched else None,
            Path(self.preset) if self.preset is not None else None,
            Path(self.tickers) if self.tickers is not None and is_file(self.tickers) else None,
        ]
        return [path for path in named if path is not None]

    @property
    def changes_rules(self) -> bool:
        """Return whether the options ask another question than the preset does."""
        rules = ("profitable", "growth_above", "sector", "debt_type", "zombies",
                 "zombie_definition", "rate_move", "where", "tickers", "watched")  # fmt: skip
        return any(getattr(self, name) is not None for name in rules)

    @property
    def screen_name(self) -> str:
        """Return the preset's name, and whether the screen still is that one."""
        return self.preset_name + (" (changed)" if self.changes_rules else "")

    @property
    def preset_name(self) -> str:
        """Return the preset to start from."""
        return self.preset if self.preset is not None else _DEFAULT_PRESET


def _watchlist() -> Path:
    from screener.watchlist import watchlist_path

    return watchlist_path()
