"""``screen calendar``: when the index's membership changes, and whether the snapshot knows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

import typer

from screener.cli.days import OnOption, today
from screener.cli.groups import takes
from screener.cli.options import SnapshotOption
from screener.cli.output import OutputOptions, deliver
from screener.cli.streams import emit_lines, tell

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from screener.model.calendar import Reconstitution
    from screener.present.tables.table import Table

_YEARS = re.compile(r"(\d{4})(?:\.\.(\d{4}))?")


@takes(to=OutputOptions)
def calendar(
    to: OutputOptions,
    on: OnOption = None,
    years: Annotated[
        str | None,
        typer.Option(
            "--years",
            metavar="FROM..TO",
            help="These years, or one. Default: the last three dates and the next three.",
        ),
    ] = None,
    snapshot: SnapshotOption = None,
) -> None:
    """Tell when the index is reconstituted, past and next, and whether the snapshot is older."""
    from screener.model.calendar import around, reconstitutions

    day = today(on)
    found = around(day) if years is None else reconstitutions(*_years(years))
    related = _related(snapshot, day)
    if to.is_plain_text:
        emit_lines(_lines(found, day, related))
        return
    deliver(
        [_table(found, day)],
        to,
        (("seen on", day.isoformat()), *((("snapshot", related),) if related else ())),
        lines=lambda: _lines(found, day, related),
    )


def _years(text: str) -> tuple[int, int]:
    from screener.errors import UsageError
    from screener.model.calendar import FIRST_YEAR, LAST_YEAR

    match = _YEARS.fullmatch(text.strip())
    first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
    if not FIRST_YEAR <= first <= last <= LAST_YEAR:
        raise UsageError(
            f"{text!r} are no years from {FIRST_YEAR} to {LAST_YEAR}",
            where="--years",
            next_step="Write them as 2024..2027, or one as 2027.",
        )
    return first, last


def _related(snapshot: Path | None, day: dt.date) -> str:
    """Return how the snapshot stands to the dates; where there is none that can be read, tell so:
    the calendar needs none."""
    from screener.errors import ScreenerError
    from screener.present.calendar import relation
    from screener.present.text import safe
    from screener.store.manifest import read_manifest
    from screener.store.places import chosen_snapshot

    try:
        manifest = read_manifest(chosen_snapshot(snapshot))
    except (ScreenerError, OSError) as error:
        tell(*f"the snapshot can't be read: {error}".splitlines())
        return ""
    fund = f"Snapshot: {safe(manifest.fund)}. " if manifest.fund else ""
    return f"{fund}{relation(manifest.holdings_date, day)}"


def _lines(found: list[Reconstitution], day: dt.date, related: str) -> list[str]:
    from screener.present.calendar import MEMBERSHIP, calendar_lines, wrapped

    about = wrapped(f"{related} {MEMBERSHIP}".strip())
    return [*calendar_lines(found, day), "", *about]


def _table(found: list[Reconstitution], day: dt.date) -> Table:
    import polars as pl

    from screener.model.calendar import status
    from screener.present.tables.table import Table

    rows = [
        {
            "cycle": f"{one.effective:%Y-%m}",
            "rank_day": one.rank_day,
            "preliminary": one.preliminary or None,
            "effective": one.effective,
            "basis": one.basis.value,
            "status": status(one, day).value,
            "days": (one.effective - day).days,
        }
        for one in found
    ]
    schema = {
        "cycle": pl.String, "rank_day": pl.Date, "preliminary": pl.String, "effective": pl.Date,
        "basis": pl.String, "status": pl.String, "days": pl.Int64,
    }  # fmt: skip
    notes = {
        "cycle": "year and month in which it takes effect",
        "rank_day": "day whose market values decide; empty where it is not known",
        "preliminary": "day or month from which lists of additions and deletions are published",
        "effective": "day after whose close the index has its new members",
        "basis": "where the dates come from: published, or by the rule",
        "status": "past, next or later, as seen on a day: today unless --on says another",
        "days": "days from that day to effective; negative where it is past",
    }
    return Table("calendar", "Reconstitutions", pl.DataFrame(rows, schema=schema), notes=notes)
