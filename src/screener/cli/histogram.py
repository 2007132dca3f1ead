"""``screen histogram METRIC``: how a metric is spread, over all companies and those that pass."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, Annotated

import typer

from screener.cli import completing
from screener.cli.criteria import build_screen, tell_unlisted
from screener.cli.groups import takes
from screener.cli.moment import MomentOptions, tell_moment
from screener.cli.output import OutputOptions, deliver
from screener.cli.rules import EveryRowOptions, refuse_a_list, refuse_unknown
from screener.cli.width import page_width

if TYPE_CHECKING:
    from screener.model.distribution import Distribution
    from screener.model.screen import Screen
    from screener.present.tables.table import About
    from screener.store.manifest import Manifest

_BINS = 14
_PIPED = 80
_NARROWEST, _WIDEST = 40, 100
"""Cells: a longer bar tells no more."""


@takes(options=EveryRowOptions, moment=MomentOptions, to=OutputOptions)
def histogram(
    metric: Annotated[
        str,
        typer.Argument(
            metavar="METRIC",
            help="Any but those of which each company has its own: ticker, name and cik.",
            autocompletion=completing.spreadable,
        ),
    ],
    options: EveryRowOptions,
    moment: MomentOptions,
    to: OutputOptions,
    bins: Annotated[
        int | None,
        typer.Option(
            "--bins",
            metavar="N",
            min=1,
            max=100,
            help=f"About how many bars a number has; their steps are round. [default: {_BINS}]",
        ),
    ] = None,
) -> None:
    """Show how a metric is spread over the universe and over the companies that pass a screen.

    Dates are counted by month, texts each; what is unknown is counted apart."""
    refuse_a_list(options, "ranges and values")
    refuse_unknown(options)
    to.chosen("text", *options.files(), *moment.files())
    screen = build_screen(options)

    from screener.model.distribution import spreadable
    from screener.present.distribution import distribution_table
    from screener.screening.about import about_rules, about_universe
    from screener.screening.distribution import distribution, has_ranges

    asked = spreadable(metric, "METRIC")
    if bins is not None and not has_ranges(asked):
        _refuse_bins(metric)
    universe = moment.open(options.snapshot)
    manifest = universe.snapshot.manifest
    found = distribution(universe.metrics, screen, metric, bins=bins or _BINS)
    said = _said(screen, manifest, universe.metrics.height, options.screen_name)
    deliver(
        [distribution_table(found)],
        to,
        (
            *_about(found),
            *about_rules(screen, options.screen_name),
            *about_universe(universe),
        ),
        lines=lambda: _lines(found, said, page_width(_NARROWEST, _WIDEST, _PIPED, to.output)),
        created=manifest.created,
    )
    tell_moment(universe)
    tell_unlisted(universe, screen)


def _refuse_bins(metric: str) -> None:
    from screener.errors import UsageError

    raise UsageError(
        f"{metric} is no number: each of its values has a bar of its own",
        where="--bins",
        next_step="Leave it out.",
    )


def _lines(found: Distribution, said: list[str], width: int) -> list[str]:
    from screener.present.distribution import chart, counts_text, heading, meaning_text

    about = [*said, "", heading(found), counts_text(found), meaning_text(found)]
    wrapped = [part for text in about for part in wrap(text, width) or [""]]
    return [*wrapped, "", *(line.text.rstrip() for line in chart(found, width))]


def _said(screen: Screen, manifest: Manifest, rows: int, name: str) -> list[str]:
    """Return whom the bars are about, and which rules say who passes."""
    from screener.model.words import counted
    from screener.present.debt import move_text
    from screener.present.text import safe
    from screener.screening.words import rules_in_words

    assumed = f"zombies by {screen.zombie_definition.upper()}, rates {move_text(screen.rate_move)}"
    return [
        f"{safe(manifest.members)}: {counted(rows, 'row')}, as of {manifest.as_of}, {assumed}",
        f"{safe(name)}: {safe(rules_in_words(screen))}",
    ]


def _about(found: Distribution) -> About:
    """Return what is counted, and what no row of the table tells."""
    median = () if found.median is None else (("median of those known", repr(found.median)),)
    return (
        ("metric", f"{found.metric.name} = {found.metric.formula}"),
        ("known", f"{found.known:,}, of which {found.passed:,} pass"),
        ("unknown", f"{found.unknown:,}, of which {found.unknown_passed:,} pass"),
        *median,
    )
