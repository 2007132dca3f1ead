"""A fund's N-PORT report: the holdings file's columns, and every way to be wrong."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.nport import position, report

from screener.errors import SourceError
from screener.sources.holdings import CONSTITUENTS, EXCLUDED, SECURITIES, Holdings
from screener.sources.nport import is_nport, read_nport

BETA = position("Beta Foods Corp.", value="2000", balance="100")


def read(*positions: str, **about: str) -> Holdings:
    return read_nport(report(*positions, **about))


def reasons(*positions: str) -> list[str]:
    return read(BETA, *positions).excluded["reason"].to_list()


def other(what: str) -> str:
    return f'<assetConditional assetCat="OTHER" desc="{what}"/>'


def test_a_report_in_full() -> None:
    holdings = read(
        position(
            title="Alfa Tools, Inc., Class A",
            cusip="69343T107",
            isin="US69343T1079",
            lei="549300W3WBEQUBKYTN87",
        ),
        BETA,
    )
    assert (holdings.fund, holdings.series) == ("Sample Small-Cap Fund", "S000099999")
    assert holdings.as_of == date(2026, 6, 30)
    assert (holdings.shares_outstanding, holdings.share, holdings.rows_in) == (None, None, 2)
    assert holdings.warnings == ()
    assert holdings.constituents.row(0, named=True) == {
        "ticker": "-",
        "name": "Alfa Tools, Inc., Class A",
        "sector": "Other",
        "exchange": None,
        "market_value": 6000.0,
        "quantity": 600.0,
        "price": 10.0,
        "weight": 0.75,
        "currency": "USD",
    }
    assert dict(holdings.constituents.schema) == CONSTITUENTS
    assert dict(holdings.excluded.schema) == EXCLUDED
    assert holdings.securities is not None
    assert dict(holdings.securities.schema) == SECURITIES
    assert holdings.securities.rows() == [
        ("Alfa Tools, Inc.", "Alfa Tools, Inc., Class A", "69343T107", "US69343T1079",
         "549300W3WBEQUBKYTN87"),
        ("Beta Foods Corp.", "Beta Foods Corp.", None, None, None),
    ]  # fmt: skip


def test_the_largest_comes_first_and_what_has_no_value_last() -> None:
    unknown = position("Gama Bank", value="N/A")
    found = read(unknown, BETA, position()).constituents
    assert found["name"].to_list() == ["Alfa Tools, Inc.", "Beta Foods Corp.", "Gama Bank"]
    assert found["weight"].to_list() == [0.75, 0.25, None]
    assert found["price"].to_list() == [10.0, 20.0, None]


def test_a_title_that_is_another_name_leaves_the_issuers() -> None:
    found = read(position("OmniAb Operations, Inc.", "OmniAb, Inc."), position("X", "ALFA COM"))
    assert found.constituents["name"].to_list() == ["OmniAb Operations, Inc.", "X"]
    assert read(position("", "Alfa Inc.")).constituents["name"].to_list() == ["Alfa Inc."]


def test_another_currency_has_no_price_in_dollars() -> None:
    foreign = position(currency='<currencyConditional curCd="CAD" exchangeRt="1.39"/>')
    [row] = read(foreign).constituents.rows(named=True)
    assert (row["currency"], row["price"], row["market_value"]) == ("CAD", None, 6000.0)


def test_what_is_counted_in_no_shares_has_neither_quantity_nor_price() -> None:
    [row] = read(position(units="PA")).constituents.rows(named=True)
    assert (row["quantity"], row["price"], row["market_value"]) == (None, None, 6000.0)
    [row] = read(position(balance="0")).constituents.rows(named=True)
    assert (row["quantity"], row["price"]) == (0.0, None)


@pytest.mark.parametrize(
    ("value", "ticker"),
    [("abc", "ABC"), ("BRK-B", "BRK-B"), ("MOG A", "MOG A"), ("N/A", "-"), ("1843576D", "-"),
     ("2481632", "-"), ("ABCDEF", "-"), ("AAPL US", "-"), ("", "-")],
)  # fmt: skip
def test_a_ticker_is_used_where_it_is_one(value: str, ticker: str) -> None:
    found = read(position(identifiers=f'<ticker value="{value}"/>')).constituents
    assert found["ticker"].to_list() == [ticker]


@pytest.mark.parametrize("cusip", ["000000000", "N/A", "12345", ""])
def test_placeholders_are_no_identifiers(cusip: str) -> None:
    securities = read(position(cusip=cusip, isin="N/A", lei="N/A")).securities
    assert securities is not None
    assert securities.select("cusip", "isin", "lei").row(0) == (None, None, None)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (position(category="<assetCat>EP</assetCat>"), "preferred shares"),
        (position(category="<assetCat>STIV</assetCat>"), "a short-term investment"),
        (position(category="<assetCat>DE</assetCat>"), "a derivative"),
        (position(category="<assetCat>ABS-O</assetCat>"), "asset category ABS-O"),
        (position(category=other("Right")), "asset category OTHER: Right"),
        (position(category=""), "asset category -"),
        (position(payoff="Short"), "sold short"),
        (position(restricted="Y"), "restricted: may not be traded freely"),
        (position(level="3"), "not traded: the fund itself puts a value on it"),
        (position("", ""), "has no name"),
        (position("Hologic, Inc.", "Hologic, Inc., CVR"), "contingent value right"),
        (position("OmniAb, Inc.", "OmniAb, Inc., 12.50 Earnout Shares"),
         "shares that vest later"),
        (position(value="1.31", balance="130676"),
         "worth nothing: what is left of a company that is gone"),
    ],
)  # fmt: skip
def test_what_is_no_listed_company_is_set_apart_with_its_reason(row: str, told: str) -> None:
    assert reasons(row) == [told]
    assert read(BETA, row).rows_in == 2


def test_the_excluded_tell_their_category() -> None:
    excluded = read(BETA, position(category=other("Right"))).excluded
    assert excluded.row(0) == (
        "-", "Alfa Tools, Inc.", "OTHER: Right", "asset category OTHER: Right",
    )  # fmt: skip


def test_an_unreadable_number_is_null_with_a_counted_warning() -> None:
    holdings = read(BETA, position(value="lots"))
    assert holdings.constituents["market_value"].to_list() == [2000.0, None]
    assert holdings.warnings == (
        "unreadable in the holdings, so missing: 1 number, such as 'lots'",
    )


def test_one_security_in_several_rows_is_a_warning() -> None:
    holdings = read(position(isin="US69343T1079"), position(isin="US69343T1079"), BETA)
    assert holdings.constituents.height == 3
    assert holdings.warnings == ("1 row of securities that other rows hold too, all kept",)


@pytest.mark.parametrize("day", ["", "N/A", "30.06.2026", "2026-02-30"])
def test_an_unclear_day_is_unknown_with_a_warning(day: str) -> None:
    holdings = read(BETA, day=day)
    assert holdings.as_of is None
    assert holdings.warnings == ("the day of the holdings can't be read",)


def test_namespaces_prefixes_and_an_empty_first_line_do_not_matter() -> None:
    plain = report(BETA)
    bare = plain.replace(b' xmlns="http://www.sec.gov/edgar/nport"', b"")
    prefixed = bare.replace(b"<invst", b"<com:invst").replace(b"</invst", b"</com:invst")
    wide = plain.decode().replace("UTF-8", "UTF-16")
    for data in (
        bare, prefixed, b"\n" + plain, b"\xef\xbb\xbf" + plain,
        wide.encode("utf-16"), b"\xfe\xff" + wide.encode("utf-16-be"),
    ):  # fmt: skip
        assert is_nport(data)
        assert read_nport(data).constituents.rows() == read_nport(plain).constituents.rows()


def test_control_characters_of_a_name_do_not_pass() -> None:
    name = read(position("ALFA\x9b31m \u202eTOOLS")).constituents["name"].item()
    assert name == "ALFA 31m TOOLS"


def test_an_amendment_is_a_report_and_the_series_is_checked() -> None:
    data = report(BETA, kind="NPORT-P/A")
    assert read_nport(data, series="S000099999").series == "S000099999"
    with pytest.raises(SourceError) as caught:
        read_nport(data, "primary_doc.xml", series="S000004344")
    assert caught.value.what == (
        "is another fund's: of Sample Small-Cap Fund (S000099999), not of the series S000004344"
    )


ENTITIES = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "is no XML, or cut"),
        (report(BETA)[:-30], "is no XML, or cut"),
        (report(BETA)[:900], "is no XML, or cut"),
        (b"<html>Undeclared Automated Tool</html>", "web page"),
        (b"<?xml version='1.0'?><html><body/></html>", "web page"),
        (b"<?xml version='1.0'?><xbrl/>", "is XML, but no N-PORT report"),
        (report(BETA, kind="N-CEN"), r"a filing of another form \(N-CEN\)"),
        (report(BETA, kind="13F-HR"), r"a filing of another form \(13F-HR\)"),
        (report(), "holds no listed company"),
        (report(position(category="<assetCat>DBT</assetCat>")), "holds no listed company"),
        (ENTITIES + b"<edgarSubmission/>", "declares a document type or entities"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_whole_report_is_one_clear_error(data: bytes, told: str) -> None:
    with pytest.raises(SourceError, match=told) as caught:
        read_nport(data, "primary_doc.xml")
    assert caught.value.where == "primary_doc.xml"
    assert caught.value.next_step


@given(st.binary(max_size=200), st.integers(0, 3000))
def test_no_bytes_fail_in_another_way(data: bytes, at: int) -> None:
    whole = report(BETA)
    for content in (data, whole[:at] + data + whole[at:]):
        try:
            read_nport(content)
        except SourceError as error:
            assert error.what


@pytest.mark.shared
def test_a_real_report_of_bonds_holds_no_company(shared_data: Path) -> None:
    data = (shared_data / "nport" / "NPORT_Dupree.xml").read_bytes()
    with pytest.raises(SourceError, match="holds no listed company"):
        read_nport(data, series="S000012000")
    stock = data.replace(b"<assetCat>DBT", b"<assetCat>EC").replace(b"<units>PA", b"<units>NS")
    holdings = read_nport(stock)
    assert holdings.fund == "Kentucky Tax-Free Short-to-Medium Series"
    assert holdings.as_of == date(2022, 12, 31)  # the fiscal year ends half a year later
    assert holdings.constituents.height == holdings.rows_in == 55
    assert holdings.securities is not None
    assert holdings.securities["cusip"].null_count() == 0
