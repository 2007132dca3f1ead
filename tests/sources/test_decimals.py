"""Numbers as people write them."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.sources.decimals import Style, agrees, detect, parse

ENGLISH, EUROPEAN = Style.ENGLISH, Style.EUROPEAN


def written(value: float, style: Style) -> str:
    decimal, thousands = style.value
    return f"{value:,.2f}".translate({ord(","): thousands, ord("."): decimal})


@pytest.mark.parametrize(
    ("text", "style", "value"),
    [
        ("1,234,567.89", ENGLISH, 1234567.89),
        ("1.234.567,89", EUROPEAN, 1234567.89),
        ("1234,5", EUROPEAN, 1234.5),
        ("1 234 567,89", EUROPEAN, 1234567.89),
        ("1'234.50", ENGLISH, 1234.5),
        ("(1,234.50)", ENGLISH, -1234.5),
        ("-0.26", ENGLISH, -0.26),
        (".5", ENGLISH, 0.5),
        ("0.00", ENGLISH, 0.0),
    ],
)
def test_reads_a_number_in_its_style(text: str, style: Style, value: float) -> None:
    assert parse(text, style) == value


@pytest.mark.parametrize("text", ["-", "", "  ", "--", "N/A", "–"])
def test_missing_is_null_and_never_zero(text: str) -> None:
    assert parse(text, ENGLISH) is None


@pytest.mark.parametrize(
    "text",
    ["1.234.567,89", "12,34", "1,2345", "nan", "inf", "1e5", "0x10", "1,234.5.6", "12 USD", "١٢"],
)
def test_refuses_what_is_no_english_number(text: str) -> None:
    with pytest.raises(ValueError, match="is not a number"):
        parse(text, ENGLISH)


def test_refuses_a_number_that_would_be_infinite() -> None:
    with pytest.raises(ValueError, match="too large"):
        parse("9" * 400, ENGLISH)


@given(
    st.floats(min_value=-1e12, max_value=1e12).map(lambda value: round(value, 2)),
    st.sampled_from(Style),
)
def test_every_number_survives_being_written_and_read(value: float, style: Style) -> None:
    assert parse(written(value, style), style) == pytest.approx(value, abs=0.005)


@given(
    st.lists(st.floats(min_value=0, max_value=1e9), min_size=1, max_size=20), st.sampled_from(Style)
)
def test_a_file_with_cents_shows_its_style(values: list[float], style: Style) -> None:
    assert detect([written(value, style) for value in values], []) is style


@given(st.text())
def test_reading_never_fails_in_another_way(text: str) -> None:
    for style in Style:
        with contextlib.suppress(ValueError):
            parse(text, style)


def test_one_odd_cell_does_not_turn_a_file() -> None:
    assert detect(["1,234.50", "99.10", "12,3"], []) is ENGLISH


@pytest.mark.parametrize(
    ("product", "style"), [(("6.000", "2.000", "3"), None), (("6.000", "2.000", "3.000"), ENGLISH)]
)
def test_without_telling_cells_the_product_decides(
    product: tuple[str, str, str], style: Style | None
) -> None:
    """2.000 x 3.000 is 6.000 only in English; 2.000 x 3 is 6.000 in both, and English is usual."""
    assert detect(product, [product]) is (style or ENGLISH)


def test_the_product_finds_a_european_file_without_decimals() -> None:
    # European: 1,234,000 = 1,000 x 1,234 holds; English: 1.234 is not 1 x 1234
    product = ("1.234", "1", "1.234")
    whole = ("1234000", "1.000", "1.234")
    assert detect([*product, *whole], [whole]) is EUROPEAN


def test_a_product_is_known_only_with_all_three_numbers() -> None:
    assert agrees(None, 1, 1) is None
    assert agrees(100, 10, 10) is True
    assert agrees(100, 10, 100) is False
