"""Who is in a universe: nobody vanishes, and nobody is given another company's figures."""

from __future__ import annotations

import csv
import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from tests.makers import HOLDINGS_DATE, Market, fact, facts_file, plain_facts
from tests.nport import position, report

from screener.build import Built, build, membership
from screener.build.membership import STRANGER, of_holdings, of_table
from screener.build.rewind import rewind
from screener.errors import SourceError
from screener.screening.universe import Universe, open_universe


@pytest.fixture
def universe(tmp_path: Path) -> Universe:
    """Return OLD INC (filing since 2023), NEW INC (since 2026) and GONE INC, without a filer."""
    found = Market(tmp_path / "now")
    found.add("OLD", 101, plain_facts(101))
    found.add("NEW", 102, facts_file(102, {"Assets": [fact("2026-03-31", 5, filed="2026-04-20")]}))
    found.add("GONE")
    return open_universe(found.build().snapshot.path)


def holdings(folder: Path, *rows: tuple[str, str], date: dt.date = HOLDINGS_DATE) -> Path:
    """Write a holdings file of tickers and names."""
    found = Market(folder, date=date)
    for ticker, _ in rows:
        found.add(ticker)
    found.held = [(t, name, *rest[2:]) for (t, name), rest in zip(rows, found.held, strict=True)]
    return found.request().holdings


def ciks(found: membership.Membership) -> dict[str, int | None]:
    return dict(found.constituents.select("ticker", "cik").iter_rows())


def test_a_holding_is_its_company_by_ticker_where_the_names_agree(
    universe: Universe, tmp_path: Path
) -> None:
    path = holdings(tmp_path / "then", ("OLD", "OLD INC"), ("NEW", "QUITE ANOTHER FIRM"))
    found = of_holdings(universe, path)
    assert ciks(found) == {"OLD": 101, "NEW": None}
    assert found.constituents["reason"].to_list() == [None, STRANGER]
    assert found.said == f"Test Fund, holdings of {HOLDINGS_DATE} (holdings.csv)"
    assert found.missing == "1 of 2 members are none of this snapshot's companies"


def test_a_company_under_another_ticker_is_known_by_its_name(tmp_path: Path) -> None:
    found = Market(tmp_path / "now")
    found.add("OLD MINES", 103, plain_facts(103))
    universe = open_universe(found.build().snapshot.path)
    path = holdings(tmp_path / "then", ("OMX", "OLD MINES INC CLASS A"))
    assert ciks(of_holdings(universe, path)) == {"OMX": 103}


def test_one_word_is_too_little_for_a_name(universe: Universe, tmp_path: Path) -> None:
    """BRP Group and BRP Inc. are two companies."""
    path = holdings(tmp_path / "then", ("OLDX", "OLD GROUP INC"))
    assert ciks(of_holdings(universe, path)) == {"OLDX": None}


def test_a_name_that_a_row_of_its_own_ticker_has_is_not_given_twice(
    universe: Universe, tmp_path: Path
) -> None:
    path = holdings(tmp_path / "then", ("OLD", "OLD INC"), ("ELSE", "OLD INC"))
    assert ciks(of_holdings(universe, path)) == {"OLD": 101, "ELSE": None}


def test_prices_count_on_the_day_of_those_holdings(universe: Universe, tmp_path: Path) -> None:
    day = dt.date(2025, 11, 3)
    path = holdings(tmp_path / "then", ("OLD", "OLD INC"), date=day)
    found = rewind(universe, day, of_holdings(universe, path))
    assert found.metrics.select("ticker", "price", "as_of").rows() == [("OLD", 10.0, day)]
    earlier = rewind(universe, day - dt.timedelta(days=1), of_holdings(universe, path))
    assert earlier.metrics["price"].to_list() == [None]


@pytest.mark.parametrize(("value", "balance"), [("-5.00", "100"), ("5.00", "-100")])
def test_a_short_position_of_a_report_has_no_price(
    universe: Universe, tmp_path: Path, value: str, balance: str
) -> None:
    path = tmp_path / "report.xml"
    rows = [position("Old Inc", value=value, balance=balance), position("New Inc")]
    path.write_bytes(report(*rows, day=HOLDINGS_DATE.isoformat()))
    metrics = rewind(universe, HOLDINGS_DATE, of_holdings(universe, path)).metrics
    assert dict(metrics.select("ticker", "price").iter_rows()) == {"OLD": None, "NEW": 10.0}
    assert all(weight is None or 0 <= weight <= 1 for weight in metrics["weight"])


def table(folder: Path, text: str) -> Path:
    path = folder / "members.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_table_names_those_of_the_day(universe: Universe, tmp_path: Path) -> None:
    path = table(
        tmp_path, "ticker,start,end\nOLD,2024-01-01,2024-06-30\nGONE,2020-01-01,\nXX,2024-02-01,\n"
    )
    found = of_table(universe, path, dt.date(2024, 6, 30))
    assert ciks(found) == {"OLD": 101, "GONE": None, "XX": None}
    assert found.constituents.select("name", "sector").rows() == [
        ("OLD INC", "Industrials"), ("GONE INC", "Industrials"), (None, None)
    ]  # fmt: skip
    assert found.said == "members.csv at 2024-06-30"


SEEN = (
    "ticker,start,end\nSTAYS,2024-03-28,\nLEAVES,2024-03-28,2024-06-28\n"
    "BRIEF,2024-06-28,2024-06-28\nCOMES,2024-09-30,\nLAST,2024-09-30,2024-12-31\n"
)


@pytest.mark.parametrize(
    ("day", "at", "members"),
    [
        ("2024-03-28", "at 2024-03-28", "LEAVES STAYS"),
        ("2024-06-27", "at 2024-03-28, its last day by 2024-06-27", "LEAVES STAYS"),
        ("2024-06-28", "at 2024-06-28", "BRIEF LEAVES STAYS"),
        ("2024-09-29", "at 2024-06-28, its last day by 2024-09-29", "BRIEF LEAVES STAYS"),
        ("2024-09-30", "at 2024-09-30", "COMES LAST STAYS"),
        ("2025-04-01", "at 2025-04-01, whose newest day is 2024-12-31", "COMES LAST STAYS"),
    ],
)
def test_between_a_tables_own_days_the_last_one_counts_and_is_named(
    universe: Universe, tmp_path: Path, day: str, at: str, members: str
) -> None:
    """Whoever was last seen on 28 June has not left on 29 June: nobody looked until September."""
    found = of_table(universe, table(tmp_path, SEEN), dt.date.fromisoformat(day))
    assert sorted(ciks(found)) == members.split()
    assert found.said == f"members.csv {at}"


def test_of_a_table_of_true_days_the_day_of_a_change_is_exact(
    universe: Universe, tmp_path: Path
) -> None:
    """OUT ends on a Friday and IN starts on the day after. BOUGHT, whom nobody follows, is counted
    until anything else happens."""
    path = table(
        tmp_path,
        "ticker,start,end\nOUT,2023-06-24,2024-06-28\nIN,2024-06-29,\n"
        "BOUGHT,2023-06-24,2024-08-15\nANY,2023-06-24,2025-06-27\nNEXT,2025-06-28,\n",
    )
    expected = {
        "2024-06-28": "ANY BOUGHT OUT",
        "2024-06-29": "ANY BOUGHT IN",
        "2024-08-15": "ANY BOUGHT IN",
        "2024-08-16": "ANY BOUGHT IN",
        "2025-06-27": "ANY IN",
        "2025-06-28": "IN NEXT",
    }
    for day, members in expected.items():
        found = of_table(universe, path, dt.date.fromisoformat(day))
        assert sorted(ciks(found)) == members.split(), day


def test_a_ticker_is_not_that_of_a_company_that_filed_first_later(
    universe: Universe, tmp_path: Path
) -> None:
    path = table(tmp_path, "ticker,start_date,end_date\nNEW,2011-01-01,\nOLD,2011-01-01,\n")
    found = of_table(universe, path, dt.date(2025, 6, 30))
    assert ciks(found) == {"NEW": None, "OLD": 101}
    assert found.constituents.row(0, named=True)["name"] is None
    told = "its ticker is that of a company that first filed on 2026-04-20"
    assert told in found.constituents["reason"][0]


def test_of_a_table_prices_are_known_on_the_day_of_the_snapshots_holdings_alone(
    universe: Universe, tmp_path: Path
) -> None:
    path = table(tmp_path, "ticker,start,end\nOLD,2011-01-01,\nXX,2011-01-01,\n")
    held = universe.metrics.row(by_predicate=pl.col("ticker") == "OLD", named=True)
    found = rewind(universe, HOLDINGS_DATE, of_table(universe, path, HOLDINGS_DATE)).metrics
    row = found.row(by_predicate=pl.col("ticker") == "OLD", named=True)
    of_the_day = ("revenue_ttm", "price", "market_value", "market_cap", "pe")
    assert [row[name] for name in of_the_day] == [held[name] for name in of_the_day]
    assert (row["price"], row["weight"]) == (10.0, None)  # of the members nobody knows the whole
    assert found.row(by_predicate=pl.col("ticker") == "XX", named=True)["price"] is None

    day = HOLDINGS_DATE - dt.timedelta(days=1)
    then = rewind(universe, day, of_table(universe, path, day))
    [row] = then.metrics.filter(pl.col("ticker") == "OLD").iter_rows(named=True)
    assert [row[name] for name in ("weight", "price", "market_value", "pe")] == [None] * 4
    told = set(then.reasons.filter(pl.col("metric") == "price")["reason"])
    assert told == {"no price: a membership table has none"}


def test_a_day_beyond_the_table_is_told(universe: Universe, tmp_path: Path) -> None:
    path = table(tmp_path, "ticker,start,end\nOLD,2011-01-01,\nXX,2024-01-01,2024-12-31\n")
    said = of_table(universe, path, dt.date(2025, 6, 30)).said
    assert said == "members.csv at 2025-06-30, whose newest day is 2024-12-31"


def test_a_day_without_members_is_refused(universe: Universe, tmp_path: Path) -> None:
    path = table(tmp_path, "ticker,start,end\nOLD,2011-01-01,\n")
    with pytest.raises(SourceError, match="names no member on 2010-12-31; its first day is 2011"):
        of_table(universe, path, dt.date(2010, 12, 31))


def seen(path: Path, day: str) -> set[str]:
    """Return whom the lines of a table name on the last of its days up to ``day``."""
    with path.open(encoding="utf-8") as file:
        lines = [
            (row["ticker"], row["start_date"], row["end_date"]) for row in csv.DictReader(file)
        ]
    own = max(each for _, *days in lines for each in days if each and each <= day)
    return {ticker for ticker, start, end in lines if start <= own and (not end or end >= own)}


@pytest.mark.shared
def test_the_real_tables_members_are_those_of_the_last_quarters_end(
    universe: Universe, shared_data: Path
) -> None:
    path = shared_data / "membership" / "r2k_membership.csv"
    days = [
        "2011-03-31", "2011-05-01", "2014-06-30", "2016-12-30", "2016-12-31", "2017-04-15",
        "2017-09-28", "2017-09-29", "2020-02-29", "2024-06-27", "2024-06-28", "2024-06-30",
        "2024-07-15", "2025-12-31", "2026-06-29", "2026-06-30", "2026-07-20",
    ]  # fmt: skip
    counts = {}
    for day in days:
        found = of_table(universe, path, dt.date.fromisoformat(day))
        assert set(found.constituents["ticker"]) == seen(path, day)
        counts[day] = found.constituents.height
    assert counts["2024-06-28"] == counts["2024-06-30"] == counts["2024-07-15"] == 2027
    assert counts["2016-12-30"] == counts["2017-04-15"] == 1981
    with pytest.raises(SourceError, match="its first day is 2011-03-31"):
        of_table(universe, path, dt.date(2011, 3, 30))


@pytest.fixture
def renamed(tmp_path: Path) -> Universe:
    """Return a universe of OSG INC, which was listed as AMBC before, and of BEL, once BELB too."""
    found = Market(tmp_path / "now")
    found.add("OSG", 101, plain_facts(101))
    found.add("BEL", 102, plain_facts(102))
    request = found.request()
    older = tmp_path / "older.json"
    rows = [
        (101, "AMBC", "AMBC INC"),
        (102, "BEL", "BEL INC"),
        (102, "BELB", "BEL INC"),
        (103, "GONE", "GONE INC"),
    ]
    listed = [{"cik_str": cik, "ticker": ticker, "title": title} for cik, ticker, title in rows]
    older.write_text(json.dumps(dict(enumerate(listed))))
    *_, last = build(replace(request, tickers=(*request.tickers, older)))
    assert isinstance(last, Built)
    return open_universe(last.snapshot.path)


def test_the_tickers_of_before_are_kept_for_the_companies_of_the_universe(
    renamed: Universe,
) -> None:
    assert renamed.tickers.rows() == [
        ("OSG", 101, "OSG INC", 0), ("BEL", 102, "BEL INC", 0),
        ("AMBC", 101, "AMBC INC", 1), ("BEL", 102, "BEL INC", 1), ("BELB", 102, "BEL INC", 1),
    ]  # fmt: skip


def test_a_holding_of_before_is_the_company_that_changed_ticker_and_name(
    renamed: Universe, tmp_path: Path
) -> None:
    path = holdings(tmp_path / "then", ("AMBC", "AMBC INC"), ("GONE", "GONE INC"))
    assert ciks(of_holdings(renamed, path)) == {"AMBC": 101, "GONE": None}


def test_a_ticker_that_changed_hands_is_not_given_todays_company(
    renamed: Universe, tmp_path: Path
) -> None:
    """OSG was another company's when AMBC had its own; in 2025 it has been OSG up to now."""
    path = table(
        tmp_path,
        "ticker,start,end\nOSG,2023-06-30,2024-06-28\nOSG,2025-03-31,\nAMBC,2013-09-30,2024-12-31\n"
        "BEL,2013-09-30,2024-06-28\nBELB,2013-09-30,2024-06-28\n",
    )
    then = of_table(renamed, path, dt.date(2024, 5, 31))
    assert ciks(then) == {"OSG": None, "AMBC": 101, "BEL": 102, "BELB": 102}
    assert "now that of a company that had another one" in then.constituents["reason"][0]
    assert ciks(of_table(renamed, path, dt.date(2025, 6, 30))) == {"OSG": 101}


def test_a_snapshot_of_before_the_tickers_were_kept_is_as_good_in_all_else(
    universe: Universe, tmp_path: Path
) -> None:
    folder = universe.snapshot.path
    (folder / "tickers.parquet").unlink()
    manifest = json.loads((folder / "manifest.json").read_text())
    del manifest["tables"]["tickers"]
    (folder / "manifest.json").write_text(json.dumps(manifest))
    path = holdings(tmp_path / "then", ("OLD", "OLD INC"))
    assert ciks(of_holdings(open_universe(folder), path)) == {"OLD": 101}


def test_a_share_class_is_written_as_the_sec_does_and_is_no_other_ticker(tmp_path: Path) -> None:
    """Class A of AA is not AAA; MOG.A is MOGA of the holdings, MOG-A of the ticker file."""
    found = Market(tmp_path / "now")
    found.add("AAA", 101, plain_facts(101))
    found.add("MOGA", 102, plain_facts(102))
    found.listed = {"AAA": 101, "MOG-A": 102}
    found.held[1] = ("MOGA", "MOG-A INC", *found.held[1][2:])
    universe = open_universe(found.build().snapshot.path)
    path = table(
        tmp_path, "ticker,start,end\nAA-A,2020-01-01,\nMOG.A,2020-01-01,\nAAA,2020-01-01,\n"
    )
    found_there = ciks(of_table(universe, path, HOLDINGS_DATE))
    assert found_there == {"AA-A": None, "MOG.A": 102, "AAA": 101}
