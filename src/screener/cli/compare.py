"""``screen compare COMPANY COMPANY ...``: companies side by side."""

from __future__ import annotations

import math
from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING, Annotated

import typer

from screener.cli import completing
from screener.cli.criteria import build_screen
from screener.cli.groups import takes
from screener.cli.moment import MomentOptions, tell_moment
from screener.cli.options import (
    ColumnsOption,
    DefinitionOption,
    MoveOption,
    PresetOption,
    ScreenOptions,
    SnapshotOption,
)
from screener.cli.output import OutputOptions, deliver
from screener.cli.streams import tell
from screener.cli.width import page_width

if TYPE_CHECKING:
    import polars as pl

    from screener.model.screen import Screen
    from screener.present.tables.table import Table
    from screener.screening.universe import Row, Universe
    from screener.store.manifest import Manifest

_MOST = 16
_PIPED = 80
_NARROWEST, _WIDEST = 40, 200
"""Cells of a line."""


@dataclass(frozen=True, slots=True)
class _Compared:
    """The companies in the order in which they were named, as the screen sees them: ``rows`` of the
    metrics with what the screen and its ``rules`` (names of columns) say of each. ``chosen`` are
    the metrics that were asked for, None for all."""

    rows: pl.DataFrame
    rules: tuple[str, ...]
    chosen: tuple[str, ...] | None


@takes(moment=MomentOptions, to=OutputOptions)
def compare(
    companies: Annotated[
        list[str],
        typer.Argument(
            metavar="TICKER_OR_NAME",
            help=f"Two or more, at most {_MOST}: in any case; of a name, any part that no other"
            " has.",
            autocompletion=completing.tickers,
        ),
    ],
    columns: ColumnsOption = None,
    preset: PresetOption = None,
    everything: Annotated[
        bool,
        typer.Option(
            "--all", help="In text: also what none of them reports, and rules that all pass."
        ),
    ] = False,
    zombie_definition: DefinitionOption = None,
    rate_move: MoveOption = None,
    snapshot: SnapshotOption = None,
    *,
    moment: MomentOptions,
    to: OutputOptions,
) -> None:
    """Put companies side by side: figures, debt, zombie verdicts, what a screen says of each.

    In text a metric is a line and the best is marked; as data a company is a row, as in an export:
    a column for each metric, the outcome, and a column for each rule."""
    options = ScreenOptions(
        preset=preset, columns=columns, zombie_definition=zombie_definition, rate_move=rate_move
    )
    # What can't be written is refused before anything is read.
    to.chosen("text", *options.files(), *moment.files())
    screen = build_screen(options)
    _refuse(len(companies))

    from screener.screening.about import about_rules, about_universe

    universe = moment.open(snapshot)
    rows = _found(universe, companies)
    chosen = None if columns is None else screen.columns
    compared = _compared(universe, rows, screen, chosen)
    manifest = universe.snapshot.manifest
    deliver(
        [_table(compared)],
        to,
        (*about_rules(screen, options.screen_name), *about_universe(universe)),
        lines=lambda: _lines(
            compared,
            _said(manifest, screen),
            options.screen_name,
            page_width(_NARROWEST, _WIDEST, _PIPED, to.output),
            every=everything,
        ),
        created=manifest.created,
    )
    tell_moment(universe)


def _refuse(count: int) -> None:
    """Refuse fewer than two and more than can be read side by side."""
    from screener.errors import UsageError

    if count < 2:
        raise UsageError(
            "one company can't be compared",
            where="TICKER_OR_NAME",
            next_step="Name another one; about one alone: screen show --help",
        )
    if count > _MOST:
        raise UsageError(
            f"{count} companies: at most {_MOST} stand side by side",
            where="TICKER_OR_NAME",
            next_step="For a list of any length: screen export --tickers A,B,C",
        )


def _found(universe: Universe, companies: list[str]) -> list[Row]:
    """Return the rows of the companies, each once: share classes of one are one."""
    from screener.model.company import company_key, company_label

    found: dict[object, Row] = {}
    for text in companies:
        row = universe.find(text)
        first = found.setdefault(company_key(row), row)
        if first is not row:
            label = company_label(first["ticker"], first["name"], first["cik"])
            tell(f"{text}: the same company as {label}, told once")
    _refuse(len(found))
    return list(found.values())


def _compared(
    universe: Universe, rows: list[Row], screen: Screen, chosen: tuple[str, ...] | None
) -> _Compared:
    import polars as pl

    from screener.screening.compile import explained
    from screener.screening.judged import judged

    frame = judged(pl.DataFrame(rows, schema=universe.metrics.schema), screen)
    return _Compared(*explained(frame, screen), chosen)


def _table(compared: _Compared) -> Table:
    """Return a row for each company, in the columns and with the values of an export.

    Metrics as rows would mix fractions, dates and texts in one column, or need a column of texts;
    what is the best of a column is for whoever reads the data to say: ``idxmax``."""
    from screener.model.metric import METRICS
    from screener.present.tables.companies import companies
    from screener.screening.compile import OUTCOME

    metrics = METRICS if compared.chosen is None else compared.chosen
    names = tuple(dict.fromkeys(("ticker", "name", *metrics, OUTCOME, *compared.rules)))
    return companies(compared.rows, names, "Companies side by side")


def _lines(compared: _Compared, said: str, preset: str, width: int, *, every: bool) -> list[str]:
    from screener.model.verdict import Outcome
    from screener.present.comparison import sections
    from screener.present.side_by_side import head, layout, page, plain
    from screener.present.text import safe
    from screener.screening.compile import OUTCOME

    rows = compared.rows.to_dicts()
    room = layout(width, len(rows))
    blocks = math.ceil(len(rows) / room.across)
    place = layout(width, math.ceil(len(rows) / blocks))  # as many in each as in the next
    outcomes = {name: [Outcome(row[name]) for row in rows] for name in (OUTCOME, *compared.rules)}
    asked = (safe(preset), outcomes.pop(OUTCOME), list(outcomes.items()))
    asked_for = compared.chosen is not None  # what was named is there, also where nobody knows it
    told = sections(rows, compared.chosen, title="The chosen columns", every=every or asked_for)
    body = list(page(rows, asked, told, place, every=every))
    lines = wrap(said, width)
    for first in range(0, len(rows), place.across):
        sight = slice(first, first + place.across)
        lines += ["", *(plain(line.across(sight), place) for line in (*head(rows), *body))]
    return lines


def _said(manifest: Manifest, screen: Screen) -> str:
    from screener.present.debt import move_text
    from screener.present.text import safe

    assumed = f"zombies by {screen.zombie_definition.upper()}, rates {move_text(screen.rate_move)}"
    return f"{safe(manifest.members)}, as of {manifest.as_of}, {assumed}"
