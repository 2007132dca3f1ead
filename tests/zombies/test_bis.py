"""The BIS definition: never proven without past prices, disproven by today's q or by coverage."""

from __future__ import annotations

import pytest
from tests.zombies.judging import AT_ONE, BELOW, COVERED, company, judged, record, verdict, year

Q = {"assets": 100.0, "equity": 60.0}


def peers(*market_caps: float) -> list[dict[str, object]]:
    """Companies of the same sector, of q (40 + market cap) / 100."""
    return [company(cik, market_cap=cap, **Q) for cik, cap in enumerate(market_caps, 2)]


@pytest.mark.parametrize(
    ("market_cap", "answer"),
    [(59.0, "unknown"), (60.0, "no"), (61.0, "no")],  # the median's own q is not below it
)
def test_q_that_is_not_below_the_sectors_median_decides(market_cap: float, answer: str) -> None:
    others = peers(50.0, 60.0, 70.0, 80.0) if market_cap < 60 else peers(50.0, 60.0, 70.0, 40.0)
    found, why = verdict("bis", record(BELOW, BELOW, first=2024), *others,
                         market_cap=market_cap, **Q)  # fmt: skip
    assert found == answer
    assert "of 5 companies (Industrials)" in why


def test_other_sectors_and_financials_are_no_measure() -> None:
    dear = [
        company(2, market_cap=900.0, sector="Energy", **Q),
        company(3, market_cap=900.0, sic="6022", **Q),
    ]
    answer, why = verdict("bis", record(BELOW, BELOW, first=2024), *dear, market_cap=60.0, **Q)
    assert (answer, why) == (
        "no", "today's q 1.00 is not below the median 1.00 of 1 companies (Industrials)",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("years", "answer"),
    [
        ((BELOW, BELOW), "unknown"),
        ((BELOW, AT_ONE), "no"),
        ((COVERED, BELOW), "no"),
        ((COVERED, BELOW, BELOW), "unknown"),  # two years count
        ((year(-5.0, None, total_debt=0.0), BELOW), "no"),
        ((BELOW,), "unknown"),
        ((BELOW, None, BELOW), "unknown"),
    ],
)
def test_coverage_of_either_year_decides(years: tuple[dict[str, object], ...], answer: str) -> None:
    found, why = verdict(
        "bis", record(*years, first=2026 - len(years)), *peers(90.0, 90.0), market_cap=0.0, **Q
    )
    assert found == answer
    if answer == "unknown" and years[-2:] == (BELOW, BELOW):
        assert "needs past prices, which no source here has" in why


def test_without_a_price_the_verdict_is_unknown_for_that_reason() -> None:
    answer, why = verdict("bis", record(BELOW, BELOW, first=2024), market_cap=None, **Q)
    assert answer == "unknown"
    assert "today's q is unknown; q of earlier years needs past prices" in why


def test_financials_are_not_judged() -> None:
    assert verdict("bis", record(BELOW, BELOW, first=2024), sic="6331")[0] == "n/a"


def test_a_past_year_knows_no_q() -> None:
    found = judged(record(BELOW, BELOW, BELOW), company(market_cap=500.0, **Q), *peers(1.0))
    assert found.years["zombie_bis"].to_list() == ["unknown", "unknown", "no"]
