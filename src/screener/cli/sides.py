"""What FROM and TO of ``screen diff`` name: a snapshot, a day, or a holdings file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from screener import paths
from screener.cli.moment import MomentOptions
from screener.errors import UsageError
from screener.files import path_text
from screener.model.days import iso_day
from screener.model.words import counted

if TYPE_CHECKING:
    from screener.screening.universe import Universe

_MOST_NAMES = 6  # told one by one
_LONGEST = 80  # of what was given, as far as it is told again


def universe_of(text: str, root: Path, base: Universe, moment: MomentOptions) -> Universe:
    """Return the universe that ``text`` names, which is one of

    - a snapshot's folder, or a data folder (its current snapshot);
    - a snapshot of the data folder ``root``, by its name or the beginning of it;
    - a day: ``base`` as known then, with the members that ``moment`` says;
    - a holdings file: ``base`` at its date with its companies.

    A folder that is no snapshot may bear the name of one, so it is no match. Raise
    :class:`UsageError` where nothing or more than one is meant, with the names that there are, and
    :class:`screener.errors.DataError` where it can't be read."""
    wanted = text.strip()
    if (found := snapshot_of(wanted, root)) is not None:
        return found
    if (day := _day(wanted)) is not None:
        return moment.applied(base, day)
    if _is_file(wanted):
        return MomentOptions(holdings=Path(wanted)).applied(base, None)
    names = list(_folders(root))
    raise UsageError(
        f"{wanted[:_LONGEST]!r} is no snapshot, day (YYYY-MM-DD) or holdings file",
        where=str(root),
        next_step=f"Snapshots here: {_listed(names)}"
        if names
        else "No snapshot is here yet: screen update",
    )


def snapshot_of(text: str, root: Path) -> Universe | None:
    """Return the universe of the snapshot that ``text`` names; None where it names none."""
    from screener.screening.universe import open_universe

    wanted = text.strip()
    if wanted and _is_folder_of_data(Path(wanted)):
        return open_universe(Path(wanted))
    folders = _folders(root)
    # Every name begins with an empty text.
    fitting = [name for name in folders if wanted and name.startswith(wanted)]
    if wanted in folders:
        fitting = [wanted]
    elif _day(wanted) is not None:  # of a day the snapshot that was made last
        fitting = fitting[:1]
    if len(fitting) > 1:
        told = repr(wanted[:_LONGEST])
        raise UsageError(
            f"{told} fits {counted(len(fitting), 'snapshot')}: {_listed(fitting)}",
            next_step="Write more of the name.",
        )
    return open_universe(folders[fitting[0]]) if fitting else None


def root_of(snapshot: Path | None) -> Path:
    """Return the data folder in which names are looked up, where ``--snapshot`` is as given: itself
    where it is one, the one that it lies in where it is a snapshot; else the user's."""
    from screener.store.places import list_snapshots
    from screener.store.snapshot import storage_errors

    if snapshot is not None:
        with storage_errors(snapshot):
            for folder in (snapshot, snapshot.resolve().parent.parent):
                if list_snapshots(folder):
                    return folder
    return paths.data_dir()


def is_one_snapshot(path: Path) -> bool:
    """Whether a folder is a snapshot, and no data folder."""
    from screener.store.manifest import MANIFEST

    return (path / MANIFEST).exists()


def is_same(before: Universe, after: Universe) -> bool:
    """Whether two universes are the same companies as known on the same day."""
    was, now = before.snapshot, after.snapshot
    return (
        was.path.resolve() == now.path.resolve()
        and was.manifest == now.manifest
        and before.constituents.equals(after.constituents)
    )


def same_sides(since: str, until: str | Path | None, universe: Universe) -> UsageError:
    """Return the error of a universe that both sides name."""
    manifest = universe.snapshot.manifest
    what, name = "snapshot", universe.snapshot.path.resolve().name
    advice = "Give an earlier one as FROM. Each build keeps those that were there."
    if manifest.facts_until is not None and _is_file(since.strip()):
        file = Path(since.strip())
        once = until is not None and _is_file(str(until)) and file.samefile(until)
        what, name = "file" if once else "holdings", path_text(file)
        advice = "Give another holdings file as one of the two."
    elif manifest.facts_until is not None:
        what, name = "day", f"{manifest.as_of}"
        advice = "Give an earlier one as FROM."
    return UsageError(f"FROM and TO are the same {what}: {name}", next_step=advice)


def _is_folder_of_data(path: Path) -> bool:
    from screener.store.places import current_snapshot

    try:
        return is_one_snapshot(path) or current_snapshot(path) is not None
    except (OSError, ValueError):  # too long, or a NUL: no path
        return False


def _folders(root: Path) -> dict[str, Path]:
    """Return the snapshots by name, newest first."""
    from screener.store.places import list_snapshots
    from screener.store.snapshot import storage_errors

    with storage_errors(root):
        return {folder.name: folder for folder in reversed(list_snapshots(root))}


def _listed(names: Sequence[str]) -> str:
    more = len(names) - _MOST_NAMES
    return ", ".join(names[:_MOST_NAMES]) + (f" and {more:,} more" if more > 0 else "")


def _day(text: str) -> dt.date | None:
    try:
        return iso_day(text)
    except ValueError:
        return None


def _is_file(text: str) -> bool:
    try:
        return bool(text) and (Path(text).is_file() or Path(text).is_fifo())
    except (OSError, ValueError):
        return False
