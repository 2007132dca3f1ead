"""Session: a universe being screened, and every change that a person can make to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from screener.debt.relief import crosses_one
from screener.model.company import company_key
from screener.model.metric import METRICS, Unit
from screener.model.percentile import has_percentile, percentile_column
from screener.model.screen import ZOMBIE, Screen
from screener.model.verdict import Answer, Outcome
from screener.model.words import counted
from screener.present.debt import move_text
from screener.present.text import safe
from screener.presets import DEFAULT_PRESET, load_preset
from screener.screening.compile import OUTCOME, Result, run, seen
from screener.screening.facets import Facet, FacetChoice, FacetName, choose, facets
from screener.screening.funnel import funnel, relaxed
from screener.screening.percentile import ranked
from screener.screening.sectors import once
from screener.screening.universe import Row, Universe, open_universe
from screener.tui import glyphs
from screener.tui.state.field import Field
from screener.tui.state.marking import Marks
from screener.tui.state.updates import Updates
from screener.tui.state.watching import Watching

Source = Universe | Path | None
"""A universe, or the snapshot to open: its folder, None for the current one, else the sample."""

if TYPE_CHECKING:
    import polars as pl

MOST_MOVED = 0.05
"""The largest move of the rate that keys reach."""

RATE_STEP = 0.0025
"""What one key press moves the assumed rate by: 25 bp."""


class Session:
    """A universe being screened. Every change computes ``result`` and ``facets`` anew.

    ``cursor`` is the listed row, ``metric`` the column under the table's cursor; ``other`` is a
    company that is looked at although it is not listed; ``in_sector`` are the metrics that are
    shown as percentiles within the sector; ``marked`` and ``watching`` are companies that the
    person set aside, for now and for good; ``export_folder`` is where the last export of this run
    went, as it was written, "" for none; ``index`` is what the whole universe is like, None until
    it has been computed."""

    result: Result
    facets: tuple[Facet, ...]

    def __init__(self, universe: Universe, preset: str, base: Screen, screen: Screen) -> None:
        """``preset`` names ``base``, the aim of :meth:`reset`; ``screen`` is where to start."""
        self.universe = universe
        self.preset = preset
        self.base = base
        self.cursor = 0
        self.metric = ""
        self.other: Row | None = None
        self.in_sector: frozenset[str] = frozenset()
        self.marked = Marks()
        self.watching = Watching()
        self.watching.taken = self._follow_watchlist
        self.updates = Updates()
        self.export_folder = ""
        self.index: Row | None = None
        self.gone: str | None = None  # a preset in use whose file was deleted
        self.change(screen)

    # -- changes ---------------------------------------------------------------------------------

    def change(self, screen: Screen, *, follow: bool = False) -> None:
        """Take ``screen`` and see what it gives. The cursor goes to the first row, or with
        ``follow`` stays on its company while that is listed."""
        company = self._identity() if follow else None
        self.screen = screen
        metrics = self.universe.metrics
        self.result = self._in_order(run(ranked(metrics, screen, sorted(self.in_sector)), screen))
        self.facets = facets(metrics, screen)
        self.other = None
        self.watching.forget_question()
        self.cursor = 0 if company is None else row_of(self.result.rows, company) or 0

    def choose(self, facet: FacetName, value: FacetChoice) -> None:
        """Set a facet to a value; where several may be chosen, toggle it."""
        self.change(choose(self.screen, facet, value))

    def sort_by(self, metric: str) -> None:
        """Sort by a metric, texts upwards and figures downwards; reverse what is so already."""
        first = self.screen.sort[0] if self.screen.sort else ""
        if first.removeprefix("-") == metric:
            key = metric if first.startswith("-") else f"-{metric}"
        else:
            texts = (Unit.TEXT, Unit.DATE)
            key = metric if METRICS[metric].unit in texts else f"-{metric}"
        order = (key,) if metric == "ticker" else (key, "ticker")
        self.change(self.screen.model_copy(update={"sort": order}))

    def step_growth(self, step: float) -> None:
        """Move the growth threshold; where there is none, the first step sets it to zero."""
        now = self.screen.growth_above
        self.choose("growth", 0.0 if now is None else round(now + step, 6))

    def relax(self) -> str:
        """Where nobody is listed: take off the rule that costs most; return what to say of it."""
        if self.rows:
            return "Somebody passes: R takes off a rule only where nobody does."
        most = funnel(self.universe.metrics, self.screen).costliest
        if most is None:
            return "There is no rule to take off."
        self.change(relaxed(self.screen, most.rule))
        return safe(f"Taken off: {most.rule.label} {most.rule.threshold_text}; r brings it back")

    def toggle_unknown(self) -> None:
        """Show or hide the companies that fail only for a missing figure."""
        unknown = "exclude" if self.screen.unknown == "include" else "include"
        self.change(self.screen.model_copy(update={"unknown": unknown}))

    def move_rate(self, step: float) -> None:
        """Move the assumed short-term rate by ``step``, a fraction; by five points at the most."""
        move = round(self.screen.rate_move + step, 6)
        if abs(move) <= MOST_MOVED:
            self.change(self.screen.model_copy(update={"rate_move": move}), follow=True)

    def toggle_in_sector(self) -> str:
        """Show the column under the cursor as percentiles within the sector, or as values again;
        return what to say of it."""
        metric = METRICS[self.metric]
        if not has_percentile(metric):
            return f"{metric.label} is not a figure that can be ranked within a sector."
        self.in_sector ^= {metric.name}
        self.change(self.screen, follow=True)
        if metric.name not in self.in_sector:
            return ""
        return f"{metric.label}: percentile within the sector, 50 is the median."

    def step_rate(self, steps: int) -> str:
        """Move the assumed rate by so many steps of 25 bp; return what to say of it."""
        self.move_rate(steps * RATE_STEP)
        crossing = self.crossing
        told = f"Rates {move_text(self.screen.rate_move)}"
        if crossing is None:
            return told
        who = counted(crossing, "listed company crosses", "listed companies cross")
        return f"{told}: {who} an interest coverage of 1"

    def look_at_row(self, index: int) -> None:
        """Put the cursor on a listed company."""
        self.cursor, self.other = index, None
        self.watching.forget_question()

    def look_at(self, company: Row) -> None:
        """Look at a company that is not listed; the cursor stays."""
        self.other = company

    def go_to(self, company: Row) -> None:
        """Put the cursor on a company where it is listed, look at it where it is not."""
        at = row_of(self.result.rows, tuple(company[name] for name in IDENTITY))
        if at is not None:
            self.look_at_row(at)
        else:
            self.look_at({name: value for name, value in company.items() if name != OUTCOME})

    def _follow_watchlist(self) -> None:
        """Where only watched companies are listed: list those that are watched now.

        The cursor stays on its company, or where it was if that is listed no more. While the
        watchlist can't be read, the last that was known of it counts."""
        watched = tuple(entry.identity for entry in self.watching.entries)
        if self.screen.watched in (None, watched) or self.watching.error is not None:
            return
        at, here, other = self.cursor, self._identity(), self.other
        self.change(self.screen.model_copy(update={"watched": watched}), follow=True)
        if here is not None and row_of(self.result.rows, here) is None:
            self.cursor = max(0, min(at, self.rows - 1))
        self.other = other

    def reset(self) -> None:
        """Go back to the preset as it was loaded."""
        self.change(self.base)

    def use_preset(self, name: str) -> None:
        """Load a preset. Raise :class:`screener.errors.PresetError`; the state then stays."""
        self.base = load_preset(name)
        self.preset, self.gone = name, None
        self.metric = self.base.columns[0]  # another list is looked at from the left
        self.change(self.base)

    def use_universe(self, universe: Universe) -> None:
        """Go on with another snapshot: the same screen, the same order, and the same company under
        the cursor and in sight where the snapshot still has it."""
        here = self.row(self.cursor) if self.rows else None
        other = self.other
        self.universe, self.index = universe, universe.index
        self.change(self.screen)
        if here is not None:
            self.cursor = _same_company(self.result.rows, here) or 0
        if other is not None:
            found = seen(universe.metrics, self.screen)
            index = _same_company(found, other)
            self.other = None if index is None else found.row(index, named=True)

    def saved_as(self, name: str, screen: Screen) -> None:
        """Take a screen that was just saved: its preset is the one in use."""
        self.preset, self.base, self.gone = name, screen, None
        self.change(screen, follow=True)

    # -- questions -------------------------------------------------------------------------------

    @property
    def rows(self) -> int:
        """How many companies are listed."""
        return self.result.rows.height

    @property
    def here(self) -> Row | None:
        """The company that is looked at: under the cursor, or the one that is not listed."""
        if self.other is not None or not self.rows:
            return self.other
        return self.row(self.cursor)

    @property
    def crossing(self) -> int | None:
        """How many listed companies the move of the rate takes over or under an interest coverage
        of 1, share classes counted once; None where of none it is known."""
        crossed = once(self.result.rows).select(crosses_one()).to_series().drop_nulls()
        return None if crossed.is_empty() else int(crossed.sum())

    @property
    def is_sample(self) -> bool:
        """Whether the companies are the fictional ones that ship with the program."""
        return self.universe.snapshot.manifest.sample

    @property
    def sort(self) -> str:
        """The first sort key."""
        return self.screen.sort[0] if self.screen.sort else ""

    @property
    def preset_name(self) -> str:
        """The preset's name; of a preset file its stem."""
        return safe(Path(self.preset).stem if self.preset.endswith(".toml") else self.preset)

    @property
    def preset_label(self) -> str:
        """The preset's name, and whether the screen still is that preset."""
        gone = " (deleted)" if self.gone == self.preset else ""
        return self.preset_name + gone + (" (changed)" if self.screen != self.base else "")

    @property
    def export_name(self) -> str:
        """The file name that an export proposes."""
        return f"{self.preset_name}-{self.universe.snapshot.manifest.as_of}.csv"

    def row(self, index: int) -> Row:
        """Return a listed company's metrics, and the percentiles that are shown."""
        return self.result.rows.row(index, named=True)

    @property
    def fields(self) -> tuple[Field, ...]:
        """The table's columns."""
        return tuple(Field(METRICS[name], name in self.in_sector) for name in self.screen.columns)

    @property
    def percentiles(self) -> tuple[str, ...]:
        """The metrics of the table's columns that show percentiles."""
        return tuple(dict.fromkeys(n for n in self.screen.columns if n in self.in_sector))

    def marks(self) -> list[str]:
        """Return a text of glyphs for each listed company: marked, watched, zombie, unknown."""
        rows = self.result.rows
        columns = (rows[name].to_list() for name in (*IDENTITY, ZOMBIE, OUTCOME))
        return [
            self.set_aside({"cik": cik, "ticker": ticker, "name": name})
            + (glyphs.ZOMBIE if zombie == Answer.YES.value else "")
            + (glyphs.UNKNOWN if outcome == Outcome.UNKNOWN.value else "")
            for cik, ticker, name, zombie, outcome in zip(*columns, strict=True)
        ]

    def _in_order(self, result: Result) -> Result:
        """Sort by what the first column of the order shows: by its percentile, not its value."""
        name = self.sort.removeprefix("-")
        if name not in self.in_sector:
            return result
        rows = result.rows.sort(
            percentile_column(name),
            descending=self.sort.startswith("-"),
            nulls_last=True,
            maintain_order=True,
        )
        return replace(result, rows=rows)

    def set_aside(self, row: Row) -> str:
        """Return the glyphs of a company that is marked or watched; "" for any other."""
        marked = glyphs.MARKED if self.marked and company_key(row) in self.marked else ""
        return marked + (glyphs.WATCHED if self.watching.find(row) is not None else "")

    def _identity(self) -> tuple[object, ...] | None:
        if not self.rows:
            return None
        return self.result.rows.select(IDENTITY).row(self.cursor)


IDENTITY = ("cik", "ticker", "name")
"""What tells one row from another."""

_SAME = (IDENTITY, ("cik", "ticker"), ("cik",), ("ticker",))
"""What tells a company again in another snapshot, the surest first: names and tickers change."""


def row_of(
    rows: pl.DataFrame, wanted: tuple[object, ...], names: Sequence[str] = IDENTITY
) -> int | None:
    """Return the first row of which the columns ``names`` hold the values ``wanted``, or None."""
    known = rows.select(names).rows()
    return known.index(wanted) if wanted in known else None


def _same_company(rows: pl.DataFrame, company: Row) -> int | None:
    """Return which row is a company of another snapshot; None where none is."""
    for names in _SAME:
        wanted = tuple(company[name] for name in names)
        if None not in wanted and (found := row_of(rows, wanted, names)) is not None:
            return found
    return None


def open_session(source: Source, screen: Screen | None, preset: str) -> Session:
    """Open a universe with a preset.

    ``screen`` is where to start instead of the preset itself. Raise
    :class:`screener.errors.SnapshotError` or :class:`screener.errors.PresetError`.
    """
    preset = preset or DEFAULT_PRESET
    base = load_preset(preset)
    return begin(source, preset, base, base if screen is None else screen)


def begin(source: Source, preset: str, base: Screen, screen: Screen) -> Session:
    """Open a universe and begin with ``screen``; ``preset`` is the name of ``base``.

    Everything that the screen needs is read: a damaged table is told now, as for
    :func:`open_session`."""
    universe = source if isinstance(source, Universe) else open_universe(source)
    session = Session(universe, preset, base, screen)
    session.universe.prepare()
    session.watching.load()
    return session
