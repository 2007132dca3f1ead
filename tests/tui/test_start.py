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
"""


@pytest.fixture(scope="module")
def loaded() -> tuple[set[str], set[str]]:
    """The modules that are there at the first frame, and with the first company."""
    told = subprocess.run(
        [sys.executable, "-c", _CHILD], check=True, capture_output=True, encoding="utf-8"
    ).stdout.splitlines()
    return set(told[0].split()), set(told[1].split())


def test_the_first_frame_does_not_wait_for_the_table_engine(
    loaded: tuple[set[str], set[str]],
) -> None:
    first, later = loaded
    assert "polars" not in first
    assert "polars" in later


def test_the_first_company_waits_for_no_parser_that_it_does_not_need(
    loaded: tuple[set[str], set[str]],
) -> None:
    _, later = loaded
    unneeded = ("lxml", "tomlkit", "httpx", "screener.sources", "screener.model.expression")
    assert [name for name in unneeded if name in later] == []
