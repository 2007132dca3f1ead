"""Screen the Russell 2000 for companies that earn and grow; every figure leads to its filing.

The public Python API, imported when first used::

    import screener

    universe = screener.open_universe()
    rows = universe.screen(screener.Screen(profitable=True, growth_above="4%"))
    cheap = universe.screen(screener.load_preset("cheap-growers"))
"""

from __future__ import annotations

from screener.version import __version__

TYPE_CHECKING = False  # not from typing: that takes a while, before a Ctrl-C is guarded against
if TYPE_CHECKING:
    from screener.build.rewind import rewind
    from screener.model.screen import Screen
    from screener.presets.library import load_preset
    from screener.screening.universe import Universe, open_universe

__all__ = ["Screen", "Universe", "__version__", "load_preset", "open_universe", "rewind"]

_HOMES = {
    "Screen": "screener.model.screen",
    "Universe": "screener.screening.universe",
    "load_preset": "screener.presets.library",
    "open_universe": "screener.screening.universe",
    "rewind": "screener.build.rewind",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value: object = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
