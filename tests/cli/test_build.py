"""``screen build``: what it prints where, its exit codes, and what is left when it is ended."""

from __future__ import annotations

import dataclasses
import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.makers import Market, market, plain_facts, write_folder
from tests.nport import position, report

from screener.build import BuildRequest
from screener.store.places import current_snapshot, list_snapshots
from screener.store.snapshot import open_snapshot

BATCH_SIZE = {field.name: field.default for field in dataclasses.fields(BuildRequest)}["batch_size"]
MANY = 2 * BATCH_SIZE + 1  # companies: enough for worker processes


def arguments(request: BuildRequest, **changes: str) -> list[str]:
    options = {
        "--holdings": str(request.holdings),
        "--tickers": str(request.tickers[0]),
        "--facts": str(request.facts[0]),
        "--out": str(request.root),
    } | {f"--{name.replace('_', '-')}": value for name, value in changes.items()}
    return ["build", *(word for pair in options.items() for word in pair)]


def leftovers(root: Path) -> list[str]:
    snapshots = root / "snapshots"
    found = [path.name for path in snapshots.glob(".*")] if snapshots.exists() else []
    return found + [
        path.name for path in root.glob("*") if path.name not in ("current", "snapshots")
    ]


def test_it_tells_the_figures_and_prints_no_data(screen, tmp_path: Path) -> None:
    found = market(tmp_path)
    found.add("BAD", 666, b"{")
    found.add("NOBODY")
    request = found.request()
    ran = screen(*arguments(request))
    assert (ran.code, ran.out) == (0, "")
    lines = ran.err.splitlines()
    assert [line.split()[-1] for line in lines[:5]] == ["4", "4", "3", "2", "54"]
    assert "  revenue_ttm                  50.0%" in lines
    assert "        1  its facts file is damaged or not companyfacts" in lines
    assert "        1  no SEC filer under this ticker" in lines
    assert "1 warning (all of them are in the manifest)" in lines
    current = current_snapshot(request.root)
    assert lines[-1] == f"snapshot: {current}"
    assert "\x1b" not in ran.err
    assert leftovers(request.root) == []


def test_quiet_says_nothing(screen, tmp_path: Path) -> None:
    request = market(tmp_path).request()
    ran = screen(*arguments(request), "--quiet")
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    assert open_snapshot(request.root).manifest.counts["with_facts"] == 2


def test_without_out_it_goes_to_the_data_folder(screen, tmp_path: Path) -> None:
    request = market(tmp_path).request()
    words = arguments(request)
    assert screen(*words[: words.index("--out")]).code == 0
    assert current_snapshot(tmp_path / "data") is not None


def test_the_as_of_date_can_be_chosen(screen, tmp_path: Path) -> None:
    request = market(tmp_path).request()
    assert screen(*arguments(request, as_of="2025-06-30")).code == 0
    assert str(open_snapshot(request.root).manifest.as_of) == "2025-06-30"


def test_a_report_to_the_sec_borrows_from_a_holdings_file(screen, tmp_path: Path) -> None:
    request = market(tmp_path).request()
    path = tmp_path / "primary_doc.xml"
    path.write_bytes(report(position("Aaa Inc."), position("Aab Inc.", value="9")))
    ran = screen(*arguments(request, holdings=str(path), borrow=str(request.holdings)))
    assert (ran.code, ran.out) == (0, "")
    constituents = open_snapshot(request.root).table("constituents")
    assert constituents.select("ticker", "sector").rows() == [
        ("AAA", "Industrials"),
        ("AAB", "Industrials"),
    ]
    again = screen(*arguments(request, borrow=str(request.holdings)))
    assert (again.code, again.out) == (2, "")
    assert "--borrow" in again.err


@pytest.mark.parametrize("text", ["yesterday", "2026-02-30", "30.06.2026", "", "2026-6-30"])
def test_a_date_that_is_none_is_wrong_usage(screen, tmp_path: Path, text: str) -> None:
    request = market(tmp_path).request()
    ran = screen(*arguments(request, as_of=text))
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == f"error: --as-of: {text!r} is not a date\nWrite it as YYYY-MM-DD.\n"
    assert not request.root.exists()


@pytest.mark.parametrize("option", ["--holdings", "--tickers", "--facts"])
def test_an_option_that_is_missing_is_wrong_usage(screen, tmp_path: Path, option: str) -> None:
    words = arguments(market(tmp_path).request())
    at = words.index(option)
    ran = screen(*words[:at], *words[at + 2 :])
    assert (ran.code, ran.out) == (2, "")
    assert option in ran.err
    assert len(ran.err.splitlines()) == 2


def test_holdings_without_a_date_are_wrong_usage(screen, tmp_path: Path) -> None:
    found = market(tmp_path)
    found.date = None
    ran = screen(*arguments(found.request()))
    assert (ran.code, ran.out) == (2, "")
    assert "--as-of YYYY-MM-DD" in ran.err


def test_inputs_that_cannot_be_read_are_one_error_and_the_old_snapshot_stays(
    screen, tmp_path: Path, fixtures_dir: Path
) -> None:
    found = market(tmp_path / "market")
    old = found.build().snapshot
    request = found.request()
    bad = fixtures_dir / "bad"
    cut = tmp_path / "cut.zip"
    cut.write_bytes(b"PK\x03\x04 and no more")
    empty = write_folder(tmp_path / "empty", {})
    for changes in (
        {"holdings": str(bad / "html_instead.csv")},
        {"holdings": str(bad / "not_holdings.csv")},
        {"holdings": str(bad / "empty.csv")},
        {"holdings": str(tmp_path / "absent.csv")},
        {"holdings": str(tmp_path)},
        {"tickers": str(request.holdings)},
        {"tickers": str(tmp_path / "absent.json")},
        {"facts": str(tmp_path / "absent")},
        {"facts": str(request.holdings)},
        {"facts": str(cut)},
        {"facts": str(empty)},
        {"submissions": str(empty)},
    ):
        ran = screen(*arguments(request, **changes))
        assert (ran.code, ran.out) == (3, ""), changes
        (path,) = changes.values()
        assert ran.err.startswith(f"error: {path}"), ran.err
        assert len(ran.err.splitlines()) == 2, ran.err
        assert current_snapshot(request.root) == old.path
        assert leftovers(request.root) == []


def test_a_file_in_place_of_the_folder_is_one_error(screen, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"")
    ran = screen(*arguments(market(tmp_path / "m").request(), out=str(file)))
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.endswith("Choose a folder, not a file.\n")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_one_error(screen, tmp_path: Path) -> None:
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o500)
    ran = screen(*arguments(market(tmp_path / "m").request(), out=str(folder)))
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.endswith("Choose a folder that you may write to.\n")


@pytest.mark.parametrize("size", [800, 4_000])
def test_a_full_disk_is_one_error_and_the_old_snapshot_stays(
    screen, tmp_path: Path, size: int
) -> None:
    found = market(tmp_path)
    old = found.build().snapshot
    words = arguments(found.request())
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        ran = screen(*words)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.splitlines()[1].startswith("Free some space")
    assert len(ran.err.splitlines()) == 2
    assert current_snapshot(tmp_path / "root") == old.path
    assert leftovers(tmp_path / "root") == []


def test_an_interrupt_leaves_with_130_and_nothing_behind(
    screen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    request = market(tmp_path).request()
    monkeypatch.setattr("screener.build.pipeline.publish", interrupt)
    ran = screen(*arguments(request))
    assert (ran.code, ran.out, ran.err) == (130, "", "")
    assert leftovers(request.root) == []


# A build in a process group of its own, as a terminal would run it.


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Market:
    """Return a market large enough for worker processes."""
    found = market(tmp_path_factory.mktemp("crowd"), companies=MANY)
    content = plain_facts(101)
    content["facts"]["us-gaap"]["Padding"] = ["x" * 2_000_000]
    found.files["CIK0000000101.json"] = json.dumps(content).encode()
    return found


@pytest.fixture
def running(crowd: Market, tmp_path: Path, project_root: Path) -> Iterator[subprocess.Popen[str]]:
    """Return a build that is at work with its worker processes."""
    process = subprocess.Popen(
        [sys.executable, "-m", "screener", *arguments(crowd.request(root=tmp_path / "root"))],
        env=os.environ | {"PYTHONPATH": str(project_root / "src")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    try:
        wait_for(lambda: len(workers(process.pid)) == 2)
        yield process
    finally:
        if members(process.pid):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def members(group: int) -> list[int]:
    """Return the processes of a group that are not yet dead."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, of = path.read_text().rsplit(")", 1)[1].split()[:3]
        except OSError:
            continue
        if int(of) == group and state != "Z":
            found.append(int(path.parent.name))
    return found


def workers(group: int) -> list[int]:
    found = []
    for number in members(group):
        try:
            words = Path(f"/proc/{number}/cmdline").read_bytes()
        except OSError:
            continue
        if b"spawn_main" in words:
            found.append(number)
    return found


def wait_for(condition) -> None:
    end = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.01)


needs_proc = pytest.mark.skipif(
    not Path("/proc/self/stat").exists(), reason="looks for processes in /proc"
)


@needs_proc
@pytest.mark.parametrize("moment", ["workers start", "workers import", "a batch is done"])
def test_ctrl_c_ends_a_build_and_its_workers(running, tmp_path: Path, moment: str) -> None:
    if moment == "workers import":
        maps = [Path(f"/proc/{number}/maps") for number in workers(running.pid)]
        wait_for(lambda: any("polars" in path.read_text() for path in maps))
    elif moment == "a batch is done":
        wait_for(lambda: list(tmp_path.glob("root/snapshots/.*/facts-*.parquet")))
    os.killpg(running.pid, signal.SIGINT)
    out, err = running.communicate(timeout=20)
    assert (running.returncode, out, err) == (130, "", "")
    wait_for(lambda: not members(running.pid))
    assert leftovers(tmp_path / "root") == []
    assert list_snapshots(tmp_path / "root") == []


INTERRUPTED = """
import multiprocessing.util, os, signal, sys, threading, time
from screener.__main__ import main

def press():
    os.kill(os.getpid(), signal.SIGINT)

def keep_pressing():
    while True:
        time.sleep(0.02)
        press()

def spawn(path, words, descriptors):
    pid = spawn_process(path, words, descriptors)
    if "spawn_main" in words[-2]:
        press()  # before the worker is given its orders
        threading.Thread(target=keep_pressing, daemon=True).start()
    return pid

if __name__ == "__main__":
    spawn_process = multiprocessing.util.spawnv_passfds
    multiprocessing.util.spawnv_passfds = spawn
    main()
"""


def test_ctrl_c_again_and_again_while_workers_start_leaves_no_traceback(
    crowd: Market, tmp_path: Path, project_root: Path
) -> None:
    program = tmp_path / "program.py"
    program.write_text(INTERRUPTED)
    done = subprocess.run(
        [sys.executable, program, *arguments(crowd.request(root=tmp_path / "root"))],
        env=os.environ | {"PYTHONPATH": str(project_root / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")
    assert leftovers(tmp_path / "root") == []


@needs_proc
def test_workers_end_when_the_build_is_killed(running, crowd: Market, tmp_path: Path) -> None:
    root = tmp_path / "root"
    wait_for(lambda: leftovers(root))
    running.kill()
    wait_for(lambda: not members(running.pid))
    running.communicate()
    assert current_snapshot(root) is None
    crowd.build(root=root)
    assert leftovers(root) == []
    assert open_snapshot(root).manifest.counts["with_facts"] == MANY


@needs_proc
def test_a_killed_worker_is_one_error(running, tmp_path: Path) -> None:
    os.kill(workers(running.pid)[0], signal.SIGKILL)
    out, err = running.communicate(timeout=20)
    assert (running.returncode, out) == (3, "")
    assert err.startswith("error: a worker process was ended from outside")
    assert len(err.splitlines()) == 2
    wait_for(lambda: not members(running.pid))
    assert leftovers(tmp_path / "root") == []


def test_two_builds_into_one_folder_at_once_both_end_well(
    tmp_path: Path, project_root: Path
) -> None:
    words = arguments(market(tmp_path).request())
    processes = [
        subprocess.Popen(
            [sys.executable, "-m", "screener", *words, "--quiet"],
            env=os.environ | {"PYTHONPATH": str(project_root / "src")},
        )
        for _ in range(2)
    ]
    assert [process.wait(timeout=60) for process in processes] == [0, 0]
    root = tmp_path / "root"
    assert len(list_snapshots(root)) == 2
    assert current_snapshot(root) in list_snapshots(root)
    assert leftovers(root) == []


KILLED = """
import os, signal, sys
from pathlib import Path
from screener.build import build, BuildRequest
import datetime as dt
folder, events = Path(sys.argv[1]), int(sys.argv[2])
request = BuildRequest(
    holdings=folder / "holdings.csv", tickers=(folder / "tickers.json",),
    facts=(folder / "facts",), root=folder / "root", created=dt.datetime.now(dt.UTC),
)
for number, event in enumerate(build(request)):
    if number == events:
        os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize("events", [0, 1, 2])
def test_a_build_killed_between_its_steps_leaves_the_old_snapshot(
    tmp_path: Path, project_root: Path, events: int
) -> None:
    found = market(tmp_path)
    old = found.build().snapshot
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(tmp_path), str(events)],
        env=os.environ | {"PYTHONPATH": str(project_root / "src")},
        check=False,
    )
    assert done.returncode == -signal.SIGKILL
    root = tmp_path / "root"
    assert len(leftovers(root)) == 1
    assert open_snapshot(root) == old
    found.build()
    assert leftovers(root) == []
    assert len(list_snapshots(root)) == 2
