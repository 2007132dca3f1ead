"""The watchlist: companies to keep an eye on, each with a note, in one TOML file of the user's."""

from screener.model.watched import Watched, WatchIndex
from screener.watchlist.keeping import (
    load_watchlist,
    unwatch,
    watch,
    watchlist_path,
    write_note,
)

__all__ = [
    "WatchIndex",
    "Watched",
    "load_watchlist",
    "unwatch",
    "watch",
    "watchlist_path",
    "write_note",
]
