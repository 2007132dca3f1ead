from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from tests.frames import write_snapshot

from screener.screening.universe import Universe, open_universe


def fact(metric: str, role: str, value: float, end: dt.date, **rest: object) -> dict[str, object]:
    row: dict[str, object] = {
        "cik": 1,
        "metric": metric,
        "role": role,
        "sign": 1,
        "tag": "NetIncomeLoss",
        "unit": "USD",
        "start": dt.date(end.year, 1, 1),
        "end": end,
        "value": value,
        "filed": dt.date(end.year + 1, 2, 1),
        "form": "10-K",
        "accession": "0000000001-26-000001",
    }
    return row | rest


@pytest.fixture
def universe(tmp_path: Path) -> Universe:
    year = dt.date(2025, 12, 31)
    before, quarter = dt.date(2024, 12, 31), dt.date(2026, 3, 31)
    write_snapshot(
        tmp_path,
        metrics=[
            {
                "ticker": "GOOD",
                "name": "Good Co",
                "cik": 1,
                "profitable": True,
                "sector": "Energy",
                "revenue_growth": 0.02,
                "zombie_oecd": "unknown",
                "stale": False,
            },
            {"ticker": "BF.B", "name": "Brew", "cik": 2, "stale": True},
            {"ticker": "DARK", "name": "No filings", "cik": None},
        ],
        constituents=[
            {"ticker": "GOOD", "cik": 1},
            {"ticker": "DARK", "reason": "no CIK: the SEC's ticker files don't list it"},
        ],
        reasons=[
            {"cik": 1, "metric": "zombie_oecd", "reason": "two fiscal years, three needed"},
            {"cik": 2, "metric": "net_income_ttm", "reason": "stale: ended 2024-12-31"},
        ],
        lineage=[
            fact("profitable", "net_income_ttm", 5e6, year),
            fact("profitable", "net_income_ttm", 1e6, before, accession="0000000001-25-000001"),
            fact("pe", "price", 10.0, dt.date(2026, 6, 30), form="holdings", accession=None),
            fact("net_income_ttm", "net_income_ttm", 7e6, before, cik=2),
            fact("revenue_ttm", "revenue_ttm", 1e6, quarter, filed=dt.date(2026, 2, 1)),
        ],
        years=[
            {"cik": 1, "fiscal_year": 2025, "period_end": year},
            {"cik": 1, "fiscal_year": 2024, "period_end": before},
        ],
    )
    return open_universe(tmp_path)
