"""The holdings of an N-PORT report as companies of a snapshot: by name, the right one or none."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from tests.makers import Market, plain_facts
from tests.nport import of_real_names, position, report

from screener.build import BuildRequest, Built, build
from screener.build.membership import Membership, of_holdings
from screener.build.report_members import UNNAMED
from screener.build.rewind import rewind
from screener.screening.universe import Universe, open_universe
from screener.sources.edgar import read_tickers
from screener.sources.fund import read_fund

LEIS = ("9999000000000000AA01", "9999000000000000BB02")


@pytest.fixture
def market(tmp_path: Path) -> Market:
    found = Market(tmp_path / "now")
    found.add("ALFA TOOLS", 101, plain_facts(101))
    found.add("BETA FOODS", 102, plain_facts(102))
    found.add("GAMA MILLS")
    return found


@pytest.fixture
def universe(market: Market) -> Universe:
    """Return a universe of two companies, and GAMA MILLS INC without a filer."""
    return open_universe(market.build().snapshot.path)


def members(universe: Universe, folder: Path, *positions: str) -> Membership:
    path = folder / "primary_doc.xml"
    path.write_bytes(report(*positions, day="2025-12-31"))
    return of_holdings(universe, path)


def ciks(found: Membership) -> list[tuple[str, int | None]]:
    return list(found.constituents.select("name", "cik").iter_rows())


def test_a_holding_is_the_company_that_has_its_name(universe: Universe, tmp_path: Path) -> None:
    found = members(
        universe, tmp_path, position("Alfa Tools, Inc.", isin="US0000000001"),
        position("Nova Inc.", value="5000", isin="US0000000002"),
    )  # fmt: skip
    assert found.constituents.select("ticker", "name", "sector", "cik", "reason").rows() == [
        ("ALFA TOOLS", "Alfa Tools, Inc.", "Industrials", 101, None),
        ("-", "Nova Inc.", "Other", None, UNNAMED),
    ]
    assert found.said == "Sample Small-Cap Fund, N-PORT report of 2025-12-31 (primary_doc.xml)"
    assert found.missing == ("1 of 2 members are none of this snapshot's companies, by their names")
    assert found.by_report


def test_figures_and_prices_are_of_the_reports_day(universe: Universe, tmp_path: Path) -> None:
    found = members(universe, tmp_path, position("Alfa Tools, Inc.", value="600", balance="50"))
    day = dt.date(2025, 12, 31)
    then = rewind(universe, day, found)
    [row] = then.metrics.to_dicts()
    assert (row["as_of"], row["price"], row["cik"]) == (day, 12.0, 101)
    assert row["revenue_ttm"] is not None
    assert then.snapshot.manifest.by_report
    assert not universe.snapshot.manifest.by_report


def test_a_company_of_another_name_by_the_secs_lists_is_known_by_it(
    market: Market, tmp_path: Path
) -> None:
    """The list says BETA FOODS INC; the fund has called it otherwise."""
    market.held[1] = ("BETA FOODS", "BETA FOODS NEW BRANDS", *market.held[1][2:])
    universe = open_universe(market.build().snapshot.path)
    found = members(universe, tmp_path, position("Beta Foods, Inc."))
    assert ciks(found) == [("Beta Foods, Inc.", 102)]


def test_a_constituent_without_a_number_is_listed_as_it_is(
    universe: Universe, tmp_path: Path
) -> None:
    found = members(universe, tmp_path, position("Gama Mills, Inc."))
    assert found.constituents.select("ticker", "name", "cik").rows() == [
        ("GAMA MILLS", "GAMA MILLS INC", None)
    ]


@pytest.mark.parametrize(
    ("leis", "titles", "one_company"),
    [
        (LEIS, ("", ""), False),
        ((LEIS[0], LEIS[0]), ("", ""), True),
        (("N/A", "N/A"), ("", ""), False),
        ((LEIS[0], "N/A"), ("", ""), False),
        (("N/A", "N/A"), (", Class A", ", Class B"), True),
        (LEIS, (", Class A", ", Class B"), False),
        (("N/A", "N/A"), (", Class A", ", Class A"), False),
    ],
    ids=[
        "two issuers", "one issuer", "nothing tells", "one is told", "two classes",
        "classes of two issuers", "one class twice",
    ],
)  # fmt: skip
def test_a_name_that_two_issuers_have_is_that_of_none(
    universe: Universe, tmp_path: Path, leis: tuple[str, str], titles: tuple[str, str],
    one_company: bool,
) -> None:  # fmt: skip
    name = "Alfa Tools, Inc."
    rows = [
        position(name, f"{name}{title}", lei=lei, isin=f"US000000000{at}")
        for at, (lei, title) in enumerate(zip(leis, titles, strict=True))
    ]
    found = members(universe, tmp_path, *rows)
    assert [cik for _, cik in ciks(found)] == [101 if one_company else None] * 2


@pytest.mark.parametrize("titles", [("", ""), (", Class A", ", Class B"), (", Class A",) * 2])
def test_rows_without_identifiers_are_one_company_by_its_name(
    universe: Universe, tmp_path: Path, titles: tuple[str, str]
) -> None:
    name = "Alfa Tools, Inc."
    found = members(universe, tmp_path, *(position(name, f"{name}{title}") for title in titles))
    assert [cik for _, cik in ciks(found)] == [101, 101]


# -- real names ------------------------------------------------------------------------------------


@pytest.mark.shared
@pytest.mark.parametrize(
    ("known", "right", "missed"),
    # With a list of the day's names; with a newer list alone, who has another name since is not.
    [(("company_tickers", "company_tickers_exchange"), 1886, 7), (("company_tickers",), 1809, 63)],
    ids=["names of then", "names of later"],
)
def test_real_names_are_given_their_company_or_none(
    shared_data: Path, tmp_path: Path, known: tuple[str, ...], right: int, missed: int
) -> None:
    """The snapshot is of May 2026; the report, of January, has names of 2025."""
    tickers = [shared_data / "tickers" / f"{name}.json" for name in known]
    request = BuildRequest(
        holdings=shared_data / "ishares" / "IWM_2026-05-05.csv",
        tickers=tuple(tickers),
        facts=(shared_data / "companyfacts",),
        root=tmp_path,
        created=dt.datetime(2026, 7, 1, tzinfo=dt.UTC),
    )
    *_, last = build(request)
    assert isinstance(last, Built)
    universe = open_universe(last.snapshot.path)
    numbered = set(universe.constituents["cik"].drop_nulls())

    path, january = tmp_path / "report.xml", shared_data / "ishares" / "IWM_2026-01-21.csv"
    names = ("company_tickers", "company_tickers_exchange")
    lists = [read_tickers(shared_data / "tickers" / f"{name}.json") for name in names]
    truth = of_real_names(january, lists, path)
    found = of_holdings(universe, path).constituents
    securities = read_fund(path).securities
    assert securities is not None
    pairs = [
        (cik, truth[int(isin[2:])] if truth[int(isin[2:])] in numbered else None)
        for cik, isin in zip(found["cik"], securities["isin"], strict=True)
    ]
    assert [pair for pair in pairs if pair[0] is not None and pair[0] != pair[1]] == []
    assert sum(cik is not None for cik, _ in pairs) == right
    assert sum(cik is None and its is not None for cik, its in pairs) == missed
