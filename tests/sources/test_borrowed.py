"""Tickers and sectors for a report that has none: the right one or none."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.nport import position, report

from screener.sources.borrowed import borrowed
from screener.sources.edgar import TICKERS, read_tickers
from screener.sources.holdings import CONSTITUENTS, SECURITIES, Holdings
from screener.sources.ishares import read_holdings
from screener.sources.nport import read_nport

ALFA = ("ALFA", "ALFA TOOLS INC", "Industrials")
BETA_A = ("BETA", "BETA FOODS CORP CLASS A", "Consumer Staples")
BETA_B = ("BETAB", "BETA FOODS CORP CLASS B", "Consumer Staples")


def held(*rows: tuple[str, str, str]) -> pl.DataFrame:
    """Return the last holdings file's rows: ticker, name, sector."""
    return pl.DataFrame(
        [dict(zip(("ticker", "name", "sector"), row, strict=True)) for row in rows],
        schema=CONSTITUENTS,
    )


def listed(*rows: tuple[str, int, str]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=TICKERS, orient="row")


def lend(
    *names: str | tuple[str, str],
    last: pl.DataFrame | None = None,
    lists: tuple[pl.DataFrame, ...] = (),
) -> list[tuple[str, str]]:
    """Return ticker and sector that each name, or issuer and title, gets."""
    pairs = [(name, name) if isinstance(name, str) else name for name in names]
    rows = [
        position(issuer, title, value=str(1000 - at), isin=f"US{at:010d}")
        for at, (issuer, title) in enumerate(pairs)
    ]
    found = borrowed(read_nport(report(*rows)), last, lists)
    return found.constituents.select("ticker", "sector").rows()


def test_ticker_and_sector_come_from_the_last_holdings_file() -> None:
    assert lend("Alfa Tools, Inc.", "Gama Bank", last=held(ALFA)) == [
        ("ALFA", "Industrials"),
        ("-", "Other"),
    ]


def test_what_it_lacks_comes_from_the_newest_list_that_has_the_name_without_a_sector() -> None:
    newest = listed(("GAMA", 3, "Gama Bank Corp"))
    older = listed(("GMA", 3, "Gama Bank Corp"), ("DELT", 4, "Delta Mills Inc"))
    names = ("Gama Bank Corp.", "Delta Mills, Inc.", "Alfa Tools, Inc.")
    assert lend(*names, last=held(ALFA), lists=(newest, older)) == [
        ("GAMA", "Other"),
        ("DELT", "Other"),
        ("ALFA", "Industrials"),
    ]


def test_the_class_that_the_title_tells_chooses_among_classes() -> None:
    last = held(BETA_A, BETA_B)
    names = [("Beta Foods Corp.", f"Beta Foods Corp., Class {letter}") for letter in "BAC"]
    assert [ticker for ticker, _ in lend(*names, last=last)] == ["BETAB", "BETA", "-"]
    assert lend("Beta Foods Corp.", last=last) == [("-", "Consumer Staples")]


def test_no_class_is_a_class_of_its_own() -> None:
    last = held(
        ("CENT", "CENTRAL YARD", "Materials"), ("CENTA", "CENTRAL YARD CLASS A", "Materials")
    )
    names = ("Central Yard Co.", ("Central Yard Co.", "Central Yard Co., Class A"))
    assert [ticker for ticker, _ in lend(*names, last=last)] == ["CENT", "CENTA"]


def test_where_one_side_tells_no_class_the_company_must_have_one_only() -> None:
    last = held(BETA_A)
    single, double = ("BETA", 2, "Beta Foods Corp"), ("BETA-B", 2, "Beta Foods Corp")
    warrant = ("BETA-WT", 2, "Beta Foods Corp")
    name = "Beta Foods Corp."
    assert lend(name, last=last, lists=(listed(single, warrant),))[0][0] == "BETA"
    assert lend(name, last=last, lists=(listed(single, double),))[0][0] == "-"
    assert lend(name, last=last)[0][0] == "-"


def test_another_class_never_lends_its_ticker() -> None:
    lists = (listed(("BETA", 2, "Beta Foods Corp"), ("BETA-B", 2, "Beta Foods Corp")),)
    name = ("Beta Foods Corp.", "Beta Foods Corp., Class B")
    assert lend(name, last=held(BETA_A), lists=lists) == [("BETA-B", "Consumer Staples")]
    assert lend(name, last=held(BETA_A)) == [("-", "Consumer Staples")]


def test_a_class_that_was_cut_off_is_unknown() -> None:
    last = held(
        ("BATRA", "ATLANTA BRAVES HOLDINGS INC SERIES", "Communication Services"),
        ("BATRK", "ATLANTA BRAVES HOLDINGS INC SERIES", "Communication Services"),
    )
    name = ("Atlanta Braves Holdings, Inc.", "Atlanta Braves Holdings, Inc., Series A")
    lists = (listed(("BATRA", 5, "Atlanta Braves Holdings, Inc.")),)
    assert lend(name, last=last, lists=lists) == [("-", "Communication Services")]


def test_two_companies_of_one_name_get_no_ticker() -> None:
    last = held(("INDB", "INDEPENDENT BANK CORP", "Financials"),
                ("IBCP", "INDEPENDENT BANK CORP", "Financials"))  # fmt: skip
    assert lend("Independent Bank Corp.", last=last) == [("-", "Financials")]
    # One of them in the file, and both in the report: whose it is can't be told.
    both = ("Independent Bank Corp.", "Independent Bank Corp.")
    assert [ticker for ticker, _ in lend(*both, last=last.head(1))] == ["-", "-"]
    lists = listed(
        ("INDB", 776901, "INDEPENDENT BANK CORP"), ("IBCP", 39311, "INDEPENDENT BANK CORP /MI/")
    )
    assert lend("Independent Bank Corp.", lists=(lists,))[0][0] == "-"


def test_sectors_that_disagree_are_unknown() -> None:
    last = held(("A", "FIRST BANCORP", "Financials"), ("B", "FIRST BANCORP", "Real Estate"))
    assert lend("First Bancorp", last=last) == [("-", "Other")]


@pytest.mark.parametrize(
    ("tickers", "chosen"),
    [
        (("GAMA", "GAMA-PA", "GAMA-WT", "GAMA-UN", "GAMA-RI"), "GAMA"),
        (("GAMA", "GAMAP", "GAMAW", "GAMAF"), "GAMA"),
        (("GAMA", "GAMAB"), "-"),
        (("GAMA-A", "GAMA-B"), "-"),
        (("GAMAL",), "-"),
        (("GAMA-WT",), "-"),
    ],
)
def test_of_a_companys_tickers_the_only_common_share(tickers: tuple[str, ...], chosen: str) -> None:
    lists = (listed(*((ticker, 3, "Gama Bank Corp") for ticker in tickers)),)
    assert lend("Gama Bank Corp.", lists=lists)[0][0] == chosen


def test_the_class_chooses_among_the_secs_tickers_where_they_tell_it() -> None:
    moog = (listed(("MOG-A", 6, "MOOG INC."), ("MOG-B", 6, "MOOG INC.")),)
    rush = (listed(("RUSHA", 7, "RUSH MOTORS INC"), ("RUSHB", 7, "RUSH MOTORS INC")),)
    assert lend(("Moog, Inc.", "Moog, Inc., Class A"), lists=moog)[0][0] == "MOG-A"
    assert lend(("Rush Motors, Inc.", "Rush Motors, Inc., Class B"), lists=rush)[0][0] == "-"


def test_a_warrant_under_the_companys_name_lends_nothing() -> None:
    lists = (listed(("CLSK", 8, "CLEANSPARK, INC."), ("CLSKW", 8, "CLEANSPARK, INC.")),)
    last = held(("CLSKW", "CLEANSPARK INC", "Information Technology"))
    assert lend("CleanSpark, Inc.", last=last, lists=lists) == [("CLSK", "Information Technology")]


def test_a_ticker_that_no_list_has_any_more_gives_way_to_the_names() -> None:
    last = held(("RYI", "RYERSON HOLDING CORP", "Materials"))
    lists = (listed(("RYZ", 9, "Ryerson Holding Corp")),)
    assert lend("Ryerson Holding Corp.", last=last, lists=lists) == [("RYZ", "Materials")]
    assert lend("Ryerson Holding Corp.", last=last, lists=(listed(),)) == [("RYI", "Materials")]


def test_a_company_that_the_file_knows_without_a_ticker_lends_its_sector() -> None:
    last = held(("-", "JAMES RIVER GROUP HOLDINGS LTD", "Financials"))
    assert lend("James River Group Holdings Ltd.", last=last) == [("-", "Financials")]


def test_the_title_helps_where_the_issuer_has_another_name() -> None:
    name = ("OmniAb Operations, Inc.", "OmniAb, Inc.")
    assert lend(name, last=held(("OABI", "OMNIAB INC", "Health Care"))) == [("OABI", "Health Care")]


def test_a_ticker_of_the_report_itself_stays_and_no_other_row_borrows_it() -> None:
    own = position("Alfa Tools, Inc.", identifiers='<ticker value="ALFX"/>', isin="US0000000001")
    rest = position("Alfa Tools, Inc.", value="500", isin="US0000000002")
    last = held(("ALFX", "ALFA TOOLS INC", "Industrials"))
    found = borrowed(read_nport(report(own, rest)), last, ())
    assert found.constituents["ticker"].to_list() == ["ALFX", "-"]
    assert found.constituents["sector"].to_list() == ["Industrials"] * 2


def test_two_lots_of_one_security_have_one_ticker() -> None:
    values = ("9000", "1000")
    lots = [position("Alfa Tools, Inc.", value=value, isin="US0000000001") for value in values]
    found = borrowed(read_nport(report(*lots)), held(ALFA), ())
    assert found.constituents["ticker"].to_list() == ["ALFA", "ALFA"]


@pytest.mark.parametrize(
    ("lots", "ticker"),
    [
        ([{}, {}], "ALFA"),
        ([{"isin": "US0000000001"}, {}], "ALFA"),
        ([{"lei": f"{0:018d}01"}, {"lei": f"{0:018d}02"}], "-"),
        ([{"isin": "US0000000001"}, {"isin": "US0000000002"}, {}], "-"),
    ],
    ids=["no identifiers", "one has", "two issuers", "two securities"],
)
def test_lots_without_an_identifier_are_told_by_issuer_and_title(
    lots: list[dict[str, str]], ticker: str
) -> None:
    rows = [position("Alfa Tools, Inc.", value=str(9 - at), **lot) for at, lot in enumerate(lots)]
    found = borrowed(read_nport(report(*rows)), held(ALFA), ()).constituents
    assert found["ticker"].to_list() == [ticker] * len(lots)


def test_what_no_file_lends_is_counted_after_the_reports_own_warnings() -> None:
    rows = (position("Alfa Tools, Inc."), position("Gama Bank"), position("Delta", value="lots"))
    found = borrowed(read_nport(report(*rows)), held(ALFA), ())
    assert found.warnings[0].startswith("unreadable")
    assert found.warnings[1:] == (
        "of 2 of 3 holdings no ticker could be told by its name",
        "of 2 of 3 holdings no sector could be told by its name",
    )
    assert borrowed(read_nport(report(rows[0])), held(ALFA), ()).warnings == ()


@given(st.lists(st.text("AB CO.&INC'", max_size=12), min_size=1, max_size=4), st.data())
def test_nobody_gets_a_ticker_that_is_not_lent_nor_two_securities_the_same(
    names: list[str], data: st.DataObject
) -> None:
    some = st.lists(st.sampled_from(names), max_size=4)
    last = held(*((f"L{at}", name, "Energy") for at, name in enumerate(data.draw(some))))
    lists = listed(*((f"S{at}", at // 2, name) for at, name in enumerate(data.draw(some))))
    named = [f"{name} X" for name in names]
    found = [ticker for ticker, _ in lend(*named, last=last, lists=(lists,))]
    lent = [ticker for ticker in found if ticker != "-"]
    assert set(lent) <= {*last["ticker"], *lists["ticker"]}
    assert len(lent) == len(set(lent))


@pytest.fixture(scope="module")
def sec(shared_data: Path) -> tuple[pl.DataFrame, ...]:
    folder = shared_data / "tickers"
    names = ("company_tickers.json", "company_tickers_exchange.json")
    return tuple(read_tickers(folder / name) for name in names)


def as_report(frame: pl.DataFrame) -> Holdings:
    """Return a holdings file's rows as a report would have them: names, and nothing else."""
    bare = frame.with_columns(ticker=pl.lit("-"), sector=pl.lit("Other"))
    names = frame["name"]
    numbers = [f"US{at:010d}" for at in range(frame.height)]
    known = pl.DataFrame(
        {"issuer": names, "title": names, "isin": numbers, "cusip": None, "lei": None}
    )
    securities = known.select(list(SECURITIES)).cast(dict(SECURITIES))
    return Holdings(None, None, None, frame.height, bare, bare.head(0), (), None, None, securities)


@pytest.mark.shared
@pytest.mark.parametrize(
    ("day", "last", "right", "others"),
    [
        ("2026-05-05", "2026-01-21", 1903, {"RYZ": "RYI", "TSEOF": "TSE"}),
        ("2026-05-05", "2025-11-05", 1898,
         {"RYZ": "RYI", "TSEOF": "TSE", "OPLN": "KAR", "ABX": "ABL"}),
        ("2026-05-05", None, 1784, {"VSCO": "VSXY"}),
    ],
)  # fmt: skip
def test_real_names_find_their_tickers_or_another_of_the_same_company(
    shared_data: Path, sec: tuple[pl.DataFrame, ...], day: str, last: str | None, right: int,
    others: dict[str, str],
) -> None:  # fmt: skip
    """The others are the same companies before or after they took another ticker."""
    folder = shared_data / "ishares"
    frame = read_holdings(folder / f"IWM_{day}.csv").constituents
    lender = read_holdings(folder / f"IWM_{last}.csv").constituents if last else None
    found = borrowed(as_report(frame), lender, sec).constituents["ticker"]
    pairs = list(zip(frame["ticker"], (ticker.replace("-", "") for ticker in found), strict=True))
    assert {one: other for one, other in pairs if other not in ("", one)} == others
    assert sum(one == other for one, other in pairs) == right
