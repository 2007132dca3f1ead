"""Trouble at random, and trouble of which the whole makes the best: the end is right, or the old
snapshot stays and one error says why."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.edgar.faults import TRANSIENT, Fault
from tests.edgar.home import Right, assert_same, assert_whole, current, pointed
from tests.edgar.program import one_error
from tests.edgar.server import Server
from tests.edgar.universe import facts_path, history_path

Run = Callable[..., "subprocess.CompletedProcess[str]"]

SHARE = 0.15  # of the requests
MOST_RUNS = 4


@pytest.mark.parametrize("seed", [3, 8])
def test_under_random_trouble_the_end_is_right(
    server: Server, home: Path, run: Run, move_on: Callable[[], set[int]], right: Right, seed: int
) -> None:
    server.faults.at_random(seed, SHARE, TRANSIENT)

    def until_done() -> None:
        for _ in range(MOST_RUNS):
            ran = run()
            if ran.returncode == 0:
                return
            assert ran.returncode == 4, ran.stderr
            one_error(ran)
        raise AssertionError(ran.stderr)

    until_done()
    assert_same(current(home), right.earlier)
    assert sum(server.faults.struck.values()) > 10
    move_on()
    until_done()
    assert_same(current(home), right.later)
    assert_whole(home)


# -- trouble that does not pass --------------------------------------------------------------------


@pytest.mark.parametrize("fault", [Fault.OTHER_SHAPE, Fault.OTHER_COMPANY], ids=str)
def test_one_company_in_trouble_is_told_and_the_others_go_on(
    run: Run,
    server: Server,
    updated: Path,
    move_on: Callable[[], set[int]],
    right: Right,
    fault: Fault,
) -> None:
    filed = move_on()
    cik = next(cik for cik in sorted(filed) if server.served.find(facts_path(cik), {}))
    server.faults.add(fault, facts_path(cik))
    ran = run()
    assert ran.returncode == 0
    assert f"CIK {cik} (is " in ran.stderr
    assert "could not be fetched" in ran.stderr
    figures = current(updated).table("facts")
    expected = right.later.table("facts")
    for snapshot in (figures, expected):
        assert cik in snapshot["cik"]
    others = expected.filter(expected["cik"] != cik)
    assert figures.filter(figures["cik"] != cik).equals(others)
    server.faults.clear()
    assert run().returncode == 0
    assert_same(current(updated), right.later)


@pytest.mark.parametrize("path", [facts_path, history_path])
def test_all_companies_in_trouble_are_one_error_and_the_old_snapshot_stays(
    run: Run,
    server: Server,
    updated: Path,
    move_on: Callable[[], set[int]],
    right: Right,
    path: Callable[[int], str],
) -> None:
    move_on()
    before = pointed(updated)
    server.faults.add(Fault.OTHER_SHAPE, path(0)[:-15] + "*")
    ran = run()
    assert ran.returncode == 3
    assert "companies could not be fetched" in one_error(ran)
    assert "the last: is " in ran.stderr
    assert pointed(updated) == before
    server.faults.clear()
    assert run().returncode == 0
    assert_same(current(updated), right.later)


def test_an_instance_of_another_name_is_found_in_the_filings_list(
    run: Run, server: Server, updated: Path, move_on: Callable[[], set[int]], right: Right
) -> None:
    move_on()
    names = {
        each.accession: f"{each.accession[:10]}-{each.filed:%Y%m%d}.xml"
        for each in server.served.filings()
    }
    server.served.odd_names.update(names)
    assert run().returncode == 0
    asked = {each.path.rpartition("/")[2] for each in server.log if each.status == 200}
    assert asked & set(names.values())
    assert not [path for path in asked if path.endswith("_htm.xml")]
    assert_same(current(updated), right.later)
