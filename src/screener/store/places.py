"""Where snapshots lie: the folders of a root, and the pointer to the current one.

Nothing here reads a table, so that what asks only for a name waits for no table engine."""

from __future__ import annotations

import re
from pathlib import Path

from screener import paths
from screener.errors import SnapshotError
from screener.files import open_regular
from screener.store.manifest import MANIFEST

POINTER = "current"
FOLDER = "snapshots"
UNFINISHED = ".unfinished-"
"""How the name of a folder begins in which a snapshot is being built."""

REBUILD = "Make a snapshot anew with: screen update (of files of your own: screen build)"

_NAME = re.compile(r"\w[\w.-]{0,99}", re.ASCII)


def chosen_snapshot(path: Path | None = None) -> Path:
    """Return the snapshot's folder at ``path``, a snapshot or a root; else the data folder's
    current one; else that of the bundled sample.

    Whether it holds a snapshot is not looked at. Raise :class:`SnapshotError` where a pointer
    names none, or the data folder is no folder."""
    if path is not None:
        return path if (path / MANIFEST).exists() else current_snapshot(path) or path
    if paths.data_dir().exists() and not paths.data_dir().is_dir():
        # Falling back to fictional companies here would answer another question.
        raise SnapshotError("the data folder is no folder", where=str(paths.data_dir()))
    return current_snapshot(paths.data_dir()) or paths.sample_dir()


def current_snapshot(root: Path) -> Path | None:
    """Return the folder that ``root/current`` names, or None where there is no pointer.

    Raise :class:`SnapshotError` where the pointer names something that is not a snapshot of this
    root."""
    pointer = root / POINTER
    try:
        with open_regular(pointer) as stream:
            name = stream.read(1_000).decode().strip()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise SnapshotError(
            f"unreadable pointer: {first_line(error)}", where=str(pointer), next_step=REBUILD
        ) from error
    folder = root / FOLDER / name
    plain = _NAME.fullmatch(name) is not None
    if not plain or not folder.is_dir():
        raise SnapshotError(
            f"the pointer names {name[:80]!r}, which is no snapshot of this folder",
            where=str(pointer),
            next_step=REBUILD,
        )
    return folder


def list_snapshots(root: Path) -> list[Path]:
    """Return the finished snapshot folders of a root, oldest first."""
    folder = root / FOLDER
    if not folder.is_dir():
        return []
    return sorted(
        child for child in folder.iterdir() if (child / MANIFEST).is_file() and child.name[0] != "."
    )


def is_part_of_snapshot(file: Path) -> bool:
    """Whether a file lies in a snapshot, or is the pointer to one; raise OSError, RuntimeError or
    ValueError where that can't be told."""
    target = file.resolve()
    beside = target.parent
    in_one = (beside / MANIFEST).exists() and (beside / "metrics.parquet").exists()
    return in_one or (target.name == POINTER and (beside / FOLDER).is_dir())


def first_line(error: Exception) -> str:
    """Return the first line of what an error says."""
    return str(error).splitlines()[0] if str(error) else type(error).__name__
