"""From tickers to SEC filers: wrong is worse than unknown."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.sources.edgar import TICKERS, read_tickers
from screener.sources.ishares import read_holdings
from screener.sources.match import match_ciks


def filers(*rows: tuple[str, int, str]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=TICKERS, orient="row")


def match(ticker: str, name: str, *files: pl.DataFrame) -> tuple[int | None, str | None]:
    row = match_ciks(pl.DataFrame({"ticker": [ticker], "name": [name]}), files).row(0, named=True)
    return row["cik"], row["reason"]


MOOG = ("MOG-A", 67887, "MOOG INC.")
RUSH = ("RUSHA", 1012019, "RUSH ENTERPRISES INC \\TX\\")


def test_the_exact_ticker() -> None:
    assert match("RUSHA", "RUSH ENTERPRISES INC CLASS A", filers(RUSH)) == (1012019, None)


@pytest.mark.parametrize("ticker", ["MOG A", "MOG.A", "MOG/A", "MOGA", "MOG-A"])
def test_every_way_to_write_a_share_class(ticker: str) -> None:
    assert match(ticker, "MOOG INC CLASS A", filers(MOOG)) == (67887, None)


def test_the_hyphen_comes_last_so_real_tickers_stay_themselves() -> None:
    other = ("RUSH-A", 5, "RUSH ENTERPRISES HOLDING")
    assert match("RUSHA", "RUSH ENTERPRISES INC", filers(other, RUSH)) == (1012019, None)
    assert match("RUSHA", "RUSH ENTERPRISES INC", filers(other), filers(RUSH)) == (1012019, None)


def test_a_guessed_hyphen_needs_a_name_that_fits() -> None:
    assert match("MOGA", "MOGADISHU SHIPPING", filers(MOOG)) == (
        None,
        "no SEC filer under this ticker",
    )


def test_two_share_classes_are_one_company() -> None:
    frame = pl.DataFrame({"ticker": ["MOGA", "MOG B"], "name": ["MOOG INC CLASS A", "MOOG INC B"]})
    matched = match_ciks(frame, [filers(MOOG, ("MOG-B", 67887, "MOOG INC."))])
    assert matched["cik"].to_list() == [67887, 67887]


def test_the_first_file_wins_and_an_older_one_fills_gaps() -> None:
    newest, older = (
        filers(("AAA", 1, "ALFALFA CORP")),
        filers(("AAA", 2, "ALFALFA"), ("BBB", 3, "BETAMAX")),
    )
    assert match("AAA", "ALFALFA CORP", newest, older) == (1, None)
    assert match("BBB", "BETAMAX INC", newest, older) == (3, None)


def test_a_reused_ticker_does_not_give_another_companys_figures() -> None:
    newest = filers(("ARIS", 1964504, "Aris Mining Corp"))
    assert match("ARIS", "ARIS WATER SOLUTIONS INC CLASS A", newest) == (
        None,
        "ticker now belongs to Aris Mining Corp",
    )


def test_an_older_file_knows_whose_a_reused_ticker_was() -> None:
    newest = filers(("ARIS", 1964504, "Aris Mining Corp"))
    older = filers(("ARIS", 1865187, "Aris Water Solutions, Inc."))
    assert match("ARIS", "ARIS WATER SOLUTIONS INC CLASS A", newest, older) == (1865187, None)


def test_an_older_file_is_doubted_too() -> None:
    older = filers(("VG", 1, "VONAGE HOLDINGS CORP"))
    reason = "ticker once belonged to VONAGE HOLDINGS CORP"
    assert match("VG", "VENTURE GLOBAL INC", filers(), older) == (None, reason)


def test_a_former_name_in_an_older_file_proves_a_renamed_company() -> None:
    newest, older = filers(("NXT", 9, "Nextpower Inc.")), filers(("NXT", 9, "Nextracker Inc."))
    assert match("NXT", "NEXTRACKER INC CLASS A", newest, older) == (9, None)
    assert match("NXT", "NEXTRACKER INC CLASS A", newest)[0] is None


def test_a_row_without_ticker_is_found_by_its_whole_name_only() -> None:
    james = ("JRVR", 1620459, "James River Group Holdings, Inc.")
    name = "JAMES RIVER GROUP HOLDINGS LTD"
    assert match("-", name, filers(james)) == (1620459, None)
    assert match("-", name, filers(james, ("JR", 5, "James River"))) == (
        None,
        "the holdings file gives no ticker",
    )
    assert match("-", "JAMES RIVER COAL", filers(james))[0] is None
    assert match("-", "BRP GROUP INC", filers(("DOO", 1748797, "BRP Inc.")))[0] is None


def test_ordinary_words_in_another_order_are_another_name() -> None:
    assert match("-", "First Bank", filers(("BFC", 1746109, "Bank First Corp")))[0] is None
    assert match("-", "Bank First", filers(("BFC", 1746109, "Bank First Corp")))[0] == 1746109
    fuller = filers(("FUL", 39368, "FULLER H B CO"))
    assert match("-", "H B FULLER", fuller)[0] == 39368


def test_an_unknown_ticker_stays_with_its_reason() -> None:
    assert match("TOWN", "TOWNEBANK", filers(MOOG)) == (None, "no SEC filer under this ticker")


def test_the_other_columns_stay_as_they_are() -> None:
    frame = pl.DataFrame({"ticker": ["MOGA"], "name": ["MOOG INC"], "weight": [0.5]})
    matched = match_ciks(frame, [filers(MOOG)])
    assert matched.schema == frame.schema | {"cik": pl.Int64(), "reason": pl.String()}
    assert match_ciks(frame.clear(), [filers(MOOG)]).schema == matched.schema


@given(
    st.lists(
        st.tuples(st.text(alphabet="ABC. /-", min_size=1, max_size=4), st.text(max_size=12)),
        max_size=8,
    ),
    st.lists(
        st.tuples(
            st.text(alphabet="ABC-", min_size=1, max_size=4),
            st.integers(1, 9),
            st.text(max_size=12),
        ),
        max_size=8,
    ),
)
def test_every_row_has_either_a_cik_or_a_reason(
    rows: list[tuple[str, str]], listed: list[tuple[str, int, str]]
) -> None:
    frame = pl.DataFrame(rows, schema={"ticker": pl.String, "name": pl.String}, orient="row")
    matched = match_ciks(frame, [filers(*listed)])
    assert matched.height == frame.height
    assert matched.filter(pl.col("cik").is_null() == pl.col("reason").is_null()).is_empty()
    assert set(matched["cik"].drop_nulls()) <= {cik for _, cik, _ in listed}


@pytest.mark.shared
def test_the_index_of_may_2026(shared_data: Path) -> None:
    newest = read_tickers(shared_data / "tickers" / "company_tickers.json")
    older = read_tickers(shared_data / "tickers" / "company_tickers_exchange.json")
    holdings = read_holdings(shared_data / "ishares" / "IWM_2026-05-05.csv").constituents
    assert holdings.join(newest, on="ticker", how="semi").height == 1884
    matched = match_ciks(holdings, [newest, older])
    left = matched.filter(pl.col("cik").is_null())
    assert sorted(left["ticker"]) == ["BLX", "FRBA", "HIFS", "NBN", "TOWN", "TSEOF"]
    by_ticker = dict(matched.select("ticker", "cik").iter_rows())
    assert by_ticker["MOGA"] == 67887
    assert by_ticker["CRDA"] == 25475


@pytest.mark.shared
def test_tickers_reused_since_2021_are_found_out(shared_data: Path) -> None:
    newest = read_tickers(shared_data / "tickers" / "company_tickers.json")
    holdings = read_holdings(
        shared_data / "ishares" / "IWV_2021_cusip_no_preamble.csv"
    ).constituents
    matched = match_ciks(holdings, [newest])
    reused = matched.filter(pl.col("reason").str.starts_with("ticker now belongs"))
    assert {"LB", "COR", "DOC", "RBC", "CCXI", "CONE", "BEAT", "CAMP", "TEN", "VG"} <= set(
        reused["ticker"]
    )
    assert reused.height < 60
    known = dict(matched.select("ticker", "cik").iter_rows())
    assert (known["AAPL"], known["GOOG"], known["GOOGL"]) == (320193, 1652044, 1652044)
