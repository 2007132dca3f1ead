"""The live update as a person begins it: what it will do, who asks, and the source of its events.

Only what the form needs is imported here; what fetches comes with the first event, in the thread of
the update."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from screener import paths
from screener.errors import ScreenerError, UsageError
from screener.settings import Settings, checked_contact, load_settings, remember_contact
from screener.settings.contact import FORM
from screener.tui.state.updates import Updates
from screener.tui.state.updating import Remark

if TYPE_CHECKING:
    from screener.update import UpdateEvent

WHY = (
    "The SEC asks for a name and an email address with each request. They are sent to sec.gov only,"
    " kept in settings.toml and never logged."
)
_FIRST_REQUESTS = 6_840
"""Of a first update of 1,895 companies, as measured: benchmarks/update.json."""

_REST = 3  # minutes: the spacing of requests, and the build

_STEP = 5  # minutes: nobody knows it more exactly


@dataclass(frozen=True, slots=True)
class Opening:
    """What the form shows at first: what will be done, the contact ("" for none yet), and what is
    wrong with the settings ("" for nothing)."""

    lines: tuple[str, ...]
    contact: str
    problem: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Why an update can't begin: the contact, or the settings; the other one is ""."""

    contact: str = ""
    settings: str = ""


class Live:
    """A live update that may begin. Called, it yields its events; a new contact it keeps first."""

    def __init__(self, settings: Settings, contact: str) -> None:
        self._settings = settings
        self._contact = contact

    def __call__(self) -> Generator[UpdateEvent | Remark, None, None]:
        """Run the update; see :func:`screener.update.update`."""
        if self._contact != self._settings.contact:
            try:
                remember_contact(self._contact)
            except ScreenerError as error:
                why = str(error).splitlines()[0]
                yield Remark(f"The contact is not kept, and asked for again: {why}")
        from screener.sources.pace import pace_file
        from screener.update import Addresses
        from screener.update.run import UpdateRequest, update

        settings, base = self._settings, self._settings.addresses
        yield from update(
            UpdateRequest(
                root=paths.data_dir(),
                sources=paths.sources_dir(),
                pace=pace_file(),
                created=dt.datetime.now(tz=dt.UTC),
                contact=self._contact,
                addresses=Addresses(base.sec, base.sec_data, base.ishares, base.blackrock),
                per_second=settings.requests_per_second,
                patience=settings.patience_seconds,
                keep=settings.keep_snapshots,
            )
        )


def opening(updates: Updates) -> Opening:
    """Return what the form shows at first. A contact that was used in this run is known, also where
    it could not be kept."""
    try:
        settings = load_settings()
    except UsageError as error:
        return Opening(_lines(None), updates.contact, str(error))
    return Opening(_lines(settings), updates.contact or settings.contact or "", "")


def begin(text: str, updates: Updates) -> Live | Refused:
    """Return the update that asks as ``text`` says, or why it can't be.

    The settings are read anew: a person may have mended them meanwhile."""
    try:
        settings = load_settings()
    except UsageError as error:
        return Refused(settings=str(error))
    try:
        contact = checked_contact(text)
    except ValueError as error:
        needed = f"{error}; it has the form: {FORM}" if text.strip() else f"needed, as {FORM}"
        return Refused(contact=needed)
    updates.contact = contact
    return Live(settings, contact)


def _lines(settings: Settings | None) -> tuple[str, ...]:
    rate = Settings().requests_per_second if settings is None else settings.requests_per_second
    minutes = math.ceil((_FIRST_REQUESTS / rate / 60 + _REST) / _STEP) * _STEP
    return (
        "Fetches what changed from EDGAR and iShares and builds a new snapshot.",
        f"The first time takes about {_long(minutes)}, later ones a minute or two.",
    )


def _long(minutes: int) -> str:
    hours = round(minutes / 60)
    return f"{minutes} minutes" if minutes < 120 else f"{hours:,} hours"
