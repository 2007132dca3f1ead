"""A snapshot's standing as tables, for data formats."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from screener.model.metric import Unit
from screener.present.status import Standing
from screener.present.tables.table import Table
from screener.present.text import safe


def status_tables(found: Standing) -> list[Table]:
    """Return what :func:`screener.present.status.status_lines` says, in full."""
    manifest = found.manifest
    coverage = [{"metric": name, "known": share} for name, share in manifest.coverage.items()]
    reasons = [{"kind": kind, "figures": count} for kind, count in manifest.reasons.items()]
    tables = [
        {
            "table": name,
            "rows": manifest.counts.get(name),
            "bytes": size,
            "sha256": manifest.tables[name],
            "intact": None if found.intact is None else found.intact.get(name),
        }
        for name, size in found.sizes.items()
    ]
    sources = [
        {
            "kind": one.kind,
            "address": one.address,
            "sha256": one.sha256,
            "modified": one.modified or None,
            "origin": one.origin or None,
        }
        for one in manifest.sources
    ]
    kept = [
        {"name": safe(one.path.name), "current": one.current, "bytes": one.size}
        for one in found.usage.kept
    ]
    return [
        _table("snapshot", "Snapshot", [_snapshot(found)], _SNAPSHOT, _SNAPSHOT_NOTES),
        _table(
            "coverage", "Coverage", coverage,
            {"metric": pl.String, "known": pl.Float64},
            {"metric": "name of the metric", "known": "share of the constituents that know it"},
        ),
        _table(
            "unknown", "Unknown figures", reasons,
            {"kind": pl.String, "figures": pl.Int64},
            {"kind": "kind of reason why a figure is unknown",
             "figures": "figures that are unknown for it"},
        ),
        _table(
            "warnings", "Warnings", [{"warning": text} for text in manifest.warnings],
            {"warning": pl.String},
            {"warning": "what the build had to say of its sources"},
        ),
        _table(
            "sources", "Sources", sources,
            dict.fromkeys(("kind", "address", "sha256", "modified", "origin"), pl.String),
            {"kind": "holdings, tickers, facts, submissions or another input of the build",
             "address": "where it lay",
             "sha256": "SHA-256 of its bytes; of a folder, over the names and hashes of its files",
             "modified": "ISO time at which it was last changed",
             "origin": "address that it was fetched from; empty where that is not known"},
        ),
        _table(
            "tables", "Tables", tables,
            {"table": pl.String, "rows": pl.Int64, "bytes": pl.Int64, "sha256": pl.String,
             "intact": pl.Boolean},
            {"table": "name of the table", "rows": "rows that were written",
             "bytes": "size of its file; empty where it is missing",
             "sha256": "SHA-256 of its file as it was written",
             "intact": "whether the file still is that; empty without --check"},
        ),
        _table(
            "snapshots", "Snapshots kept", kept,
            {"name": pl.String, "current": pl.Boolean, "bytes": pl.Int64},
            {"name": "name of its folder", "current": "whether it is the one that is used",
             "bytes": "size of its files"},
        ),
    ]  # fmt: skip


_Schema = Mapping[str, type[pl.DataType]]

_SNAPSHOT: _Schema = {
    "id": pl.String,
    "path": pl.String,
    "sample": pl.Boolean,
    "fund": pl.String,
    "holdings_date": pl.Date,
    "as_of": pl.Date,
    "newest_filing": pl.Date,
    "created": pl.String,
    "schema_version": pl.Int64,
    "seen_on": pl.Date,
    "days_since_as_of": pl.Int64,
    "days_since_newest_filing": pl.Int64,
    "reconstitutions_since": pl.Int64,
    "rows_in": pl.Int64,
    "constituents": pl.Int64,
    "matched": pl.Int64,
    "with_facts": pl.Int64,
    "warnings": pl.Int64,
    "bytes": pl.Int64,
    "bytes_kept": pl.Int64,
    "unfinished": pl.Int64,
    "unfinished_bytes": pl.Int64,
    "cached_bytes": pl.Int64,
    "fetched_files": pl.Int64,
    "fetched_bytes": pl.Int64,
    "intact": pl.Boolean,
}
_SNAPSHOT_NOTES = {
    "id": "name of the snapshot's folder",
    "path": "the folder",
    "sample": "whether the companies are the fictional ones that ship with the program",
    "fund": "whose holdings they are",
    "holdings_date": "day of the holdings; prices are of that day",
    "as_of": "only filings up to this day are used",
    "newest_filing": "day of the newest filing in it",
    "created": "ISO time of the build",
    "schema_version": "version of its tables' columns",
    "seen_on": "day from which its age is counted: today unless --on says another",
    "days_since_as_of": "seen_on - as_of",
    "days_since_newest_filing": "seen_on - newest_filing",
    "reconstitutions_since": "changes of the index's members that the holdings are older than",
    "rows_in": "rows of the holdings file",
    "constituents": "of them, listed companies",
    "matched": "of those, companies for which an SEC filer was found",
    "with_facts": "of those, companies with facts",
    "warnings": "warnings of the build",
    "bytes": "size of its files",
    "bytes_kept": "size of all snapshots that are kept and of what is unfinished",
    "unfinished": "folders of builds that are at work or were killed",
    "unfinished_bytes": "their size",
    "cached_bytes": "size of the earlier days that can be computed again",
    "fetched_files": "files that were fetched from the sources and are kept",
    "fetched_bytes": "their size",
    "intact": "whether every table is what was written; empty without --check",
}


def _snapshot(found: Standing) -> dict[str, Any]:
    manifest, used, newest = found.manifest, found.usage, found.manifest.newest_filing
    return {
        "id": safe(found.path.name),
        "path": safe(str(found.path)),
        "sample": manifest.sample,
        "fund": manifest.fund,
        "holdings_date": manifest.holdings_date,
        "as_of": manifest.as_of,
        "newest_filing": newest,
        "created": manifest.created,
        "schema_version": manifest.schema_version,
        "seen_on": found.day,
        "days_since_as_of": (found.day - manifest.as_of).days,
        "days_since_newest_filing": None if newest is None else (found.day - newest).days,
        "reconstitutions_since": found.missed,
        **{
            name: manifest.counts.get(name)
            for name in ("rows_in", "constituents", "matched", "with_facts")
        },
        "warnings": len(manifest.warnings),
        "bytes": used.size,
        "bytes_kept": used.total,
        "unfinished": used.unfinished,
        "unfinished_bytes": used.unfinished_size,
        "cached_bytes": used.cached,
        "fetched_files": used.fetched_files,
        "fetched_bytes": used.fetched,
        "intact": None if found.intact is None else not found.damaged,
    }


def _table(
    name: str,
    title: str,
    rows: Sequence[Mapping[str, Any]],
    schema: _Schema,
    notes: Mapping[str, str],
) -> Table:
    like = {column: Unit.FRACTION for column, dtype in schema.items() if dtype == pl.Float64}
    return Table(name, title, pl.DataFrame(rows, schema=schema), like, notes)
