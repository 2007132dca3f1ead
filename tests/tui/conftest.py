"""Snapshots to look at, made once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.tui.companies import COMPANIES, many, write_snapshot


@pytest.fixture(scope="session")
def universe_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_snapshot(tmp_path_factory.mktemp("eight"), COMPANIES)


@pytest.fixture(scope="session")
def sample_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_snapshot(tmp_path_factory.mktemp("sample"), COMPANIES, sample=True)


@pytest.fixture(scope="session")
def large_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_snapshot(tmp_path_factory.mktemp("large"), many(2000))


@pytest.fixture
def write_universe(tmp_path: Path) -> Callable[[list[dict[str, Any]]], Path]:
    return lambda rows: write_snapshot(tmp_path / "universe", rows)


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Neither the presets nor the snapshots nor the memory of whoever runs the tests.
    monkeypatch.setenv("SCREENER_CONFIG_DIR", str(tmp_path / "config"))
    monkeypatch.setenv("SCREENER_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("SCREENER_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
