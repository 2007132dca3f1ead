"""The holdings file: every quirk of the real ones, and every way to be wrong."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from screener.errors import SourceError
from screener.model.screen import SECTORS
from screener.sources.holdings import CONSTITUENTS, EXCLUDED, Holdings
from screener.sources.ishares import read_holdings
from screener.store import schema

HEADER = (
    "Ticker,Name,Sector,Asset Class,Market Value,Weight (%),Notional Value,Quantity,Price,Location,"
    "Exchange,Currency,FX Rate,Market Currency,Accrual Date"
)
PREAMBLE = (
    "iShares Test ETF\n"
    'Fund Holdings as of,"May 05, 2026"\n'
    'Inception Date,"May 22, 2000"\n'
    'Shares Outstanding,"278,750,000.00"\n'
    'Stock,"-"\n'
    "\xa0\n"
)
FOOTER = '\xa0\n"The content contained herein is owned by BlackRock, Inc.,\nHoldings may, change."'


def row(
    ticker: str = "ALFA",
    name: str = "ALFA TOOLS INC",
    value: str = "6,000.00",
    quantity: str = "600.00",
    price: str = "10.00",
    *,
    sector: str = "Industrials",
    asset: str = "Equity",
    weight: str = "100.00",
    exchange: str = "NASDAQ",
) -> str:
    cells = [ticker, name, sector, asset, value, weight, value, quantity, price, "United States"]
    return ",".join(f'"{cell}"' for cell in [*cells, exchange, "USD", "1.00", "USD", "-"])


ALFA = row()
BETA = row("BETA", "BETA FOODS CORP", "2,000.00", "100.00", "20.00", weight="0.00")


@pytest.fixture
def read(tmp_path: Path) -> Callable[[str | bytes], Holdings]:
    def read_text(content: str | bytes) -> Holdings:
        path = tmp_path / "holdings.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_holdings(path)

    return read_text


Read = Callable[[str | bytes], Holdings]


def whole(*rows: str) -> str:
    return PREAMBLE + "\n".join([HEADER, *rows, FOOTER])


def test_reads_a_whole_file(read: Read) -> None:
    holdings = read(whole(ALFA, BETA))
    assert holdings.fund == "iShares Test ETF"
    assert holdings.as_of == date(2026, 5, 5)
    assert holdings.shares_outstanding == 278_750_000
    assert holdings.rows_in == 2
    assert holdings.warnings == ()
    assert holdings.constituents.row(0, named=True) == {
        "ticker": "ALFA",
        "name": "ALFA TOOLS INC",
        "sector": "Industrials",
        "exchange": "NASDAQ",
        "market_value": 6000.0,
        "quantity": 600.0,
        "price": 10.0,
        "weight": 0.75,
        "currency": "USD",
    }


def test_its_columns_are_those_of_the_snapshot() -> None:
    stored = {name: dtype for name, dtype in schema.CONSTITUENTS.items() if name in CONSTITUENTS}
    assert stored == CONSTITUENTS
    assert set(schema.CONSTITUENTS) - set(CONSTITUENTS) == {"cik", "kind", "reason"}


def test_weights_are_recomputed_over_the_companies_alone(read: Read) -> None:
    cash = row("USD", "USD CASH", "9,999.00", "9,999.00", "100.00", asset="Cash")
    holdings = read(whole(ALFA, BETA, cash))
    assert holdings.constituents["weight"].to_list() == [0.75, 0.25]
    assert holdings.excluded.row(0) == ("USD", "USD CASH", "Cash", "asset class Cash")
    assert dict(holdings.excluded.schema) == EXCLUDED


def test_what_is_worth_less_than_nothing_has_no_weight(read: Read) -> None:
    short = row("GAMA", "GAMA MILLS INC", "-4,000.00", "-400.00", "10.00")
    assert read(whole(ALFA, BETA, short)).constituents["weight"].to_list() == [0.75, 0.25, None]


def test_a_file_without_the_lines_above_the_header(read: Read) -> None:
    holdings = read(f"\ufeff{HEADER}\n{ALFA}\n")
    assert (holdings.fund, holdings.as_of, holdings.shares_outstanding) == (None, None, None)
    assert holdings.constituents.height == 1


def test_a_preamble_without_the_fund_name(read: Read) -> None:
    holdings = read(f'Fund Holdings as of,"Jan 21, 2026"\n{HEADER}\n{ALFA}\n')
    assert holdings.fund is None
    assert holdings.as_of == date(2026, 1, 21)


def test_the_layout_of_2017_in_its_own_order(read: Read) -> None:
    header = (
        "Ticker,Name,Asset Class,Weight (%),Price,Shares,Market Value,Notional Value,Sector,SEDOL,"
        "ISIN,Exchange"
    )
    holding = (
        '"ALFA","ALFA TOOLS INC","Equity","99.9","10.00","600.00","6,000.00","6,000.00",'
        '"Telecommunications","2404871","US0000000000","New York Stock Exchange Inc."'
    )
    frame = read(f"{header}\n{holding}\n\xa0\n").constituents
    assert frame.select("sector", "exchange", "quantity", "currency").row(0) == (
        "Communication Services",
        "NYSE",
        600.0,
        None,
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(read: Read, encoding: str) -> None:
    text = whole(row(name="CAFÉ – GRÜN INC"))
    assert read(text.encode(encoding)).constituents["name"].to_list() == ["CAFÉ – GRÜN INC"]


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_of_other_systems(read: Read, end: str) -> None:
    assert read(whole(ALFA, BETA).replace("\n", end)).constituents.height == 2


def test_european_numbers_for_the_whole_file(read: Read) -> None:
    """2.000 shares at 10,500 (three decimals): no cell of the second row tells the style."""
    rows = [
        row(value="6.000,00", quantity="600", price="10,00", weight="90,00"),
        row("BETA", "BETA FOODS CORP", "21.000", "2.000", "10,500", weight="10"),
    ]
    frame = read(whole(*rows).replace("278,750,000.00", "278.750.000,00")).constituents
    assert frame["market_value"].to_list() == [6000.0, 21000.0]
    assert frame["price"].to_list() == [10.0, 10.5]


def test_semicolons_with_decimal_commas(read: Read) -> None:
    header = "Ticker;Name;Sector;Asset Class;Market Value;Shares;Price;Exchange"
    frame = read(
        f"{header}\nALFA;ALFA TOOLS INC;Energy;Equity;6.000,50;600;10,00;Xetra\n"
    ).constituents
    assert frame.select("market_value", "price").row(0) == (6000.5, 10.0)


def test_a_dash_is_null_and_a_price_of_zero_too(read: Read) -> None:
    odd = row("BETA", "BETA FOODS CORP", "-", "-", "-")
    halted = row("GAMA", "GAMA BANK CORP", "2,000.00", "100.00", "0.00")
    frame = read(whole(ALFA, odd, halted)).constituents
    assert frame["market_value"].to_list() == [6000.0, None, 2000.0]
    assert frame["price"].to_list() == [10.0, None, None]
    assert frame["weight"].to_list() == [0.75, None, 0.25]


def test_an_unreadable_number_is_null_with_a_counted_warning(read: Read) -> None:
    holdings = read(whole(ALFA, row("BETA", "BETA FOODS CORP", "2,000.00", "100.00", "abc")))
    assert holdings.constituents["price"].to_list() == [10.0, None]
    assert any(": 1 number, " in warning and "'abc'" in warning for warning in holdings.warnings)


def test_sector_labels_end_in_those_of_a_screen(read: Read) -> None:
    rows = [
        row("A", sector="Communication"),
        row("B", sector="Astrology"),
        row("C", sector="Other"),
    ]
    holdings = read(whole(*rows))
    assert holdings.constituents["sector"].to_list() == ["Communication Services", "Other", "Other"]
    assert holdings.warnings == ("in \"Other\": 1 holding of the unknown sector 'Astrology'",)


def test_repeated_rows_are_dropped_and_counted(read: Read) -> None:
    holdings = read(whole(ALFA, BETA, ALFA, ALFA))
    assert holdings.constituents["ticker"].to_list() == ["ALFA", "BETA"]
    assert holdings.rows_in == 4
    assert holdings.warnings == ("2 repeated rows of the holdings left out",)


def test_one_ticker_under_two_names_stays_with_a_warning(read: Read) -> None:
    holdings = read(whole(ALFA, row(name="ALFA MINING INC")))
    assert holdings.constituents.height == 2
    assert holdings.warnings == ("1 ticker in several rows, all kept: ALFA",)


def test_a_company_without_ticker_keeps_its_dash(read: Read) -> None:
    rows = [row("-", "JAMES RIVER GROUP HOLDINGS LTD"), row("-", "OTHER RIVER CORP")]
    holdings = read(whole(*rows))
    assert holdings.constituents["ticker"].to_list() == ["-", "-"]
    assert holdings.warnings == ()


def test_leftovers_inside_equity_are_set_apart(read: Read) -> None:
    cvr = row("AKE", "AKERO THERAPEUTICS CVR", "1,125.00", "1,730.00", "0.65")
    gone = row("PDLI", "PDL BIOPHARMA INC", "0.12", "11,853.00", "0.00")
    unlisted = row("HOLX", "HOLOGIC INC", exchange="NO MARKET (E.G. UNLISTED)")
    holdings = read(whole(ALFA, cvr, gone, unlisted))
    assert holdings.constituents["ticker"].to_list() == ["ALFA"]
    assert holdings.excluded["ticker"].to_list() == ["AKE", "PDLI", "HOLX"]


def test_a_disclaimer_never_becomes_a_holding(read: Read) -> None:
    cells = ",".join(f"clause {number}" for number in range(15))  # as many cells as the header
    assert read(whole(ALFA) + f"\n{cells}\nshort,one\n").rows_in == 1


def test_a_misshapen_row_in_the_middle_is_counted(read: Read) -> None:
    holdings = read(whole(ALFA, '"BETA","BETA FOODS CORP"', BETA))
    assert holdings.constituents.height == 2
    assert holdings.warnings == ("1 misshapen row of the holdings left out (line 9)",)


def fund(count: int) -> list[str]:
    """Rows of a fund of 100 companies, the first with 100 times the money of the last."""
    money = [1_000.0 * (100 - index) for index in range(100)]
    return [
        row(f"T{i}", f"TOOL MAKER {i} INC", f"{m:.2f}", f"{m / 10:.2f}", weight=f"{w:.2f}")
        for i, m, w in ((i, m, 100 * m / sum(money)) for i, m in enumerate(money[:count]))
    ]


def test_a_file_cut_at_the_end_of_a_row_tells_how_much_of_the_fund_it_holds(read: Read) -> None:
    assert read(whole(*fund(100))).warnings == ()
    # the last ten hold 1 + … + 10 = 55 of 5,050 parts
    assert read(whole(*fund(90))).warnings == (
        "the file holds only 98.9 % of the fund: it may be cut",
    )
    assert "97.0 %" in read(f"{HEADER}\n" + "\n".join(fund(83))).warnings[0]


def test_how_much_of_the_fund_the_rows_hold_is_told_to_the_caller(read: Read) -> None:
    assert read(whole(*fund(100))).share == pytest.approx(1, abs=0.001)
    assert read(whole(*fund(90))).share == pytest.approx(1 - 55 / 5050, abs=0.001)
    assert read(whole(row(weight="-"))).share is None


def test_cash_is_part_of_the_fund_and_no_sign_of_a_cut(read: Read) -> None:
    cash = row("USD", "USD CASH", "8,000.00", "8,000.00", "1.00", asset="Cash", weight="50.00")
    rows = [
        row("ALFA", weight="37.50"),
        row("BETA", "BETA FOODS CORP", "2,000.00", "100.00", "20.00", weight="12.50"),
    ]
    assert read(whole(*rows, cash)).warnings == ()
    assert read(whole(*rows)).warnings == ("the file holds only 50.0 % of the fund: it may be cut",)


def test_without_weights_a_warning_says_what_can_not_be_told(read: Read) -> None:
    header = "Ticker,Name,Sector,Asset Class,Market Value,Quantity,Price,Exchange"
    [warning] = read(f'{header}\nALFA,ALFA TOOLS INC,Energy,Equity,"6,000",600,10,NYSE\n').warnings
    assert warning.startswith("no weight column: weights are shares of these rows, and whether")
    [warning] = read(whole(row(weight="-"))).warnings
    assert warning.startswith("no readable weights: ")


def test_values_that_contradict_each_other_give_a_warning(read: Read) -> None:
    holdings = read(whole(row(value="5,000,000.00")))
    assert holdings.warnings == ("market value is not quantity x price in 1 of 1 rows",)


def test_control_characters_of_a_name_do_not_pass(read: Read) -> None:
    name = read(whole(row(name="ALFA\x9b31m \u202eTOOLS"))).constituents["name"].item()
    assert name == "ALFA 31m TOOLS"


@pytest.mark.parametrize(
    "written",
    ["May 05, 2026", "05/May/2026", "05-May-2026", "5 May 2026", "2026-05-05", "05.05.2026"],
)
def test_dates(read: Read, written: str) -> None:
    assert read(whole(ALFA).replace("May 05, 2026", written)).as_of == date(2026, 5, 5)


@pytest.mark.parametrize("written", ["05/06/2026", "Mai 5", "Feb 31, 2026", "Foo 05, 2026"])
def test_an_unclear_date_is_unknown_with_a_warning(read: Read, written: str) -> None:
    holdings = read(whole(ALFA).replace("May 05, 2026", written))
    assert holdings.as_of is None
    assert holdings.warnings == (f"the holdings date {written!r} can't be read",)


NO_TRADING_DAY = whole().replace("May 05, 2026", "-")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "is empty"),
        ("\ufeff \n\n", "is empty"),
        ("<!DOCTYPE html><html><body>Sorry</body></html>", "web page"),
        ("\ufeff\n <html>", "web page"),
        ("a,b,c\n1,2,3\n", "not a holdings file"),
        ('{"0": {"ticker": "A"}}', "not a holdings file"),
        ("x" * 300_000, "not a holdings file"),
        (b"PK\x03\x04\x14\x00\x06\x00" + bytes(range(256)), "no text"),
        (whole(ALFA).encode("utf-16-le"), "no text"),
        (b"\xef\xbb\xbfTicker,Name\xff\xfe", "no text"),
        (
            "Ticker,Name,Sector,Market Value\nA,B,C,1\n",
            "lacks Asset Class, Quantity, Price, Exchange",
        ),
        (PREAMBLE + HEADER, "there are no holdings below its header"),
        (whole(), "there are no holdings below its header"),
        (NO_TRADING_DAY, "not a trading day"),
        (PREAMBLE + f"{HEADER}\n{ALFA}\n{BETA[:40]}", "its last row is not whole"),
        (PREAMBLE + f"{HEADER}\n{ALFA}\n{BETA[:-2]}", "its last row is not whole"),
        (PREAMBLE + f"{HEADER}\n{ALFA}\n{BETA[:3]}", "its last row is not whole"),
        (whole(row(asset="Fixed Income")), "holds no listed company"),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 60 else "",
)
def test_what_is_no_whole_holdings_file_is_one_clear_error(
    read: Read, content: str | bytes, told: str
) -> None:
    with pytest.raises(SourceError, match=told) as caught:
        read(content)
    assert "holdings.csv" in caught.value.where
    assert caught.value.next_step
    assert len(str(caught.value).splitlines()) == 2


def test_the_error_names_the_line_of_the_cut(read: Read) -> None:
    with pytest.raises(SourceError) as caught:
        read(f"{HEADER}\n{ALFA}\n{BETA[:40]}")
    assert caught.value.where.endswith("holdings.csv, line 3")


def test_every_cut_in_the_last_row_is_seen(read: Read) -> None:
    only_last_cell_is_empty = len(BETA.removesuffix('"-"'))
    for length in set(range(2, len(BETA))) - {only_last_cell_is_empty}:
        with pytest.raises(SourceError, match="cut"):
            read(f"{HEADER}\n{ALFA}\n{BETA[:length]}")


def test_a_folder_or_a_missing_file_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="is a folder"):
        read_holdings(tmp_path)
    with pytest.raises(SourceError, match="no such file"):
        read_holdings(tmp_path / "absent.csv")


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.truncate(60_000_000)
    with pytest.raises(SourceError, match="60 MB, far too large"):
        read_holdings(path)


REAL = {
    # file: rows of asset class Equity, leftovers among them, fund, date
    "IJR_2017-06-30": (602, 1, "iShares Core S&P Small-Cap ETF", date(2017, 6, 30)),
    "IWB_2026-07-17": (1024, 1, "iShares Russell 1000 ETF", date(2026, 7, 17)),
    "IWM_2025-11-05": (1962, 10, "iShares Russell 2000 ETF", date(2025, 11, 5)),
    "IWM_2026-01-21": (1952, 11, "iShares Russell 2000 ETF", date(2026, 1, 21)),
    "IWM_2026-05-05": (1924, 12, "iShares Russell 2000 ETF", date(2026, 5, 5)),
    "IWM_no_preamble": (1962, 11, None, None),
    "IWV_2021_cusip_no_preamble": (2584, 0, None, None),
    "IWV_2025-05-21": (2653, 11, "iShares Russell 3000 ETF", date(2025, 5, 21)),
}

DOUBTS = {
    # Apple: 638,767,178.76 are 5.89 % of the fund, so of 10,845 million; the rows hold 10,659.
    # Berkshire Hathaway's class B, over 1 % of the Russell 3000, is not among them.
    "IWV_2021_cusip_no_preamble": ("the file holds only 98.3 % of the fund: it may be cut",),
}


@pytest.mark.shared
@pytest.mark.parametrize("name", REAL)
def test_real_files_are_read_without_a_false_doubt(shared_data: Path, name: str) -> None:
    equity, leftovers, fund, as_of = REAL[name]
    path = shared_data / "ishares" / f"{name}.csv"
    holdings = read_holdings(path)
    assert holdings.warnings == DOUBTS.get(name, ())
    assert (holdings.fund, holdings.as_of) == (fund, as_of)
    assert holdings.constituents.height == equity - leftovers
    assert holdings.excluded.filter(asset_class="Equity").height == leftovers
    assert holdings.rows_in == holdings.constituents.height + holdings.excluded.height
    assert set(holdings.constituents["sector"]) <= set(SECTORS)
    assert holdings.constituents["weight"].sum() == pytest.approx(1)
    # the money of the companies, added up from the raw lines by another way of reading
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    first = next(number for number, line in enumerate(lines) if line.startswith("Ticker,"))
    raw = [
        line
        for line in csv.DictReader(io.StringIO("\n".join(lines[first:])))
        if line["Asset Class"]
    ]
    told = sum(
        float(line["Market Value"].replace(",", ""))
        for line in raw
        if line["Asset Class"] == "Equity"
    )
    left = {(line[0], line[1]) for line in holdings.excluded.iter_rows()}
    told -= sum(
        float(line["Market Value"].replace(",", ""))
        for line in raw
        if line["Asset Class"] == "Equity" and (line["Ticker"], line["Name"]) in left
    )
    assert holdings.constituents["market_value"].sum() == pytest.approx(told)


@pytest.mark.shared
def test_a_real_file_cut_at_the_end_of_a_row_is_seen(shared_data: Path, read: Read) -> None:
    lines = (shared_data / "ishares" / "IWM_2026-05-05.csv").read_text("utf-8-sig").splitlines()
    first = next(number for number, line in enumerate(lines) if line.startswith("Ticker,"))
    told = read("\n".join(lines[: first + 1 + 1500])).warnings
    raw = list(csv.DictReader(io.StringIO("\n".join(lines[first:]))))
    money = [float(line["Market Value"].replace(",", "")) for line in raw if line["Asset Class"]]
    share = sum(money[:1500]) / sum(money)
    assert 0.9 < share < 0.99
    [percent] = [float(text.split()[4]) for text in told]
    assert percent == pytest.approx(100 * share, abs=0.2)


@pytest.mark.shared
def test_the_leftovers_of_may_2026(shared_data: Path) -> None:
    holdings = read_holdings(shared_data / "ishares" / "IWM_2026-05-05.csv")
    leftovers = holdings.excluded.filter(asset_class="Equity")["ticker"].to_list()
    assert sorted(leftovers) == sorted(
        ["INH", "AKE", "ADRO", "ADRO", "PDLI", "GTXI", "P5N994", "SBT", "THRD", "-", "-", "-"]
    )
    kept = set(holdings.constituents["ticker"])
    assert {"CVI", "CVRX", "BV", "DRUG", "TSEOF", "MOGA"} <= kept
    assert holdings.shares_outstanding == 278_750_000
