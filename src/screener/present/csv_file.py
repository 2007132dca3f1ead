"""Rows as CSV: raw numbers, ISO dates, true and false, empty for unknown.

UTF-8 without a byte order mark, a ``\\n`` at the end of each line.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

import polars as pl

from screener.errors import StorageError
from screener.present.text import HARMFUL, REPLACEMENT, SPACES

_FORMULA = r"^([=+\-@\t\r])"


def write_csv(
    rows: pl.DataFrame, columns: Sequence[str], target: BinaryIO | Path, *, excel_safe: bool = False
) -> None:
    """Write ``columns`` of ``rows`` with a header line.

    Numbers have the digits that read back the same value; texts stay on one line and hold no
    control characters. ``excel_safe`` puts a ``'`` before texts that a spreadsheet would run as a
    formula. A path is replaced atomically: whatever fails, what was there stays. Raise
    :class:`StorageError` where the disk refuses; a stream's errors pass through.
    """
    frame = rows.select(columns).with_columns(_texts(rows.select(columns), excel_safe))
    data = frame.write_csv(line_terminator="\n").encode()
    if isinstance(target, Path):
        _replace(target, data)
    else:
        target.write(data)


def _texts(frame: pl.DataFrame, excel_safe: bool) -> list[pl.Expr]:
    names = [name for name, dtype in frame.schema.items() if dtype == pl.String]
    texts = [
        pl.col(name).str.replace_all(SPACES, " ").str.replace_all(HARMFUL, REPLACEMENT)
        for name in names
    ]
    return [text.str.replace(_FORMULA, "'$1") for text in texts] if excel_safe else texts


def _replace(path: Path, data: bytes) -> None:
    # Through a link, so that the link stays a link.
    final = Path(os.path.realpath(path))
    temporary = final.with_name(f".{final.name[:100]}.{os.getpid()}-{os.urandom(4).hex()}.part")
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
            error.strerror or str(error),
            where=str(path),
            next_step="Choose another place with --output; nothing that was there is lost.",
        ) from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
