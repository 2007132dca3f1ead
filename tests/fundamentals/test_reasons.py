"""Every reason that the program can give for an unknown figure has its kind."""

from __future__ import annotations

import polars as pl
import pytest

from screener.build.companies import IFRS
from screener.fundamentals import reasons
from screener.fundamentals.formulas import FORMULAS
from screener.fundamentals.reasons import NOTES, kind_of
from screener.model.verdict import Note, Unknown

TABLE = {
    name: text
    for name, text in vars(reasons).items()
    if name.isupper() and not name.startswith("_") and isinstance(text, str)
}
"""The reasons by the names of their constants; {} stands for particulars."""

KINDS = {
    "NOT_REPORTED": Unknown.NOT_REPORTED,
    "LAST_REPORTED": Unknown.NOT_REPORTED,
    "TOO_SHORT": Unknown.TOO_SHORT,
    "NO_COMPARABLE": Unknown.TOO_SHORT,
    "NO_NEWEST": Unknown.NOT_REPORTED,
    "OTHER_TAG": Unknown.BASIS_CHANGED,
    "BASIS": Unknown.BASIS_CHANGED,
    "FINANCE": Unknown.NOT_MEANINGFUL,
    "NO_DEBT_TAG": Unknown.NOT_REPORTED,
    "NO_INDUSTRY": Unknown.NOT_REPORTED,
    "NO_REVENUE": Unknown.DEGENERATE,
    "PARTS_OF_DEPRECIATION": Unknown.NOT_REPORTED,
    "RESTATED": Unknown.BASIS_CHANGED,
    "PART_OF_DEBT": Unknown.NOT_REPORTED,
    "DEBT_TAGS_CONTRADICT": Unknown.CONFLICTING,
    "STALE": Unknown.STALE,
    "NO_YEAR": Unknown.TOO_SHORT,
    "NO_SHARES": Unknown.NOT_REPORTED,
    "NO_SHARES_BEFORE": Unknown.TOO_SHORT,
    "SPLIT": Unknown.BASIS_CHANGED,
    "JUMP": Unknown.CONFLICTING,
    "APART": Unknown.CONFLICTING,
    "HELD": Unknown.CONFLICTING,
    "OUTSIZE": Unknown.CONFLICTING,
    "NOT_A_NUMBER": Unknown.DEGENERATE,
}

OF_OTHERS = {
    "reports in CAD: its figures are not comparable": Unknown.OTHER_CURRENCY,
    IFRS: Unknown.OTHER_STANDARD,
    "no price in the holdings file": Unknown.NO_PRICE,
    "the price is of 2024-12-30, not of the as-of date 2024-12-31": Unknown.NO_PRICE,
    "the price is in CAD": Unknown.NO_PRICE,
    "the holdings file says no date, so the day of its prices is unknown": Unknown.NO_PRICE,
    "basis changed: the filing of 2025-05-05 restates the period to 2024-03-31, not all the"
    " others": Unknown.BASIS_CHANGED,
}
"""Reasons that other modules give, or add particulars to."""


def kind(text: str) -> str | None:
    found: str | None = pl.DataFrame({"reason": [text]}).select(kind_of(pl.col("reason"))).item()
    return found


@pytest.mark.parametrize("name", sorted(TABLE))
def test_every_reason_of_the_table_has_its_kind(name: str) -> None:
    assert kind(TABLE[name].replace("{}", "7")) == KINDS[name]


@pytest.mark.parametrize("text", OF_OTHERS)
def test_reasons_of_other_modules_have_their_kind(text: str) -> None:
    assert kind(text) == OF_OTHERS[text]


def test_a_reason_is_of_one_kind_whatever_the_order_of_the_table() -> None:
    texts = [*(text.replace("{}", "7") for text in TABLE.values()), *OF_OTHERS]
    beginnings = reasons._KINDS
    for text in texts:
        kinds = {kind for words, kind in beginnings.items() if text.startswith(words)}
        assert len(kinds) == 1, text


def test_other_texts_have_no_kind() -> None:
    assert kind("no file in the archive of company facts") is None
    assert kind("derived: pre-tax income + interest") is None
    assert pl.DataFrame({"reason": [None]}, schema={"reason": pl.String}).select(
        kind_of(pl.col("reason"))
    ).item() is None  # fmt: skip


def test_every_guard_of_a_formula_has_a_kind_of_its_own() -> None:
    guards = [guard for formula in FORMULAS.values() for guard in formula.guards]
    assert len(guards) > 10
    for guard in guards:
        assert guard.kind in set(Unknown)
        assert guard.reason.startswith("meaningless: ") is (guard.kind is Unknown.DEGENERATE)


def test_a_note_begins_with_its_kind() -> None:
    for text in NOTES.values():
        assert text.partition(":")[0] in set(Note)
