"""Whether the program was told to end, also where that was not heard.

Python tells it by an exception at any moment. One that comes while polars calls back into Python is
lost, and polars goes on with something else than it was given. So nothing is kept that was computed
after it: whoever keeps something asks here first.

Standard library only: the guard of the program's start imports this one.
"""

from __future__ import annotations

_state = {"came": False}


def note() -> None:
    """Say that the program was told to end."""
    _state["came"] = True


def came() -> bool:
    """Whether it was."""
    return _state["came"]


def heed() -> None:
    """Raise ``KeyboardInterrupt`` if it was."""
    if _state["came"]:
        raise KeyboardInterrupt
