from __future__ import annotations

import multiprocessing
import os
import tempfile
import time
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.errors import RefusedError, StorageError
from screener.sources.pace import Pace, pace_file


def take_turns(file: Path, count: int) -> list[float]:
    """The times at which a process may ask."""
    pace, turns = Pace(file, 100), []
    while len(turns) < count:
        if wait := pace.turn():
            time.sleep(wait)
        else:
            turns.append(time.time())
    return turns


def test_several_processes_share_the_turns(tmp_path: Path) -> None:
    file = tmp_path / "pace"
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        turns = pool.starmap(take_turns, [(file, 40)] * 3)
    every = sorted(turn for process in turns for turn in process)
    # A turn is read off the clock a moment after it was given; each by itself would take 0.4 s.
    assert every[-1] - every[0] > 110 * 0.01


@given(st.lists(st.floats(0, 1), max_size=9))
def test_a_turn_is_for_now_and_those_that_were_missed_are_lost(pauses: list[float]) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        now, turns = 1e9, []
        patch.setattr("screener.sources.pace.time", SimpleNamespace(time=lambda: now))
        pace = Pace(Path(folder) / "pace", 8)
        for pause in pauses:
            now += pause
            if (wait := pace.turn()) == 0:
                turns.append(now)
            else:
                assert now + wait == pytest.approx(turns[-1] + 1.1 / 8, abs=1e-5)
        assert all(later - sooner > 1.1 / 8 - 1e-5 for sooner, later in pairwise(turns))


def test_a_refusal_stops_every_process_and_is_told_with_the_time(tmp_path: Path) -> None:
    file = tmp_path / "pace"
    until = Pace(file, 8).refuse(900)
    assert 890 < until - time.time() <= 900
    with pytest.raises(RefusedError) as caught:
        Pace(file, 8).turn()
    assert time.strftime("%H:%M", time.localtime(until)) in str(caught.value)
    assert "15 minutes" in str(caught.value)
    assert Pace(file, 8).turn(patient=False) >= 0  # another source did not refuse


def test_a_cool_down_is_ten_minutes_at_least_and_an_hour_at_most(tmp_path: Path) -> None:
    pace = Pace(tmp_path / "pace", 8)
    assert pace.refuse(1) - time.time() == pytest.approx(600, abs=5)
    assert pace.refuse(1e9) - time.time() == pytest.approx(3600, abs=5)
    assert pace.refuse(1) - time.time() > 3000  # what others were told stays


@given(st.binary(max_size=60) | st.sampled_from([b"nan nan", b"inf inf", b"1e300 1e300", b"-1 -1"]))
def test_whatever_the_file_holds_nobody_waits_long(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "pace"
        file.write_bytes(content)
        try:
            assert 0 <= Pace(file, 8).turn() <= 61
        except RefusedError as error:
            assert "60 minutes" in str(error) or float(content.split()[1]) <= time.time() + 3600


def test_a_file_that_cannot_be_used_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "pace").mkdir()
    with pytest.raises(StorageError, match="SCREENER_PACE_FILE"):
        Pace(tmp_path / "pace", 8).turn()
    target = tmp_path / "target"
    target.write_text("kept")
    (tmp_path / "link").symlink_to(target)
    with pytest.raises(StorageError):
        Pace(tmp_path / "link", 8).turn()
    assert target.read_text() == "kept"


def test_the_file_is_for_everybody_on_the_machine(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        Pace(tmp_path / "pace", 8).turn()
    finally:
        os.umask(before)
    assert (tmp_path / "pace").stat().st_mode & 0o777 == 0o666
    assert (tmp_path / "pace.lock").stat().st_mode & 0o777 == 0o666


def test_where_the_shared_file_is_a_trap_the_own_folder_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SCREENER_PACE_FILE", raising=False)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert pace_file() == tmp_path / "smallcap-screener.pace"
    (tmp_path / "smallcap-screener.pace").symlink_to(tmp_path / "elsewhere")
    assert pace_file() == Path(os.environ["SCREENER_CACHE_DIR"]) / "pace"


def test_the_slowest_pace_is_kept_by_everybody(tmp_path: Path) -> None:
    paces = [Pace(tmp_path / "pace", 0.01) for _ in range(3)]
    waits = [pace.turn() for pace in paces]
    assert waits[0] == 0
    assert all(100 < wait <= 110 for wait in waits[1:])
