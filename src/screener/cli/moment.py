"""``--as-of`` and whose companies they are: the same on every verb that reads a universe."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from screener.cli.groups import given
from screener.cli.options import given_path
from screener.cli.streams import is_live, show_progress, tell
from screener.model.days import day_of

if TYPE_CHECKING:
    from screener.build.membership import Membership
    from screener.screening.universe import Universe

_AS_OF = typer.Option(
    "--as-of",
    metavar="DATE",
    help="Use only what was filed by this day (YYYY-MM-DD), from the facts of the snapshot.",
)
_HOLDINGS = typer.Option(
    "--holdings",
    metavar="FILE",
    parser=given_path,
    help="The companies of this holdings file instead (CSV, or a fund's N-PORT report); without "
    "--as-of at its date.",
)
_MEMBERSHIP = typer.Option(
    "--membership",
    metavar="FILE",
    parser=given_path,
    help="The companies that a table names at the day instead, or at its last own day before it; "
    "CSV: ticker,start,end, where both days are days of membership.",
)


@dataclass(frozen=True, slots=True)
class MomentOptions:
    """The day whose knowledge counts, and who is in the universe then."""

    as_of: Annotated[str | None, _AS_OF] = None
    holdings: Annotated[Path | None, _HOLDINGS] = None
    membership: Annotated[Path | None, _MEMBERSHIP] = None

    def given(self) -> list[str]:
        """Return the options that were given, as they are written."""
        return given(self)

    def files(self) -> list[Path]:
        """Return the files that the options name, which are read."""
        return [path for path in (self.holdings, self.membership) if path is not None]

    def open(self, snapshot: Path | None) -> Universe:
        """Open the universe at ``snapshot`` (None: the current one, else the sample) as known then.

        Raise :class:`screener.errors.UsageError` for a day that is none or that the snapshot knows
        nothing of, and what opening and reading raise."""
        from screener.screening.universe import open_universe

        self._check()
        return self.opened(open_universe(snapshot))

    def opened(self, universe: Universe) -> Universe:
        """Return what was asked for of ``universe``, which is itself where nothing was."""
        self._check()
        day = None if self.as_of is None else day_of(self.as_of, "--as-of")
        return self.applied(universe, day) if self.given() else universe

    def _check(self) -> None:
        from screener.errors import UsageError

        if self.as_of is not None:
            day_of(self.as_of, "--as-of")
        if self.holdings is not None and self.membership is not None:
            raise UsageError(
                "--holdings and --membership both say who is in the universe",
                next_step="Give one of them.",
            )

    def applied(self, universe: Universe, day: dt.date | None) -> Universe:
        """Return ``universe`` as known at ``day``; None: at the date of the holdings that were
        given, else at the snapshot's own."""
        known_until = universe.snapshot.manifest.as_of
        members = self._members(universe, day or known_until)
        if day is None and members is not None and members.holdings_date is not None:
            day = min(members.holdings_date, known_until)
        return at(universe, day or known_until, members)

    def _members(self, universe: Universe, day: dt.date) -> Membership | None:
        from screener.build import membership

        if self.holdings is not None:
            return membership.of_holdings(universe, self.holdings)
        if self.membership is not None:
            return membership.of_table(universe, self.membership, day)
        return None


def at(universe: Universe, day: dt.date, members: Membership | None = None) -> Universe:
    """Return a universe as known at ``day``.

    Where it must be computed that takes seconds: a terminal is told how far it is, a pipe or a log
    once that it begins. See :func:`screener.build.rewind.rewind`."""
    from screener.build.rewind import rewind

    def told(done: int, total: int) -> None:
        if is_live():
            show_progress(f"as of {day}: {done:,} of {total:,} companies")
        elif not done:
            tell(f"computing the universe as of {day}; kept for the next time")

    try:
        return rewind(universe, day, members, told)
    finally:
        show_progress("")


def tell_moment(universe: Universe) -> None:
    """Say whose companies they are and whose facts, where another day was asked for."""
    from screener.present.membership import moment_lines

    tell(*moment_lines(universe.snapshot.manifest, universe.snapshot.path.resolve().name))
