"""Memory that is given back: the screen stands open all day beside other programs."""

from __future__ import annotations

import gc
import os

_WISHES = {
    # By default the allocator keeps for a while what was freed: a tenth of all that the screen
    # needs, for frames that are gone in a millisecond.
    "_RJEM_MALLOC_CONF": "dirty_decay_ms:0,muzzy_decay_ms:0",
    # Two thousand rows are computed as quickly by one thread; each has memory of its own.
    "POLARS_MAX_THREADS": "1",
}
"""Variables that polars reads once, when it is loaded and when it first computes."""

_OBJECTS_BETWEEN_COLLECTIONS = 2_000


def import_polars_frugally() -> None:
    """Load polars so that it takes little memory; nothing where the person has other wishes.

    Processes that are started later don't inherit this: a build is quicker without."""
    if any(name in os.environ for name in _WISHES):
        return
    os.environ.update(_WISHES)
    try:
        import polars

        polars.thread_pool_size()
    finally:
        for name in _WISHES:
            os.environ.pop(name, None)


def settle() -> None:
    """Once all is loaded: look for garbage as often as a program does that runs all day, but not
    among what was loaded and will stay."""
    gc.freeze()
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS, 10, 10)
