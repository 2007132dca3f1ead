"""``screen histogram`` against a plain count over the sample's rows; what it refuses."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import polars as pl
import pytest
from openpyxl import load_workbook

from screener.paths import sample_dir

Row = dict[str, Any]


@pytest.fixture(scope="module")
def sample() -> list[Row]:
    return pl.read_parquet(sample_dir() / "metrics.parquet").to_dicts()


def grows(row: Row) -> bool:
    """Whether a row passes profitable-growers."""
    return bool(
        row["profitable"]
        and row["revenue_growth"] is not None
        and row["revenue_growth"] > 0.04
        and row["zombie_oecd"] in ("no", "n/a")
    )


PRESETS: dict[str, Callable[[Row], bool]] = {"profitable-growers": grows, "everything": bool}


def data(screen, *arguments: str) -> list[dict[str, str]]:
    ran = screen("histogram", *arguments, "--format", "csv")
    assert ran.code == 0, ran.err
    return list(csv.DictReader(io.StringIO(ran.out)))


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize(
    "words",
    ["revenue_growth", "pe --bins 5", "market_cap --bins 40", "profitable_years", "fixed_share"],
)
def test_every_row_is_counted_once_where_its_number_lies(
    screen, sample: list[Row], words: str, preset: str
) -> None:
    name, passes = words.split(maxsplit=1)[0], PRESETS[preset]
    *bars, last = data(screen, *words.split(), "--preset", preset)
    values = [(row[name], passes(row)) for row in sample]
    known = [(value, passed) for value, passed in values if value is not None]
    for bar in bars:
        low = float(bar["low"] or "-inf")
        high = float(bar["high"] or "inf")
        closed = bar["closed"] == "true"
        inside = [
            passed for value, passed in known if low <= value < high or (closed and value == high)
        ]
        assert (bar["kind"], bar["count"], bar["passed"]) == (
            "range", str(len(inside)), str(sum(inside))
        )  # fmt: skip
    assert sum(int(bar["count"]) for bar in bars) == len(known)
    assert last["kind"] == "unknown"
    without = [passed for value, passed in values if value is None]
    assert (int(last["count"]), int(last["passed"])) == (len(without), sum(without))


@pytest.mark.parametrize("name", ["sector", "industry", "debt_type", "profitable", "filed"])
def test_texts_and_months_are_counted_each_and_the_rest_together(
    screen, sample: list[Row], name: str
) -> None:
    def text(value: Any) -> str | None:
        if isinstance(value, bool):
            return "yes" if value else "no"
        return value.strftime("%Y-%m") if hasattr(value, "strftime") else value

    rows = data(screen, name)
    every, passed = (
        Counter(text(row[name]) for row in sample if counts(row)) for counts in (bool, grows)
    )
    for kind in ("unknown",) if name == "debt_type" else ():
        every[None] += every.pop(kind, 0)
        passed[None] += passed.pop(kind, 0)
    told = {row["text"]: row for row in rows if row["kind"] == "text"}
    for value, row in told.items():
        assert (int(row["count"]), int(row["passed"])) == (every[value], passed[value])
    other = {row["kind"]: row for row in rows if row["kind"] != "text"}
    assert int(other["unknown"]["count"]) == every[None]
    assert int(other["unknown"]["passed"]) == passed[None]
    assert ("other" in other) == (name == "industry")
    assert sum(int(row["count"]) for row in rows) == len(sample)
    assert sum(int(row["passed"]) for row in rows) == sum(map(grows, sample))


@pytest.mark.parametrize(
    ("where", "name", "marks"),
    [
        ("pe < 13", "pe", ["< 13.0"]),
        ("pe BETWEEN 5 AND 15", "pe", [">= 5.0", "<= 15.0"]),
        ("interest_coverage > -1M", "interest_coverage", ["> -1000000.0"]),
        ("fixed_share < 200%", "fixed_share", ["< 2.0"]),
        ("pe < 13 OR ps < 1", "pe", []),
    ],
)
def test_each_threshold_stands_in_one_row(screen, where: str, name: str, marks: list[str]) -> None:
    rows = data(screen, name, "--preset", "everything", "--where", where)
    told = [(row, mark) for row in rows for mark in row["thresholds"].split(" and ") if mark]
    assert [mark for _, mark in told] == marks
    for row, mark in told:
        value = float(mark.split()[1])
        ends = row in (rows[0], rows[-2])
        assert ends or float(row["low"]) <= value < float(row["high"])


def test_texts_say_whether_a_rule_asks_for_them_also_for_the_unknown(screen) -> None:
    rows = data(screen, "debt_type", "--debt-type", "fixed", "--debt-type", "unknown")
    asked = {row["text"] or row["kind"]: row["wanted"] for row in rows}
    assert {name for name, wanted in asked.items() if wanted == "true"} == {"fixed", "unknown"}
    assert {row["wanted"] for row in data(screen, "exchange")} == {""}


def test_people_see_bars_thresholds_and_what_is_unknown(screen, sample: list[Row]) -> None:
    lines = screen("histogram", "revenue_growth").out.splitlines()
    assert max(map(len, lines)) <= 80
    unknown = sum(row["revenue_growth"] is None for row in sample)
    assert f"{len(sample) - unknown:,} known · {unknown} unknown · median +5.4%" in lines
    assert f"█ {sum(map(grows, sample))} pass  ░ the others" in lines
    ruler = next(n for n, line in enumerate(lines) if line.startswith("── > 4% passes ──"))
    assert not any("█" in line for line in lines[lines.index("") + 5 : ruler])
    counts = [re.search(r" ([\d,]+) +([\d,]+) [█░]", line) for line in lines]
    assert sum(int(found[1]) for found in counts if found) == len(sample) - unknown


def test_a_workbook_says_of_which_metric_and_by_which_rules(screen, tmp_path) -> None:
    path = tmp_path / "out.xlsx"
    assert screen("histogram", "pe", "--output", str(path)).code == 0
    about = dict(load_workbook(path)["About"].iter_rows(values_only=True))
    assert about["metric"] == "pe = market_cap / net_income_ttm"
    assert about["preset"] == "profitable-growers"
    assert float(about["median of those known"]) == pytest.approx(
        pl.read_parquet(sample_dir() / "metrics.parquet")["pe"].median()
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("ticker",), "METRIC: every company has a ticker of its own"),
        (("netmargin",), "METRIC: 'netmargin' is not a metric; did you mean 'net_margin'?"),
        (("sector", "--bins", "4"), "--bins: sector is no number"),
        (("pe", "--sort", "pe"), "--sort: the rows are ranges and values here, not companies"),
        (("pe", "--columns", "pe"), "--columns: the rows are ranges and values"),
        (("pe", "--limit", "3"), "--limit: the rows are ranges and values"),
        (("pe", "--unknown", "include"), "--unknown: those that fail only for a missing figure"),
        (("pe", "--bins", "0"), "at least 1 is needed"),
        (("pe", "--bins", "101"), "at most 100 is allowed, not '101'"),
    ],
    ids=" ".join,
)
def test_what_makes_no_sense_is_refused(screen, arguments: tuple[str, ...], said: str) -> None:
    ran = screen("histogram", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert len(ran.err.splitlines()) == 2
