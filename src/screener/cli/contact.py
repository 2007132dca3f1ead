"""Who asks the SEC: from ``--contact``, the settings, or a question at the terminal, once."""

from __future__ import annotations

import os
import select
import shutil
import sys
import textwrap
from typing import TYPE_CHECKING

from screener.cli.streams import complain, tell
from screener.errors import StorageError, UsageError

if TYPE_CHECKING:
    from screener.settings import Settings

_WHY = (
    "The SEC wants a name and an email address with each request, so that it can reach whoever"
    " asks too much. They are sent to sec.gov only, kept in {file} and never logged."
)
_PROMPT = "Name and email address, such as Jane Doe jane@example.com: "
_TRIES = 3
_GLANCE = 0.1  # seconds
_LONGEST_LINE = 4096  # bytes, as terminals have it


def contact(given: str | None, settings: Settings) -> str:
    """Return the contact: what ``--contact`` gave, else that of the settings; else ask for it.

    It is asked for at a terminal only (stdin and stderr), up to three times, and kept in the
    settings file. Raise :class:`UsageError` where there is none; what is said never holds it."""
    from screener.settings import checked_contact

    if given is not None:
        try:
            return checked_contact(given)
        except ValueError as error:
            raise UsageError(f"--contact: {error}", next_step=_form()) from error
    if settings.contact is not None:
        return settings.contact
    if not all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr)):
        raise _none()
    answer = _asked()
    _keep(answer)
    return answer


def _asked() -> str:
    from screener.paths import settings_file
    from screener.settings import checked_contact

    width = shutil.get_terminal_size((80, 24)).columns
    why = _WHY.format(file=settings_file())
    complain(*textwrap.wrap(why, max(width - 1, 20), break_long_words=False))
    for _ in range(_TRIES):
        try:
            return checked_contact(_line())
        except UnicodeDecodeError:
            complain("No contact: it holds bytes that are no text.")
        except ValueError as error:
            complain(f"No contact: {error}.")
    raise UsageError(f"no contact after {_TRIES} tries", next_step=_form())


def _line() -> str:
    """Return the line that is typed; it is read as bytes, so that any can be told as no text."""
    try:
        sys.stderr.write(_PROMPT)
        sys.stderr.flush()
        line = _typed()
    except KeyboardInterrupt:
        complain("")  # what comes next begins on a line of its own
        raise
    if not line:
        complain("")
        raise _none()
    return line.decode(sys.stdin.encoding).rstrip("\r\n")


def _typed() -> bytes:
    """Return a line, empty at the end of what is typed. Ctrl-C ends the waiting soon, also where
    another thread takes the signal: then a read of this one would wait on."""
    if os.name == "nt":  # no such waiting for a terminal
        return sys.stdin.buffer.readline()
    terminal, line = sys.stdin.fileno(), b""
    while not line.endswith(b"\n"):
        while not select.select([terminal], [], [], _GLANCE)[0]:
            pass
        sign = os.read(terminal, 1)  # not more: the next line is the next answer
        line += sign
        if not sign or len(line) > _LONGEST_LINE:
            break
    return line


def _keep(answer: str) -> None:
    """Keep an answer; where the disk refuses, it is asked for again next time."""
    from screener.settings import remember_contact

    try:
        tell(f"Kept in {remember_contact(answer)}")
    except StorageError as error:
        complain(f"It is not kept, and asked for again: {error.where}: {error.what}")


def _none() -> UsageError:
    from screener.paths import settings_file

    return UsageError(
        "the SEC wants a name and an email address with each request, and there is none",
        next_step=f"Give one with --contact, SCREENER_CONTACT or contact in {settings_file()}."
        f" {_form()}",
    )


def _form() -> str:
    from screener.settings.contact import FORM

    return f"It has the form: {FORM}"
