"""Eight companies whose figures are known by heart, and snapshots of them or of many plain ones."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import polars as pl

from screener.model.metric import METRICS
from screener.store.manifest import Manifest
from screener.store.schema import TABLES
from screener.store.snapshot import publish, workspace
from screener.store.version import SCHEMA_VERSION

AS_OF = dt.date(2026, 6, 30)
ACCESSION = "0000001000-26-000007"


def company(ticker: str, name: str, sector: str, cik: int, **figures: Any) -> dict[str, Any]:
    """A row of metrics; what isn't given is unknown."""
    row: dict[str, Any] = dict.fromkeys(METRICS)
    row |= {
        "ticker": ticker, "name": name, "sector": sector, "cik": cik, "as_of": AS_OF,
        "stale": False,
        "exchange": "NASDAQ", "industry": "Steel works", "weight": 0.001, "zombie_oecd": "no",
        "debt_type": "unknown",
        "period_end": dt.date(2026, 3, 31), "filed": dt.date(2026, 5, 4),
    }  # fmt: skip
    return row | figures


COMPANIES = [
    company("STQL", "Stirlyng Infra", "Industrials", 1000, profitable=True, revenue_growth=0.184,
            net_margin=0.121, net_income_ttm=2.5e8, revenue_ttm=2.1e9, interest_coverage=24.0,
            total_debt=3.1e8, market_cap=9.9e9, pe=31.2, debt_type="fixed",
            debt_confidence="high", fixed_share=1.0, floating_share=0.0, convertible_share=0.0,
            floating_debt=0.0),
    company("ACME", "[red]Acme[/red] [@click=app.quit]Corp", "Materials", 1001, profitable=True,
            revenue_growth=0.09, net_margin=0.05, interest_coverage=3.0),
    company("ESC", "Esc\x1b[31mape\x07 \u202eInc", "Energy", 1002, profitable=True,
            revenue_growth=0.06, net_margin=0.01),
    company("WIDE", "東京エレクトロン株式会社", "Information Technology", 1003, profitable=True,
            revenue_growth=0.05, net_margin=0.2, pe=15.0),
    company("ZOMB", "Undead Mills", "Industrials", 1004, profitable=False, revenue_growth=-0.1,
            net_margin=-0.3, interest_coverage=0.4, zombie_oecd="yes"),
    company("LOSS", "Burning Cash", "Health Care", 1005, profitable=False, revenue_growth=0.5,
            net_margin=-2.0),
    company("DARK", "Silent Holdings", "Financials", 1006, profitable=True, zombie_oecd="unknown"),
    company("SLOW", "Slow & Steady", "Utilities", 1007, profitable=True, revenue_growth=0.02,
            net_margin=0.1, pe=12.0),
]  # fmt: skip
"""profitable-growers: STQL, ACME, ESC, WIDE pass; ZOMB, LOSS, SLOW fail; DARK is unknown."""


def many(count: int) -> list[dict[str, Any]]:
    """Plain companies with figures that differ from row to row."""
    return [
        company(
            f"T{index:04}", f"Company number {index}", "Industrials" if index % 2 else "Energy",
            5000 + index, profitable=True, revenue_growth=0.05 + index / 1000,
            net_margin=index / 10000, interest_coverage=float(index), total_debt=1e6 * index,
            market_cap=1e7 * (index + 1), pe=9.5, ps=1.5, cash=2e6 * index,
        )
        for index in range(count)
    ]  # fmt: skip


def write_snapshot(
    root: Path,
    rows: list[dict[str, Any]],
    *,
    sample: bool = False,
    as_of: dt.date = AS_OF,
    held: dt.date = dt.date(2026, 5, 5),
) -> Path:
    """Write a snapshot with these metrics, which is then the current one; return its root."""
    tables: dict[str, pl.DataFrame | pl.LazyFrame] = {
        name: pl.DataFrame(schema=schema) for name, schema in TABLES.items()
    }
    tables["metrics"] = pl.DataFrame(rows, schema=TABLES["metrics"])
    tables["lineage"] = pl.DataFrame(
        [
            {
                "cik": 1000, "metric": "revenue_growth", "role": f"revenue_ttm_{when}", "sign": 1,
                "tag": "Revenues", "unit": "USD", "start": dt.date(year - 1, 4, 1),
                "end": dt.date(year, 3, 31), "value": value, "filed": dt.date(2026, 5, 4),
                "form": "10-Q", "accession": ACCESSION,
            }
            for when, year, value in [("now", 2026, 2.1e9), ("prior", 2025, 2.1e9 / 1.184)]
        ],
        schema=TABLES["lineage"],
    )  # fmt: skip
    tables["reasons"] = pl.DataFrame(
        [
            {"cik": 1006, "metric": "revenue_growth", "reason": "no quarter a year before"},
            {
                "cik": 1004,
                "metric": "zombie_oecd",
                "reason": "coverage below 1 in 2023, 2024 and 2025",
            },
            {
                "cik": 1000,
                "metric": "interest_coverage",
                "kind": "proxy",
                "reason": "interest paid stands in for interest expense",
            },
        ],
        schema=TABLES["reasons"],
    )
    tables["years"] = pl.DataFrame(
        [_year(2023 + index, 4e7, 1e8) for index in range(3)], schema=TABLES["years"]
    )
    manifest = Manifest(
        SCHEMA_VERSION, as_of, "2026-07-01T00:00:00Z", fund="Small Cap ETF",
        holdings_date=held, newest_filing=dt.date(2026, 6, 29), sample=sample,
    )  # fmt: skip
    with workspace(root) as folder:
        publish(root, folder, manifest, tables)
    return root


def _year(fiscal_year: int, income: float, interest: float) -> dict[str, Any]:
    return dict.fromkeys(TABLES["years"]) | {
        "cik": 1004, "fiscal_year": fiscal_year, "period_start": dt.date(fiscal_year, 1, 1),
        "period_end": dt.date(fiscal_year, 12, 31), "filed": dt.date(fiscal_year + 1, 2, 20),
        "operating_income": income, "operating_income_derived": fiscal_year == 2025,
        "interest_expense": interest, "interest_proxy": False,
        "interest_coverage": income / interest, "ebit": income,
        "ebit_to_interest": income / interest, "coverage": "below", "leverage": 0.55,
        "leverage_median": 0.25, "real_growth": -0.12, "real_growth_carried": False,
        "zombie_oecd": "yes" if fiscal_year > 2023 else "unknown",
    }  # fmt: skip
