"""A company that only changed its name is found; one that took over a ticker is not."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from tests.makers import HOLDINGS_DATE, Market, plain_facts
from tests.nport import position, report

from screener.build import BuildRequest, Built, build
from screener.build.membership import of_holdings
from screener.build.names_then import names_then
from screener.build.rewind import rewind
from screener.model.screen import Screen
from screener.screening.index_changes import index_changes
from screener.screening.universe import Universe, open_universe

Names = Sequence[tuple[str, str, str]]
"""Former names with their first and last days."""

PENN = [("PENN NATIONAL GAMING INC", "1994-05-26", "2022-08-03")]
HERC = [("HERTZ GLOBAL HOLDINGS INC", "2006-05-17", "2016-06-27")]


def history(cik: int, name: str, former: Names, *, first_filed: str) -> bytes:
    """Return a company's filing history as the SEC writes it."""
    written = [
        {"name": was, "from": f"{since}T04:00:00.000Z", "to": f"{until}T04:00:00.000Z"}
        for was, since, until in former
    ]
    recent = {
        "accessionNumber": ["0000000001-26-000001"], "filingDate": ["2026-05-01"], "form": ["10-Q"]
    }  # fmt: skip
    company = {
        "cik": f"{cik:010d}", "name": name, "formerNames": written,
        "filings": {"recent": recent, "files": [{"filingFrom": first_filed}]},
    }  # fmt: skip
    return json.dumps(company).encode()


def write_histories(folder: Path, histories: dict[int, bytes]) -> Path:
    folder.mkdir(parents=True)
    for cik, data in histories.items():
        (folder / f"CIK{cik:010d}.json").write_bytes(data)
    return folder


@pytest.fixture
def universe_of(tmp_path: Path) -> Callable[..., Universe]:
    """Return what builds a universe of (ticker, name, former names, day of the first filing)."""

    def build_it(*companies: tuple[str, str, Names, str]) -> Universe:
        found, histories = Market(tmp_path / "now"), {}
        for cik, (ticker, name, former, first_filed) in enumerate(companies, 101):
            found.add(ticker, cik, plain_facts(cik))
            found.held[-1] = (ticker, name, *found.held[-1][2:])
            histories[cik] = history(cik, name, former, first_filed=first_filed)
        folder = write_histories(tmp_path / "submissions", histories)
        listed = [
            {"cik_str": cik, "ticker": ticker, "title": name}
            for cik, (ticker, name, *_) in enumerate(companies, 101)
        ]
        tickers = tmp_path / "tickers.json"
        tickers.write_text(json.dumps(dict(enumerate(listed))))
        built = found.build(submissions=(folder,), tickers=(tickers,))
        return open_universe(built.snapshot.path)

    return build_it


def found_as(
    universe: Universe, folder: Path, day: dt.date | None, *rows: tuple[str, str]
) -> list[int | None]:
    """Return which companies the rows of a holdings file of ``day`` are."""
    then = Market(folder / "then", date=day)
    for ticker, name in rows:
        then.add(ticker)
        then.held[-1] = (ticker, name, *then.held[-1][2:])
    return of_holdings(universe, then.request().holdings).constituents["cik"].to_list()


def test_the_former_names_of_the_companies_are_kept(universe_of: Callable[..., Universe]) -> None:
    universe = universe_of(
        ("PENN", "PENN ENTERTAINMENT INC", PENN, "1994-05-26"), ("AAB", "AAB INC", [], "2001-01-01")
    )
    expected = [(101, "PENN NATIONAL GAMING INC", dt.date(1994, 5, 26), dt.date(2022, 8, 3))]
    assert universe.former_names.rows() == expected
    assert universe.snapshot.manifest.counts["former_names"] == 1
    for _ in range(2):  # computed, then kept
        assert rewind(universe, dt.date(2025, 6, 30)).former_names.rows() == expected


def test_without_any_there_is_no_such_table(universe_of: Callable[..., Universe]) -> None:
    universe = universe_of(("AAB", "AAB INC", [], "2001-01-01"))
    assert "former_names" not in universe.snapshot.manifest.tables
    assert not (universe.snapshot.path / "former_names.parquet").exists()
    assert universe.former_names.is_empty()


@pytest.mark.parametrize(
    ("ticker", "name", "day", "is_it"),
    [
        ("PENN", "PENN NATIONAL GAMING INC", dt.date(2021, 1, 26), True),
        ("PENN", "PENN NATIONAL GAMING INC", dt.date(2023, 6, 1), True),  # a file that lags
        ("PENN", "PENN NATIONAL GAMING INC", dt.date(2025, 6, 1), False),  # another's, perhaps
        ("PENN", "PENN NATIONAL GAMING INC", None, True),
        ("PENN", "PENN NATIONAL GAMING INC", dt.date(1993, 1, 4), False),  # not its name yet
        ("PENN", "PENNVIEW BANCORP", dt.date(2021, 1, 26), False),
        ("PNGX", "PENN NATIONAL GAMING INC", dt.date(2021, 1, 26), True),
        ("PNGX", "PENN NATIONAL GAMING INC", dt.date(2022, 8, 20), True),  # a few weeks late
        ("PNGX", "PENN NATIONAL GAMING INC", dt.date(2023, 6, 1), False),  # no longer its name
        ("PNGX", "PENN NATIONAL GAMING INC", None, False),
    ],
)
def test_a_former_name_tells_with_its_ticker_or_in_its_time(
    universe_of: Callable[..., Universe], tmp_path: Path, ticker: str, name: str,
    day: dt.date | None, is_it: bool,
) -> None:  # fmt: skip
    universe = universe_of(("PENN", "PENN ENTERTAINMENT INC", PENN, "1994-05-26"))
    assert found_as(universe, tmp_path, day, (ticker, name)) == [101 if is_it else None]


def test_one_word_is_enough_where_the_legal_form_is_the_same(
    universe_of: Callable[..., Universe], tmp_path: Path
) -> None:
    former = [("FACEBOOK INC", "2012-02-01", "2021-10-27")]
    universe = universe_of(("META", "META PLATFORMS INC CLASS A", former, "2005-05-05"))
    rows = ("FB", "FACEBOOK CLASS A INC"), ("FBX", "FACEBOOK LTD")
    assert found_as(universe, tmp_path, dt.date(2021, 1, 26), *rows) == [101, None]


def test_another_that_took_the_name_over_is_not_the_one_that_bore_it_before(
    universe_of: Callable[..., Universe], tmp_path: Path
) -> None:
    """Hertz became Herc; a new Hertz, which files since 2015, took over its name and ticker."""
    universe = universe_of(
        ("HRI", "HERC HOLDINGS INC", HERC, "2006-05-17"),
        ("HTZ", "HERTZ GLOBAL HOLDINGS INC", [], "2015-12-21"),
    )
    row = ("HTZ", "HERTZ GLOBAL HOLDINGS INC")
    for day, cik in ((dt.date(2014, 6, 30), 101), (dt.date(2017, 6, 30), 102)):
        assert found_as(universe, tmp_path, day, row) == [cik]
    then = names_then(universe, dt.date(2016, 6, 1))
    assert then.company("HERTZ GLOBAL HOLDINGS INC") is None  # both may have it by now


def test_a_name_that_two_companies_had_tells_neither(
    universe_of: Callable[..., Universe], tmp_path: Path
) -> None:
    former = [("ALFA TOOLS INC", "2001-01-01", "2022-01-01")]
    universe = universe_of(
        ("BBB", "BETA FOODS INC", former, "2001-01-01"),
        ("CCC", "CIRRUS MILLS INC", former, "2001-01-01"),
    )
    assert found_as(universe, tmp_path, dt.date(2021, 1, 26), ("ALF", "ALFA TOOLS INC")) == [None]
    assert found_as(universe, tmp_path, dt.date(2021, 1, 26), ("CCC", "ALFA TOOLS INC")) == [102]


def test_a_report_names_a_company_as_it_was_called(
    universe_of: Callable[..., Universe], tmp_path: Path
) -> None:
    universe = universe_of(
        ("HRI", "HERC HOLDINGS INC", HERC, "2006-05-17"),
        ("HTZ", "HERTZ GLOBAL HOLDINGS INC", [], "2015-12-21"),
        ("PENN", "PENN ENTERTAINMENT INC", PENN, "1994-05-26"),
    )
    names = ("Hertz Global Holdings, Inc.", "Penn National Gaming, Inc.")
    rows = [position(name, isin=f"US000000000{at}") for at, name in enumerate(names)]
    path = tmp_path / "primary_doc.xml"
    for day, hertz, penn in (("2014-12-31", 101, 103), ("2023-12-31", 102, None)):
        path.write_bytes(report(*rows, day=day))
        found = of_holdings(universe, path).constituents
        assert found["cik"].to_list() == [hertz, penn]
        assert found["ticker"][1] == ("PENN" if penn else "-")


def test_a_company_with_a_new_name_neither_came_nor_left(
    universe_of: Callable[..., Universe], tmp_path: Path
) -> None:
    universe = universe_of(("PENN", "PENN ENTERTAINMENT INC", PENN, "1994-05-26"))
    then = Market(tmp_path / "then", date=dt.date(2021, 1, 26))
    then.add("PENN")
    then.held[-1] = ("PENN", "PENN NATIONAL GAMING INC", *then.held[-1][2:])
    before = rewind(universe, then.date, of_holdings(universe, then.request().holdings))
    found = index_changes(before, rewind(universe, HOLDINGS_DATE), Screen())
    assert (found.added.height, found.removed.height) == (0, 0)
    renamed = found.renamed.select("ticker", "name_before", "name").rows()
    assert renamed == [("PENN", "PENN NATIONAL GAMING INC", "PENN ENTERTAINMENT INC")]


RENAMED = {
    "ATI": (1018963, "ALLEGHENY TECHNOLOGIES INC", "2022-06"),
    "BXP": (1037540, "BOSTON PROPERTIES INC", "2024-07"),
    "CASH": (907471, "META FINANCIAL GROUP INC", "2022-07"),
    "DNOW": (1599617, "NOW Inc.", "2024-01"),
    "J": (52988, "JACOBS ENGINEERING GROUP INC /DE/", "2022-08"),
    "K": (55067, "KELLOGG CO", "2023-10"),
    "KAR": (1395942, "KAR Auction Services, Inc.", "2023-05"),
    "LBRT": (1694028, "Liberty Oilfield Services Inc.", "2022-04"),
    "LXP": (910108, "LEXINGTON REALTY TRUST", "2021-12"),
    "MD": (893949, "MEDNAX, INC.", "2022-07"),
    "NNN": (751364, "NATIONAL RETAIL PROPERTIES, INC.", "2023-05"),
    "PENN": (921738, "PENN NATIONAL GAMING INC", "2022-08"),
    "RTX": (101829, "RAYTHEON TECHNOLOGIES CORP", "2023-07"),
    "SNX": (1177394, "SYNNEX CORP", "2021-09"),
    "STRL": (874238, "STERLING CONSTRUCTION CO INC", "2022-06"),
    "UHAL": (4457, "AMERCO /NV/", "2022-12"),
    "WAFD": (936528, "WASHINGTON FEDERAL INC", "2023-09"),
    "WOR": (108516, "WORTHINGTON INDUSTRIES INC", "2023-12"),
}
"""Companies of the funds' real files by the month until which they had the name."""

ANOTHERS = {
    "CNR": (1710366, "CONSOL Energy Inc.", "2025-01"),
    "COR": (1140859, "AMERISOURCEBERGEN CORP", "2023-08"),
    "RDUS": (912603, "SCHNITZER STEEL INDUSTRIES INC", "2023-09"),
}
"""Whose tickers were other companies' in 2021."""


@pytest.mark.shared
@pytest.mark.parametrize("told", [True, False], ids=["former names", "none"])
def test_the_real_companies_of_2021_in_the_fund_of_2025(
    shared_data: Path, tmp_path: Path, told: bool
) -> None:
    """Water Corp. and Laboratory Corporation of America are mere spellings. APA and XERS are
    companies that were founded above the old ones, with numbers of their own."""
    histories = {
        cik: history(cik, "ANY", [(name, "2001-01-01", f"{until}-01")], first_filed="2001-01-01")
        for cik, name, until in (RENAMED | ANOTHERS).values()
    }
    given = [shared_data / "submissions", write_histories(tmp_path / "histories", histories)]
    names = ("company_tickers", "company_tickers_exchange")
    request = BuildRequest(
        holdings=shared_data / "ishares" / "IWV_2025-05-21.csv",
        tickers=tuple(shared_data / "tickers" / f"{name}.json" for name in names),
        facts=(shared_data / "companyfacts",),
        submissions=tuple(given if told else given[:1]),
        root=tmp_path / "root",
        created=dt.datetime(2026, 7, 1, tzinfo=dt.UTC),
    )
    *_, last = build(request)
    assert isinstance(last, Built)
    universe = open_universe(last.snapshot.path)
    path = shared_data / "ishares" / "IWV_2021_cusip_no_preamble.csv"
    found = of_holdings(universe, path).constituents
    known = dict(found.select("ticker", "cik").iter_rows())
    of_2025 = universe.constituents.select("ticker", its="cik").drop_nulls()
    both = found.join(of_2025, on="ticker")
    unknown = set(both.filter(both["cik"].is_null())["ticker"])
    anothers = {*ANOTHERS, "FI", "DOC", "RBC", "CADE", "APA", "XERS"}
    assert unknown == anothers | (set() if told else RENAMED.keys())
    assert both.filter(both["cik"] != both["its"]).is_empty()
    assert (known["WAT"], known["LH"]) == (1000697, 920148)
    if told:
        assert {ticker: known[ticker] for ticker in RENAMED} == {
            ticker: cik for ticker, (cik, *_) in RENAMED.items()
        }
