"""``screen sectors``: each sector and the index, or those of them that pass a screen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from textwrap import wrap
from typing import TYPE_CHECKING, Annotated

import typer

from screener.cli import completing
from screener.cli.criteria import build_screen, tell_unlisted
from screener.cli.groups import takes
from screener.cli.moment import MomentOptions, tell_moment
from screener.cli.output import OutputOptions, deliver
from screener.cli.rules import RuleOptions, refuse_a_list
from screener.cli.width import line_width

if TYPE_CHECKING:
    import polars as pl

    from screener.model.screen import Screen
    from screener.screening.compile import Result
    from screener.store.manifest import Manifest

_RULES = ("preset", "profitable", "growth_above", "sector", "debt_type", "zombies", "where",
          "tickers", "watched")  # fmt: skip
_OF_A_LIST = ("columns", "limit")
_SCOPE = "what the row is about: a sector, the index, or all that are passing"

_PRESET = typer.Option(
    "--preset",
    metavar="NAME_OR_FILE",
    help="Only the companies that pass it. [default: all]",
    autocompletion=completing.presets,
)
_SORT = typer.Option(
    "--sort",
    metavar="COLUMN",
    help="A column of the table, such as -zombies_oecd_share or companies; repeatable.",
    autocompletion=completing.sector_orders,
)


@dataclass(frozen=True, slots=True)
class SectorOptions(RuleOptions):
    """A screen's rules, where no preset means every company; the rows can be sorted."""

    preset: Annotated[str | None, _PRESET] = None
    sort: Annotated[list[str] | None, _SORT] = None


@takes(options=SectorOptions, moment=MomentOptions, to=OutputOptions)
def sectors(options: SectorOptions, moment: MomentOptions, to: OutputOptions) -> None:
    """Compare the sectors and the index: profit, zombies, growth, P/E, debt, what a move saves.

    Of the whole index, or of the companies that pass the preset and the rules given here."""
    refuse_a_list(options, "sectors", _OF_A_LIST)
    to.chosen("text", *options.files(), *moment.files())
    from screener.model.screen import Screen

    narrowed = any(getattr(options, name) is not None for name in _RULES)
    asked = replace(options, sort=None, columns=None, limit=None)
    screen = build_screen(asked, None if options.preset is not None else Screen())
    screen = screen.model_copy(update={"limit": None})

    from screener.present.sector_lines import LIKE, sector_lines
    from screener.present.tables.table import Table
    from screener.screening.about import about_universe
    from screener.screening.compile import run
    from screener.screening.sectors import NOTES
    from screener.screening.sectors import sectors as compare

    universe = moment.open(options.snapshot)
    result = run(universe.metrics, screen)
    compared = compare(result.rows, universe.pre_revenue, screen.rate_move)
    compared = _sorted(compared, options.sort or [])
    scope, everyone = ("passing", "All that pass") if narrowed else ("index", "Index")
    said = _said(screen, universe.snapshot.manifest, result, options, narrowed=narrowed)

    def lines() -> list[str]:
        width, rows = line_width(to.output), compared.to_dicts()
        table = sector_lines(rows, screen.zombie_definition, screen.rate_move, everyone, width)
        return [*(part for text in said for part in wrap(text, width or 1_000)), "", *table]

    deliver(
        [Table("sectors", said[0], _scoped(compared, scope), LIKE, {"scope": _SCOPE} | NOTES)],
        to,
        (*(("about", text) for text in said), *about_universe(universe)),
        lines=lines,
        created=universe.snapshot.manifest.created,
    )
    tell_moment(universe)
    tell_unlisted(universe, screen)


def _sorted(compared: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """Order the sectors; unknown last either way, and the row of all after them."""
    import polars as pl

    from screener.errors import UsageError
    from screener.model.metric import nearest

    names = [key.removeprefix("-") for key in keys]
    for name in names:
        if name not in compared.columns:
            raise UsageError(
                f"{name!r} is no column of the table{nearest(name, among=compared.columns)}",
                where="--sort",
                next_step=f"There are: {', '.join(compared.columns)}",
            )
    if not names:
        return compared
    ordered = compared.head(-1).sort(
        names,
        descending=[key.startswith("-") for key in keys],
        nulls_last=True,
        maintain_order=True,
    )
    return pl.concat([ordered, compared.tail(1)])


def _scoped(compared: pl.DataFrame, scope: str) -> pl.DataFrame:
    """Say in a column which rows are a sector's, and which is that of all."""
    import polars as pl

    last = pl.int_range(pl.len()) == pl.len() - 1
    kind = pl.when(last).then(pl.lit(scope)).otherwise(pl.lit("sector")).alias("scope")
    return compared.select(kind, pl.all())


def _said(
    screen: Screen, manifest: Manifest, result: Result, options: SectorOptions, *, narrowed: bool
) -> list[str]:
    """Return whom the table is about: how many rows, of which rules."""
    from screener.model.words import counted
    from screener.present.debt import move_text
    from screener.present.text import safe
    from screener.screening.words import rules_in_words

    of = f"as of {manifest.as_of}, zombies by {screen.zombie_definition.upper()}, rates"
    assumed = f"{of} {move_text(screen.rate_move)}"
    fund = safe(manifest.members)
    if not narrowed:
        return [f"{fund}: {counted(result.total, 'row')}, {assumed}"]
    passing = f"of {counted(result.total, 'row')} {result.passed:,} pass"
    passing += f" · {result.failed:,} fail · {result.unknown:,} unknown"
    kept = " (kept: --unknown include)" if screen.unknown == "include" and result.unknown else ""
    changed = " (changed)" if options.preset is not None and options.changes_rules else ""
    start = f"{safe(options.preset)}{changed}: " if options.preset is not None else ""
    return [
        f"{fund}: {passing}{kept}, {assumed}",
        f"{start}{safe(rules_in_words(screen))}",
    ]
