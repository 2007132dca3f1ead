"""Cells of every kind for tests of the formats, and what is to be read back, by plain Python."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

import polars as pl
from hypothesis import strategies as st

SCHEMA = {
    "ticker": pl.String,
    "revenue_growth": pl.Float64,
    "revenue_ttm": pl.Float64,
    "cik": pl.Int64,
    "filed": pl.Date,
    "profitable": pl.Boolean,
    "where: name = 'x'": pl.String,
    "kinds": pl.List(pl.String),
}

LINE_ENDS = "\t\n\x0b\x0c\r\x85\u2028\u2029"
HARMFUL = "\x00\x07\x1b\x7f\x9b\u00ad\u200b\u202e\u2066\ufeff\U000e0041"
BLANK_LETTERS = "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0"
NO_CHARACTERS = "\ufffe\uffff"
TRAPS = ["", " ", " a ", "=1+1", "+1", "-1", "@x", "'x", "007", "1e5", "TRUE", "null", "NaN",
         "#N/A", "http://x.y", "<r>a & b</r>", "_x0041_", "_x000D_", '"', 'a,"b"', "a|b", "[a](b)",
         "資料 ünïcode 🙂", "a\nb", "x" * 40]  # fmt: skip

_letters = st.characters(
    exclude_categories=["Cs", "Cc", "Cf", "Zl", "Zp"],
    exclude_characters=BLANK_LETTERS + NO_CHARACTERS,
)
texts = st.one_of(
    st.text(st.one_of(_letters, st.sampled_from(LINE_ENDS + HARMFUL)), max_size=12),
    st.sampled_from(TRAPS),
)
whole = st.integers(-(2**53), 2**53)
days = st.dates(dt.date(1900, 3, 1), dt.date(9999, 12, 31))
rows = st.lists(
    st.fixed_dictionaries(
        {
            "ticker": st.none() | texts,
            "revenue_growth": st.none() | st.floats(),
            "revenue_ttm": st.none() | st.floats(allow_nan=False, allow_infinity=False),
            "cik": st.none() | whole,
            "filed": st.none() | days,
            "profitable": st.none() | st.booleans(),
            "where: name = 'x'": st.none() | texts,
            "kinds": st.none() | st.lists(texts, max_size=3),
        }
    ),
    max_size=6,
)


def frame_of(found: list[dict[str, Any]]) -> pl.DataFrame:
    return pl.DataFrame([[row[name] for name in SCHEMA] for row in found], SCHEMA, orient="row")


def harmless(text: str) -> str:
    """What is to be read back of a text."""
    spaced = "".join(" " if sign in LINE_ENDS else sign for sign in text)
    return "".join("\N{REPLACEMENT CHARACTER}" if sign in HARMFUL else sign for sign in spaced)


def expected(row: dict[str, Any]) -> dict[str, Any]:
    """What is to be read back of a row."""
    found = dict[str, Any]()
    for name, value in row.items():
        if isinstance(value, str):
            found[name] = harmless(value)
        elif isinstance(value, list):
            found[name] = [harmless(text) for text in value]
        elif isinstance(value, float) and not math.isfinite(value):
            found[name] = None
        else:
            found[name] = value
    return found
