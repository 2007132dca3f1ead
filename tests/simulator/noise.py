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
_AGENTS = (950_170, 1_104_659, 1_193_125, 1_225_208, 1_959_173)


def with_filings(text: str, number: int, day: date) -> str:
    """Return a filing history with filings of other forms between those of figures, up to a day.

    Their accession numbers are filing agents'; rows, columns and their size are those of real
    files."""
    history = json.loads(text)
    recent, chance = history["filings"]["recent"], Random(number)
    names = list(recent)
    rows = [dict(zip(names, row, strict=True)) for row in zip(*recent.values(), strict=True)]
    # None is older than the oldest: when a company began to file is something that is read.
    span = (day - date.fromisoformat(min(recent["filingDate"]))).days
    while len(rows) < FILINGS:
        other = _filing(chance, day - timedelta(chance.randint(0, span)))
        rows.append({name: other.get(name, 0) for name in names})
    rows.sort(key=lambda row: (row["filingDate"], row["accessionNumber"]), reverse=True)
    columns: dict[str, list[object]] = {name: [row[name] for row in rows] for name in names}
    columns |= {
        "act": [chance.choice(("", "33", "34")) for _ in rows],
        "fileNumber": [chance.choice(("", "001-39712")) for _ in rows],
        "filmNumber": [chance.choice(("", "", f"{chance.randint(0, 10**8):08d}")) for _ in rows],
        "items": [chance.choice(("", "", "", "2.02,9.01")) for _ in rows],
        "core_type": columns["form"],
        "size": [chance.randint(4_000, 9_000) for _ in rows],
        "isXBRLNumeric": [0] * len(rows),
        "primaryDocDescription": [chance.choice(("", "FORM 4", "8-K")) for _ in rows],
    }
    history["filings"]["recent"] = columns
    return json.dumps(history, separators=(",", ":"))


def _filing(chance: Random, filed: date) -> dict[str, object]:
    """Return the row of a filing that states no figures."""
    time = f"{chance.randint(12, 21)}:{chance.randint(10, 59)}:{chance.randint(10, 59)}"
    document = f"xslF345X0{chance.randint(2, 6)}/wk-form4_{chance.randint(10**9, 2 * 10**9)}.xml"
    agent = chance.choice(_AGENTS)
    return {
        "accessionNumber": f"{agent:010d}-{filed:%y}-{chance.randint(1, 999_999):06d}",
        "form": chance.choice(_FORMS),
        "filingDate": filed.isoformat(),
        "reportDate": (filed - timedelta(chance.randint(0, 3))).isoformat(),
        "acceptanceDateTime": f"{filed}T{time}.000Z",
        "primaryDocument": chance.choice(("xslF345X03/form4.xml",) * 2 + (document,)),
    }


def text_block(number: int) -> str:
    """Return the texts of an instance in one: tables and prose of two megabytes."""
    return _text(number % VARIANTS)


@cache
def _text(variant: int) -> str:
    chance, parts, size = Random(f"text {variant}"), [], 0
    cell = '<td style="background-color:#ffffff;padding:0 1pt;text-align:right">'
    while size < 2e6:
        words = " ".join(chance.choices(_WORDS, k=9))
        cells = "".join(f"{cell}{chance.randint(1, 999):,}</td>" for _ in range(6))
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
