"""The server behaves as the sources do: who may ask, how often, and what is answered how."""

from __future__ import annotations

import gzip
import json
import zipfile
from collections.abc import Iterator
from datetime import date

import httpx
import pytest
from tests.edgar import fund, universe
from tests.edgar.answers import Asked
from tests.edgar.conftest import CONTACT, Folders
from tests.edgar.log import Log, Request
from tests.edgar.market import LATER
from tests.edgar.rules import Rules
from tests.edgar.server import HOSTS, Server, serving
from tests.edgar.universe import Served, facts_path, history_path

FILER, NO_FILER = 9991000001, 9990000042
HISTORY = history_path(FILER)
DATA = "/Archives/edgar/data"


@pytest.fixture
def client(server: Server) -> Iterator[httpx.Client]:
    """Ask as the SEC wants to be asked."""
    headers = {"User-Agent": CONTACT}
    with httpx.Client(base_url=server.address, headers=headers, trust_env=False) as found:
        yield found


@pytest.mark.parametrize(
    ("agent", "status"),
    [
        (CONTACT, 200),
        ("Example Research Ltd admin@research.example.com", 200),
        ("python-httpx/0.28.1", 403),
        ("test@example.com", 403),
        ("screener/1.0 (Test Person test@example.com)", 403),
        ("", 403),
    ],
)
def test_only_who_says_who_asks_is_answered(server: Server, agent: str, status: int) -> None:
    answer = httpx.get(server.address + HISTORY, headers={"User-Agent": agent}, trust_env=False)
    assert answer.status_code == status
    assert ("Undeclared Automated Tool" in answer.text) == (status == 403)


def test_the_fund_asks_nobody_for_a_name(server: Server) -> None:
    answer = httpx.get(server.address + fund.LATEST, trust_env=False)
    assert answer.status_code == 200
    assert answer.text.startswith("\ufeffiShares Russell 2000 ETF\n")


def test_who_asks_too_often_is_blocked_until_it_was_quiet() -> None:
    rules = Rules(limit=8, block_seconds=600)
    asked = Asked("GET", HISTORY, {}, {"user-agent": CONTACT})
    fund_asked = Asked("GET", fund.LATEST, {}, {})

    def refused(at: float) -> bool:
        assert rules.refusal(fund_asked, at) is None  # another host
        return rules.refusal(asked, at) is not None

    assert not any(refused(eighth / 8) for eighth in range(24))
    assert refused(2.95)
    assert refused(400.0)  # it asked meanwhile: the block begins again
    assert refused(990.0)
    assert not refused(1590.0)
    assert rules.blocks == 1


@pytest.mark.parametrize("status", [403, 429])
def test_the_refusal_of_who_asks_too_often(
    server: Server, client: httpx.Client, status: int
) -> None:
    server.rules.status, server.rules.limit = status, 0
    refused = client.get(HISTORY)
    assert refused.status_code == status
    assert "<h1>Request Rate Threshold Exceeded</h1>" in refused.text
    assert refused.headers.get("Retry-After") == ("600" if status == 429 else None)
    assert client.get(fund.LATEST).status_code == 200


def test_it_counts_what_comes_in_a_second() -> None:
    log = Log()
    for path, times in ((HISTORY, (0.0, 0.5, 0.99, 1.0, 1.4, 3.0)), (fund.LATEST, (0.6, 0.7))):
        for at in times:
            log.add(Request(at, Asked("GET", path, {}, {}), 200))
    assert log.max_in_a_second() == 4  # from 0.5 on; the fund's are no business of the SEC's


def test_every_request_is_written_down(server: Server, client: httpx.Client) -> None:
    answer = client.get(HISTORY)
    client.get(history_path(NO_FILER))
    first, second = server.log
    assert (first.path, first.kind, first.status, first.agent) == (HISTORY, "history", 200, CONTACT)
    assert first.sent == int(answer.headers["Content-Length"])
    assert (second.status, second.kind) == (404, "history")
    assert server.log.kinds() == {"history": 2}
    assert server.log.count("history") == server.log.count() == 2


def test_it_packs_for_who_can_unpack(client: httpx.Client) -> None:
    packed = client.get(facts_path(FILER))
    plain = client.get(facts_path(FILER), headers={"Accept-Encoding": "identity"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert packed.content == plain.content
    assert len(plain.content) > 4 * int(packed.headers["Content-Length"])
    assert json.loads(plain.content)["cik"] == FILER


def test_what_has_not_changed_is_not_sent_again(server: Server, client: httpx.Client) -> None:
    whole = client.get(HISTORY)
    for name, value in (
        ("If-None-Match", whole.headers["ETag"]),
        ("If-Modified-Since", whole.headers["Last-Modified"]),
    ):
        again = client.get(HISTORY, headers={name: value})
        assert (again.status_code, again.content) == (304, b"")
    assert client.get(HISTORY, headers={"If-None-Match": '"other"'}).status_code == 200
    server.site.validators = False
    answer = client.get(HISTORY, headers={"If-None-Match": whole.headers["ETag"]})
    assert (answer.status_code, "ETag" in answer.headers) == (200, False)


def test_an_archive_comes_in_parts(folders: Folders, client: httpx.Client) -> None:
    data = (folders.earlier / "companyfacts.zip").read_bytes()
    path = universe.FACTS_ARCHIVE

    def part(wanted: str, **more: str) -> httpx.Response:
        return client.get(path, headers={"Range": wanted, **more})

    whole = client.get(path)
    assert whole.content == data
    assert whole.headers["Accept-Ranges"] == "bytes"
    some = part("bytes=100-199")
    assert (some.status_code, some.content) == (206, data[100:200])
    assert some.headers["Content-Range"] == f"bytes 100-199/{len(data)}"
    assert part("bytes=-50").content == data[-50:]
    assert part(f"bytes={len(data) - 7}-").content == data[-7:]
    assert part(f"bytes={len(data)}-").status_code == 416
    same = {"If-Range": whole.headers["ETag"]}
    assert part("bytes=100-", **same).content == data[100:]
    assert part("bytes=100-", **{"If-Range": '"older"'}).content == data


def test_a_member_is_the_same_by_itself_and_in_the_archive(
    folders: Folders, client: httpx.Client
) -> None:
    with zipfile.ZipFile(folders.earlier / "submissions.zip") as archive:
        assert client.get(HISTORY).content == archive.read(f"CIK{FILER:010d}.json")


def test_who_never_filed_has_nothing(client: httpx.Client) -> None:
    for path in (history_path(NO_FILER), facts_path(NO_FILER)):
        answer = client.get(path)
        assert answer.status_code == 404
        assert "<Code>NoSuchKey</Code>" in answer.text


def test_instances_are_where_the_filing_history_says(
    server: Server, folders: Folders, client: httpx.Client
) -> None:
    server.rules.limit = 1000
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


def test_four_hosts_know_their_own_addresses_only(folders: Folders) -> None:
    headers = {"User-Agent": CONTACT}
    with serving(Served(folders.earlier), apart=True) as server:
        assert len(set(server.addresses.values())) == len(HOSTS)
        paths = (universe.TICKERS, HISTORY, fund.LATEST)
        for host in HOSTS:
            base = server.addresses[host]
            found = [httpx.get(base + each, headers=headers, trust_env=False) for each in paths]
            known = dict(zip(("sec", "sec_data", "ishares"), found, strict=True))
            for name, answer in known.items():
                assert (answer.status_code == 200) == (name == host)
