"""The real files as they are, every tag of them: for proofs, and for what could be known at all."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec
import polars as pl

from screener.sources.archive import open_archive

FOLDERS = ("companyfacts", "companyfacts_trimmed")

RAW = {
    "cik": pl.Int64,
    "tag": pl.String,
    "unit": pl.String,
    "start": pl.String,
    "end": pl.String,
    "value": pl.Float64,
    "filed": pl.String,
    "form": pl.String,
    "accession": pl.String,
}


class _Fact(msgspec.Struct, gc=False):
    end: str
    val: float
    accn: str
    form: str
    filed: str
    start: str | None = None


class _Tag(msgspec.Struct):
    units: dict[str, list[_Fact]]


class _File(msgspec.Struct):
    facts: dict[str, dict[str, _Tag | bool]]  # a trimmed file marks what was taken out


@cache
def raw_facts(data: Path) -> pl.DataFrame:
    """Return every fact of every file: the columns of :data:`RAW`, with dates as dates."""
    decoder = msgspec.json.Decoder(_File)
    columns: dict[str, list[object]] = {name: [] for name in RAW}
    for folder in FOLDERS:
        archive = open_archive(data / folder)
        for cik in sorted(archive.ciks):
            for content in archive.read(cik):
                _add(columns, cik, decoder.decode(content))
    return (
        pl.DataFrame(columns, schema=RAW)
        .with_columns(pl.col("start", "end", "filed").str.to_date("%Y-%m-%d"))
        .unique(["cik", "tag", "unit", "start", "end", "value", "accession"], maintain_order=True)
    )


def _add(columns: dict[str, list[object]], cik: int, file: _File) -> None:
    for tags in file.facts.values():
        for tag, content in tags.items():
            if isinstance(content, bool):
                continue
            for unit, facts in content.units.items():
                columns["cik"] += [cik] * len(facts)
                columns["tag"] += [tag] * len(facts)
                columns["unit"] += [unit] * len(facts)
                columns["start"] += [fact.start for fact in facts]
                columns["end"] += [fact.end for fact in facts]
                columns["value"] += [fact.val for fact in facts]
                columns["filed"] += [fact.filed for fact in facts]
                columns["form"] += [fact.form for fact in facts]
                columns["accession"] += [fact.accn for fact in facts]
