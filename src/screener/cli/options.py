"""The options of a screen: the same on every verb that runs one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from screener.cli import completing
from screener.cli.groups import given
from screener.cli.streams import hush, tell

if TYPE_CHECKING:
    import polars as pl
    from pydantic import ValidationError

    from screener.errors import UsageError
    from screener.model.screen import Screen

_DEFAULT_PRESET = "profitable-growers"
_LARGEST = 1_000_000  # bytes
_ANY = "any"
_ALL = "all"

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
    help="Repeatable; 'any' for all sectors.",
    autocompletion=completing.sectors,
)
_DEBT = typer.Option(
    "--debt-type",
    metavar="TYPE",
    help="none, fixed, floating, convertible, mixed, unknown or n/a; repeatable; 'any' for all.",
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
    sort: Annotated[list[str] | None, _SORT] = None
    columns: Annotated[str | None, _COLUMNS] = None
    limit: Annotated[int | None, _LIMIT] = None
    unknown: Annotated[Literal["exclude", "include"] | None, _UNKNOWN] = None
    snapshot: SnapshotOption = None

    def given(self) -> list[str]:
        """Return the options that were given, as they are written."""
        return given(self)

    def files(self) -> list[Path]:
        """Return the files that the options name, which are read."""
        named = [
            Path(self.preset) if self.preset is not None else None,
            Path(self.tickers) if self.tickers is not None and _is_file(self.tickers) else None,
        ]
        return [path for path in named if path is not None]

    @property
    def changes_rules(self) -> bool:
        """Return whether the options ask another question than the preset does."""
        rules = ("profitable", "growth_above", "sector", "debt_type", "zombies",
                 "zombie_definition", "rate_move", "where", "tickers")  # fmt: skip
        return any(getattr(self, name) is not None for name in rules)

    @property
    def screen_name(self) -> str:
        """Return the preset's name, and whether the screen still is that one."""
        return self.preset_name + (" (changed)" if self.changes_rules else "")

    @property
    def preset_name(self) -> str:
        """Return the preset to start from."""
        return self.preset if self.preset is not None else _DEFAULT_PRESET


def build_screen(options: ScreenOptions, base: Screen | None = None) -> Screen:
    """Return the preset's screen with each given option in the place of the preset's field.

    ``base`` is taken instead of the preset where one is given.
    Raise :class:`screener.errors.PresetError` for the preset, :class:`screener.errors.UsageError`
    for an option's value.
    """
    from pydantic import ValidationError

    from screener.model.screen import Screen
    from screener.presets import load_preset

    screen = base if base is not None else load_preset(options.preset_name)
    changes = _changes(options)
    try:
        checked = Screen.model_validate(changes)
    except ValidationError as error:
        raise _refused(error, options) from error
    update = {name: getattr(checked, name) for name in changes}
    if screen.where and checked.where:
        update["where"] = _joined(screen.where, checked.where)
    return screen.model_copy(update=update)


def _joined(of_preset: str, given: str) -> str:
    """Return both conditions as one; raise :class:`UsageError` where that is too much of them."""
    from screener.errors import UsageError
    from screener.model.expression import ExpressionError, parse

    both = f"({of_preset}) AND ({given})"
    try:
        parse(both)
    except ExpressionError as error:
        raise UsageError(
            f"joined to the preset's condition it is {error.what}",
            where="--where",
            next_step="Shorten one of the two.",
        ) from error
    return both


def _refused(error: ValidationError, options: ScreenOptions) -> UsageError:
    from screener.errors import UsageError
    from screener.presets.problems import METRIC_NAMES, listed, problems

    found = dict[str, list[str]]()
    for field, message in problems(error):
        option = {"sectors": "sector", "debt_types": "debt-type"}.get(field, field).replace(
            "_", "-"
        )
        told = found.setdefault(f"--{option}", [])
        number = (options.growth_above or "").strip().rstrip("%").strip()
        advice = f"{number}%" if re.fullmatch(r"[+-]?\d+(\.\d+)?", number) else "4%"
        plain = f"{options.growth_above!r} is not a percentage: write --growth-above {advice}"
        told.append(plain if field == "growth_above" else message)
    every = [text for texts in found.values() for text in texts]
    hint = METRIC_NAMES if any("metric" in text for text in every) else ""
    if len(found) == 1:
        [(option, messages)] = found.items()
        return UsageError(listed(messages), where=option, next_step=hint)
    texts = [f"{option}: {text}" for option, messages in found.items() for text in messages]
    return UsageError(listed(texts), next_step=hint)


def _changes(options: ScreenOptions) -> dict[str, object]:
    """Return the given options by field of Screen, with 'any' and 'all' spelled out."""
    same_name = (
        "profitable",
        "growth_above",
        "zombies",
        "zombie_definition",
        "rate_move",
        "sort",
        "limit",
        "unknown",
    )
    changes: dict[str, object] = {
        name: getattr(options, name) for name in same_name if getattr(options, name) is not None
    }
    # An empty variable of a script asks nothing.
    conditions = [text for text in options.where or [] if text.strip()]
    if conditions:
        changes["where"] = conditions[0]
        for text in conditions[1:]:
            changes["where"] = f"({changes['where']}) AND ({text})"
    if options.growth_above is not None and options.growth_above.casefold() == _ANY:
        changes["growth_above"] = None
    if options.sector is not None:
        names = [name.strip() for name in options.sector]
        changes["sectors"] = [] if _ANY in (name.casefold() for name in names) else names
    if options.debt_type is not None:
        types = [name.strip().casefold() for name in options.debt_type]
        changes["debt_types"] = [] if _ANY in types else types
    if options.columns is not None:
        names = [name.strip() for name in options.columns.split(",")]
        changes["columns"] = _columns(names)
    if options.tickers is not None:
        changes["tickers"] = _tickers(options.tickers)
    return changes


def _columns(names: list[str]) -> list[str]:
    """Spell out 'all' and the groups."""
    from screener.model.metric import METRICS, Group

    groups = {group.value.replace(" ", "-"): group for group in Group}
    found: list[str] = []
    for name in names:
        group = groups.get(name.casefold().replace(" ", "-").replace("_", "-"))
        if name.casefold() == _ALL:
            found += METRICS
        elif group is not None:
            found += [metric.name for metric in METRICS.values() if metric.group is group]
        else:
            found.append(name)
    return found


def _tickers(given: str) -> list[str]:
    """Return the tickers of a list, or of a file: one a line or several, ``#`` begins a comment."""
    if given.strip().casefold() == _ANY:
        return []
    from screener.errors import UsageError

    text = _read_tickers(Path(given)) if _is_file(given) else given
    # A share class may be written with a space: XVQ B.
    tickers = [ticker.strip() for ticker in re.split(r"[,;\n\r\t]+", text) if ticker.strip()]
    if not tickers:
        raise UsageError(
            "no ticker in it", where=f"--tickers {given}".strip(), next_step="'any' is for all."
        )
    return tickers


def _is_file(text: str) -> bool:
    """Whether a text names a file: it is there, or looks like a path and like no share class."""
    if "," in text or not text.strip():
        return False
    path = Path(text)
    try:
        if path.exists() and (
            path.is_file() or path.is_fifo() or "/" in text or path.suffix or path.is_dir()
        ):
            return True
    except (OSError, ValueError):  # too long, or a NUL: no path
        return False
    share_class = re.fullmatch(r"[A-Za-z]{1,5}[./][A-Za-z]", text)
    return bool((path.suffix or "/" in text) and not share_class)


def _read_tickers(path: Path) -> str:
    from screener.errors import UsageError
    from screener.files import open_readable

    try:
        with open_readable(path) as file:
            data = file.read(_LARGEST + 1)
        text = data.decode("utf-8-sig")
    except (OSError, ValueError) as error:
        what = getattr(error, "strerror", None) or "not UTF-8 text"
        raise UsageError(what, where=f"--tickers {path}") from error
    if len(data) > _LARGEST:
        raise UsageError("larger than 1 MB: no list of tickers", where=f"--tickers {path}")
    return "\n".join(line.partition("#")[0] for line in text.splitlines())


def refuse_a_list(options: ScreenOptions, names: Sequence[str], rows: str) -> None:
    """Refuse the options ``names``, fields that are about a list of companies, where a verb's rows
    are ``rows``. Raise :class:`screener.errors.UsageError`."""
    from screener.errors import UsageError

    for name in names:
        if getattr(options, name) is not None:
            raise UsageError(
                f"the rows are {rows} here, not companies",
                where=f"--{name}",
                next_step="For a list of companies: screen export --help",
            )


def tell_unlisted(metrics: pl.DataFrame, screen: Screen) -> None:
    """Say which of the screen's tickers no row of ``metrics`` has."""
    from screener.screening.compile import not_listed

    if missing := not_listed(metrics, screen.tickers):
        tell(f"no such ticker in this snapshot: {', '.join(missing)}")
