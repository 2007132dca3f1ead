"""``screen funnel``: what each rule of a screen costs, and what each value of a filter gives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from screener.cli.choosing import option_of, option_without, word_of
from screener.cli.criteria import build_screen, tell_unlisted
from screener.cli.groups import takes
from screener.cli.moment import MomentOptions, tell_moment
from screener.cli.outcome import outcome_lines
from screener.cli.output import OutputOptions, deliver
from screener.cli.rules import RuleOptions, refuse_a_list
from screener.cli.streams import tell
from screener.cli.width import page_width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from screener.present.funnel import FilterValue, RuleCost
    from screener.screening.facets import Facet
    from screener.screening.funnel import Funnel, Tally

TableName = Literal["rules", "filters"]


@takes(options=RuleOptions, moment=MomentOptions, to=OutputOptions)
def funnel(
    options: RuleOptions,
    moment: MomentOptions,
    to: OutputOptions,
    table: Annotated[
        TableName | None,
        typer.Option("--table", help="One of the tables in full; none given: both, in short."),
    ] = None,
) -> None:
    """Say what each rule of a screen removes, and how many rows each value of a filter would give.

    A rule alone, with all rules before it, and what the screen gives without it. A value of a
    filter in the place of those that are chosen, the other filters as they are: with its option,
    as export takes it."""
    refuse_a_list(options, "rules and filters")
    # What can't be written is refused before anything is read.
    output_format = to.chosen("text", *options.files(), *moment.files())
    screen = build_screen(options)

    from screener.present import funnel as text
    from screener.present.text import safe
    from screener.screening.about import about_counts
    from screener.screening.facets import facets
    from screener.screening.funnel import funnel as narrowed

    universe = moment.open(options.snapshot)
    manifest = universe.snapshot.manifest
    found = narrowed(universe.metrics, screen)
    rules, values = _rules(found), _values(facets(universe.metrics, screen))
    said = outcome_lines(options.screen_name, manifest, found.whole)

    def lines() -> list[str]:
        width = page_width(output=to.output)
        match table:
            case "rules":
                shown = text.rules_in_full(rules, width)
            case "filters":
                shown = text.filters_in_full(values)
            case None:
                shown = [
                    "Rules",
                    *text.rules_in_short(rules, width),
                    "",
                    "Filters: rows that each value gives, the other filters as they are",
                    *text.filters_in_short(values, width),
                ]
        return [*map(safe, said), safe(manifest.members), "", *shown]

    deliver(
        [text.rules_table(rules), text.filters_table(values)],
        to,
        about_counts(universe, screen, found.whole, options.screen_name),
        only=table,
        lines=lines,
        created=manifest.created,
    )
    tell_unlisted(universe, screen)
    tell_moment(universe)
    if output_format != "text" or to.output is not None:  # else it stands above the tables
        tell(*said)


def _rules(found: Funnel) -> list[RuleCost]:
    from screener.present.funnel import RuleCost
    from screener.screening.words import rule_in_words

    return [
        RuleCost(
            step.rule.key,
            rule_in_words(step.rule),
            _counts(step.alone),
            _counts(step.so_far),
            _counts(step.without),
            step in found.worth_relaxing,
            option_without(step.rule),
        )
        for step in found.steps
    ]


def _counts(tally: Tally) -> tuple[int, int, int]:
    return tally.passed, tally.failed, tally.unknown


def _values(filters: Sequence[Facet]) -> list[FilterValue]:
    from screener.present.funnel import FilterValue

    return [
        FilterValue(
            facet.name,
            facet.title,
            word_of(facet.name, one.value),
            one.label,
            one.count,
            one.selected,
            option_of(facet.name, one.value),
        )
        for facet in filters
        for one in facet.values
    ]
