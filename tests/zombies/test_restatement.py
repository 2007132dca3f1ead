"""From filings to verdicts: a restatement that takes the flag away, on the day it is filed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from tests.makers import Json, Market, fact, facts_file

FIRST_REPORT = "2014-05-01"
RESTATED = "2026-04-20"


def uncovered_company(cik: int) -> Json:
    """Interest of 100 a year and an operating income of 50, restated for 2024 as 150."""
    tags: dict[str, list[Json]] = {
        name: [] for name in ("OperatingIncomeLoss", "InterestExpense", "Revenues", "NetIncomeLoss")
    }
    values = {"OperatingIncomeLoss": 50, "InterestExpense": 100, "Revenues": 900,
              "NetIncomeLoss": -40}  # fmt: skip
    for year in range(2022, 2026):
        span: dict[str, Any] = {"start": f"{year}-01-01", "filed": f"{year + 1}-02-20"}
        for tag, value in values.items():
            tags[tag].append(fact(f"{year}-12-31", value, **span))
    again = {
        "start": "2024-01-01",
        "filed": RESTATED,
        "form": "10-K/A",
        "accn": "0000000001-26-000099",
    }
    tags["OperatingIncomeLoss"].append(fact("2024-12-31", 150, **again))
    tags["Assets"] = [fact("2025-12-31", 2000, filed="2026-02-20")]
    tags["Assets"].append(fact("2013-12-31", 1000, filed=FIRST_REPORT))  # ten years of age
    return facts_file(cik, tags)


@pytest.mark.parametrize(
    ("day", "answer", "count"), [("2026-04-19", "yes", 4), (RESTATED, "no", 1)]
)
def test_it_counts_from_the_day_it_is_filed(
    tmp_path: Path, day: str, answer: str, count: int
) -> None:
    market = Market(tmp_path)
    market.add("AAA", 101, uncovered_company(101))
    snapshot = market.build(as_of=dt.date.fromisoformat(day)).snapshot
    [row] = snapshot.table("metrics").iter_rows(named=True)
    assert (row["zombie_oecd"], row["years_uncovered"]) == (answer, count)
    [told] = snapshot.table("reasons").filter(metric="zombie_oecd")["reason"]
    assert ("1.50" in told) == (answer == "no")


def test_two_share_classes_are_one_company_and_have_one_verdict(tmp_path: Path) -> None:
    market = Market(tmp_path)
    market.add("AAA", 101, uncovered_company(101))
    market.add("AAB", 101)
    metrics = market.build(as_of=dt.date(2026, 4, 19)).snapshot.table("metrics")
    assert metrics["zombie_oecd"].to_list() == ["yes", "yes"]
