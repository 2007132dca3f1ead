"""Writing a user's file so that whatever fails, what was there stays."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from screener.errors import StorageError


def replace_file(path: Path, data: bytes, *, next_step: str) -> None:
    """Write ``data`` to ``path`` atomically, keeping the rights of the file that it replaces.

    A link stays a link. Raise :class:`StorageError` with ``next_step`` where the disk refuses."""
    # Through a link, so that the link stays a link.
    final = Path(os.path.realpath(path))
    temporary = final.with_name(f".{os.getpid()}-{os.urandom(4).hex()}.part")
    try:
        if final.exists() and not final.is_file():
            raise StorageError(
                "not a file", where=str(path), next_step="Choose the name of a file."
            )
        with temporary.open("xb") as stream:
            if final.exists():
                temporary.chmod(final.stat().st_mode & 0o777)
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(final)
    except OSError as error:
        raise StorageError(
            error.strerror or str(error), where=str(path), next_step=next_step
        ) from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
