"""The server behaves as the sources do: who may ask, how often, and what is answered how."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import httpx
import pytest
from tests.edgar import fund, universe
from tests.edgar.answers import Asked
from tests.edgar.log import Log, Request
from tests.edgar.market import Folders
from tests.edgar.program import CONTACT
from tests.edgar.rules import Rules
from tests.edgar.server import HOSTS, Server, serving
from tests.edgar.universe import Served, facts_path, history_path

FILER, NO_FILER = 9991000001, 9990000042
HISTORY = history_path(FILER)
PROJECT = Path(__file__).resolve().parent.parent.parent


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


def test_it_serves_people_too(folders: Folders, tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.edgar", "--folder", folders.earlier, "--later",
         folders.later, "--limit", "100"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=PROJECT,
    )  # fmt: skip
    with process:
        assert process.stdin and process.stdout
        settings = [process.stdout.readline().split("=") for _ in HOSTS]
        assert settings[0][0] == "export SCREENER_SEC_ADDRESS"
        base = settings[1][1].strip()
        headers = {"User-Agent": CONTACT}
        assert httpx.get(base + HISTORY, headers=headers, trust_env=False).is_success
        process.stdin.write("\n")
        process.stdin.close()
        said = process.stdout.read().splitlines()
    assert said[0].endswith(" new filings, published today")
    assert json.loads(said[-1])["kinds"] == {"history": 1}
    assert process.returncode == 0
