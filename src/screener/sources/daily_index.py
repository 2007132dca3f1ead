"""EDGAR's daily form index: who filed what on a day, in one request.

Source: ``www.sec.gov/Archives/edgar/daily-index/YYYY/QTRn/form.YYYYMMDD.idx``. Its columns were
wider in some years than in others and its labels don't stand above them, so columns are never
counted: a line is read from its ends.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from screener.errors import SourceError
from screener.sources.text import clean, is_web_page

_LINE = re.compile(
    # One blank alone is part of a form (NT 10-K). The longest forms fill their column to one blank.
    r"(?P<form>SEC STAFF (?:ACTION|LETTER)|\S+(?: \S+)*?(?=  ))"
    r" +(?P<company>\S.*?)"
    r" +(?P<cik>\d{1,10})"
    r" +(?P<day>\d{8}|\d{4}-\d\d-\d\d)"
    r" +edgar/data/(?P<folder>\d{1,10})/(?P<accession>\d{10}-\d\d-\d{6})\.txt",
    re.ASCII,
)
_RULE_WITHIN, _SHORTEST_RULE = 50, 20
_FEW = 5
_FEW_OF = 100  # and one line of so many
_SHORT = 80
_LONGEST = 1000  # characters of a line; real ones have some 150


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """A filing as the index names it; ``company`` is cut at some sixty characters."""

    form: str
    company: str
    cik: int
    filed: date
    accession: str


def read_daily_index(
    data: bytes, where: str = "the daily index", unreadable: list[str] | None = None
) -> list[IndexEntry]:
    """Read the filings of a day, in the order of the file: by form, then by company.

    A filing of several companies stands there once for each. Lines that can't be read are left out,
    and added to ``unreadable`` where that is given. Raises SourceError when the file is empty, a
    web page, cut, of another layout (more than a few lines can't be read), or names no filing.
    """
    if is_web_page(data):
        raise SourceError("is a web page (HTML): the SEC refused the download", where=where)
    if not data.strip():
        raise SourceError("is empty", where=where)
    text = _text(data)
    every = [line.rstrip() for line in text.split("\n")]
    rule = next((at for at, line in enumerate(every[:_RULE_WITHIN]) if _is_rule(line)), None)
    if rule is None:
        raise _changed("it has no line of dashes above the filings", where)
    lines = [line for line in every[rule + 1 :] if line]
    entries, failed = [], []
    for line in lines:
        entry = _entry(line)
        if entry is None:
            failed.append(clean(line))
        else:
            entries.append(entry)
    if not lines:
        raise SourceError("is cut: it names no filing", where=where)
    if not text.endswith("\n") and failed and failed[-1] == clean(lines[-1]):
        raise SourceError("is cut: its last line is not whole", where=where)
    if not entries or len(failed) > max(_FEW, len(lines) // _FEW_OF):
        told = f"{len(failed):,} of {len(lines):,} lines can't be read, such as"
        raise _changed(f"{told} {failed[0][:_SHORT]!r}", where)
    if unreadable is not None:
        unreadable += failed
    return entries


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _is_rule(line: str) -> bool:
    """Say whether it is the line between the labels and the filings."""
    return set(line) <= {"-", " "} and line.count("-") >= _SHORTEST_RULE


def _entry(line: str) -> IndexEntry | None:
    found = _LINE.fullmatch(line) if len(line) <= _LONGEST else None
    if found is None or int(found["cik"]) != int(found["folder"]) or not int(found["cik"]):
        return None
    try:
        filed = date.fromisoformat(found["day"])
    except ValueError:
        return None
    return IndexEntry(
        form=found["form"],
        company=clean(found["company"]),
        cik=int(found["cik"]),
        filed=filed,
        accession=found["accession"],
    )


def _changed(why: str, where: str) -> SourceError:
    return SourceError(
        f"is no daily index as the SEC has written it so far, its layout changed: {why}",
        where=where,
    )
