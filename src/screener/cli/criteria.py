"""The screen that the options of a command line ask for; whom a universe lacks of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from screener.cli.options import ScreenOptions
from screener.cli.streams import tell
from screener.cli.ticker_list import read_tickers

if TYPE_CHECKING:
    from pydantic import ValidationError

    from screener.errors import UsageError
    from screener.model.screen import Screen
    from screener.model.watched import Identity
    from screener.screening.universe import Universe

_ANY = "any"


def build_screen(options: ScreenOptions, base: Screen | None = None) -> Screen:
    """Return the preset's screen with each given option in the place of the preset's field.

    ``base`` is taken instead of the preset where one is given.
    Raise :class:`screener.errors.PresetError` for the preset, :class:`screener.errors.UsageError`
    for an option's value, :class:`screener.errors.DataError` for a damaged watchlist.
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
    if options.watched:
        update["watched"] = _watched(options)
    return screen.model_copy(update=update)


def _watched(options: ScreenOptions) -> tuple[Identity, ...]:
    """Return what is on the watchlist; each universe says by itself which rows that means."""
    from screener.errors import UsageError
    from screener.watchlist import load_watchlist

    if options.tickers is not None:
        raise UsageError(
            "--watched and --tickers both say which companies", next_step="Give one of the two."
        )
    if not (entries := load_watchlist()):
        raise UsageError(
            "the watchlist is empty",
            where="--watched",
            next_step="Put a company on it: screen watchlist add TICKER",
        )
    return tuple(entry.identity for entry in entries)


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
    from screener.model.naming import METRIC_NAMES
    from screener.presets.problems import listed, problems

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
    """Return the given options by field of Screen, with 'any' spelled out."""
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
        names = _split(options.sector)
        changes["sectors"] = [] if _ANY in (name.casefold() for name in names) else names
    if options.debt_type is not None:
        types = [name.casefold() for name in _split(options.debt_type)]
        changes["debt_types"] = [] if _ANY in types else types
    if options.columns is not None:
        names = [name.strip() for name in options.columns.split(",")]
        changes["columns"] = names
    if options.tickers is not None:
        changes["tickers"] = read_tickers(options.tickers)
    return changes


def _split(given: list[str]) -> list[str]:
    """Return what an option was given, repeated or as a list behind commas."""
    return [name.strip() for text in given for name in text.split(",")]


def tell_unlisted(universe: Universe, screen: Screen) -> None:
    """Say which of the screen's tickers, and of the companies that are watched, no row of a
    universe has."""
    from screener.screening.compile import not_listed, not_there

    metrics, place = universe.metrics, universe.snapshot.manifest.place
    if missing := not_listed(metrics, screen.tickers):
        tell(f"no such ticker {place}: {', '.join(missing)}")
    if absent := not_there(metrics, screen.watched or ()):
        tell(f"watched, but not {place}: {', '.join(entry.label for entry in absent)}")
