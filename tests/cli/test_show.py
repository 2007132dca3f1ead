from __future__ import annotations

import pytest
from tests.frames import write_snapshot

pytestmark = pytest.mark.usefixtures("snapshot")


def test_a_company_shows_why_it_passes_its_figures_and_its_filings(screen) -> None:
    ran = screen("show", "good")
    assert (ran.code, ran.err) == (0, "")
    assert "Profitable growers: pass" in ran.out
    assert "✓ growth: +18.4% (to pass: > 4%)" in ran.out
    assert "net_income_ttm" in ran.out
    assert "5.00M" in ran.out
    assert "https://www.sec.gov/Archives/edgar/data/1/000000000126000001/" in ran.out
    [year] = [line for line in ran.out.splitlines() if line.startswith("  2025 ")]
    assert year.split() == ["2025", "8.00M", "2.00M", "4.0x", "–", "interest", "paid"]


def test_a_missing_figure_comes_with_its_reason(screen) -> None:
    out = screen("show", "DARK").out
    assert "Profitable growers: unknown" in out
    assert "? growth: – (to pass: > 4%) · no CIK in the ticker files" in out


def test_text_from_outside_reaches_no_terminal_as_a_command(screen) -> None:
    assert "\x1b" not in screen("show", "GOOD").out
    ran = screen("show", "\x1b[2Jno")
    assert ran.code == 2
    assert "\x1b" not in ran.err


def test_another_preset_is_asked(screen) -> None:
    assert "Everything: pass" in screen("show", "LOSS", "--preset", "everything").out


def test_facts_lists_every_operand(screen, tmp_path) -> None:
    ran = screen("show", "GOOD", "--facts", "net_income_ttm")
    assert ran.code == 0
    lines = [line.split() for line in ran.out.splitlines()]
    assert ["net_income_ttm", "+", "6,000,000", "USD", "2025-01-01", "2025-12-31", "2026-02-01",
            "10-K", "0000000001-26-000001", "NetIncomeLoss"] in lines  # fmt: skip
    assert sum("NetIncomeLoss" in line for line in lines) == 2
    assert "value: 5,000,000" in ran.out
    assert "recomputed from the operands: 5,000,000" in ran.out


def test_operands_that_give_another_value_are_damage(screen, tmp_path) -> None:
    lineage = {
        "cik": 1, "metric": "cash", "role": "cash", "sign": 1, "value": 2.0,
        "accession": "0000000001-26-000001",
    }  # fmt: skip
    other = write_snapshot(
        tmp_path / "other",
        metrics=[{"ticker": "A", "cik": 1, "cash": 3.0}],
        lineage=[lineage],
    )
    ran = screen("show", "A", "--facts", "cash", "--snapshot", str(other.path))
    assert ran.code == 3
    assert "cash recomputes to 2, the snapshot says 3" in ran.err


def test_an_unknown_value_lists_no_operands_but_the_reason(screen) -> None:
    ran = screen("show", "DARK", "--facts", "revenue_growth")
    assert ran.code == 0
    assert "value: –\nreason: no CIK in the ticker files" in ran.out


@pytest.mark.parametrize(
    ("metric", "message"),
    [
        ("net_incme_ttm", "did you mean 'net_income_ttm'"),
        ("sector", "'sector' comes from no filing: GICS sector in the holdings file"),
    ],
)
def test_a_metric_without_operands_is_refused(screen, metric: str, message: str) -> None:
    ran = screen("show", "GOOD", "--facts", metric)
    assert ran.code == 2
    assert message in ran.err


def test_an_unknown_ticker_is_refused_with_the_nearest(screen) -> None:
    ran = screen("show", "GOOF")
    assert (ran.code, ran.out) == (2, "")
    assert "did you mean 'GOOD'" in ran.err
