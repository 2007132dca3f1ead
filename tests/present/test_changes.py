from __future__ import annotations

import pytest

from screener.present.changes import rule_change


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
