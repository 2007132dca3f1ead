"""A company's quarters in their places: what is missing is a gap; years stand in for quarters."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from tests.frames import AS_OF, write_snapshot

from screener import paths
from screener.model.verdict import Unknown
from screener.screening.history import History, history
from screener.screening.universe import open_universe


def quarter(end: dt.date, revenue: float | None = 100.0, **figures: Any) -> dict[str, Any]:
    return {"cik": 1, "period_end": end, "revenue": revenue} | figures


def found(root: Path, **tables: list[dict[str, Any]]) -> History | None:
    snapshot = write_snapshot(root, metrics=[{"ticker": "A", "cik": 1, "as_of": AS_OF}], **tables)
    universe = open_universe(snapshot.path)
    return history(universe, universe.find("A"))


def test_a_missing_quarter_is_a_gap_in_every_series(tmp_path: Path) -> None:
    days = [dt.date(2025, 3, 30), dt.date(2025, 6, 29), dt.date(2025, 12, 28), dt.date(2026, 3, 29)]
    told = found(
        tmp_path,
        quarters=[
            quarter(day, net_income=5.0 * n, operating_income=8.0, interest_expense=2.0 * n)
            for n, day in enumerate(days)
        ],
    )
    assert told is not None
    assert told.unit == "quarter"
    assert told.ends == (days[0], days[1], None, days[2], days[3])
    assert told.revenue == (100.0, 100.0, None, 100.0, 100.0)
    assert told.margin == (0.0, 0.05, None, 0.10, 0.15)
    # No interest, no quotient.
    assert told.coverage == (None, 4.0, None, 2.0, pytest.approx(8 / 6))


def test_quarters_of_twelve_and_sixteen_weeks_leave_no_gap(tmp_path: Path) -> None:
    day, days = dt.date(2026, 4, 18), []
    for weeks in (16, 12, 12, 12, 17, 12, 12, 12):
        days.append(day)
        day -= dt.timedelta(weeks=weeks)
    told = found(tmp_path, quarters=[quarter(end) for end in days])
    assert told is not None
    assert told.ends == tuple(reversed(days))


def test_the_last_twelve_up_to_the_as_of_date(tmp_path: Path) -> None:
    days = [dt.date(2020 + n // 4, 3 * (n % 4) + 1, 28) for n in range(28)]
    told = found(tmp_path, quarters=[quarter(end, float(n)) for n, end in enumerate(days)])
    assert told is not None
    assert len(told.ends) == 12
    assert told.ends[-1] == dt.date(2026, 4, 28)
    assert told.revenue == tuple(float(n) for n in range(14, 26))


def test_without_revenue_there_is_no_margin(tmp_path: Path) -> None:
    told = found(
        tmp_path,
        quarters=[
            quarter(dt.date(2025, 12, 31), 0.0, net_income=-5.0),
            quarter(dt.date(2026, 3, 31), None, net_income=-5.0),
        ],
    )
    assert told is not None
    assert (told.revenue, told.margin) == ((0.0, None), (None, None))


def test_fiscal_years_stand_in_for_quarters(tmp_path: Path) -> None:
    years = [
        {"cik": 1, "fiscal_year": year, "period_end": dt.date(year, 9, 30), "revenue": 1.0 * year}
        for year in (2021, 2022, 2024)
    ]
    told = found(tmp_path, years=years)
    assert told is not None
    assert told.unit == "fiscal year"
    assert told.revenue == (2021.0, 2022.0, None, 2024.0)


def test_where_debt_is_the_business_there_is_no_coverage(tmp_path: Path) -> None:
    told = found(
        tmp_path,
        quarters=[quarter(dt.date(2026, 3, 31), operating_income=8.0, interest_expense=2.0)],
        reasons=[
            {
                "cik": 1, "metric": "interest_coverage", "reason": "a bank",
                "kind": Unknown.NOT_MEANINGFUL.value,
            }
        ],
    )  # fmt: skip
    assert told is not None
    assert told.coverage == (None,)


def test_nothing_on_record_is_nothing_to_draw(tmp_path: Path) -> None:
    assert found(tmp_path) is None


def test_the_sample_gives_what_its_table_says() -> None:
    universe = open_universe(paths.sample_dir())
    told = history(universe, universe.find("QRMFB3"))
    assert told is not None
    # Read from the table by hand: the fourth quarter of 2023 is in no filing.
    assert told.revenue == (
        258_310_000, 270_835_000, 280_192_000, None, 228_278_000, 239_741_000, 247_965_000,
        261_090_000, 333_680_000, 350_357_000, 357_387_000, 374_894_000,
    )  # fmt: skip
    assert [None if m is None else round(m, 4) for m in told.margin] == [
        -0.0098, -0.005, 0.0012, None, -0.007, -0.0005, 0.0058, 0.0021, 0.0051, 0.0091, 0.0057,
        0.0085,
    ]  # fmt: skip
