"""Building from a fund's N-PORT report, which borrows its tickers and sectors."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.makers import Market, plain_facts
from tests.nport import position, report

from screener.build import build
from screener.errors import SourceError, UsageError


@pytest.fixture
def found(tmp_path: Path) -> Market:
    market = Market(tmp_path)
    market.add("ALFA", 101, plain_facts(101))
    market.add("BETA", 102, plain_facts(102))
    return market


@pytest.fixture
def nport(tmp_path: Path) -> Path:
    """Return a report of the quarter after the market's holdings file, with one newcomer."""
    path = tmp_path / "primary_doc.xml"
    path.write_bytes(
        report(
            position("Alfa Inc.", value="3000", balance="200", isin="US0000000001"),
            position("Nova Inc.", value="2000", balance="100", isin="US0000000003"),
            position("Beta Inc.", value="1000", balance="100", isin="US0000000002"),
            position("Cash Fund", category="<assetCat>STIV</assetCat>"),
        )
    )
    return path


def test_a_report_with_a_holdings_file_to_borrow_from(found: Market, nport: Path) -> None:
    found.listed["NOVA"] = 103
    request = found.request()
    snapshot = found.build(holdings=nport, borrow=request.holdings).snapshot
    constituents = snapshot.table("constituents").sort("market_value", descending=True)
    assert constituents.select("ticker", "sector", "cik", "price").rows() == [
        ("ALFA", "Industrials", 101, 15.0),
        ("NOVA", "Other", 103, 20.0),
        ("BETA", "Industrials", 102, 10.0),
    ]
    manifest = snapshot.manifest
    assert manifest.fund == "Sample Small-Cap Fund"
    assert str(manifest.holdings_date) == str(manifest.as_of) == "2026-06-30"
    assert manifest.counts["rows_in"] == 4
    assert [(one.kind, one.address) for one in manifest.sources[:2]] == [
        ("holdings", str(nport)),
        ("borrow", str(request.holdings)),
    ]
    assert manifest.warnings == [
        "an N-PORT report has no sectors and hardly any tickers: by name, they are those of Test"
        " Fund, holdings of 2026-05-05",
        "of 1 of 3 holdings no sector could be told by its name",
    ]
    prices = snapshot.table("metrics")["price"]
    assert prices.null_count() == 0


def test_a_report_alone_has_the_secs_tickers_and_no_sector(found: Market, nport: Path) -> None:
    snapshot = found.build(holdings=nport).snapshot
    constituents = snapshot.table("constituents").sort("ticker")
    assert constituents.select("ticker", "sector", "cik").rows() == [
        ("-", "Other", None),
        ("ALFA", "Other", 101),
        ("BETA", "Other", 102),
    ]
    assert "no sector is known" in snapshot.manifest.warnings[0]


def test_the_callers_warnings_come_first(found: Market, nport: Path) -> None:
    said = ("the first address refused", "the second did, too")
    warnings = found.build(holdings=nport, warnings=said).snapshot.manifest.warnings
    assert tuple(warnings[:2]) == said
    assert warnings[2].startswith("an N-PORT report")


def test_where_nothing_is_missing_there_is_nothing_to_borrow(found: Market) -> None:
    request = found.request()
    with pytest.raises(UsageError, match="have tickers and sectors of their own") as caught:
        list(build(found.request(borrow=request.holdings)))
    assert "--borrow" in caught.value.next_step


def test_a_report_lends_nothing(found: Market, nport: Path) -> None:
    with pytest.raises(SourceError, match="has no tickers and sectors to lend") as caught:
        list(build(found.request(holdings=nport, borrow=nport)))
    assert caught.value.where == str(nport)
