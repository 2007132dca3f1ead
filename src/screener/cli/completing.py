"""What a shell offers while a command is being typed: presets, sectors, metrics, tickers.

A completion reads what it needs and nothing else, and never fails: where the snapshot or a folder
can't be read, nothing is offered, and the shell falls back to file names."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import typer

Offer = tuple[str, str]
"""A value and what the shell says beside it."""

_ANY = ("any", "no rule")
_PLAIN = str.maketrans({"[": "(", "]": ")", "'": "’", '"': "”", "\\": "/", "$": "", "`": ""})
"""Square brackets are markup to Typer where it has rich; zsh evaluates what it is given."""

_HARMLESS = re.compile(r"[\w ./,+=~-]+")
"""What a value may consist of: bash expands it, and zsh evaluates it."""

_MOST = 200  # of tickers: a shell asks before it lists more


def _offers(
    find: Callable[[typer.Context, str], Iterable[Offer]],
) -> Callable[[typer.Context, str], list[Offer]]:
    """Return a completion for Typer: it gives the offers that begin as was typed, in the spelling
    that the shell asks for."""

    def complete(ctx: typer.Context, incomplete: str) -> list[Offer]:
        from screener.errors import ScreenerError
        from screener.present.text import safe

        try:
            found = [offer for offer in find(ctx, incomplete) if offer[0].startswith(incomplete)]
        except (ScreenerError, OSError):
            return []
        return [
            (_spelled(value), safe(about).translate(_PLAIN))
            for value, about in found
            if _HARMLESS.fullmatch(value)
        ]

    complete.__doc__ = find.__doc__
    return complete


_ASKED = {"_SCREEN_COMPLETE": "screen", "_SCREENER_COMPLETE": "screener"}
"""The variables by which a shell asks, and the program it asks for."""


def asking_shell() -> str:
    """Return the shell that asks for a completion; "" where the program is run for itself."""
    asked = filter(None, map(os.environ.get, _ASKED))
    return next(asked, "").rpartition("_")[2]


def asking_program() -> str:
    """Return the name of the program that a shell asks to complete for; "" where none asks."""
    return next((name for variable, name in _ASKED.items() if os.environ.get(variable)), "")


def _spelled(value: str) -> str:
    """Guard the spaces of a value where bash would take it for several words: it puts the value in
    the place of the word as it stands, but for a quotation mark before it."""
    if asking_shell() == "bash" and not _word_being_typed().startswith(("'", '"')):
        return _Guarded(value.replace(" ", "\\ "))
    return value


class _Guarded(str):
    """A value with guarded spaces. Typer keeps what begins as was typed, where none is guarded."""

    __slots__ = ()

    def startswith(self, *prefix: Any) -> bool:
        return self.replace("\\ ", " ").startswith(*prefix)


def _word_being_typed() -> str:
    """Return the word as it stands on bash's line, with backslashes and quotation marks."""
    words, position = os.environ.get("COMP_WORDS", "").split("\n"), os.environ.get("COMP_CWORD", "")
    at = int(position) if position.isdecimal() else -1
    return words[at] if 0 <= at < len(words) else ""


@_offers
def presets(ctx: typer.Context, incomplete: str) -> Iterator[Offer]:
    """Offer every preset by name."""
    from screener.presets import list_presets

    return ((info.name, info.error or info.title) for info in list_presets())


@_offers
def own_presets(ctx: typer.Context, incomplete: str) -> Iterator[Offer]:
    """Offer the presets that can be changed."""
    from screener.presets import list_presets

    return ((info.name, info.error or info.title) for info in list_presets() if not info.builtin)


@_offers
def sectors(ctx: typer.Context, incomplete: str) -> Iterator[Offer]:
    """Offer the sectors, in any case."""
    from screener.model.screen import SECTORS

    yield _ANY
    for sector in SECTORS:
        if sector.casefold().startswith(incomplete.casefold()):
            yield incomplete + sector[len(incomplete) :], ""


@_offers
def debt_types(ctx: typer.Context, incomplete: str) -> Iterator[Offer]:
    """Offer the types of debt."""
    from screener.model.verdict import DebtType

    yield _ANY
    for kind in DebtType:
        yield kind.value, ""


@_offers
def moves(ctx: typer.Context, incomplete: str) -> Iterator[Offer]:
    """Offer some moves of the rate."""
    return ((f"{points:+}bp", "") for points in (-50, -75, -100, -150, -200, 50, 100))


@_offers
def metrics(ctx: typer.Context, incomplete: str) -> Iterator[Offer]:
    """Offer every metric."""
    return _metrics()


@_offers
def rankable(ctx: typer.Context, incomplete: str) -> Iterator[Offer]:
    """Offer the metrics that have a percentile within the sector."""
    from screener.model.metric import METRICS
    from screener.model.percentile import has_percentile

    return (offer for offer in _metrics() if has_percentile(METRICS[offer[0]]))


@_offers
def spreadable(ctx: typer.Context, incomplete: str) -> Iterator[Offer]:
    """Offer the metrics that have a histogram."""
    from screener.model.distribution import OF_ITS_OWN

    return (offer for offer in _metrics() if offer[0] not in OF_ITS_OWN)


@_offers
def orders(ctx: typer.Context, incomplete: str) -> Iterator[Offer]:
    """Offer every metric as an order; after a minus, downwards."""
    sign = "-" if incomplete.startswith("-") else ""
    return ((f"{sign}{name}", about) for name, about in _metrics())


@_offers
def sector_orders(ctx: typer.Context, incomplete: str) -> Iterator[Offer]:
    """Offer the columns of the table of sectors as an order."""
    import polars as pl

    from screener.screening.sectors import sectors as compare
    from screener.store.schema import METRICS_TABLE

    sign = "-" if incomplete.startswith("-") else ""
    empty = compare(pl.DataFrame(schema=METRICS_TABLE), ())
    return ((f"{sign}{name}", "") for name in empty.columns)


@_offers
def columns(ctx: typer.Context, incomplete: str) -> Iterator[Offer]:
    """Offer metrics and groups of them, one after another behind commas."""
    from screener.model.columns import ALL, GROUPS

    groups = [(name, "a group") for name in GROUPS]
    return _listed([*_metrics(), *groups, (ALL, "every metric")], incomplete)


@_offers
def tickers(ctx: typer.Context, incomplete: str) -> Iterator[Offer]:
    """Offer the tickers of the snapshot with their names, in the case that is typed."""
    return iter(_cased(_tickers(ctx), incomplete))


@_offers
def watched(ctx: typer.Context, incomplete: str) -> Iterator[Offer]:
    """Offer what is on the watchlist with the notes, by ticker, else by name or number."""
    from screener.model.company import run_together
    from screener.watchlist import load_watchlist

    every = [
        (entry.ticker if run_together(entry.ticker) else entry.name or str(entry.cik), about)
        for entry in load_watchlist()
        for about in [" · ".join(filter(None, (entry.name, entry.note)))]
    ]
    return iter(_cased(every, incomplete))


@_offers
def ticker_lists(ctx: typer.Context, incomplete: str) -> Iterator[Offer]:
    """Offer tickers, one after another behind commas."""
    last = incomplete.rpartition(",")[2]
    return _listed(_cased(_tickers(ctx), last), incomplete)


@_offers
def snapshots(ctx: typer.Context, incomplete: str) -> Iterator[Offer]:
    """Offer the snapshots that are kept; the shell offers other folders once one is begun."""
    from screener import paths
    from screener.store.places import list_snapshots

    return ((str(path), "") for path in reversed(list_snapshots(paths.data_dir())))


class Command(typer.core.TyperCommand):
    """A command that completes what begins with a minus, where an option's value is being typed:
    ``--sort -``, ``--rate-move -``. Typer would offer other options."""

    def shell_complete(self, ctx: typer.Context, incomplete: str) -> list[Any]:  # type: ignore[override]  # Typer types it by its private classes
        """Return the offers for a word that is being typed."""
        option = _option_before() if incomplete.startswith("-") else ""
        for parameter in self.params:
            if option in parameter.opts and not getattr(parameter, "is_flag", False):
                return list(parameter.shell_complete(ctx, incomplete))
        return list(super().shell_complete(ctx, incomplete))


def complete_values(app: typer.Typer) -> None:
    """Let every command of ``app`` complete as :class:`Command` does."""
    for command in app.registered_commands:
        command.cls = Command


def _option_before() -> str:
    """Return the word before the one that is being typed, as the shell tells the line."""
    line = os.environ.get("COMP_WORDS")
    if line is not None:  # bash: words on lines of their own, "=" one of them
        words = line.split("\n") if "\n" in line else line.split()
        position = os.environ.get("COMP_CWORD", "")
        words = words[: int(position)] if position.isdecimal() else words
    else:
        words = os.environ.get("_TYPER_COMPLETE_ARGS", "").split()
        option, joined, _ = words[-1].partition("=") if words else ("", "", "")
        words = [option] if joined else words[:-1]
    words = [word for word in words if word != "="]
    return words[-1] if words else ""


def _metrics() -> Iterator[Offer]:
    from screener.model.metric import METRICS

    return ((name, metric.formula) for name, metric in METRICS.items())


def _listed(offers: Iterable[Offer], incomplete: str) -> Iterator[Offer]:
    """Offer what may follow the last comma, but for what stands before it."""
    before, comma, _ = incomplete.rpartition(",")
    chosen = set(before.split(","))
    return ((f"{before}{comma}{name}", about) for name, about in offers if name not in chosen)


def _cased(offers: Iterable[Offer], typed: str) -> list[Offer]:
    """Return the offers that begin as was typed, in any case: at most some of them."""
    found = [
        (typed + ticker[len(typed) :], name)
        for ticker, name in offers
        if ticker.casefold().startswith(typed.casefold())
    ]
    return found[:_MOST]


def _tickers(ctx: typer.Context) -> Iterator[Offer]:
    from screener.store.places import chosen_snapshot
    from screener.store.snapshot import open_snapshot

    snapshot = open_snapshot(chosen_snapshot(ctx.params.get("snapshot")))
    known = snapshot.scan("constituents").select("ticker", "name").collect()
    for ticker, name in known.drop_nulls("ticker").unique(maintain_order=True).iter_rows():
        yield ticker, name or ""
