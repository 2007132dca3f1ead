from __future__ import annotations

import datetime as dt

import pytest

from screener.present.changes import filing_change, left_out, rule_change, unknown_changes


@pytest.mark.parametrize(
    ("label", "threshold", "values", "text"),
    [
        ("growth", "> 4%", [("revenue_growth", 0.031, 0.052)], "growth +3.1% → +5.2% (> 4%)"),
        ("growth", "> 4%", [("revenue_growth", 0.05, None)], "growth +5.0% → – (> 4%)"),
        (
            "growth", "> 4%", [("revenue_growth", 0.03999, 0.04001)],
            "growth 0.03999 → 0.04001 (> 4%)",
        ),
        ("profitable", "net income > 0", [("profitable", False, True)], "profitable no → yes"),
        (
            "not a zombie (OECD)", "no or n/a", [("zombie_oecd", "unknown", "no")],
            "zombie (OECD) ? → no",
        ),
        ("zombie (FED)", "yes", [("zombie_fed", "no", "yes")], "zombie (FED) no → yes"),
        ("debt", "fixed", [("debt_type", "floating", "fixed")], "debt floating → fixed (fixed)"),
        ("where", "pe < 15", [("pe", 12.0, 16.0)], "where pe 12.0x → 16.0x (pe < 15)"),
        (
            "where", "pe < 15 OR ps < 1", [("pe", 20.0, 20.0), ("ps", 2.0, 0.5)],
            "where ps 2.0x → 0.5x (pe < 15 OR ps < 1)",
        ),
        (
            "where", "name LIKE 'A%\x1b'", [("name", "B\x1b[31m", "A\x07")],
            "where name B\ufffd[31m → A\ufffd (name LIKE 'A%\ufffd')",
        ),
    ],
)  # fmt: skip
def test_a_rule_in_words(
    label: str, threshold: str, values: list[tuple[str, object, object]], text: str
) -> None:
    assert rule_change(label, threshold, values) == text


def test_the_reason_of_what_is_unknown_follows() -> None:
    text = rule_change("growth", "> 4%", [("revenue_growth", 0.05, None)], "stale:\nold")
    assert text == "growth +5.0% → – (> 4%): stale: old"


def test_a_filing_is_told_by_its_days_and_by_its_period_where_that_is_another() -> None:
    winter, spring = dt.date(2026, 2, 20), dt.date(2026, 5, 5)
    year, quarter = dt.date(2025, 12, 31), dt.date(2026, 3, 31)
    assert filing_change(winter, spring, year, year) == "filed 2026-02-20 → 2026-05-05"
    told = filing_change(None, spring, year, quarter)
    assert told == "filed – → 2026-05-05, period 2025-12-31 → 2026-03-31"
    assert filing_change(spring, spring, None, quarter) == "filed 2026-05-05, period – → 2026-03-31"


@pytest.mark.parametrize(
    ("became_unknown", "became_failing", "text"),
    [
        (0, 0, ""),
        (1200, 0, "1,200 went from fail to unknown"),
        (1, 2, "1 went from fail to unknown, 2 went from unknown to fail"),
    ],
)
def test_who_is_only_unknown_or_no_longer(
    became_unknown: int, became_failing: int, text: str
) -> None:
    assert unknown_changes(became_unknown, became_failing) == text


def test_who_is_left_out_is_told_by_name_the_first_few() -> None:
    assert left_out([]) == ""
    told = "left out, since only a name like theirs was found: "
    assert left_out(["A, Inc.", "B\x1b Co"]) == f"{told}'A, Inc.', 'B\ufffd Co'"
    assert left_out(list("ABCDEFG")).endswith("'D', 'E' and 2 more")
