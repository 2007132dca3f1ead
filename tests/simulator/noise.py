"""Facts of tags that no screener wants, as real files are full of them: some 2.5 MB a company.

They are rendered once and used by many companies: what they say is of no use, only that they must
be read past."""

from __future__ import annotations

import json
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
