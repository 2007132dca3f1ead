"""The client against a server that misbehaves, one fault at a time, over real sockets."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.edgar.faults import TRANSIENT, Fault
from tests.edgar.market import Folders
from tests.edgar.program import CONTACT
from tests.edgar.server import Server, serving
from tests.edgar.universe import TICKERS, Served, facts_path

from screener.errors import NetworkError, RefusedError, SourceError, UsageError
from screener.sources.addresses import Addresses
from screener.sources.answers import Answer
from screener.sources.download import download
from screener.sources.http import Client, Kept, LostError, TransientError, UnusableError
from screener.sources.pace import Pace
from screener.update.company import check_facts

LIMIT = 64 * 2**20

Ask = Callable[[Client], Awaitable[Answer]]


def a_client(server: Server, folder: Path, *, rate: float = 500, patience: float = 0.5) -> Client:
    addresses = Addresses(**server.addresses)
    return Client(addresses, CONTACT, Pace(folder / "pace", rate), rate, patience)


@pytest.fixture
def server(folders: Folders) -> Iterator[Server]:
    """Serve the market of the earlier day, each host on a port of its own."""
    with serving(Served(folders.earlier), apart=True) as running:
        yield running


@pytest.fixture
def ask(server: Server, tmp_path: Path) -> Callable[[Ask], Answer]:
    """Run one or more requests of a client in an event loop of its own."""
    server.rules.limit = 1_000_000

    def run(asking: Ask) -> Answer:
        async def work() -> Answer:
            async with a_client(server, tmp_path) as asker:
                return await asking(asker)

        return asyncio.run(work())

    return run


@pytest.fixture
def cik(server: Server) -> int:
    """A company with facts."""
    return next(
        each.cik for each in server.served.filings() if server.served.find(facts_path(each.cik), {})
    )


def facts_of(cik: int) -> Ask:
    return lambda asker: asker.get(
        asker.addresses.facts(cik), limit=LIMIT, check=lambda data: check_facts(data, cik)
    )


def tickers(asker: Client) -> Awaitable[Answer]:
    return asker.get(asker.addresses.tickers, limit=LIMIT)


def test_the_sec_is_told_the_contact_and_others_the_program(server: Server, tmp_path: Path) -> None:
    async def work() -> Answer:
        async with a_client(server, tmp_path) as asker:
            await asker.get(asker.addresses.holdings[0], limit=LIMIT)
            return await tickers(asker)

    answer = asyncio.run(work())
    to_ishares, to_sec = [each.agent for each in server.log]
    assert (answer.status, answer.gzipped) == ("found", True)
    assert answer.data == server.served.find(TICKERS, {}).plain()
    assert to_sec == CONTACT
    assert to_ishares.startswith("smallcap-screener/")
    assert "@" not in to_ishares


def test_what_has_not_changed_is_not_sent_again(ask) -> None:
    first = ask(tickers)
    known = Kept(first.etag, first.modified)
    again = ask(lambda asker: asker.get(asker.addresses.tickers, limit=LIMIT, kept=known))
    assert (again.status, again.data) == ("unchanged", b"")


def test_what_is_not_there_is_absent_and_asked_once(ask, server: Server) -> None:
    assert ask(facts_of(99)).status == "absent"
    assert server.log.count() == 1
    # The archive's storage says it another way.
    server.faults.add(Fault.MISSING)
    assert ask(facts_of(98)).status == "absent"


@pytest.mark.parametrize("fault", [*TRANSIENT, Fault.STALL, Fault.MOVED], ids=str)
def test_what_passes_by_itself_is_overcome(ask, server: Server, cik: int, fault: Fault) -> None:
    whole = ask(facts_of(cik)).data
    server.faults.add(fault, times=2)
    assert ask(facts_of(cik)).data == whole
    assert server.faults.struck[fault] >= 1


@pytest.mark.parametrize(
    "fault", [*(fault for fault in TRANSIENT if fault is not Fault.DRIP), Fault.STALL], ids=str
)
def test_what_does_not_pass_is_given_up_after_five_tries(
    ask, server: Server, cik: int, fault: Fault
) -> None:
    server.faults.add(fault)
    with pytest.raises((TransientError, SourceError)) as caught:
        ask(facts_of(cik))
    assert server.log.count() == 5
    assert caught.value.where


@pytest.mark.parametrize("fault", [Fault.OTHER_SHAPE, Fault.OTHER_COMPANY], ids=str)
def test_another_file_than_was_asked_for_is_a_changed_source(
    ask, server: Server, cik: int, fault: Fault
) -> None:
    server.faults.add(fault)
    with pytest.raises(SourceError):
        ask(facts_of(cik))


@pytest.mark.parametrize("fault", [Fault.BOMB, Fault.ENDLESS], ids=str)
def test_what_has_no_end_is_stopped(ask, server: Server, cik: int, fault: Fault) -> None:
    server.faults.add(fault)
    with pytest.raises(UnusableError, match="larger than 1 MB"):
        ask(lambda asker: asker.get(asker.addresses.facts(cik), limit=2**20))
    assert server.log.count() == 1


def test_a_redirect_to_a_stranger_is_not_followed(ask, server: Server, cik: int) -> None:
    server.faults.add(Fault.ELSEWHERE)
    with pytest.raises(UnusableError, match="none of the sources"):
        ask(facts_of(cik))
    assert list(server.stranger.site.log) == []


def test_a_circle_of_redirects_ends(ask, server: Server, cik: int) -> None:
    server.faults.add(Fault.LOOP)
    with pytest.raises(UnusableError, match="circle"):
        ask(facts_of(cik))
    assert server.log.count() == 5


REFUSALS = [
    (Fault.RATE_REFUSAL, {}),
    (Fault.RATE_REFUSAL, {"status": 200}),
    (Fault.RATE_REFUSAL, {"status": 429, "retry_after": 5}),
]


@pytest.mark.parametrize(("fault", "options"), REFUSALS, ids=str)
def test_a_refusal_ends_all_tasks_and_is_remembered_by_other_runs(
    server: Server, tmp_path: Path, cik: int, fault: Fault, options: dict[str, int]
) -> None:
    server.rules.limit = 1_000_000
    server.faults.add(fault, **options)

    async def storm() -> list[BaseException | Answer]:
        async with a_client(server, tmp_path) as asker:
            tasks = (facts_of(cik)(asker) for _ in range(40))
            return await asyncio.gather(*tasks, return_exceptions=True)

    found = asyncio.run(storm())
    assert {type(one) for one in found} == {RefusedError}
    asked = server.log.count()
    assert asked <= 8  # those that were under way
    with pytest.raises(RefusedError, match="nothing is asked before"):
        asyncio.run(storm_of_one(server, tmp_path, cik))
    assert server.log.count() == asked


async def storm_of_one(server: Server, folder: Path, cik: int) -> Answer:
    async with a_client(server, folder) as asker:
        return await facts_of(cik)(asker)


def test_another_source_is_asked_while_the_sec_cools_down(server: Server, tmp_path: Path) -> None:
    Pace(tmp_path / "pace", 500).refuse(600)

    async def holdings() -> Answer:
        async with a_client(server, tmp_path) as asker:
            asker.addresses = Addresses(
                "https://a.test", "https://b.test", server.addresses["ishares"]
            )
            return await asker.get(asker.addresses.holdings[0], limit=LIMIT)

    assert asyncio.run(holdings()).status == "found"


@pytest.mark.parametrize("fault", [Fault.UNDECLARED, Fault.HTML_200], ids=str)
def test_a_contact_that_is_refused_is_told_without_it(ask, server: Server, fault: Fault) -> None:
    server.faults.add(fault)
    with pytest.raises(RefusedError) as caught:
        ask(tickers)
    assert "--contact" in str(caught.value)
    assert "example.com" not in str(caught.value)
    assert server.log.count() == 1


def test_who_was_held_up_does_not_make_up_for_it(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.rules.limit = 1_000_000
    sent, really = [], httpx.AsyncClient.stream

    def stream(*given: Any, **named: Any) -> Any:
        sent.append(time.monotonic())
        return really(*given, **named)

    monkeypatch.setattr(httpx.AsyncClient, "stream", stream)

    async def work() -> None:
        async with a_client(server, tmp_path, rate=16) as asker, asyncio.TaskGroup() as group:
            for _ in range(24):
                group.create_task(tickers(asker))
            await asyncio.sleep(0.2)
            time.sleep(0.8)  # no other task goes on meanwhile

    asyncio.run(work())
    most = max(sum(0 <= other - one < 1 for other in sent) for one in sent)
    assert 10 < most < 19


def test_retry_after_is_honoured_and_a_long_one_is_an_end(ask, server: Server) -> None:
    server.faults.add(Fault.UNAVAILABLE, times=1, retry_after=1)
    ask(tickers)
    first, second = [each.at for each in server.log]
    assert second - first >= 1
    server.faults.add(Fault.UNAVAILABLE, retry_after=3000)
    with pytest.raises(NetworkError, match="closed for 50 minutes"):
        ask(tickers)


def test_who_says_at_once_is_asked_as_late_as_if_it_had_said_nothing(ask, server: Server) -> None:
    server.faults.add(Fault.UNAVAILABLE, times=2, retry_after=0)
    ask(tickers)
    first, second, third = [each.at for each in server.log]
    assert second - first >= 8 / 500  # the first wait at the pace of this client, and twice that
    assert third - second >= 2 * 8 / 500


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HTTPS_PROXY", "http://proxy.test:8080x"),
        ("ALL_PROXY", "foo://proxy.test"),
        ("ALL_PROXY", "socks5://proxy.test:1080"),
        ("SSL_CERT_FILE", "/nowhere/at/all.pem"),
    ],
)
def test_a_proxy_or_certificates_of_no_use_are_told_by_the_variable(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(UsageError) as caught:
        a_client(server, tmp_path)
    assert name in caught.value.where


def test_a_host_that_is_not_there_is_told_as_such(server: Server, tmp_path: Path) -> None:
    address = server.address
    server.stop()

    async def work() -> Answer:
        async with a_client(server, tmp_path) as asker:
            return await tickers(asker)

    with pytest.raises(LostError, match=r"no connection to 127\.0\.0\.1") as caught:
        asyncio.run(work())
    assert address in caught.value.where


def test_nothing_is_logged(ask, server: Server, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    server.faults.add(Fault.SERVER_ERROR, times=2)
    ask(tickers)
    assert "example.com" not in caplog.text
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


# -- downloads -------------------------------------------------------------------------------------


@pytest.fixture
def fetched(server: Server, tmp_path: Path) -> Iterator[Callable[[], bytes]]:
    server.rules.limit = 1_000_000

    def run() -> bytes:
        async def work() -> str:
            async with a_client(server, tmp_path) as asker:
                return await download(asker, asker.addresses.bulk_facts, tmp_path / "facts.zip")

        made = asyncio.run(work())
        assert made.endswith("GMT")
        return (tmp_path / "facts.zip").read_bytes()

    yield run
    assert [path.name for path in tmp_path.glob("facts.zip.*")] == []


def whole(server: Server) -> bytes:
    return (server.served.folder / "companyfacts.zip").read_bytes()


@pytest.mark.parametrize(
    "fault", [Fault.CUT, Fault.TOO_LITTLE, Fault.STALL, Fault.RESET, Fault.SERVER_ERROR], ids=str
)
def test_a_large_file_comes_in_pieces_and_none_twice(fetched, server: Server, fault: Fault) -> None:
    server.faults.add(fault, "*.zip", times=3)
    assert fetched() == whole(server)
    assert server.log.sent() < 1.2 * len(whole(server))


def test_a_line_that_breaks_again_and_again_is_no_failure_while_bytes_come(
    fetched, server: Server
) -> None:
    server.faults.add(Fault.CUT, "*.zip", times=9, at=0.3)
    assert fetched() == whole(server)


def test_a_file_that_changed_meanwhile_is_begun_anew(
    fetched, server: Server, tmp_path: Path
) -> None:
    (tmp_path / "facts.zip.piece").write_bytes(b"of another night")
    (tmp_path / "facts.zip.json").write_text(
        f'{{"url": "{server.address}/Archives/edgar/daily-index/xbrl/companyfacts.zip",'
        ' "etag": "\\"old\\"", "modified": ""}'
    )
    assert fetched() == whole(server)


def test_a_piece_of_unknown_origin_is_not_trusted(fetched, server: Server, tmp_path: Path) -> None:
    (tmp_path / "facts.zip.piece").write_bytes(whole(server)[:1000][::-1])
    assert fetched() == whole(server)
