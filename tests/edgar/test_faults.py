"""Each fault is what a client meets: a refusal, another body, or bytes that don't arrive."""

from __future__ import annotations

import json
import ssl
from contextlib import suppress
from pathlib import Path

import httpx
import pytest
from tests.edgar import fund
from tests.edgar.answers import Asked
from tests.edgar.faults import TRANSIENT, Fault
from tests.edgar.market import Folders
from tests.edgar.program import CONTACT
from tests.edgar.server import Server, serving
from tests.edgar.site import Site
from tests.edgar.tls import self_signed
from tests.edgar.universe import FACTS_ARCHIVE, Served, facts_path, history_path

FILER = 9991000001
HISTORY, FACTS = history_path(FILER), facts_path(FILER)


@pytest.mark.parametrize(
    ("fault", "options", "status", "words"),
    [
        (Fault.RATE_REFUSAL, {}, 403, "<h1>Request Rate Threshold Exceeded"),
        (Fault.RATE_REFUSAL, {"status": 429}, 429, "<h1>Request Rate Threshold Exceeded"),
        (Fault.UNDECLARED, {}, 403, "Undeclared Automated Tool"),
        (Fault.HTML_200, {}, 200, "Undeclared Automated Tool"),
        (Fault.SERVER_ERROR, {}, 500, "Internal Server Error"),
        (Fault.SERVER_ERROR, {"status": 502}, 502, "Internal Server Error"),
        (Fault.UNAVAILABLE, {}, 503, "Unavailable"),
        (Fault.MISSING, {}, 404, "NoSuchKey"),
    ],
)
def test_refusals(
    server: Server,
    client: httpx.Client,
    fault: Fault,
    options: dict[str, int],
    status: int,
    words: str,
) -> None:
    server.faults.add(fault, times=1, **options)
    answer = client.get(HISTORY)
    assert (answer.status_code, words in answer.text) == (status, True)
    assert client.get(HISTORY).json()["cik"] == str(FILER)
    assert [each.fault for each in server.log] == [fault, ""]
    assert server.faults.struck == {fault: 1}


def test_when_to_come_back_is_told_in_seconds_or_as_a_date(
    server: Server, client: httpx.Client
) -> None:
    server.faults.add(Fault.UNAVAILABLE, times=1, retry_after=7)
    server.faults.add(Fault.UNAVAILABLE, times=1, dated=True)
    server.faults.add(Fault.RATE_REFUSAL, times=1, status=429, retry_after=3)
    found = [client.get(HISTORY).headers["Retry-After"] for _ in range(3)]
    assert (found[0], found[2]) == ("7", "3")
    assert found[1].endswith(" GMT")


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault.RESET, httpx.ReadError),
        (Fault.CUT, httpx.RemoteProtocolError),
        (Fault.TOO_LITTLE, httpx.RemoteProtocolError),
        (Fault.BROKEN_GZIP, httpx.DecodingError),
    ],
)
def test_bytes_that_do_not_arrive(
    server: Server, client: httpx.Client, fault: Fault, error: type[Exception]
) -> None:
    server.faults.add(fault, FACTS, times=1)
    with pytest.raises(error):
        client.get(FACTS)
    assert client.get(FACTS).json()["cik"] == FILER


@pytest.mark.parametrize("fault", [Fault.STALL, Fault.DELAY])
def test_silence(server: Server, client: httpx.Client, fault: Fault) -> None:
    server.faults.add(fault, seconds=60)
    with pytest.raises(httpx.ReadTimeout):
        client.get(FACTS, timeout=0.2)
    sent = next(iter(server.log)).sent
    assert (sent > 0) == (fault is Fault.STALL)


def test_a_drip_arrives_whole(server: Server, client: httpx.Client) -> None:
    whole = client.get(FACTS).content
    server.faults.add(Fault.DRIP, chunk=4096, pause=0.001)
    with client.stream("GET", FACTS) as answer:
        pieces = list(answer.iter_raw())
    assert len(pieces) > 1
    assert client.get(FACTS).content == whole


def test_a_length_that_is_too_small_hides_the_rest(server: Server, client: httpx.Client) -> None:
    whole = client.get(FACTS, headers={"Accept-Encoding": "identity"})
    server.faults.add(Fault.TOO_MUCH, times=1)
    answer = client.get(FACTS, headers={"Accept-Encoding": "identity"})
    assert whole.content.startswith(answer.content)
    assert len(answer.content) == len(whole.content) - 1000


def test_an_archive_that_is_cut_goes_on_from_there(
    server: Server, client: httpx.Client, folders: Folders
) -> None:
    data = (folders.earlier / "companyfacts.zip").read_bytes()
    server.faults.add(Fault.CUT, FACTS_ARCHIVE, times=1, at=0.3)
    got = b""
    with (
        pytest.raises(httpx.RemoteProtocolError),
        client.stream("GET", FACTS_ARCHIVE) as answer,
    ):
        for piece in answer.iter_bytes():
            got += piece
    assert len(got) == int(len(data) * 0.3)
    rest = client.get(FACTS_ARCHIVE, headers={"Range": f"bytes={len(got)}-"})
    assert got + rest.content == data


def test_redirects(server: Server, client: httpx.Client) -> None:
    honest = client.get(HISTORY).content
    server.faults.add(Fault.MOVED, times=1)
    answer = client.get(HISTORY, follow_redirects=True)
    assert (answer.content, len(answer.history)) == (honest, 1)
    server.faults.add(Fault.ELSEWHERE, times=1)
    elsewhere = client.get(HISTORY)
    assert elsewhere.headers["Location"] == server.stranger.address + HISTORY
    assert server.stranger.site.log.count() == 0
    client.get(elsewhere.headers["Location"])
    assert server.stranger.site.log.count() == 1
    server.faults.add(Fault.LOOP)
    with pytest.raises(httpx.TooManyRedirects):
        client.get(HISTORY, follow_redirects=True)


def test_bodies_that_are_something_else(server: Server, client: httpx.Client) -> None:
    server.faults.add(Fault.OTHER_SHAPE, times=1)
    assert client.get(FACTS).json()["facts"] == []
    server.faults.add(Fault.OTHER_COMPANY, times=2)
    for path in (FACTS, HISTORY):
        assert int(client.get(path).json()["cik"]) != FILER
    server.faults.add(Fault.CUT_JSON, times=1)
    with pytest.raises(json.JSONDecodeError):
        client.get(FACTS).json()
    server.faults.add(Fault.EMPTY, times=1)
    assert client.get(FACTS).content == b""


def test_holdings_that_are_something_else(server: Server, client: httpx.Client) -> None:
    honest = client.get(fund.LATEST).text
    for fault in (Fault.WRONG_FUND, Fault.NO_DAY, Fault.CUT_HOLDINGS):
        server.faults.add(fault, times=1)
        assert client.get(HISTORY).json()["cik"] == str(FILER)  # no holdings: nothing befalls it
    wrong, empty, cut = (client.get(fund.LATEST).text for _ in range(3))
    assert wrong.split("\n")[0] == "\ufeffiShares Russell 1000 ETF"
    assert wrong.split("\n")[1:] == honest.split("\n")[1:]
    assert empty.split("\n")[1] == 'Fund Holdings as of,"-"'
    assert '"Equity"' not in empty
    assert honest.startswith(cut)
    assert 5 < cut.count("\n") < honest.count("\n")
    assert client.get(fund.LATEST).text == honest


@pytest.mark.parametrize(("fault", "least"), [(Fault.BOMB, 3 << 20), (Fault.ENDLESS, 1 << 20)])
def test_bodies_without_end(server: Server, client: httpx.Client, fault: Fault, least: int) -> None:
    server.faults.add(fault, times=1)
    size = 0
    with client.stream("GET", FACTS) as answer:
        for piece in answer.iter_bytes():
            size += len(piece)
            if size > least:
                break
        if fault is Fault.BOMB:
            assert answer.num_bytes_downloaded < size / 100


def test_trouble_at_random_is_the_same_for_a_seed(folders: Folders) -> None:
    def trouble(seed: int) -> list[str]:
        site = Site(Served(folders.earlier))
        site.faults.at_random(seed, 0.5, (Fault.SERVER_ERROR, Fault.UNAVAILABLE))
        asked = Asked("GET", HISTORY, {}, {"user-agent": CONTACT})
        return [site.answer(asked, float(second))[1] for second in range(20)]

    first = trouble(1)
    assert first == trouble(1) != trouble(2)
    assert {"server error", "unavailable", ""} == set(first)


def test_every_fault_of_a_moment_can_befall_facts(server: Server, client: httpx.Client) -> None:
    for fault in TRANSIENT:
        server.faults.add(fault, times=1)
        with suppress(httpx.HTTPError):
            client.get(FACTS)
    assert server.faults.struck == dict.fromkeys(TRANSIENT, 1)


def test_a_certificate_that_nobody_signed(folders: Folders, tmp_path: Path) -> None:
    context = self_signed(tmp_path)
    if context is None:
        pytest.skip("no openssl to make a certificate with")
    headers = {"User-Agent": CONTACT}
    with serving(Served(folders.earlier), tls=context) as server:
        with pytest.raises(httpx.ConnectError, match="CERTIFICATE_VERIFY_FAILED"):
            httpx.get(server.address + HISTORY, headers=headers, trust_env=False)
        trusting = ssl.create_default_context(cafile=str(tmp_path / "certificate.pem"))
        answer = httpx.get(
            server.address + HISTORY, headers=headers, verify=trusting, trust_env=False
        )
        assert answer.status_code == 200
        assert server.log.count() == 1
