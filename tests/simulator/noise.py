"""What no screener wants, as real files are full of it: facts of other tags (some 2.5 MB a
company), filings of other forms (a thousand), texts (two megabytes an instance).

Facts and texts are rendered once and used by many companies: what they say is of no use, only that
they must be read past."""

from __future__ import annotations

import json
from datetime import date, timedelta
from functools import cache
from random import Random

VARIANTS = 8
"""Companies in a row have other noise than their neighbours."""

_WORDS = (
    "Accrued", "Allowance", "Amortization", "Business", "Capitalized", "Cash", "Commitments",
    "Deferred", "Defined", "Derivative", "Effective", "Fair", "Finite", "Goodwill", "Impairment",
    "Increase", "Intangible", "Inventory", "Lease", "Liability", "Other", "Payable", "Plan",
    "Receivable", "Share", "Tax", "Unrecognized", "Value",
)  # fmt: skip


def with_noise(text: str, number: int, megabytes: float) -> str:
    """Return a company's facts with so many megabytes of others in their last taxonomy."""
    if not megabytes:
        return text
    end = "}}}"  # of the taxonomy, of all facts, of the file
    assert text.endswith(end)
    return f"{text[:-3]},{_noise(number % VARIANTS, megabytes)}{end}"


@cache
def _noise(variant: int, megabytes: float) -> str:
    chance, tags, size = Random(variant), [], 0
    while size < megabytes * 1e6:
        tag = "".join(chance.choices(_WORDS, k=chance.randint(3, 9))) + str(len(tags))
        text = json.dumps({tag: _concept(tag, chance)}, separators=(",", ":"))[1:-1]
        tags.append(text)
        size += len(text) + 1
    return ",".join(tags)


FILINGS = 1000
"""The regulator's file of a company holds its newest thousand filings, or a little more."""

_FORMS = ("4", "4", "4", "8-K", "144", "SCHEDULE 13G/A", "DEFA14A", "3", "S-8", "CORRESP")
_AGENT = 1_225_208


def with_filings(text: str, number: int, day: date) -> str:
    """Return a filing history with filings of other forms between those of figures, up to a day.

    Their accession numbers are a filing agent's; rows and columns are those of real files."""
    history = json.loads(text)
    recent, chance = history["filings"]["recent"], Random(number)
    names = list(recent)
    rows = [dict(zip(names, row, strict=True)) for row in zip(*recent.values(), strict=True)]
    # None is older than the oldest: when a company began to file is something that is read.
    span = (day - date.fromisoformat(min(recent["filingDate"]))).days
    while len(rows) < FILINGS:
        filed = day - timedelta(chance.randint(0, span))
        accession = f"{_AGENT:010d}-{filed:%y}-{chance.randint(1, 999_999):06d}"
        other = {
            "accessionNumber": accession, "form": chance.choice(_FORMS),
            "filingDate": filed.isoformat(), "reportDate": filed.isoformat(),
            "acceptanceDateTime": f"{filed}T21:{chance.randint(10, 59)}:07.000Z",
            "primaryDocument": "xslF345X05/wk-form4_1778098.xml",
        }  # fmt: skip
        rows.append({name: other.get(name, 0) for name in names})
    rows.sort(key=lambda row: (row["filingDate"], row["accessionNumber"]), reverse=True)
    columns = {name: [row[name] for row in rows] for name in names}
    more = {
        "act": "34", "fileNumber": "001-39712", "filmNumber": "26624989", "items": "",
        "core_type": "XBRL", "size": 17685, "primaryDocDescription": "OWNERSHIP DOCUMENT",
    }  # fmt: skip
    columns |= {name: [value] * len(rows) for name, value in more.items()}
    history["filings"]["recent"] = columns
    return json.dumps(history)


def text_block(number: int) -> str:
    """Return the texts of an instance in one: tables and prose of two megabytes."""
    return _text(number % VARIANTS)


@cache
def _text(variant: int) -> str:
    chance, parts, size = Random(f"text {variant}"), [], 0
    cell = '<td style="background-color:#ffffff;padding:0 1pt;text-align:right">'
    while size < 2e6:
        words = " ".join(chance.choices(_WORDS, k=9))
        cells = "".join(f"{cell}{chance.randint(1, 99_999):,}</td>" for _ in range(6))
        parts.append(f"<p>{words} are described below.</p><tr>{cells}</tr>")
        size += len(parts[-1])
    return "".join(parts)


def _concept(tag: str, chance: Random) -> dict[str, object]:
    first = chance.randint(2009, 2023)
    last = min(first + chance.randint(1, 17), 2025)
    instant, unit = chance.random() < 0.5, chance.choices(("USD", "shares", "pure"), (90, 5, 5))[0]
    amount = 10 ** chance.uniform(4, 9)
    facts: list[dict[str, object]] = []
    for year in range(first, last + 1):
        for quarter in range(4):
            for again in range(chance.randint(1, 2)):
                filed = year + (quarter == 3) + again
                month = (quarter * 3 + 5 - 1) % 12 + 1
                fact = {
                    "end": f"{year}-{quarter * 3 + 3:02d}-{(31, 30, 30, 31)[quarter]}",
                    "val": round(amount * chance.uniform(0.6, 1.6)),
                    "accn": f"0001{filed}77-{filed % 100:02d}-{month * 1117:06d}",
                    "fy": year + again, "fp": "FY" if quarter == 3 else f"Q{quarter + 1}",
                    "form": "10-K" if quarter == 3 else "10-Q", "filed": f"{filed}-{month:02d}-07",
                }  # fmt: skip
                start = {} if instant else {"start": f"{year}-01-01"}
                frame = {"frame": f"CY{year}Q{quarter + 1}I"} if instant and not again else {}
                facts.append({**start, **fact, **frame})
    return {
        "label": tag,
        "description": "Amount of something that is of no use to a screener; "
        "companies say so much more than anybody compares. " * chance.randint(1, 4),
        "units": {unit: facts},
    }
