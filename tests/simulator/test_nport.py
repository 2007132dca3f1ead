"""The fund's reports hold what the fund holds, in the form of real ones."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from lxml import etree
from tests.simulator.draw import market
from tests.simulator.exchange import positions, worth
from tests.simulator.nport import (
    FUND_NAME,
    SERIES,
    cusip_of,
    fund_filings,
    isin_of,
    lei_of,
    nport,
    write_fund_filings,
)

DAY = date(2026, 5, 5)
SPACE = {"n": "http://www.sec.gov/edgar/nport"}


def test_the_newest_report_is_of_the_quarter_two_months_ago() -> None:
    newest = next(each for each in fund_filings(DAY) if each.series == SERIES)
    assert (newest.period, newest.filed) == (date(2025, 12, 31), date(2026, 2, 27))
    assert len({each.accession for each in fund_filings(DAY)}) == len(fund_filings(DAY)) == 16
    assert all(each.filed <= DAY and each.filed.weekday() < 5 for each in fund_filings(DAY))


def test_a_report_holds_what_the_fund_holds() -> None:
    rows = positions(market(30, 7))
    filing = next(each for each in fund_filings(DAY) if each.series == SERIES)
    root = etree.fromstring(nport(rows, filing).encode())

    def texts(path: str) -> list[str]:
        return [str(node.text) for node in root.iterfind(path, SPACE)]

    assert texts(".//n:seriesName") == [FUND_NAME]
    assert texts(".//n:genInfo/n:repPdDate") == ["2025-12-31"]
    holdings = ".//n:invstOrSecs/n:invstOrSec"
    assert [float(text) for text in texts(f"{holdings}/n:valUSD")] == [worth(row) for row in rows]
    assert [float(text) for text in texts(f"{holdings}/n:balance")] == [row[4] for row in rows]
    assert abs(sum(map(float, texts(f"{holdings}/n:pctVal"))) - 100) < 1e-6
    categories = dict(
        zip(texts(f"{holdings}/n:name"), texts(f"{holdings}/n:assetCat"), strict=True)
    )
    assert categories["Quemotti Inc Rights"] == "DE"
    assert categories["Usd Cash"] == "STIV"
    assert list(categories.values()).count("EC") == 33  # 30 companies, two CVRs, an escrow
    assert root.find(".//n:ticker", SPACE) is None


def test_numbers_of_securities_have_right_check_digits() -> None:
    assert isin_of("037833100") == "US0378331005"
    cusip = cusip_of("QBBBB0", "ALBRABANE MEDICAL INC")
    assert len(cusip) == 9
    assert cusip == cusip_of("QBBBB0", "ALBRABANE MEDICAL INC") != cusip_of("QBBBB0", "OTHER")
    assert int(lei_of("Albrabane Medical Inc.")) % 97 == 1
    assert len(lei_of("Albrabane Medical Inc.")) == 20


def test_other_series_of_the_trust_stand_between(tmp_path: Path) -> None:
    write_fund_filings(market(8, 7), tmp_path, DAY)
    listed = json.loads((tmp_path / "nport" / "filings.json").read_text("utf-8"))
    assert len({row["series"] for row in listed}) == 4
    for row in listed:
        text = (tmp_path / "nport" / f"{row['accession']}.xml").read_text("utf-8")
        assert f"<seriesId>{row['series']}</seriesId>" in text
