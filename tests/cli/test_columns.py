"""The meaning of every column of every verb's tables, as a workbook tells it."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer
from openpyxl import load_workbook

from screener import cli

LINES = (
    "export --preset rate-cut-winners --columns all --explain --all --unknown include"
    " --percentile pe",
    "funnel --where pe<12",
    "show HXMV",
    "show HXMV --facts revenue_growth",
    "debt",
    "debt HXMV",
    "sectors --preset rate-cut-winners",
    "compare HXMV QRMFB3",
    "histogram revenue_growth",
    "zombies",
    "diff 2025-12-31",
    "status --check",
    "calendar",
    "fields",
)
"""A line for each verb that writes tables, on the bundled sample."""


def test_no_verb_is_missing() -> None:
    verbs = {
        name
        for name, verb in typer.main.get_command(cli.app).commands.items()
        if any("--excel-safe" in option.opts for option in verb.params)
    }
    assert verbs == {line.split()[0] for line in LINES}


@pytest.mark.parametrize("line", LINES)
def test_every_column_of_every_table_has_a_meaning(
    screen, sample_days: None, tmp_path: Path, line: str
) -> None:
    path = tmp_path / "out.xlsx"
    ran = screen(*line.split(), "--output", str(path))
    assert ran.code == 0, ran.err
    book = load_workbook(path)
    told = {row[:2]: row[4] for row in book["Columns"].iter_rows(min_row=2, values_only=True)}
    there = [
        (sheet.title, cell.value)
        for sheet in book.worksheets
        if sheet.title not in ("About", "Columns")
        for cell in sheet[1]
    ]
    assert there
    assert list(told) == there
    assert [column for column, meaning in told.items() if not (meaning or "").strip()] == []
