"""What each rule of a screen removes, and what each value of a filter gives: lines and tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from screener.present.layout import lay_out
from screener.present.tables.table import Table
from screener.present.text import safe

_CHOSEN, _OTHER = "✓", "·"
_TOGETHER = "\u00a0"
"""Between a value and its count, where a line may break otherwise."""

Counts = tuple[int, int, int]
"""How many rows pass, fail, and fail only for a missing figure."""


@dataclass(frozen=True, slots=True)
class RuleCost:
    """A rule in words, what it does ``alone`` and ``so_far``, with all before it, and what is left
    ``without`` it; ``option`` takes it off, empty where none does."""

    key: str
    words: str
    alone: Counts
    so_far: Counts
    without: Counts
    costliest: bool
    option: str


@dataclass(frozen=True, slots=True)
class FilterValue:
    """A value of the filter ``name``: as its ``option`` takes it, and as people read it (``title``
    of the filter, ``label``); ``count`` rows are what it gives with the other filters as they are.
    """

    name: str
    title: str
    value: str
    label: str
    count: int
    chosen: bool
    option: str


RULE_NOTES = {
    "rule": "the rule's key; of a condition where. and the number of its part",
    "words": "the rule in words",
    "alone_pass": "rows that pass this rule alone",
    "alone_fail": "rows that fail it",
    "alone_unknown": "rows that it can't judge for a missing figure",
    "so_far_pass": "rows that pass this rule and all before it",
    "so_far_fail": "rows that fail any of them",
    "so_far_unknown": "rows that fail only for a missing figure",
    "without_pass": "rows that pass all other rules",
    "without_fail": "rows that fail any of them",
    "without_unknown": "rows that fail only for a missing figure",
    "costliest": "whether it is the rule without which most rows pass; several that give as many;"
    " none where no single one gives more",
    "option": "what takes the rule off, as a shell reads it; empty for a part of a condition"
    " and for --watched",
}

FILTER_NOTES = {
    "filter": "profitable, growth, debt, sector, definition or zombies",
    "value": "the value, as the option takes it",
    "count": "rows of screen export with this value alone, the other filters as they are; before"
    " any limit",
    "chosen": "whether the screen has it now",
    "option": "what chooses it, as a shell reads it; in the place of the same option",
}


def rules_table(rules: Sequence[RuleCost]) -> Table:
    """Return a row for each rule, in the order of the screen; see :data:`RULE_NOTES`."""
    texts = dict.fromkeys(("rule", "words"), pl.String)
    counts = dict.fromkeys((name for name in RULE_NOTES if "_" in name), pl.Int64)
    frame = pl.DataFrame(
        [
            (one.key, one.words, *one.alone, *one.so_far, *one.without, one.costliest,
             one.option or None)
            for one in rules
        ],
        schema={**texts, **counts, "costliest": pl.Boolean, "option": pl.String},
        orient="row",
    )  # fmt: skip
    return Table("rules", "What each rule removes", frame, notes=RULE_NOTES)


def filters_table(values: Sequence[FilterValue]) -> Table:
    """Return a row for each value of each filter; see :data:`FILTER_NOTES`."""
    dtypes = (pl.String, pl.String, pl.Int64, pl.Boolean, pl.String)
    frame = pl.DataFrame(
        [(one.name, one.value, one.count, one.chosen, one.option) for one in values],
        schema=dict(zip(FILTER_NOTES, dtypes, strict=True)),
        orient="row",
    )
    return Table("filters", "What each value of a filter gives", frame, notes=FILTER_NOTES)


def rules_in_short(rules: Sequence[RuleCost], width: int) -> list[str]:
    """Return a line for each rule with how many rows pass, and which is the costliest: for how
    many it is unknown alone, too, since those are what a missing figure costs."""
    if not rules:
        return [_NO_RULE]
    rows = [
        (f"{one.alone[0]:,}", f"{one.alone[2]:,}", f"{one.so_far[0]:,}", f"{one.without[0]:,}",
         one.words)
        for one in rules
    ]  # fmt: skip
    heading = ("pass alone", "unknown", "pass so far", "without it", "rule")
    lines = lay_out([heading, *rows], width, right=(0, 1, 2, 3), wraps=True)
    for one in rules:
        if one.costliest:
            off = f" ({one.option})" if one.option else ""
            left = f"the costliest: {one.words}; without it {one.without[0]:,} pass{off}"
            lines += lay_out([(left,)], width, wraps=True)
    if len(rules) > 1 and not any(one.costliest for one in rules):
        lines += lay_out([(_NO_SINGLE_RULE,)], width, wraps=True)
    return lines


def rules_in_full(rules: Sequence[RuleCost], width: int) -> list[str]:
    """Return every count of every rule."""
    if not rules:
        return [_NO_RULE]
    lines = [_counts("", ("pass", "fail", "unknown"))]
    for one in rules:
        mark = "the costliest: " if one.costliest else ""
        named = lay_out([(f"{mark}{one.words}",)], width, wraps=True)
        lines += [line[2:] for line in named]
        for name, counts, told in (
            ("alone", one.alone, ""),
            ("so far", one.so_far, ""),
            ("without it", one.without, one.option),
        ):
            figures = _counts(name, [f"{number:,}" for number in counts])
            lines.append(f"{figures}  {told}".rstrip())
    return lines


def filters_in_short(values: Sequence[FilterValue], width: int) -> list[str]:
    """Return a line for each filter: its values, each with the number of rows that it gives."""
    told: dict[str, list[str]] = {}
    for one in values:
        mark = f"{_CHOSEN} " if one.chosen else ""
        text = f"{mark}{one.value}: {one.count:,}"
        told.setdefault(one.title, []).append(text.replace(" ", _TOGETHER))
    between = f"{_TOGETHER}{_OTHER} "
    rows = [(title, between.join(texts)) for title, texts in told.items()]
    return [line.replace(_TOGETHER, " ") for line in lay_out(rows, width, wraps=True)]


def filters_in_full(values: Sequence[FilterValue]) -> list[str]:
    """Return a line for each value of each filter, with the option that chooses it."""
    rows = [
        (f"{_CHOSEN if one.chosen else _OTHER} {one.label}", f"{one.count:,}", one.option)
        for one in values
    ]
    lines, title = list[str](), ""
    for one, line in zip(values, lay_out(rows, 0, right=(1,)), strict=True):
        if one.title != title:
            title = one.title
            lines.append(safe(title))
        lines.append(line)
    return lines


_NO_RULE = "  no rule: every row passes"
_NO_SINGLE_RULE = "no single rule: without any one of them as many pass"


def _counts(name: str, figures: Sequence[str]) -> str:
    return f"  {name:<10}" + "".join(f"{figure:>9}" for figure in figures)
