"""A network that is lost, a certificate that nobody trusts, surroundings that can't be used."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.edgar import program
from tests.edgar.home import Right, assert_same, assert_whole, current, sent_again, since
from tests.edgar.market import Folders
from tests.edgar.program import ended, one_error, start, wait_until
from tests.edgar.server import Server, serving
from tests.edgar.tls import self_signed
from tests.edgar.universe import Served

Run = Callable[..., "subprocess.CompletedProcess[str]"]


def test_a_network_that_is_lost_in_the_middle_is_one_error_and_the_next_run_goes_on(
    server: Server, home: Path, folders: Folders, right: Right
) -> None:
    process = start(server, home, "update", SCREENER_REQUESTS_PER_SECOND="40")
    wait_until(lambda: server.log.count() > 40, process)
    server.stop()
    ran = ended(process)
    assert ran.returncode == 4
    told = one_error(ran)
    assert "connection" in told
    assert "it goes on from there" in told
    kept, _ = since(home, "")
    with serving(Served(folders.earlier), apart=True) as again:
        again.rules.limit = 1_000_000
        assert program.run(again, home, "update").returncode == 0
        assert kept
        assert not sent_again(kept, again.log)
    assert_same(current(home), right.earlier)


def test_without_a_network_the_snapshot_stays(server: Server, updated: Path, run: Run) -> None:
    server.stop()
    before = current(updated).path
    ran = run()
    assert ran.returncode == 4
    assert "no connection" in one_error(ran)
    assert current(updated).path == before
    assert_whole(updated)


def test_a_certificate_that_nobody_trusts_is_refused_until_it_is_named(
    folders: Folders, home: Path, right: Right
) -> None:
    context = self_signed(home)
    if context is None:
        pytest.skip("no openssl")
    with serving(Served(folders.earlier), tls=context) as server:
        server.rules.limit = 1_000_000
        ran = program.run(server, home, "update")
        assert ran.returncode == 4
        assert "certificate can't be verified" in one_error(ran)
        assert "SSL_CERT_FILE" in ran.stderr
        assert server.log.count() == 0
        assert server.listeners[0].connections < 3
        ran = program.run(server, home, "update", SSL_CERT_FILE=str(home / "certificate.pem"))
        assert ran.returncode == 0, ran.stderr
    assert_same(current(home), right.earlier)


WRONG = [
    ("SSL_CERT_FILE", "missing.pem"),
    ("SSL_CERT_FILE", "empty.pem"),
    ("ALL_PROXY", "socks5://127.0.0.1:9"),
    ("HTTP_PROXY", "http://name:secret@[::1"),
    ("SCREENER_SEC_ADDRESS", "http://www.sec.example"),
    ("SCREENER_ISHARES_ADDRESS", "http://ishares.example"),
]


@pytest.mark.parametrize(("name", "value"), WRONG, ids=str)
def test_a_network_that_is_set_up_wrongly_is_told_before_anything_is_asked(
    server: Server, home: Path, run: Run, name: str, value: str
) -> None:
    (home / "empty.pem").touch()
    ran = run(**{name: value})
    assert ran.returncode == 2
    assert name in one_error(ran)
    assert "secret" not in ran.stderr
    assert server.log.count() == 0
