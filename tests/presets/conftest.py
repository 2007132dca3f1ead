from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def own_presets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the user's presets folder, empty."""
    monkeypatch.setenv("SCREENER_CONFIG_DIR", str(tmp_path / "config"))
    folder = tmp_path / "config" / "presets"
    folder.mkdir(parents=True)
    return folder
