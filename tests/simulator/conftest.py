"""The companies that several tests look at, drawn and written once."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.simulator.company import Company
from tests.simulator.draw import market
from tests.simulator.write import write_market


@pytest.fixture(scope="session")
def index() -> list[Company]:
    """Return as many companies as the index has."""
    return list(market(2000, 7))


@pytest.fixture(scope="session")
def crowd(index: list[Company]) -> list[Company]:
    """Return those that are written."""
    return index[:250]


@pytest.fixture(scope="session")
def crowd_files(crowd: list[Company], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of their files."""
    folder = tmp_path_factory.mktemp("crowd")
    write_market(crowd, folder)
    return folder
