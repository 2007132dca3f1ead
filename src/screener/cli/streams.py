"""The two streams: data on stdout, messages on stderr, made harmless on the way."""

from __future__ import annotations

import contextlib
import os
import select
import sys
from pathlib import Path
from typing import BinaryIO, TextIO

from screener.errors import StorageError
from screener.files import path_text


def emit(data: bytes) -> None:
    """Write data to stdout, all of it, now.

    A reader that went away (``| head``) ends the program quietly with code 0. Raise
    :class:`StorageError` where stdout can't be written, a full disk behind it for one.
    """
    expect_stdout()
    try:
        sys.stdout.flush()
        _write_all(sys.stdout.buffer, data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        silence_stdout()
        raise SystemExit(0) from None
    except OSError as error:
        silence_stdout()
        raise StorageError(error.strerror or str(error), where="standard output") from error


def expect_stdout() -> None:
    """Raise :class:`StorageError` where the caller has closed stdout: ``>&-``."""
    if sys.stdout is None:
        raise StorageError("standard output is closed", next_step="Name a file with --output.")


def emit_path(path: Path) -> None:
    """Write a path to stdout: its very bytes to a pipe, made harmless to a terminal."""
    from screener.present.text import safe

    if sys.stdout is not None and sys.stdout.isatty():
        emit_lines([safe(path_text(path))])
    else:
        emit(os.fsencode(path) + b"\n")


def _write_all(stream: BinaryIO, data: bytes) -> None:
    """Write all of it: an unbuffered stream (PYTHONUNBUFFERED) may take a part, or none yet."""
    rest = memoryview(data)
    while rest:
        written = stream.write(rest)
        if written is None:  # a pipe that doesn't wait, and is full
            select.select([], [stream], [])
        else:
            rest = rest[written:]


def emit_lines(lines: list[str]) -> None:
    """Write lines to stdout; a character that the terminal's encoding lacks becomes ``?``."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    emit("".join(f"{line}\n" for line in lines).encode(encoding, errors="replace"))


def emit_text(text: bytes) -> None:
    """Write the text of a file to stdout: as it is to a pipe, made harmless to a terminal."""
    from screener.present.text import safe

    if sys.stdout is not None and sys.stdout.isatty():
        emit_lines([safe(line) for line in text.decode(errors="replace").splitlines()])
    else:
        emit(text)


def is_live() -> bool:
    """Whether stderr is a terminal, where a line can be rewritten."""
    return sys.stderr is not None and sys.stderr.isatty()


def show_progress(text: str) -> None:
    """Rewrite one line of the terminal; nothing where stderr is none, or messages are kept back."""
    if not _VOICE["quiet"] and is_live():
        sys.stderr.write(f"\r\x1b[K{text}")
        sys.stderr.flush()


def silence_stdout() -> None:
    """Point stdout at nothing, so that the interpreter's last flush doesn't fail once more."""
    _silence(sys.stdout)


def _silence(stream: TextIO) -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    with contextlib.suppress(OSError, ValueError):
        os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


_VOICE = {"quiet": False}


def hush(quiet: bool) -> bool:
    """Keep messages back from now on, or no longer: what ``--quiet`` asks for. Return it."""
    _VOICE["quiet"] = quiet
    return quiet


def tell(*lines: str) -> None:
    """Write messages to stderr, unless :func:`hush` keeps them back."""
    if not _VOICE["quiet"]:
        complain(*lines)


def complain(*lines: str) -> None:
    """Write errors to stderr, each on a line of its own, which a terminal has room for or sees go
    on below, indented; a stderr that is gone is no failure."""
    from screener.cli.width import message_width
    from screener.present.layout import fitted
    from screener.present.text import safe

    if sys.stderr is None:
        return
    try:
        for line in fitted(map(safe, lines), message_width(sys.stderr)):
            print(line, file=sys.stderr)
        sys.stderr.flush()
    except OSError:
        _silence(sys.stderr)
