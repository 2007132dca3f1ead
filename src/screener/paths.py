"""Where the program keeps things: snapshots and the files they were fetched from (data), the user's
settings and presets (config), what the terminal screen remembers (state), and what can be computed
again (cache).

Each folder can be moved by an environment variable: ``SCREENER_DATA_DIR``, ``SCREENER_CONFIG_DIR``,
``SCREENER_STATE_DIR``, ``SCREENER_CACHE_DIR``. Nothing here creates a folder; whoever writes does.
"""

from __future__ import annotations

import os
from pathlib import Path

_APP = "smallcap-screener"


def data_dir() -> Path:
    """Return the folder that holds ``snapshots/``, the pointer to the current one, ``sources/``."""
    override = os.environ.get("SCREENER_DATA_DIR")
    if override:
        return Path(override)
    from platformdirs import user_data_path

    return user_data_path(_APP, appauthor=False)


def config_dir() -> Path:
    """Return the folder that holds the user's ``settings.toml`` and ``presets/``."""
    override = os.environ.get("SCREENER_CONFIG_DIR")
    if override:
        return Path(override)
    from platformdirs import user_config_path

    return user_config_path(_APP, appauthor=False)


def state_dir() -> Path:
    """Return the folder of what can be lost without harm: where the last run left off."""
    override = os.environ.get("SCREENER_STATE_DIR")
    if override:
        return Path(override)
    from platformdirs import user_state_path

    return user_state_path(_APP, appauthor=False)


def cache_dir() -> Path:
    """Return the folder of what can be computed again."""
    override = os.environ.get("SCREENER_CACHE_DIR")
    if override:
        return Path(override)
    from platformdirs import user_cache_path

    return user_cache_path(_APP, appauthor=False)


def memory_file() -> Path:
    """Return the file in which the terminal screen remembers preset, columns, order and theme."""
    return state_dir() / "remembered.toml"


def settings_file() -> Path:
    """Return the file of the user's settings, which need not exist."""
    return config_dir() / "settings.toml"


def sources_dir() -> Path:
    """Return the folder of the files that were fetched, as their sources gave them."""
    return data_dir() / "sources"


def user_presets_dir() -> Path:
    """Return the folder of the user's own presets (``*.toml``)."""
    return config_dir() / "presets"


def sample_dir() -> Path:
    """Return the snapshot of fictional companies that ships with the program."""
    return Path(__file__).parent / "sample"
