"""The measured comparison with the vendor's annual figures: shares, and every disagreement.

Run ``python -m tests.reference.measure`` from the project's root; the real files must lie in
``../shared/data``. The report states our figures, differences in per cent and causes."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import polars as pl
from tests.reference.causes import CAUSES, GATED, Cause, Key
from tests.reference.comparing import THEIRS, compared, shares
from tests.reference.proofs import Row, classified

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"


class Disagreement(NamedTuple):
    """A row that is not right. ``difference``: ours ÷ theirs - 1, None where we have no figure;
    ``cause``: None where nothing explains it."""

    key: Key
    ours: float | None
    difference: float | None
    operands: tuple[str, ...]
    cause: Cause | None
    row: Row


def disagreements(data: Path) -> list[Disagreement]:
    """Return every row of every metric that is not right, with its cause."""
    return [_disagreement(row, data) for row in _wrong(compared(data))]


def _wrong(table: pl.DataFrame) -> Iterator[Row]:
    yield from table.filter(~pl.col("right")).iter_rows(named=True)


def _disagreement(row: Row, data: Path) -> Disagreement:
    key = (row["ticker"], row["fiscal_year"], row["metric"])
    ours = row["ours"]
    return Disagreement(
        key=key,
        ours=ours,
        difference=None if ours is None else (ours - row["theirs"]) / abs(row["theirs"]),
        operands=tuple(row["operands"] or ()),
        cause=CAUSES.get(key) if row["metric"] in GATED else classified(row, data),
        row=row,
    )


def shares_told(data: Path) -> str:
    """Return the shares as text, a line for each metric."""
    lines = ["metric            rows     raw  answerable  of which agree  gate"]
    for row in shares(compared(data)).iter_rows(named=True):
        gate = GATED.get(row["metric"])
        lines.append(
            f"{row['metric']:16} {row['rows']:5} {row['raw']:7.1%} {row['answerable_rows']:11} "
            f"{row['answerable']:15.1%}  {'-' if gate is None else f'{gate:.0%}'}"
        )
    return "\n".join(lines)


def classes_told(found: list[Disagreement]) -> str:
    """Return how many rows of each metric each class of causes explains."""
    lines = []
    for metric in THEIRS:
        whys = [
            d.cause.why.value if d.cause else "unexplained" for d in found if d.key[2] == metric
        ]
        lines += [f"{metric}: {whys.count(why):3} {why}" for why in dict.fromkeys(whys)]
    return "\n".join(lines)


def _told(found: Disagreement) -> str:
    ticker, year, metric = found.key
    ours = "unknown" if found.ours is None else f"{found.ours:,.0f}"
    off = "" if found.difference is None else f"{found.difference:+.2%}"
    cause = f"{found.cause.why.name}: {found.cause.text}" if found.cause else "UNEXPLAINED"
    return f"{ticker:6}{year} {metric:17}{ours:>18} {off:>9}  {cause}\n" + "".join(
        f"{'':12}{operand}\n" for operand in found.operands
    )


def main() -> int:
    """Print the report; return 1 where a gate is missed or a gated disagreement unexplained."""
    if not DATA.is_dir():
        sys.stderr.write("the real public files (../shared/data) are not on this machine\n")
        return 1
    found = disagreements(DATA)
    sys.stdout.write(f"{shares_told(DATA)}\n\n{classes_told(found)}\n\n")
    sys.stdout.writelines(map(_told, found))
    missed = [
        row["metric"]
        for row in shares(compared(DATA)).iter_rows(named=True)
        if row["answerable"] < GATED.get(row["metric"], 0)
    ]
    return 1 if missed or any(d.cause is None for d in found) else 0


if __name__ == "__main__":
    sys.exit(main())
