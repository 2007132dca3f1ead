"""What ``screen diff`` found, for people: who and what it is of, the counts, then each change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

import polars as pl

from screener.cli.diff_tables import counted_changes, larger_index
from screener.model.metric import METRICS
from screener.model.verdict import Outcome
from screener.model.words import counted
from screener.present.age import day_text
from screener.present.changes import (
    ARROW,
    filing_change,
    rule_change,
    unknown_changes,
)
from screener.present.layout import Cells, beside, fitted, lay_out
from screener.present.membership import facts_of, membership
from screener.present.text import MINUS, MISSING, UNKNOWN, format_value, safe
from screener.screening.compile import OUTCOME
from screener.screening.words import rules_in_words

if TYPE_CHECKING:
    from screener.cli.diff import Comparison, TableName
    from screener.screening.moves import Move
    from screener.screening.universe import Universe

_MARKS = {Outcome.PASS.value: "✓", Outcome.FAIL.value: "✗", Outcome.UNKNOWN.value: UNKNOWN}
_GONE = " "
_MOST_WEIGHTS = 10
_MOST_FILINGS = 5
_MOST_MOVES = 10
_LEAST_CHANGE = 0.0005
"""Of index shares, which are about: less is 0.0% here."""
_FEWEST_LEFT_OUT = 2
"""A line that says what is left out takes the place of one that could be shown."""

Row = dict[str, Any]


def in_short(found: Comparison, width: int) -> list[str]:
    """Return everything, in lines of at most ``width`` characters where there is room for what
    can't be shortened: of weights and filings the first few."""
    parts = [
        _heading(found, width),
        *_moved(found, width),
        *_index(found, width),
        _weights(found.index.weights, width, _MOST_WEIGHTS),
        _filings(found.diff.filings, width, _MOST_FILINGS),
    ]
    return _with_gaps(parts)


def in_brief(found: Comparison, width: int) -> list[str]:
    """Return the first few of each but the weights, and the command that tells the rest."""
    parts = [
        _heading(found, width),
        *_moved(found, width, _MOST_MOVES),
        *_index(found, width),
        _filings(found.diff.filings, width, _MOST_FILINGS),
    ]
    folder = found.before.snapshot.path.resolve().name
    return [
        *_with_gaps(parts),
        "",
        f"All of it: screen diff {folder} --preset {safe(found.title)}",
        "A company counts once here; tables and files have a row for each share class.",
    ]


def in_full(found: Comparison, width: int, table: TableName) -> list[str]:
    """Return one of the tables, all of it."""
    sections: dict[str, Callable[[], Iterable[list[str]]]] = {
        "screen": lambda: _moved(found, width),
        "index": lambda: _index(found, width),
        "weights": lambda: [_weights(found.index.weights, width, None)],
        "filings": lambda: [_filings(found.diff.filings, width, None)],
        "counts": lambda: [_counts(found, width)],
    }
    return _with_gaps(sections[table]())


def side(universe: Universe) -> tuple[str, str, str]:
    """Return what is compared: the day, whose holdings these are, and the snapshot's name."""
    manifest = universe.snapshot.manifest
    name = universe.snapshot.path.resolve().name
    return day_text(manifest.as_of), membership(manifest), facts_of(manifest, name)


def _heading(found: Comparison, width: int) -> list[str]:
    lines = fitted([f"{safe(found.title)}: {safe(rules_in_words(found.screen))}"], width)
    for word, universe in (("From", found.before), ("To", found.after)):
        day, held, name = side(universe)
        lines += beside(f"{word:<5} {day:<11}  ", held, width)
        lines += beside(f"{'':<19}", name, width)
    number = {name: f"{count or 0:,}" for name, count in counted_changes(found).items()}
    promoted = f" ({number['promoted']} promoted)" if found.larger else ""
    renamed = f", {number['renamed']} renamed" if found.index.renames_known else ""
    counts = found.diff.counts
    unknown = unknown_changes(counts.became_unknown, counts.became_failing)
    return [
        *lines,
        "",
        f"Index   {number['companies_before']} {ARROW} {number['companies']} companies:"
        f" {number['added']} added, {number['removed']} removed{promoted}{renamed}",
        f"Screen  {number['passed_before']} {ARROW} {number['passed']} pass:"
        f" {number['entered']} entered, {number['left']} left",
        *([f"        {unknown}"] if unknown else []),
        "        ✓ passes  ✗ fails  ? unknown; of the removed: before they left",
    ]


# -- the screen ------------------------------------------------------------------------------------


def _moved(found: Comparison, width: int, most: int | None = None) -> list[list[str]]:
    removed = found.index.removed.filter(pl.col("promoted"))
    promoted = set(removed.select("ticker", "name", "cik").iter_rows())
    return [
        _section(title, len(moves), _moves(moves, promoted, width, most))
        for title, moves in (
            ("Entered the screen", found.diff.entered),
            ("Left the screen", found.diff.left),
        )
    ]


def _moves(
    moves: Sequence[Move], promoted: set[tuple[object, ...]], width: int, most: int | None
) -> list[str]:
    count = len(moves) if most is None else _shown(len(moves), most)
    rows = [
        (_listed(move.ticker), _listed(move.name), _why(move, promoted)) for move in moves[:count]
    ]
    return [*lay_out(rows, width, cut=1, wraps=True), *_more(len(moves) - count, "screen")]


def _why(move: Move, promoted: set[tuple[object, ...]]) -> str:
    if move.before is None:
        return "new in the index"
    if move.now is None:
        to_larger = (move.ticker, move.name, move.cik) in promoted
        return "left the index: promoted" if to_larger else "left the index"
    return "\n".join(
        rule_change(change.label, change.threshold_text, change.values, change.reason)
        for change in move.changes
    )


# -- the index -------------------------------------------------------------------------------------


def _index(found: Comparison, width: int) -> list[list[str]]:
    added, removed, renamed = found.index.added, found.index.removed, found.index.renamed
    new_ticker = pl.col("ticker").ne_missing(pl.col("ticker_before"))
    tickers = renamed.sort(new_ticker, descending=True, maintain_order=True)
    return [
        _section("Added to the index", added.height, _held(added, width)),
        _section(
            "Removed from the index",
            removed.height,
            _removed(found, width) if removed.height else [],
        ),
        _section("Renamed", renamed.height, _renames(tickers, width))
        if found.index.renames_known
        else ["Renamed: not known, by a report that has no tickers"],
    ]


def _removed(found: Comparison, width: int) -> list[str]:
    """Return who left, the promoted first, and what is known of why."""
    fates = "fallen out, taken over or delisted"
    removed = found.index.removed.sort(
        "promoted", descending=True, nulls_last=True, maintain_order=True
    )
    heading, *rows = _held(removed, width)
    if found.larger is None:
        text = f"Promoted, {fates}: which is not known. --iwb FILE tells who was promoted."
        return [*_wrapped(text, width), heading, *rows]
    promoted = int(removed["promoted"].sum())
    if not promoted:
        text = f"None is in {larger_index(found)}. {fates.capitalize()}: which is not known."
        return [*_wrapped(text, width), heading, *rows]
    lines = [
        *_wrapped(f"{promoted:,} promoted: in {larger_index(found)}", width),
        heading,
        *rows[:promoted],
    ]
    if others := rows[promoted:]:
        text = f"{len(others):,} {fates}: which is not known"
        lines += [*_wrapped(text, width), *others]
    return lines


def _held(frame: pl.DataFrame, width: int) -> list[str]:
    rows = [
        (
            _MARKS.get(row[OUTCOME], _GONE),
            _listed(row["ticker"]),
            _listed(row["name"]),
            row["sector"] or MISSING,
            format_value(METRICS["weight"], row["weight"]),
            format_value(METRICS["market_value"], row["market_value"]),
        )
        for row in frame.iter_rows(named=True)
    ]
    heading = (" ", "Ticker", "Name", "Sector", "Weight", "Held")
    return lay_out([heading, *rows] if rows else [], width, right=(4, 5), cut=2)


def _renames(frame: pl.DataFrame, width: int) -> list[str]:
    rows = [
        (
            _from_to(row["ticker_before"], row["ticker"]),
            _from_to(row["name_before"], row["name"]),
        )
        for row in frame.iter_rows(named=True)
    ]
    return lay_out(rows, width, wraps=True)


def _from_to(before: str | None, now: str | None) -> str:
    return _listed(now) if before == now else f"{_listed(before)} {ARROW} {_listed(now)}"


# -- weights and filings ---------------------------------------------------------------------------


def _weights(frame: pl.DataFrame, width: int, most: int | None) -> list[str]:
    of_shares = pl.col("index_shares_change").abs() >= _LEAST_CHANGE
    changed = frame.filter((pl.col("weight_change") != 0) | of_shares)
    unknown = frame["weight_change"].null_count()
    shown = changed if most is None else changed.head(_shown(changed.height, most))
    rows = [
        (
            _listed(row["ticker"]),
            _listed(row["name"]),
            format_value(METRICS["weight"], row["weight_before"]),
            format_value(METRICS["weight"], row["weight"]),
            _points(row["weight_change"]),
            format_value(METRICS["revenue_growth"], row["index_shares_change"]),
        )
        for row in shown.iter_rows(named=True)
    ]
    heading = ("Ticker", "Name", "Before", "Now", "Points", "Index shares")
    lines = lay_out([heading, *rows] if rows else [], width, right=(2, 3, 4, 5), cut=1)
    if unknown:
        lines += [f"  unknown of {counted(unknown, 'company', 'companies')}"]
    if frame["index_shares_change"].count():
        lines += ["  Index shares: about; what the fund holds, against the median of all companies"]
    return _section(
        "Changes of weight or index shares, the largest first",
        changed.height,
        [*lines, *_more(changed.height - shown.height, "weights")],
    )


def _points(change: float | None) -> str:
    """Return a change of a share in percentage points."""
    if change is None:
        return MISSING
    text = f"{change * 100:+.3f}"
    return text.replace("-", MINUS) if text.strip("+-0.") else "0.000"


def _filings(frame: pl.DataFrame, width: int, most: int | None) -> list[str]:
    shown = frame if most is None else frame.head(_shown(frame.height, most))
    rows: list[Cells] = [
        (
            _MARKS[row[OUTCOME]],
            _listed(row["ticker"]),
            _listed(row["name"]),
            filing_change(
                row["filed_before"], row["filed"], row["period_end_before"], row["period_end"]
            ),
        )
        for row in shown.iter_rows(named=True)
    ]
    lines = lay_out(rows, width, cut=2, wraps=True)
    return _section(
        "New filings", frame.height, [*lines, *_more(frame.height - shown.height, "filings")]
    )


def _shown(there: int, most: int) -> int:
    return there if there < most + _FEWEST_LEFT_OUT else most


def _more(left_out: int, table: str) -> list[str]:
    return [f"  and {left_out:,} more: --table {table}"] if left_out else []


# -- counts, and what the sections share -----------------------------------------------------------


def _counts(found: Comparison, width: int) -> list[str]:
    rows = [
        (name.replace("_", " "), MISSING if number is None else f"{number:,}")
        for name, number in counted_changes(found).items()
    ]
    return lay_out(rows, width, right=(1,))


def _section(title: str, number: int, lines: list[str]) -> list[str]:
    return [f"{title}: {number:,}", *lines] if number else [f"{title}: none"]


def _with_gaps(parts: Iterable[list[str]]) -> list[str]:
    """Put an empty line between the parts, but none between those that say nothing."""
    lines: list[str] = []
    for part in parts:
        if lines and (len(part) > 1 or lines[-1][:1] == " "):
            lines.append("")
        lines += part
    return lines


def _listed(text: str | None) -> str:
    return text or MISSING


def _wrapped(text: str, width: int) -> list[str]:
    return lay_out([(text,)], width, wraps=True)
