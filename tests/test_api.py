"""The public Python API: what ``screener`` names. When it is imported: tests/cli/test_main.py."""

from __future__ import annotations

import pytest

import screener
from screener.errors import PresetError
from screener.paths import sample_dir


def test_every_name_is_there_and_says_what_it_is() -> None:
    assert set(screener.__all__) == set(dir(screener))
    for name in screener.__all__:
        assert name == "__version__" or getattr(screener, name).__doc__


def test_a_saved_screen_is_run_by_its_name() -> None:
    universe = screener.open_universe(str(sample_dir()))
    cheap = universe.screen(screener.load_preset("cheap-growers"))
    assert 0 < cheap.height < universe.metrics.height
    with pytest.raises(PresetError, match="did you mean 'cheap-growers'"):
        screener.load_preset("cheap-grower")
