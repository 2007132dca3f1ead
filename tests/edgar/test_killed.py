"""kill -9 at fifty moments of an update, one after the other: no snapshot is lost or damaged, and
nothing that was there is fetched again."""

from __future__ import annotations

import datetime as dt
import os
import re
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from tests.edgar import home as at_home
from tests.edgar.home import Right, Snapshot
from tests.edgar.log import Request
from tests.edgar.server import Server
from tests.edgar.warm import Program

if os.name == "nt":
    pytest.skip("no kill -9", allow_module_level=True)

KILLED, SEED = -9, 1
OF_COMPANIES = ("history", "facts", "instance", "listing")
MOST_REQUESTS = 40
"""Of a run before it is killed; a whole update makes a hundred."""


class Killer:
    """Kills runs of the program at moments of chance, and sees each time that nothing is lost."""

    def __init__(self, screen: Program, right: Snapshot) -> None:
        self.screen, self.log, self.home = screen, screen.server.log, screen.folder
        self.right = right
        """What any new snapshot must hold."""
        self.kills, self.build_seconds = 0, 0.5
        self._chance = Random(SEED)

    def while_fetching(self, *options: str) -> None:
        """Kill one run after another until everything is fetched; the first has the options."""
        begun = dt.datetime.now(tz=dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        while True:
            kept, done = at_home.since(self.home, begun)
            before = self.log.count()
            wanted = before + self._chance.randint(1, MOST_REQUESTS)
            self._run(
                lambda wanted=wanted: self.log.count() >= wanted or self._is_fetched, *options
            )
            new = list(self.log)[before:]
            assert not at_home.sent_again(kept, new)
            assert not done & {cik_of(each) for each in new if each.kind in OF_COMPANIES}
            if self._is_fetched:
                return
            options = ()

    def while_building(self, until: int) -> None:
        """Kill builds until there were so many kills; some are through before their time."""
        while self.kills < until:
            self.build(self._chance.random() * self.build_seconds)

    def build(self, seconds: float = 3600) -> None:
        """Build of what is there, and kill that after so many seconds, if it is still at work."""
        at_home.build_again(self.home)
        begun = 0.0

        def is_time() -> bool:
            nonlocal begun
            begun = begun or (time.monotonic() if self._is_fetched else 0)
            return bool(begun) and time.monotonic() - begun >= seconds

        if self._run(is_time) == 0:
            self.build_seconds = time.monotonic() - begun

    def _run(self, until: Callable[[], bool], *options: str) -> int:
        before = at_home.pointed(self.home)
        ran = self.screen.run("update", *options, until=until, SCREENER_KEEP_SNAPSHOTS="2")
        code = ran.returncode
        assert code in (0, KILLED), ran.stderr
        self.kills += code == KILLED
        if before:
            at_home.assert_whole(self.home)
        if at_home.pointed(self.home) != before:
            at_home.assert_same(at_home.current(self.home), self.right)
        return code

    @property
    def _is_fetched(self) -> bool:
        return "fetched: " in self.screen.said


def cik_of(request: Request) -> int:
    """Return the company that a request is about."""
    found = re.search(r"(?:CIK|data/)0*(\d+)", request.path)
    assert found is not None
    return int(found[1])


def test_fifty_kills_lose_nothing_and_fetch_nothing_twice(
    screen: Program, server: Server, home: Path, right: Right, move_on: Callable[[], set[int]]
) -> None:
    killer = Killer(screen, right.earlier)
    killer.while_fetching()
    killer.while_building(until=killer.kills + 8)
    killer.build()
    assert_right(home, right.earlier)
    move_on()
    killer.right = right.later
    killer.while_fetching()
    killer.while_building(until=killer.kills + 8)
    killer.build()
    killer.while_fetching("--full")
    facts = [each for each in server.log if each.kind == "facts"]
    assert len({cik_of(each) for each in facts if each.status == 200}) > 20
    killer.while_building(until=50)
    killer.build()
    assert_right(home, right.later)


def assert_right(home: Path, right: Snapshot) -> None:
    at_home.assert_same(at_home.current(home), right)
    at_home.assert_whole(home)
    at_home.assert_tidy(home)
