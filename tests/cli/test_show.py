from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from tests.frames import write_snapshot

from screener.store.snapshot import Snapshot

pytestmark = pytest.mark.usefixtures("snapshot")


def test_a_company_shows_why_it_passes_its_figures_and_its_filings(screen) -> None:
    ran = screen("show", "good")
    assert (ran.code, ran.err) == (0, "")
    assert "Profitable growers: pass" in ran.out
    assert "✓ growth: +18.4% (to pass: > 4%)" in ran.out
    assert "net_income_ttm" in ran.out
    assert "5.00M" in ran.out
    assert "https://www.sec.gov/Archives/edgar/data/1/000000000126000001/" in ran.out
    [year] = [line for line in ran.out.splitlines() if line.startswith("  FY2025 ")]
    assert year.split()[:4] == ["FY2025", "8.00M", "2.00M²", "4.00"]
    assert "² interest paid stands in for the expense" in ran.out


def test_a_missing_figure_comes_with_its_reason(screen) -> None:
    out = screen("show", "DARK").out
    assert "Profitable growers: unknown" in out
    assert "? growth: – (to pass: > 4%) · no CIK in the ticker files" in out


def test_text_from_outside_reaches_no_terminal_as_a_command(screen) -> None:
    assert "\x1b" not in screen("show", "GOOD").out
    ran = screen("show", "\x1b[2Jno")
    assert ran.code == 2
    assert "\x1b" not in ran.err


def growing(root: Path, *tickers: str) -> Snapshot:
    """A snapshot of a company of which a year was restated downwards, under these tickers."""
    part = {
        "cik": 1, "metric": "revenue_growth", "role": "revenue_ttm_now", "sign": 1,
        "tag": "Revenues", "unit": "USD", "form": "10-Q", "accession": "1",
        "filed": dt.date(2026, 5, 1),
    }  # fmt: skip
    spans = {
        -2e6: (dt.date(2025, 1, 1), dt.date(2025, 3, 31)),
        30e6: (dt.date(2025, 1, 1), dt.date(2025, 12, 31)),
        8e6: (dt.date(2026, 1, 1), dt.date(2026, 3, 31)),
    }
    lineage = [
        part | {"value": value, "start": start, "end": end, "sign": -1 if value < 0 else 1}
        for value, (start, end) in spans.items()
    ]
    before = {"role": "revenue_ttm_prior", "value": 32e6, "start": dt.date(2024, 4, 1)}
    lineage.append(part | before | {"end": dt.date(2025, 3, 31)})
    lineage.append(part | {"sign": 0, "value": 0.0, "end": dt.date(2026, 4, 30)})
    rows = [
        {"ticker": ticker, "name": f"GROWING TREES {ticker}", "cik": 1, "revenue_growth": 0.25}
        for ticker in tickers
    ]
    return write_snapshot(root / "growing", metrics=rows, lineage=lineage)


def test_growth_says_which_two_sums_it_compares(screen, tmp_path: Path) -> None:
    snapshot = growing(tmp_path, "G")
    lines = screen("show", "G", "--snapshot", str(snapshot.path)).out.splitlines()
    growth = next(i for i, line in enumerate(lines) if "growth: +25.0%" in line)
    assert lines[growth + 1] == "      revenue 40.0M against 32.0M a year before"


def test_it_ends_with_how_to_see_the_operands_of_a_figure(screen, tmp_path: Path) -> None:
    snapshot = growing(tmp_path, "G", "G B", "-")
    for company, written in [("g", "G"), ("gb", "'G B'"), ("trees -", "'GROWING TREES -'")]:
        out = screen("show", company, "--snapshot", str(snapshot.path)).out
        assert out.splitlines()[-1] == (
            f"Operands and filings of a figure: screen show {written} --facts revenue_growth"
        )
    assert "--facts" not in screen("show", "DARK").out


def test_operands_stand_base_first_and_a_sign_is_a_word(screen, tmp_path: Path) -> None:
    snapshot = growing(tmp_path, "G")
    out = screen("show", "G", "--facts", "revenue_growth", "--snapshot", str(snapshot.path)).out
    table = [line.split()[:3] for line in out.splitlines() if line.startswith("revenue_ttm_")]
    assert table == [
        ["revenue_ttm_now", "add", "30,000,000"],
        ["revenue_ttm_now", "subtract", "−2,000,000"],
        ["revenue_ttm_now", "add", "8,000,000"],
        ["revenue_ttm_now", "evidence", "0"],
        ["revenue_ttm_prior", "add", "32,000,000"],
        ["revenue_ttm_now", "=", "40,000,000"],
        ["revenue_ttm_prior", "=", "32,000,000"],
    ]


def test_a_company_is_shown_by_a_part_of_its_name(screen) -> None:
    assert screen("show", "dar").out.startswith("DARK · Dark")
    ran = screen("show", "o")
    assert ran.code == 2
    assert "'o' fits 2 companies: GOOD Good" in ran.err


def test_another_preset_is_asked(screen) -> None:
    assert "Everything: pass" in screen("show", "LOSS", "--preset", "everything").out


def test_facts_lists_every_operand(screen, tmp_path) -> None:
    ran = screen("show", "GOOD", "--facts", "net_income_ttm")
    assert ran.code == 0
    lines = [line.split() for line in ran.out.splitlines()]
    assert ["net_income_ttm", "add", "6,000,000", "USD", "2025-01-01", "2025-12-31", "2026-02-01",
            "10-K", "0000000001-26-000001", "NetIncomeLoss"] in lines  # fmt: skip
    assert sum("NetIncomeLoss" in line for line in lines) == 2
    assert ["net_income_ttm", "subtract", "1,000,000"] in [line[:3] for line in lines]
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
        ("net_incme_ttm", "did you mean 'net_income_ttm'?\nAll names: screen fields"),
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
