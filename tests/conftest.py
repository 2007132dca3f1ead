"""What every test stands on: its own folders, plain output, and the inputs."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

# A busy machine is no failure: examples have no deadline. For more of them than there is time for
# in every run: --hypothesis-profile=thorough
settings.register_profile("unhurried", deadline=None, max_examples=50)
settings.register_profile("thorough", deadline=None, max_examples=500)
settings.load_profile("unhurried")

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True)
def isolation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep tests away from the user's snapshots and settings, and from the terminal's moods."""
    for name in [name for name in os.environ if name.startswith("SCREENER_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("SCREENER_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("SCREENER_CONFIG_DIR", str(tmp_path / "config"))
    monkeypatch.setenv("SCREENER_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("SCREENER_CACHE_DIR", str(tmp_path / "cache"))
    for name in ("NO_COLOR", "FORCE_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLORTERM"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder that all processes of this run of the tests share, and no other run."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture
def sample_days(isolation: None, shared_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the earlier days of the bundled sample where the next test finds them: each takes
    seconds to compute."""
    monkeypatch.setenv("SCREENER_CACHE_DIR", str(shared_folder / "sample_days"))


@pytest.fixture(scope="session")
def project_root() -> Path:
    """Return the folder of ``pyproject.toml``."""
    return ROOT


@pytest.fixture(scope="session")
def fixtures_dir() -> Path:
    """Return the folder of the fictional companies' raw inputs."""
    return ROOT / "fixtures"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Return the folder of real public files beside the project, or skip the test."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the real public files (../shared/data) are not on this machine")
    return folder
