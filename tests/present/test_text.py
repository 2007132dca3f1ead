from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.model.metric import METRICS
from screener.present.text import HARMFUL, MISSING, SPACES, exact_value, format_value, safe


@pytest.mark.parametrize(
    ("metric", "value", "text"),
    [
        ("revenue_ttm", 1_234_567_890.0, "1.23B"),
        ("revenue_ttm", 45_600_000.0, "45.6M"),
        ("revenue_ttm", 987_000.0, "987K"),
        ("revenue_ttm", 999_499.0, "999K"),
        ("revenue_ttm", 999_500.0, "1.00M"),
        ("revenue_ttm", 9_996_000.0, "10.0M"),
        ("revenue_ttm", 2.5e12, "2.50T"),
        ("revenue_ttm", 4.2e15, "4,200T"),
        ("revenue_ttm", 12.0, "12"),
        ("revenue_ttm", 0.0, "0"),
        ("revenue_ttm", -0.2, "0"),
        ("net_income_ttm", -45_600_000.0, "−45.6M"),
        ("net_margin", 0.1213, "12.1%"),
        ("net_margin", -0.0001, "0.0%"),
        ("revenue_growth", 0.184, "+18.4%"),
        ("revenue_growth", -0.05, "−5.0%"),
        ("revenue_growth", 0.0, "0.0%"),
        ("revenue_growth", 12.5, "+1,250.0%"),
        ("weight", 0.00042, "0.042%"),
        ("interest_coverage", 24.0, "24.0x"),
        ("price", 1234.5, "1,234.50"),
        ("profitable_years", 12, "12"),
        ("cik", 1067983, "1067983"),
        ("filed", dt.date(2026, 5, 4), "2026-05-04"),
        ("profitable", True, "yes"),
        ("profitable", False, "no"),
        ("zombie_oecd", "n/a", "n/a"),
        ("zombie_oecd", "unknown", "?"),
        ("name", "A\x1b[31mB", "A�[31mB"),
    ],
)
def test_values_are_written_short(metric: str, value: object, text: str) -> None:
    assert format_value(METRICS[metric], value) == text


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("value", [None, math.nan, math.inf])
def test_what_is_not_known_is_a_dash_never_a_zero(metric: str, value: object) -> None:
    assert format_value(METRICS[metric], value) == MISSING
    assert exact_value(METRICS[metric], value) == MISSING


@pytest.mark.parametrize(
    ("metric", "value", "text"),
    [
        ("revenue_ttm", 3_626_396_000.0, "3,626,396,000"),
        ("net_income_ttm", -1.0, "−1"),
        ("revenue_growth", 0.18437, "0.18437"),
        ("revenue_growth", -1e-7, "−1e-07"),
        ("cik", 1067983, "1067983"),
        ("profitable", True, "yes"),
    ],
)
def test_exact_values_keep_every_digit(metric: str, value: object, text: str) -> None:
    assert exact_value(METRICS[metric], value) == text


@given(st.floats(min_value=1, max_value=1e15))
def test_short_money_is_within_half_a_percent(value: float) -> None:
    text = format_value(METRICS["revenue_ttm"], value)
    scale = {"K": 1e3, "M": 1e6, "B": 1e9, "T": 1e12}.get(text[-1], 1)
    shown = float(text.rstrip("KMBT").replace(",", "")) * scale
    assert math.isclose(shown, value, rel_tol=0.006) or abs(shown - value) <= 0.5
    assert len(text) <= 6


@pytest.mark.parametrize(
    "text",
    ["Acme, Inc.", "Société Générale", "株式会社", "Ελλάδα", "Müller & Söhne", "[b]A[/b]", "🚀"],
)
def test_printable_text_stays(text: str) -> None:
    assert safe(text) == text


@pytest.mark.parametrize(
    "character",
    ["\0", "\x1b", "\x7f", "\x9b", "\u200b", "\u202e", "\u2066", "\ufeff", "\udcff", "\U000e0041"],
)  # fmt: skip
def test_characters_that_command_or_disguise_are_replaced(character: str) -> None:
    assert safe(f"a{character}b") == "a\N{REPLACEMENT CHARACTER}b"


@pytest.mark.parametrize("character", "\t\n\r\v\f\x85\u2028\u2029")
def test_whatever_breaks_a_line_becomes_a_space(character: str) -> None:
    assert safe(f"a{character}b") == "a b"


@given(st.text(st.characters()))
def test_safe_text_holds_no_control_format_or_line_character(text: str) -> None:
    bad = {"Cc", "Cs", "Zl", "Zp"}
    cleaned = safe(text)
    assert not [c for c in cleaned if unicodedata.category(c) in bad]
    assert len(cleaned) == len(text)
    assert safe(cleaned) == cleaned


def test_polars_reads_the_patterns_as_python_does() -> None:
    characters = [chr(code) for code in range(0x3200) if not 0xD800 <= code <= 0xDFFF]
    characters += ["\ufeff", "\uffa0", "\ufff9", "\ufffd", "\U000e0001", "\U0001f680"]
    for pattern in (SPACES, HARMFUL):
        matched = pl.Series(characters).str.contains(pattern).to_list()
        assert matched == [re.search(pattern, character) is not None for character in characters]
