"""Removing old snapshots, so that not every day's is kept for ever.

One that goes is first renamed, as a whole, to a name that no list shows; what a kill leaves of it
is removed by the next build, as what a killed build leaves."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
from pathlib import Path

from screener.errors import StorageError
from screener.files import alone
from screener.store.places import FOLDER, UNFINISHED, current_snapshot, list_snapshots
from screener.store.snapshot import storage_errors, sync

_OURS = re.compile(r"\d{4}-\d\d-\d\d_\d{8}T\d{6}Z(?:_\d+)?", re.ASCII)
"""The name that a snapshot is published under. A folder with another one is the user's own."""

_PATIENCE = 60.0  # seconds that a build may take to move its folder
_NEXT_TIME = "Nothing that is needed is lost; the next update removes what is too old."


def prune(root: Path, keep: int) -> list[Path]:
    """Remove the oldest finished snapshots of a root until ``keep`` are left; return where they
    were.

    The current one stays, and what comes after it in the list, even if that leaves more. So does
    everything where no pointer names a current one. A link, and a folder with a name of the user's
    own, are neither counted nor touched. Raise :class:`StorageError` where the disk refuses or
    another program moves folders for a minute, :class:`screener.errors.SnapshotError` where the
    pointer names what is none."""
    if keep < 1:
        raise ValueError(f"keep must be at least 1, not {keep}")
    parent = root / FOLDER
    if not parent.is_dir():
        return []
    removed = []
    with storage_errors(parent):
        # A build that ends now must not see its new snapshot counted among the old ones.
        with alone(parent, patience=_PATIENCE, next_step=_NEXT_TIME):
            for folder in _too_old(root, keep):
                hidden = parent / f"{UNFINISHED}{os.getpid()}-{os.urandom(4).hex()}"
                with contextlib.suppress(FileNotFoundError):  # a person was faster
                    folder.rename(hidden)
                    removed.append((folder, hidden))
            sync(parent)
        for _, hidden in removed:
            _remove(hidden)
    return [folder for folder, _ in removed]


def _too_old(root: Path, keep: int) -> list[Path]:
    current = current_snapshot(root)
    ours = [
        path
        for path in list_snapshots(root)
        if _OURS.fullmatch(path.name) and not path.is_symlink()
    ]
    if current not in ours:
        return []
    before = ours[: ours.index(current)]
    return before[: max(0, len(ours) - keep)]


def _remove(hidden: Path) -> None:
    try:
        shutil.rmtree(hidden)
    except FileNotFoundError:  # a build removes leftovers, this one among them
        return
    except OSError as error:
        raise StorageError(
            f"an old snapshot can't be removed: {error.strerror or error}",
            where=str(error.filename or hidden),
            next_step=_NEXT_TIME,
        ) from error
