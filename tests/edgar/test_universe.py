"""What there is to be had is what the market filed, at the addresses where EDGAR has it."""

from __future__ import annotations

import gzip
import re
from datetime import date
from pathlib import Path

import httpx
import pytest
from tests.edgar import fund, universe
from tests.edgar.market import LATER, Folders
from tests.edgar.program import CONTACT
from tests.edgar.real import of_real_files
from tests.edgar.server import Server, serving
from tests.edgar.universe import facts_path, history_path
from tests.simulator.nport import SERIES, TRUST

FILER, NO_FILER = 9991000001, 9990000042
HISTORY = history_path(FILER)
DATA = "/Archives/edgar/data"


def test_who_never_filed_has_nothing(client: httpx.Client) -> None:
    for path in (history_path(NO_FILER), facts_path(NO_FILER)):
        answer = client.get(path)
        assert answer.status_code == 404
        assert "<Code>NoSuchKey</Code>" in answer.text


def test_instances_are_where_the_filing_history_says(
    folders: Folders, client: httpx.Client
) -> None:
    found = 0
    for file in sorted((folders.earlier / "instances").iterdir()):
        cik, accession = int(file.name[3:13]), file.name[14:34]
        recent = client.get(history_path(cik)).json()["filings"]["recent"]
        document = recent["primaryDocument"][recent["accessionNumber"].index(accession)]
        folder = f"{DATA}/{cik}/{accession.replace('-', '')}"
        name = f"{document.removesuffix('.htm')}_htm.xml"
        answer = client.get(f"{folder}/{name}")
        assert answer.content == gzip.decompress(file.read_bytes())
        items = client.get(f"{folder}/index.json").json()["directory"]["item"]
        assert name in [item["name"] for item in items]
        found += 1
    assert found > 15
    assert client.get(f"{folder}/other_htm.xml").status_code == 404


def test_an_older_filing_has_a_folder_without_an_instance(client: httpx.Client) -> None:
    recent = client.get(HISTORY).json()["filings"]["recent"]
    folder = f"{FILER}/{recent['accessionNumber'][-2].replace('-', '')}"
    names = [
        item["name"]
        for item in client.get(f"{DATA}/{folder}/index.json").json()["directory"]["item"]
    ]
    assert any(name.endswith(".htm") for name in names)
    assert not any(name.endswith("_htm.xml") for name in names)
    zeros = client.get(f"{DATA}/00{folder}/index.json")
    assert (zeros.status_code, zeros.headers["Location"]) == (301, f"{DATA}/{folder}/index.json")


def index_path(day: date) -> str:
    quarter = (day.month + 2) // 3
    return f"/Archives/edgar/daily-index/{day.year}/QTR{quarter}/form.{day:%Y%m%d}.idx"


def test_days_without_filings_have_no_index(server: Server, client: httpx.Client) -> None:
    saturday, holiday = date(2026, 4, 25), date(2026, 5, 25)
    for day in (saturday, holiday, date.today()):
        assert client.get(index_path(day)).status_code == 404
    server.site.absent_index = 403
    refused = client.get(index_path(saturday))
    assert (refused.status_code, "<Code>AccessDenied</Code>" in refused.text) == (403, True)
    quiet = client.get(index_path(date(2026, 4, 9)))
    assert quiet.status_code == 200
    assert "Stranger 1 of April" in quiet.text


def test_time_moves_on(server: Server, folders: Folders, client: httpx.Client) -> None:
    today = date.today()
    before = client.get(HISTORY).json()["filings"]["recent"]["accessionNumber"]
    facts = client.get(facts_path(FILER))
    new = server.served.move_on(folders.later, published_on=today)
    after = client.get(HISTORY).json()["filings"]["recent"]["accessionNumber"]
    filed = {(each.cik, each.accession) for each in new}
    assert {(FILER, number) for number in set(after) - set(before)} <= filed
    assert {"10-K", "10-Q"} <= {each.form for each in new}
    index = client.get(index_path(today)).text
    for each in new:
        assert index.count(f"edgar/data/{each.cik}/{each.accession}.txt") == 1
    tag = facts.headers["ETag"]
    assert client.get(facts_path(FILER), headers={"If-None-Match": tag}).status_code == 200
    text = client.get(fund.LATEST).text
    assert 'Fund Holdings as of,"May 05, 2026"' in text
    assert ('"QJBBB6"' in text, '"QMBBB9"' in text) == (True, False)  # entered; left


def test_the_fund_has_holdings_of_earlier_days(server: Server, folders: Folders) -> None:
    server.served.move_on(folders.later)

    def holdings(**more: str) -> list[str]:
        query = {"portfolioId": fund.PORTFOLIO, "component": "holdings", **more}
        base = server.addresses["blackrock"]
        answer = httpx.get(base + fund.DOCUMENTS, params=query, trust_env=False)
        assert answer.status_code == 200
        return answer.text.splitlines()

    assert holdings()[1] == f'Fund Holdings as of,"{LATER:%b %d, %Y}"'
    assert holdings(asOfDate="20260421")[1] == 'Fund Holdings as of,"Apr 21, 2026"'
    assert holdings(asOfDate="20260425")[1] == 'Fund Holdings as of,"-"'
    assert holdings(portfolioId="239707")[0] == "\ufeffiShares Russell 1000 ETF"


def test_the_legacy_address_has_the_same_file(server: Server) -> None:
    query = {"fileType": "csv", "fileName": "IWM_holdings", "dataType": "fund"}
    legacy = httpx.get(server.address + fund.LEGACY, params=query, trust_env=False)
    assert legacy.text == httpx.get(server.address + fund.LATEST, trust_env=False).text
    assert httpx.get(server.address + fund.LEGACY, trust_env=False).status_code == 404


def test_bytes_can_be_put_and_taken_away(server: Server, client: httpx.Client) -> None:
    server.served.put(universe.TICKERS, b"{}")
    assert client.get(universe.TICKERS).content == b"{}"
    server.served.remove(universe.TICKERS)
    assert client.get(universe.TICKERS).status_code == 404


def test_the_funds_reports_are_in_its_feed_and_in_the_trusts_history(
    client: httpx.Client,
) -> None:
    query = {"action": "getcompany", "CIK": SERIES, "type": "NPORT-P", "output": "atom"}
    feed = client.get(universe.FEED, params={**query, "count": "2"}).text
    numbers = re.findall(r"<accession-number>(.*)</accession-number>", feed)
    assert len(numbers) == 2
    recent = client.get(history_path(TRUST)).json()["filings"]["recent"]
    reports = {
        number: document
        for number, form, document in zip(
            recent["accessionNumber"], recent["form"], recent["primaryDocument"], strict=True
        )
        if form == "NPORT-P"
    }
    assert set(numbers) < set(reports)
    assert set(recent["form"]) > {"NPORT-P"}
    other = next(number for number in reports if number not in numbers)
    for number in (*numbers, other):
        text = client.get(f"{DATA}/{TRUST}/{number.replace('-', '')}/primary_doc.xml").text
        assert "<edgarSubmission" in text
        assert (f"<seriesId>{SERIES}</seriesId>" in text) == (number != other)
    assert reports[numbers[0]].endswith("/primary_doc.xml")
    nothing = client.get(universe.FEED, params={**query, "CIK": "S000099999"}).text
    assert "<entry>" not in nothing


@pytest.mark.shared
def test_real_files_are_served_too(shared_data: Path, tmp_path: Path) -> None:
    with serving(of_real_files(shared_data, tmp_path / "real")) as server:
        headers = {"User-Agent": CONTACT}
        with httpx.Client(base_url=server.address, headers=headers, trust_env=False) as client:
            apple = client.get(facts_path(320193)).json()
            assert apple["entityName"] == "Apple Inc."
            assert client.get(history_path(320193)).json()["name"] == "Apple Inc."
            assert client.get(fund.LATEST).text.startswith("\ufeffiShares Russell 2000 ETF")
            assert client.get(facts_path(1)).status_code == 404
