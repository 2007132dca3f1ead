"""``screen zombies``: the comparison as text and as data."""

from __future__ import annotations

import csv
import io

import pytest


def table(out: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(out)))


@pytest.mark.usefixtures("snapshot")
def test_it_compares_the_definitions(screen) -> None:
    ran = screen("zombies")
    assert (ran.code, ran.err) == (0, "")
    for text in ("3 companies, each once", "Flagged by both", "and why", "By fiscal year"):
        assert text in ran.out
    assert "\x1b" not in ran.out


@pytest.mark.usefixtures("snapshot")
@pytest.mark.parametrize("name", ["counts", "overlap", "differences", "years"])
def test_each_table_is_to_be_had_as_text_and_as_data(screen, name: str) -> None:
    assert screen("zombies", "--table", name).code == 0
    ran = screen("zombies", "--table", name, "--format", "csv")
    assert (ran.code, ran.err) == (0, "")
    assert "," in ran.out.splitlines()[0]


@pytest.mark.usefixtures("snapshot")
def test_the_data_are_the_counts(screen) -> None:
    rows = table(screen("zombies", "--table", "counts", "--format", "csv").out)
    assert [row["definition"] for row in rows] == ["oecd", "bis", "fed", "cash", "loss"]
    assert (rows[0]["no"], rows[0]["yes"], rows[0]["share"]) == ("3", "0", "0.0")


@pytest.mark.usefixtures("snapshot")
def test_csv_of_everything_is_refused_with_the_way_out(screen) -> None:
    ran = screen("zombies", "--format", "csv")
    assert (ran.code, ran.out) == (2, "")
    assert "--table counts|overlap|differences|years" in ran.err


def test_another_snapshot_can_be_named(screen, snapshot) -> None:
    ran = screen("zombies", "--table", "counts", "--snapshot", str(snapshot.path))
    assert "3 companies" in ran.out
    assert screen("zombies", "--snapshot", str(snapshot.path / "none")).code == 3
