"""Taking something out of the screen: the ticker, the row, the newest filing's address."""

from __future__ import annotations

import csv
import io

import polars as pl

from screener.model.metric import METRICS
from screener.present.csv_file import write_csv
from screener.present.links import filing_url
from screener.present.text import safe
from screener.screening.compile import columns
from screener.screening.explain import summary
from screener.tui.state.session import Session


def ticker_of(session: Session) -> str:
    """Return the ticker of the company looked at, made harmless; "" for none."""
    here = session.here
    return safe(str(here["ticker"] or "")) if here is not None else ""


def row_of(session: Session) -> str:
    """Return the shown columns of the company looked at with tabs between them, the values as a CSV
    holds them; "" where there is no company."""
    if session.here is None:
        return ""
    rows = session.result.rows
    if session.other is None:
        row = rows.slice(session.cursor, 1)
        names = columns(session.screen)
    else:
        row = pl.DataFrame([session.other], schema={name: rows.schema[name] for name in METRICS})
        names = tuple(dict.fromkeys(session.screen.columns))
    buffer = io.BytesIO()
    write_csv(row, names, buffer)
    _, values = csv.reader(buffer.getvalue().decode().splitlines())
    return "\t".join(values)


def newest_filing(session: Session) -> str | None:
    """Return the address of the newest filing behind the company's figures; None for none known.

    Raise :class:`screener.errors.SnapshotError` where the snapshot is damaged."""
    here = session.here
    if here is None:
        return None
    found = summary(session.universe, here, session.screen)
    urls = (filing_url(here["cik"], accession) for accession, _, _ in found.accessions)
    return next((url for url in urls if url), None)
