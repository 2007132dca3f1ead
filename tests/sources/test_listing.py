"""Which rows of a holdings file are listed companies."""

from __future__ import annotations

import pytest

from screener.model.screen import SECTORS
from screener.sources.listing import exchange_name, sector_name, why_not_listed


def reason(
    ticker: str, name: str, exchange: str = "NASDAQ", price: float | None = 10.0
) -> str | None:
    value = None if price is None else price * 1000
    return why_not_listed(
        ticker, name, exchange=exchange, price=price, quantity=1000.0, market_value=value
    )


@pytest.mark.parametrize(
    ("ticker", "name", "told"),
    [
        ("AKE", "AKERO THERAPEUTICS CVR", "contingent value right"),
        ("GTXI", "GTXI INC - CVR", "contingent value right"),
        ("P5N994", "Petrocorp Inc Escrow", "escrow"),
        ("GRB", "GERBER SCIENTIFIC ESCROW", "escrow"),
        ("-", "PULSE BIOSCIENCE INC WARRANTS", "warrant"),
        ("WLLBW", "CHORD ENERGY EQUITY WARRANTS SERIE", "warrant"),
        ("SEVNR", "SEVEN HILLS REALTY RIGHTS EXP TH D", "right"),
        ("MPTI RT", "M TRON INDUSTRIES INC", "right"),
        ("XYZ", "XYZ CORP RIGHT", "right"),
        ("-", "OMNIAB INC $15.00 VESTING Prvt", "vest"),
        ("-", "OmniAb, Inc., 12.50 Earnout Shares", "vest"),
        ("-", "SCILEX HOLDING Prvt", "private"),
        ("-", "NEXPOINT STRATEGIC CASH ACCRUAL", "accrual"),
        ("XYZ", "SOME VERY LONG COMPANY NAME IN ESCRO", "escrow"),
    ],
)
def test_leftovers_of_deals_are_told_by_their_names(ticker: str, name: str, told: str) -> None:
    assert told in str(reason(ticker, name))


@pytest.mark.parametrize(
    ("ticker", "name"),
    [
        ("CVI", "CVR ENERGY INC"),
        ("CVRX", "CVRX INC"),
        ("BV", "BRIGHTVIEW HOLDINGS INC"),
        ("DRUG", "BRIGHT MINDS BIOSCIENCES INC"),
        ("CW", "CURTISS WRIGHT CORP"),
        ("WETF", "WISDOMTREE INVESTMENTS INC"),
        ("NEWM", "NEW MEDIA INVESTMENT GROUP INC"),
        ("UNT", "UNIT CORP"),
        ("STAY", "EXTENDED STAY AMERICA UNITS INC"),
        ("VRTS", "VIRTUS INVESTMENT PARTNERS INC"),
        ("MOG A", "MOOG INC CLASS A"),
        ("-", "JAMES RIVER GROUP HOLDINGS LTD"),
        ("", ""),
    ],
)
def test_companies_with_likely_names_stay(ticker: str, name: str) -> None:
    assert reason(ticker, name) is None


def test_an_unlisted_share_is_no_listed_company_even_with_a_plain_name() -> None:
    assert (
        reason("HOLX", "HOLOGIC INC", exchange="Unlisted", price=0.01)
        == "not listed on an exchange"
    )


def test_a_price_that_rounds_to_zero_is_what_is_left_of_a_company() -> None:
    assert "worth nothing" in str(reason("PDLI", "PDL BIOPHARMA INC", price=0.0))


def test_a_missing_price_is_no_reason_to_leave_a_company_out() -> None:
    assert reason("ABC", "ABC CORP", price=None) is None


def test_a_zero_price_beside_a_real_market_value_is_only_a_missing_price() -> None:
    kept = why_not_listed(
        "ABC", "ABC CORP", exchange="NYSE", price=0.0, quantity=1000.0, market_value=25_000.0
    )
    assert kept is None


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("New York Stock Exchange Inc.", "NYSE"),
        ("NYSE", "NYSE"),
        ("Nyse Mkt Llc", "NYSE American"),
        ("NASDAQ", "NASDAQ"),
        ("Xetra", "Xetra"),
        ("-", None),
    ],
)
def test_exchanges_have_one_name_each(label: str, name: str | None) -> None:
    assert exchange_name(label) == name


def test_sectors_have_the_names_that_a_screen_knows() -> None:
    assert sector_name("Communication") == "Communication Services"
    assert sector_name("Telecommunications") == "Communication Services"
    assert sector_name("Cash and/or Derivatives") is None
    assert all(sector_name(sector.upper()) == sector for sector in SECTORS)
