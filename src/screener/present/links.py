"""Addresses of filings on sec.gov."""

from __future__ import annotations

import re

_ACCESSION = re.compile(r"\d{10}-\d{2}-\d{6}", re.ASCII)


def filing_url(cik: int | None, accession: str) -> str | None:
    """Return the address of a filing's index page; None for what is no accession number."""
    if cik is None or not _ACCESSION.fullmatch(accession):
        return None
    folder = accession.replace("-", "")
    return f"https://www.sec.gov/Archives/edgar/data/{cik}/{folder}/{accession}-index.htm"


def folder_url(cik: int | None, accession: str) -> str | None:
    """Return the address of the folder of a filing's files, which is shorter; None as for
    :func:`filing_url`."""
    page = filing_url(cik, accession)
    return None if page is None else page[: page.rindex("/") + 1]
