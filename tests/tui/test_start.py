"""A start waits for what it shows, and for nothing else."""

from __future__ import annotations

import subprocess
import sys

import pytest

_CHILD = """
import sys
import screener.cli
from screener.presets import load_preset
load_preset("profitable-growers")
import screener.tui.app
print(*sys.modules)
from screener.tui.state import open_session
from screener.screening.universe import open_universe
import screener.paths, screener.tui.state.wording
open_session(screener.paths.sample_dir(), None, "")
print(*sys.modules)
import screener.tui.screens.update
print(*sys.modules)
"""


@pytest.fixture(scope="module")
def loaded() -> tuple[set[str], ...]:
    """The modules that are there at the first frame, with the first company, and with the dialog
    that begins an update."""
    told = subprocess.run(
        [sys.executable, "-c", _CHILD], check=True, capture_output=True, encoding="utf-8"
    ).stdout.splitlines()
    return tuple(set(line.split()) for line in told)


def test_the_first_frame_does_not_wait_for_the_table_engine(
    loaded: tuple[set[str], ...],
) -> None:
    first, later, _ = loaded
    assert "polars" not in first
    assert "polars" in later


def test_the_first_company_waits_for_no_parser_that_it_does_not_need(
    loaded: tuple[set[str], ...],
) -> None:
    _, later, _ = loaded
    unneeded = ("lxml", "tomlkit", "httpx", "screener.sources", "screener.settings",
                "screener.model.expression")  # fmt: skip
    assert [name for name in unneeded if name in later] == []


def test_the_dialog_of_an_update_waits_for_nothing_that_fetches_or_builds(
    loaded: tuple[set[str], ...],
) -> None:
    *_, dialog = loaded
    assert "screener.settings" in dialog
    unneeded = ("httpx", "screener.sources.http", "screener.update.run", "screener.build.pipeline",
                "lxml", "sqlite3")  # fmt: skip
    assert [name for name in unneeded if name in dialog] == []
