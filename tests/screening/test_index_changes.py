from __future__ import annotations

import csv
import datetime as dt
import statistics
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.frames import universe_of

from screener.build import BuildRequest, Built, build
from screener.model.screen import Screen
from screener.screening.index_changes import IndexChanges, index_changes, with_promoted
from screener.screening.universe import Universe, open_universe
from screener.sources.ishares import read_holdings

Row = dict[str, Any]

EVERYTHING = Screen()


# -- against plain Python --------------------------------------------------------------------------

_CLASS = st.fixed_dictionaries(
    {
        "ticker": st.sampled_from("ABC"),
        "name": st.sampled_from("XYZ"),
        # Sixty-fourths add up without rounding.
        "weight": st.none() | st.integers(0, 64).map(lambda number: number / 64),
        "market_value": st.none() | st.just(1e6),
        "quantity": st.none() | st.integers(0, 100).map(float),
    }
)
_COMPANY = st.lists(_CLASS, max_size=3, unique_by=lambda row: row["ticker"])
"""The share classes of a company; none where it is not in the index."""


@st.composite
def markets(draw: st.DrawFn) -> list[tuple[list[Row], list[Row]]]:
    """For each company, which the SEC numbers, its rows before and after."""
    companies = []
    for number in range(draw(st.integers(0, 5))):
        sides = [
            [
                row | {"ticker": f"{row['ticker']}{number}", "name": f"{row['name']} {number}",
                       "cik": 100 + number}
                for row in draw(_COMPANY)
            ]
            for _ in range(2)
        ]  # fmt: skip
        companies.append((sides[0], sides[1]))
    return companies


def held(rows: list[Row]) -> Universe:
    return universe_of(rows, constituents=rows)


def total(rows: list[Row], name: str) -> float | None:
    values = [row[name] for row in rows]
    return None if None in values else sum(values)


def listings(rows: list[Row]) -> list[tuple[str, str]]:
    return [(row["ticker"], row["name"]) for row in rows]


def paired(before: list[Row], after: list[Row]) -> set[tuple[str, str, str, str]]:
    """Old and new listing of each share class that bears another ticker or name."""
    gone = [each for each in listings(before) if each not in listings(after)]
    came = [each for each in listings(after) if each not in listings(before)]
    pairs = set()
    for field in (0, 1, None):
        for new in list(came):
            for old in gone:
                if field is None or old[field] == new[field]:
                    pairs.add((*old, *new))
                    gone.remove(old)
                    came.remove(new)
                    break
    return pairs


@given(markets())
def test_the_index_changed_as_plain_python_finds(
    market: list[tuple[list[Row], list[Row]]],
) -> None:
    sides = [[row for company in market for row in company[side]] for side in (0, 1)]
    found = index_changes(held(sides[0]), held(sides[1]), EVERYTHING)

    def numbers(frame: pl.DataFrame) -> set[int]:
        assert frame["cik"].n_unique() == frame.height
        return set(frame["cik"])

    companies = dict(enumerate(market, 100))
    assert numbers(found.added) == {n for n, (was, now) in companies.items() if now and not was}
    assert numbers(found.removed) == {n for n, (was, now) in companies.items() if was and not now}
    expected = {pair for was, now in market if was and now for pair in paired(was, now)}
    names = ["ticker_before", "name_before", "ticker", "name"]
    renamed = list(found.renamed.select(names).iter_rows())
    assert len(renamed) == len(set(renamed))
    assert set(renamed) == expected

    both = {n: sides for n, sides in companies.items() if sides[0] and sides[1]}
    assert numbers(found.weights) == set(both)
    changes = []
    for row in found.weights.iter_rows(named=True):
        was, now = both[row["cik"]]
        assert (row["ticker"], row["name"]) == listings(now)[0]
        weights = total(was, "weight"), total(now, "weight")
        assert (row["weight_before"], row["weight"]) == weights
        change = None if None in weights else weights[1] - weights[0]  # type: ignore[operator]  # neither is None
        assert row["weight_change"] == change
        quantities = total(was, "quantity"), total(now, "quantity")
        assert (row["quantity_before"], row["quantity"]) == quantities
        assert row["index_shares_change"] is None  # of so few the fund's own change can't be told
        changes.append(-1.0 if change is None else abs(change))
    assert changes == sorted(changes, reverse=True)


# -- by hand ---------------------------------------------------------------------------------------


def row(ticker: str, cik: int | None, name: str = "", **figures: Any) -> Row:
    return {"ticker": ticker, "name": name or f"{ticker} Inc", "cik": cik} | figures


def compare(before: list[Row], after: list[Row], screen: Screen = EVERYTHING) -> IndexChanges:
    return index_changes(held(before), held(after), screen)


def test_who_came_and_left_stands_with_weight_value_and_what_the_screen_says() -> None:
    gone = row("GONE", 1, sector="Energy", weight=0.25, market_value=5e6, profitable=True)
    new = row("NEW", 2, sector="Materials", weight=None, market_value=7e6, profitable=None)
    found = compare([gone, row("A", 3)], [row("A", 3), new], Screen(profitable=True))
    blank = {"promoted": None, "ticker_before": None, "name_before": None}
    assert found.table().to_dicts() == [
        {"change": "added", "ticker": "NEW", "name": "NEW Inc", "cik": 2, "sector": "Materials",
         "weight": None, "market_value": 7e6, "outcome": "unknown"} | blank,
        {"change": "removed", "ticker": "GONE", "name": "GONE Inc", "cik": 1, "sector": "Energy",
         "weight": 0.25, "market_value": 5e6, "outcome": "pass"} | blank,
    ]  # fmt: skip


def test_a_new_ticker_is_a_new_name_of_the_same_company() -> None:
    [found] = compare([row("OLD", 1)], [row("NEW", 1, weight=0.5)]).table().to_dicts()
    told = ("change", "ticker", "name", "ticker_before", "name_before", "weight")
    assert [found[name] for name in told] == ["renamed", "NEW", "NEW Inc", "OLD", "OLD Inc", 0.5]


def test_a_share_class_that_comes_is_no_new_name() -> None:
    found = compare([row("A", 1, "One")], [row("A", 1, "One"), row("B", 1, "One")])
    assert found.table().is_empty()


def test_a_missing_name_is_a_listing_like_others() -> None:
    blank = {"ticker": None, "name": None, "cik": 1}
    assert compare([blank], [blank]).table().is_empty()
    assert compare([blank], [row("A", 1)]).renamed["ticker_before"].to_list() == [None]


def test_nothing_in_either_is_nothing_changed() -> None:
    found = with_promoted(compare([], []), larger(("A", "A Inc")))
    assert found.table().is_empty()
    assert found.weights.is_empty()


# -- promotions ------------------------------------------------------------------------------------


def larger(*holdings: tuple[str, str]) -> pl.DataFrame:
    return pl.DataFrame(holdings, schema={"ticker": pl.String, "name": pl.String}, orient="row")


@pytest.mark.parametrize(
    ("ticker", "name", "holdings", "promoted"),
    [
        ("BE", "BLOOM ENERGY CLASS A CORP", [("BE", "BLOOM ENERGY CLASS A CORP")], True),
        ("BE", "BLOOM ENERGY CLASS A CORP", [("BE", "BLOOM ENERGY CORP")], True),
        # The ticker is another company's by now.
        ("RNA", "AVIDITY BIOSCIENCES INC", [("RNA", "ATRIUM THERAPEUTICS INC")], False),
        ("ARIS", "ARIS WATER SOLUTIONS INC", [("ARIS", "ARIS MINING CORP")], False),
        # Another ticker and the same name.
        ("SATS", "ECHOSTAR CORP CLASS A", [("ECHO", "ECHOSTAR CORP CLASS A")], True),
        ("OLD", "STERLING INFRASTRUCTURE INC", [("STRL", "STERLING INFRASTRUCTURE")], True),
        ("BRP", "BRP GROUP INC CLASS A", [("DOOO", "BRP INC")], False),
        # Two share classes of one company are no two companies.
        ("OLD", "LIBERTY GLOBE CORP", [("LGA", "LIBERTY GLOBE CORP CLASS A"),
                                        ("LGB", "LIBERTY GLOBE CORP CLASS B")], True),
        ("-", "LIBERTY GLOBE CORP", [("LGA", "LIBERTY GLOBE CORP CLASS A")], True),
        (None, None, [("A", "A INC"), ("-", "B INC")], False),
        ("A", "A INC", [], False),
    ],
)  # fmt: skip
def test_who_was_promoted(
    ticker: str | None, name: str | None, holdings: list[tuple[str, str]], promoted: bool
) -> None:
    left = {"ticker": ticker, "name": name, "cik": 1}
    found = with_promoted(compare([left], []), larger(*holdings, ("ELSE", "SOMEBODY ELSE INC")))
    assert found.removed["promoted"].to_list() == [promoted]


# -- real holdings ---------------------------------------------------------------------------------

NEW_TICKERS = {
    "AHH": "AHRT", "ATGE": "CVSA", "AXL": "DCH", "ASGN": "EFOR", "CMPO": "GPGI", "GMGI": "MRDN",
    "MEG": "ONT", "PX": "RPC", "RYI": "RYZ", "TSE": "TSEOF", "GMRE": "XRN",
}  # fmt: skip
"""Read off the files of 21 January and 5 May 2026, and known from the companies' announcements."""
NEW_NAMES = {"AMCX", "BKKT", "CIFR", "CTGO", "DEC", "INDV", "IRT", "IRTC", "NRC", "SKIN"}
JUNE = dt.date(2026, 6, 30)


def raw(path: Path) -> list[dict[str, str]]:
    """The shares of a holdings file, all of it text; without what is left of those that are gone:
    rows without a ticker, and one that is worth six dollars."""
    lines = list(csv.reader(path.read_text("utf-8-sig").splitlines()))
    start = next(i for i, line in enumerate(lines) if line[:1] == ["Ticker"])
    rows = [dict(zip(lines[start], line, strict=False)) for line in lines[start + 1 :]]
    return [
        found for found in rows
        if found.get("Asset Class") == "Equity" and found["Ticker"] != "-"
        and found["Exchange"] != "NO MARKET (E.G. UNLISTED)"
        and number(found["Market Value"]) > 10
    ]  # fmt: skip


def number(text: str) -> float:
    return float(text.replace(",", ""))


def built(shared_data: Path, holdings: Path, root: Path) -> Universe:
    request = BuildRequest(
        holdings=holdings,
        tickers=tuple(
            shared_data / "tickers" / f"company_tickers{end}.json" for end in ("", "_exchange")
        ),
        facts=(shared_data / "companyfacts",),
        root=root,
        created=dt.datetime(2026, 7, 1, tzinfo=dt.UTC),
    )
    *_, last = build(request)
    assert isinstance(last, Built)
    return open_universe(last.snapshot.path)


@pytest.mark.shared
def test_the_real_index_from_january_to_may(shared_data: Path, tmp_path: Path) -> None:
    paths = [shared_data / "ishares" / f"IWM_2026-{day}.csv" for day in ("01-21", "05-05")]
    found = index_changes(*(built(shared_data, path, tmp_path) for path in paths), EVERYTHING)
    was, now = ({row["Ticker"]: row for row in raw(path)} for path in paths)
    # RNA is another company in May: Avidity was bought, Atrium came out of it.
    assert was["RNA"]["Name"] != now["RNA"]["Name"]
    came = now.keys() - was.keys() - set(NEW_TICKERS.values()) | {"RNA"}
    left = was.keys() - now.keys() - NEW_TICKERS.keys() | {"RNA"}
    assert (len(came), len(left)) == (13, 42)
    assert set(found.added["ticker"]) == came
    assert set(found.removed["ticker"]) == left
    renamed = found.renamed.filter(pl.col("ticker") != pl.col("ticker_before"))
    assert dict(renamed.select("ticker_before", "ticker").iter_rows()) == NEW_TICKERS
    same = found.renamed.filter(pl.col("ticker") == pl.col("ticker_before"))
    both = was.keys() & now.keys() - {"RNA"}
    assert set(same["ticker"]) == NEW_NAMES
    assert {t for t in both if was[t]["Name"] != now[t]["Name"]} == NEW_NAMES

    totals = [sum(number(row["Market Value"]) for row in side.values()) for side in (was, now)]
    weights = {row["ticker"]: row for row in found.weights.iter_rows(named=True)}
    for old, new in [("BE", "BE"), ("KTOS", "KTOS"), ("POWL", "POWL"), ("RYI", "RYZ")]:
        row = weights[new]
        before, today = was[old], now[new]
        expected = [number(before["Market Value"]) / totals[0],
                    number(today["Market Value"]) / totals[1]]  # fmt: skip
        # The totals hold some more of what is left of those that are gone.
        assert [row["weight_before"], row["weight"]] == pytest.approx(expected, rel=1e-4)
        assert row["quantity_before"] == number(before["Quantity"])
        assert row["quantity"] == number(today["Quantity"])
        grown = number(today["Quantity"]) / number(before["Quantity"])
        # 278.75 million shares of the fund are out, of 291.35 million before.
        of_the_index = grown / (278_750_000 / 291_350_000)
        assert row["index_shares_change"] + 1 == pytest.approx(of_the_index, rel=0.005)
    assert found.weights["ticker"].to_list()[:3] == ["BE", "STRL", "KTOS"]
    ratios = [row["quantity"] / row["quantity_before"] for row in weights.values()]
    changes = [row["index_shares_change"] for row in weights.values()]
    median = statistics.median(ratios)
    assert changes == pytest.approx([ratio / median - 1 for ratio in ratios])


@pytest.mark.shared
def test_who_was_really_promoted_in_june(shared_data: Path, tmp_path: Path) -> None:
    """The holdings of May against those of them that were members on 30 June, and the Russell 1000
    fund of July. The membership list does not come from the funds."""
    may = shared_data / "ishares" / "IWM_2026-05-05.csv"
    with (shared_data / "membership" / "r2k_membership.csv").open(encoding="utf-8") as file:
        members = {row["ticker"] for row in csv.DictReader(file) if not row["end_date"]}
    lines = may.read_text("utf-8-sig").replace("May 05, 2026", "Jun 30, 2026").splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith("Ticker,")) + 1
    kept = [line for line in lines[start:] if next(csv.reader([line]), [""])[:1][0] in members]
    june = tmp_path / "june.csv"
    june.write_text("\n".join([*lines[:start], *kept]), encoding="utf-8")

    before, after = (built(shared_data, path, tmp_path / "root") for path in (may, june))
    assert after.snapshot.manifest.holdings_date == JUNE
    iwb = shared_data / "ishares" / "IWB_2026-07-17.csv"
    found = with_promoted(
        index_changes(before, after, EVERYTHING), read_holdings(iwb).constituents
    ).removed

    there = [(row["Ticker"], row["Name"]) for row in raw(iwb)]
    names = {name for _, name in there}
    gone = [(r["Ticker"], r["Name"]) for r in raw(may) if r["Ticker"] not in members]
    # In these files a company that kept its ticker kept its name; EchoStar has a new ticker.
    assert {t for t, n in gone if t in dict(there) and (t, n) not in there} == set()
    promoted = {ticker for ticker, name in gone if name in names}
    assert len(promoted) == 41
    assert "SATS" in promoted - dict(there).keys()
    assert set(found.filter("promoted")["ticker"]) == promoted
    assert set(found.filter(~pl.col("promoted"))["ticker"]) == {t for t, _ in gone} - promoted
