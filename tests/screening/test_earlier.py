from __future__ import annotations

import datetime as dt
import json
import shutil
from pathlib import Path

import pytest
from tests.frames import write_snapshot

from screener.paths import sample_dir
from screener.screening.earlier import earlier_universe
from screener.screening.universe import open_universe

DAYS = [dt.date(2025, 12, 31), dt.date(2026, 3, 31), dt.date(2026, 6, 30)]


@pytest.fixture
def folders(tmp_path: Path) -> list[Path]:
    """Three snapshots of a root, oldest first; the root's current one is the newest."""
    return [
        write_snapshot(tmp_path, as_of=day, fund="Fund", metrics=[{"ticker": str(day)}]).path
        for day in DAYS
    ]


def found(folder: Path) -> tuple[str | None, list[str]]:
    earlier = earlier_universe(open_universe(folder))
    universe = earlier.universe
    return universe and universe.metrics["ticker"].item(), list(earlier.skipped)


def test_it_is_the_newest_of_an_earlier_date(folders: list[Path]) -> None:
    assert found(folders[2].parent.parent) == ("2026-03-31", [])
    assert found(folders[1]) == ("2025-12-31", [])
    assert found(folders[0]) == (None, [])


def test_of_one_date_it_is_the_one_built_before(folders: list[Path]) -> None:
    root = folders[2].parent.parent
    again = write_snapshot(root, as_of=DAYS[2], fund="Fund", metrics=[{"ticker": "again"}])
    assert found(again.path) == ("2026-06-30", [])


def test_a_snapshot_that_stands_alone_has_none(folders: list[Path], tmp_path: Path) -> None:
    alone = tmp_path / "elsewhere" / folders[2].name
    shutil.copytree(folders[2], alone)
    assert found(alone) == (None, [])
    assert found(sample_dir()) == (None, [])


def test_a_relative_path_finds_its_neighbours(
    folders: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folders[2])
    assert found(Path()) == ("2026-03-31", [])


@pytest.mark.parametrize("table", ["metrics", "companies"])
def test_a_damaged_one_is_skipped_and_told(folders: list[Path], table: str) -> None:
    (folders[1] / f"{table}.parquet").write_bytes(b"torn")
    ticker, [skipped] = found(folders[2])
    assert ticker == "2025-12-31"
    assert skipped.startswith(f"{folders[1].name}: damaged table")


@pytest.mark.parametrize(
    ("entry", "value", "told"),
    [
        ("schema_version", 1, "the snapshot has schema version 1"),
        ("fund", "Another\x1b Fund", "it holds another fund, Another\x1b Fund"),
        ("sample", True, "it holds another fund"),
        ("as_of", 7, "damaged manifest"),
    ],
)
def test_one_that_can_not_be_compared_is_skipped_and_told(
    folders: list[Path], entry: str, value: object, told: str
) -> None:
    for folder in folders[:2]:
        path = folder / "manifest.json"
        path.write_text(json.dumps(json.loads(path.read_text()) | {entry: value}))
    ticker, skipped = found(folders[2])
    assert ticker is None
    assert len(skipped) == 2
    for text, folder in zip(skipped, reversed(folders[:2]), strict=True):
        assert text.startswith(f"{folder.name}: {told}")


def test_a_fund_without_a_name_is_compared(folders: list[Path]) -> None:
    path = folders[1] / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"fund": None}))
    assert found(folders[2]) == ("2026-03-31", [])
