"""Never more than eight requests a second, however many ask; who is refused stops, and says until
when."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

from tests.edgar.faults import Fault
from tests.edgar.home import Right, assert_same, current, look_again_since, pointed, sent_again
from tests.edgar.home import since as done_since
from tests.edgar.log import SEC
from tests.edgar.program import ended, one_error, start, wait_until
from tests.edgar.rules import LIMIT
from tests.edgar.server import Server

Run = Callable[..., "subprocess.CompletedProcess[str]"]


def of_sec(server: Server) -> int:
    """Count the requests to the SEC."""
    return server.log.count(lambda each: each.asked.host in SEC)


def test_two_at_once_together_keep_the_pace_of_one(server: Server, home: Path) -> None:
    server.rules.limit = LIMIT
    names = ("One", "Two")
    running = []
    for name in names:
        (home / name).mkdir()
        more = {"SCREENER_REQUESTS_PER_SECOND": "8", "SCREENER_PACE_FILE": str(home / "pace")}
        contact = f"{name} Person {name.lower()}@example.com"
        running.append(start(server, home / name, "update", SCREENER_CONTACT=contact, **more))
    wait_until(lambda: of_sec(server) >= 60, *running)
    for process in running:
        process.kill()
        ended(process)
    assert server.rules.blocks == 0
    assert server.log.max_in_a_second() <= LIMIT
    asked = [each for each in server.log if each.asked.host in SEC]
    assert (len(asked) - 1) / (asked[-1].at - asked[0].at) < 8
    assert {each.agent.split()[0] for each in asked} == set(names)


def test_a_refusal_in_the_middle_stops_it_and_after_the_cool_down_it_goes_on(
    server: Server, home: Path, run: Run, right: Right
) -> None:
    server.faults.add(Fault.RATE_REFUSAL, "/api/*", after=8)
    ran = run()
    assert ran.returncode == 4
    told = one_error(ran)
    assert re.search(r"nothing is asked before \d\d:\d\d", told)
    assert "it goes on where it stopped" in told
    refused = [each for each in server.log if each.fault]
    assert 1 <= len(refused) <= 8
    # Nothing was begun after the first answer but what was under way already.
    after = list(server.log)[list(server.log).index(refused[0]) :]
    assert len(after) <= 8
    assert pointed(home) is None
    server.faults.clear()
    kept, _ = done_since(home, "")
    server.log.clear()
    again = run()
    assert again.returncode == 4
    assert "nothing is asked before" in one_error(again)
    assert of_sec(server) == 0
    (home / "pace").unlink()  # the time is over
    assert run().returncode == 0
    assert kept
    assert not sent_again(kept, server.log)
    assert_same(current(home), right.earlier)


def test_an_index_that_is_not_there_is_no_refusal_however_it_is_said(
    server: Server, updated: Path, run: Run
) -> None:
    server.site.absent_index = 403
    look_again_since(updated, dt.datetime.now(tz=dt.UTC).date() - dt.timedelta(days=9))
    ran = run()
    assert ran.returncode == 0
    assert "Nothing has changed" in ran.stderr
    assert 403 in {each.status for each in server.log if each.kind == "index"}
    assert "warning" not in ran.stderr
