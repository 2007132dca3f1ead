"""The universe of the snapshot before: what a universe is compared with."""

from __future__ import annotations

from dataclasses import dataclass

from screener.errors import SnapshotError
from screener.screening.universe import Universe
from screener.store.snapshot import Snapshot, earlier_snapshots, open_snapshot


@dataclass(frozen=True, slots=True)
class Earlier:
    """The universe of the newest earlier snapshot that can be compared, None where there is none.

    ``skipped``: a text for each snapshot in between, newest first: its folder's name and why it
    could not be compared."""

    universe: Universe | None
    skipped: tuple[str, ...]


def earlier_universe(universe: Universe) -> Earlier:
    """Open the snapshot before that of ``universe``, by as-of date, then by the time of the build.

    One that is damaged, of another schema or of another fund is skipped and told: it must not hide
    those before it, and what it held can't be compared. Raise
    :class:`screener.errors.StorageError` where the folder of snapshots can't be listed.
    """
    skipped = []
    for path in earlier_snapshots(universe.snapshot):
        try:
            snapshot = open_snapshot(path)
            if snapshot.manifest.as_of > universe.snapshot.manifest.as_of:
                continue  # the universe is of an earlier day than its snapshot
            if another_fund(snapshot, universe.snapshot):
                skipped.append(f"{path.name}: it holds another fund, {snapshot.manifest.fund}")
                continue
            found = Universe(snapshot, snapshot.table("metrics"))
            _ = found.companies  # a comparison reads it: damage is found here
        except SnapshotError as error:
            skipped.append(f"{path.name}: {error.what}")
        else:
            return Earlier(found, tuple(skipped))
    return Earlier(None, tuple(skipped))


def another_fund(one: Snapshot, other: Snapshot) -> bool:
    """Return whether two snapshots name different funds; a holdings file may name none."""
    names = {one.manifest.fund, other.manifest.fund} - {None}
    return len(names) > 1 or one.manifest.sample != other.manifest.sample
