"""The letter of the evidence, with a word for it."""

from __future__ import annotations

from screener.debt.tiers import TIERS, with_tier


def test_each_tier_that_a_reason_names_has_its_word() -> None:
    for letter, word in TIERS.items():
        reason = f"90% of the debt is classified, evidence {letter}; swaps fix 2.0 M"
        assert with_tier(reason) == reason.replace(f" {letter};", f" {letter} ({word});")
    assert with_tier("no evidence of the kind of debt") == "no evidence of the kind of debt"
