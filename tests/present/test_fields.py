"""The registry for people: two lines a metric, one metric in full, the page of the docs."""

from __future__ import annotations

import re
import runpy
import shutil
from pathlib import Path

import polars as pl
import pytest

from screener.fundamentals.formulas import FORMULAS
from screener.model.metric import METRICS, Group
from screener.present.fields import detail, markdown, overview
from screener.store.schema import REASONS

UNKNOWN = {"metric": pl.String, "kind": pl.String, "count": pl.UInt32}
LONGEST = max(map(len, METRICS))


def kinds(*rows: tuple[str, str, int]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=UNKNOWN, orient="row")


def told(*rows: tuple[int, str, str | None, str]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=REASONS, orient="row")


def lines_of(metric: str, lines: list[str]) -> list[str]:
    """The metric's line and what follows up to the next one."""
    first = next(i for i, line in enumerate(lines) if line.split(" ")[0] == metric)
    rest = lines[first + 1 :]
    more = next((i for i, line in enumerate(rest) if not line.startswith(" ")), len(rest))
    return lines[first : first + 1 + more]


# --- All metrics --------------------------------------------------------------------------------


def test_every_metric_stands_once_under_its_group() -> None:
    lines = overview(10, kinds())
    headings = {group.value.capitalize(): group for group in Group}
    group, seen = None, []
    for line in lines[1:]:
        if line in headings:
            group = headings[line]
        elif line:
            name = line.split(" ")[0]
            assert METRICS[name].group is group
            seen.append(name)
    assert sorted(seen) == sorted(METRICS)


def test_the_columns_are_aligned() -> None:
    counts = kinds(("pe", "degenerate", 9), ("cik", "no facts", 1), ("roe", "stale", 10))
    header, *lines = overview(10, counts)
    assert header.split() == ["metric", "unit", "known", "formula"]
    unit, formula = header.index("unit"), header.index("formula")
    known = header.index("known") + len("known")
    assert unit == LONGEST + 2
    rows = [line for line in lines if line.split(" ")[0] in METRICS]
    assert len(rows) == len(METRICS)
    for line in rows:
        name = line.split(" ")[0]
        assert line[:unit] == name.ljust(unit)
        assert line[unit] != " "
        assert re.fullmatch(r" +\d+\.\d%", line[unit:known].removeprefix(_unit(line, unit)))
        assert line[known:formula] == "  "
        assert line[formula:] == METRICS[name].formula
    for line in lines:
        if "unknown:" in line:
            assert line.index("unknown:") == unit
        assert line == line.rstrip()


def _unit(line: str, start: int) -> str:
    return re.split(r" {2,}", line[start:])[0]


def test_what_is_known_of_how_many_and_why_not() -> None:
    lines = overview(8, kinds(("pe", "degenerate", 3), ("pe", "stale", 1)))
    first, second = lines_of("pe", lines)
    assert "  50.0%  market_cap / net_income_ttm" in first
    assert second.strip() == "unknown: degenerate 3 · stale 1"
    [whole] = lines_of("pb", lines)
    assert " 100.0%  " in whole


def test_beyond_three_kinds_the_rest_is_one_number() -> None:
    counts = [("pe", kind, n) for kind, n in zip("abcde", (1_500, 40, 30, 20, 10), strict=True)]
    [line, why] = lines_of("pe", overview(2_000, kinds(*counts)))
    assert why.strip() == "unknown: a 1,500 · b 40 · c 30 · other 30"
    assert " 20.0%  " in line
    [_, why] = lines_of("pe", overview(2_000, kinds(*counts[:3])))
    assert why.strip() == "unknown: a 1,500 · b 40 · c 30"


def test_of_no_companies_no_share_is_known() -> None:
    header, *lines = overview(0, kinds())
    assert not any("%  " in line for line in lines)
    assert lines_of("pe", lines)[0][: header.index("formula")].rstrip().endswith("-")


# --- One metric ---------------------------------------------------------------------------------


def test_one_metric_says_its_formula_coverage_and_reasons() -> None:
    last = "equity: last reported for the period to"
    lines = detail(
        METRICS["debt_to_equity"],
        2_000,
        kinds(("debt_to_equity", "not reported", 1_100), ("debt_to_equity", "degenerate", 100),
              ("pe", "degenerate", 500)),
        told(
            (1, "debt_to_equity", "not reported", f"{last} 2024-06-30"),
            (2, "debt_to_equity", "not reported", f"{last} 2023-12-31"),
            (3, "debt_to_equity", "degenerate", "meaningless: equity is not above zero"),
            (4, "debt_to_equity", "flagged", "flagged: others find more"),
            (5, "debt_to_equity", None, "how a verdict came about"),
        ),
    )  # fmt: skip
    assert lines == [
        "debt_to_equity (Debt/Eq.), multiple",
        "formula: total_debt / equity",
        "known for 800 of 2,000 rows: 40.0%",
        "unknown where: equity is not above zero",
        "",
        "Why it is unknown",
        "    1,100  not reported",
        "      100  degenerate",
        "",
        "What the reasons and notes say, by company",
        "        1  degenerate: meaningless: equity is not above zero",
        "        1  flagged: others find more",
        "        2  not reported: equity: last reported for the period to …",
    ]


def test_a_metric_known_for_all_says_no_more() -> None:
    assert detail(METRICS["ticker"], 1, kinds(), told()) == [
        "ticker (Ticker), text",
        "formula: ticker in the holdings file",
        "known for 1 of 1 row: 100.0%",
    ]


@pytest.mark.parametrize("metric", FORMULAS)
def test_every_guard_of_a_metric_is_told(metric: str) -> None:
    lines = detail(METRICS[metric], 1, kinds(), told())
    where = [line.removeprefix("unknown where: ") for line in lines if "unknown where" in line]
    assert where == [guard.text for guard in FORMULAS[metric].guards]


def test_the_most_frequent_reason_of_a_kind_comes_first() -> None:
    rows = [(n, "pe", "degenerate", "b" if n % 3 else "a") for n in range(9)]
    lines = detail(METRICS["pe"], 9, kinds(("pe", "degenerate", 9)), told(*rows))
    assert lines[-2:] == ["        6  degenerate: b", "        3  degenerate: a"]


# --- The documentation --------------------------------------------------------------------------


def test_the_documentation_is_in_step_with_the_registry(project_root: Path, tmp_path: Path) -> None:
    committed = (project_root / "docs" / "metrics.md").read_text("utf-8")
    assert markdown() == committed, "run: python docs/make_metrics.py"
    script = shutil.copy(project_root / "docs" / "make_metrics.py", tmp_path)
    runpy.run_path(str(script), run_name="__main__")
    assert (tmp_path / "metrics.md").read_text("utf-8") == committed


def test_every_metric_has_one_row_of_four_cells_in_the_documentation() -> None:
    rows = [line for line in markdown().splitlines() if line.startswith("| `")]
    names = [row.split("`")[1] for row in rows]
    assert sorted(names) == sorted(METRICS)
    for name, row in zip(names, rows, strict=True):
        cells = [cell.strip() for cell in row.strip("|").split("|")]
        guards = (
            "; ".join(guard.text for guard in FORMULAS[name].guards) if name in FORMULAS else ""
        )
        assert len(cells) == 4
        assert cells[2:] == [METRICS[name].formula, guards]
