"""What was computed is found again, only if nothing that it rests on has changed."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal
from tests.makers import Market, market, plain_facts

from screener import paths
from screener.build import kept, rewind
from screener.screening.universe import Universe, open_universe
from screener.store.schema import TABLES

DAY = dt.date(2025, 6, 30)


@pytest.fixture
def inputs(tmp_path: Path) -> Market:
    return market(tmp_path / "market")


@pytest.fixture
def universe(inputs: Market) -> Universe:
    return open_universe(inputs.build().snapshot.path)


@pytest.fixture
def computed(monkeypatch: pytest.MonkeyPatch) -> list[dt.date]:
    """Return the days that were computed and not found."""
    days: list[dt.date] = []
    before = rewind._computed

    def counting(universe: Universe, constituents: pl.DataFrame, day: dt.date, told: object):
        days.append(day)
        return before(universe, constituents, day, None)

    monkeypatch.setattr(rewind, "_computed", counting)
    return days


def folders() -> list[Path]:
    return sorted((paths.cache_dir() / "as-of").iterdir())


def test_the_same_question_is_computed_once_with_the_same_answer(
    universe: Universe, computed: list[dt.date]
) -> None:
    first, again = rewind.rewind(universe, DAY), rewind.rewind(universe, DAY)
    assert computed == [DAY]
    for name in TABLES:
        assert_frame_equal(first.snapshot.table(name), again.snapshot.table(name))
    assert first.snapshot.manifest.coverage == again.snapshot.manifest.coverage
    assert again.snapshot.path == universe.snapshot.path
    assert again.snapshot.table("facts").height > 0


def test_another_snapshot_is_another_question(
    inputs: Market, universe: Universe, computed: list[dt.date]
) -> None:
    rewind.rewind(universe, DAY)
    inputs.add("MORE", 900, plain_facts(900))
    assert rewind.rewind(open_universe(inputs.build().snapshot.path), DAY).metrics.height == 3
    assert computed == [DAY, DAY]


def test_another_program_computes_anew(
    universe: Universe, computed: list[dt.date], monkeypatch: pytest.MonkeyPatch
) -> None:
    rewind.rewind(universe, DAY)
    monkeypatch.setattr(kept, "_program", lambda: [("metrics.py", 1, 2)])
    rewind.rewind(universe, DAY)
    assert computed == [DAY, DAY]


@pytest.mark.parametrize("damage", ["manifest.json", "metrics.parquet", "years.parquet"])
def test_what_is_damaged_is_computed_anew(
    universe: Universe, computed: list[dt.date], damage: str
) -> None:
    first = rewind.rewind(universe, DAY)
    [path] = folders()[0].rglob(damage)
    path.write_bytes(path.read_bytes()[:-20])
    assert_frame_equal(rewind.rewind(universe, DAY).metrics, first.metrics)
    assert computed == [DAY, DAY]


def test_a_folder_that_can_not_be_written_is_no_matter(
    universe: Universe, computed: list[dt.date]
) -> None:
    paths.cache_dir().write_text("a file stands in the way")
    for _ in range(2):
        assert rewind.rewind(universe, DAY).metrics["revenue_ttm"].to_list() == [450.0, 900.0]
    assert computed == [DAY, DAY]


def test_what_another_key_kept_is_not_taken_for_it(
    universe: Universe, computed: list[dt.date]
) -> None:
    first = rewind.rewind(universe, DAY)
    [own] = folders()
    other = rewind.rewind(universe, DAY - dt.timedelta(days=365))
    [of_other] = [folder for folder in folders() if folder != own]
    shutil.rmtree(own)
    shutil.copytree(of_other, own)
    again = rewind.rewind(universe, DAY)
    assert_frame_equal(again.metrics, first.metrics)
    assert again.snapshot.manifest == first.snapshot.manifest
    assert not again.metrics.equals(other.metrics)
    assert len(computed) == 3


def test_what_else_lies_in_the_cache_folder_is_left_alone(
    universe: Universe, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "MOST", 1)
    mine = tmp_path / "mine"
    paths.cache_dir().mkdir(parents=True)
    for number in range(5):
        (mine / f"folder {number}").mkdir(parents=True)
    (paths.cache_dir() / "as-of").symlink_to(mine)
    for days in range(3):
        rewind.rewind(universe, DAY - dt.timedelta(days=days))
    assert len([path for path in mine.iterdir() if path.name.startswith("folder")]) == 5
    assert len([path for path in mine.iterdir() if not path.name.startswith("folder")]) == 1


def test_an_entry_that_is_a_link_is_neither_read_nor_written(
    universe: Universe, computed: list[dt.date], tmp_path: Path
) -> None:
    rewind.rewind(universe, DAY)
    [own] = folders()
    mine = tmp_path / "mine"
    shutil.copytree(universe.snapshot.path.parent.parent, mine)
    before = sorted(mine.rglob("*"))
    shutil.rmtree(own)
    own.symlink_to(mine)
    rewind.rewind(universe, DAY)
    assert computed == [DAY, DAY]
    assert sorted(mine.rglob("*")) == before


def test_a_repaired_entry_stands_alone(universe: Universe) -> None:
    for _ in range(3):
        rewind.rewind(universe, DAY)
        [table] = folders()[0].rglob("years.parquet")
        table.write_bytes(b"torn")
    assert len(list(folders()[0].rglob("manifest.json"))) == 1


def test_a_cleared_cache_takes_nothing_from_who_has_it_open(universe: Universe) -> None:
    first = rewind.rewind(universe, DAY)
    found = rewind.rewind(universe, DAY)
    shutil.rmtree(paths.cache_dir())
    assert_frame_equal(found.lineage, first.lineage)


def test_few_days_are_kept(universe: Universe, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST", 2)
    for days in range(4):
        rewind.rewind(universe, DAY - dt.timedelta(days=days))
    assert len(folders()) == 2


def test_what_was_never_written_is_not_kept(universe: Universe, computed: list[dt.date]) -> None:
    earlier = rewind.rewind(universe, DAY)
    for _ in range(2):
        rewind.rewind(earlier, DAY - dt.timedelta(days=90))
    assert len(computed) == 3
    assert len(folders()) == 1
