"""The one place of state: a universe, the screen as it is now, and what that gives.

Widgets read it; only the main screen changes it. No widget, no Textual here.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from screener.model.metric import METRICS, Unit
from screener.model.screen import ZOMBIE, Screen, format_percent, parse_percent
from screener.model.verdict import Answer, Outcome
from screener.model.words import counted
from screener.present.debt import move_text
from screener.present.text import safe
from screener.presets import DEFAULT_PRESET, list_presets, load_preset
from screener.screening.compile import OUTCOME, WHERE, Result, run, seen
from screener.screening.facets import Facet, FacetChoice, FacetName, choose, facets
from screener.screening.funnel import funnel, relaxed
from screener.screening.universe import Row, Universe, open_universe
from screener.tui import glyphs

MOST_MOVED = 0.05
"""The largest move of the rate that keys reach."""


@dataclass(frozen=True, slots=True)
class PresetChoice:
    """A preset as the picker offers it: how many companies pass, or why it can't be used."""

    name: str
    title: str
    description: str
    passed: int
    error: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What a search hit: the company's metrics, and its row in the list, None if not listed."""

    row: Row
    index: int | None


class Session:
    """A universe being screened. Every change computes ``result`` and ``facets`` anew."""

    result: Result
    facets: tuple[Facet, ...]

    def __init__(self, universe: Universe, preset: str, base: Screen, screen: Screen) -> None:
        """``preset`` names ``base``, the aim of :meth:`reset`; ``screen`` is where to start."""
        self.universe = universe
        self.preset = preset
        self.base = base
        self.change(screen)

    # -- changes ---------------------------------------------------------------------------------

    def change(self, screen: Screen) -> None:
        """Take ``screen`` and see what it gives."""
        self.screen = screen
        self.result = run(self.universe.metrics, screen)
        self.facets = facets(self.universe.metrics, screen)

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

    def relax(self) -> None:
        """Take off the rule that costs most, where any is set."""
        most = funnel(self.universe.metrics, self.screen).costliest
        if most is not None:
            self.change(relaxed(self.screen, most.rule))

    def toggle_unknown(self) -> None:
        """Show or hide the companies that fail only for a missing figure."""
        unknown = "exclude" if self.screen.unknown == "include" else "include"
        self.change(self.screen.model_copy(update={"unknown": unknown}))

    def move_rate(self, step: float) -> None:
        """Move the assumed short-term rate by ``step``, a fraction; by five points at the most."""
        move = round(self.screen.rate_move + step, 6)
        if abs(move) <= MOST_MOVED:
            self.change(self.screen.model_copy(update={"rate_move": move}))

    def reset(self) -> None:
        """Go back to the preset as it was loaded."""
        self.change(self.base)

    def use_preset(self, name: str) -> None:
        """Load a preset. Raise :class:`screener.errors.PresetError`; the state then stays."""
        self.base = load_preset(name)
        self.preset = name
        self.change(self.base)

    # -- questions -------------------------------------------------------------------------------

    @property
    def rows(self) -> int:
        """How many companies are listed."""
        return self.result.rows.height

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
        return self.preset_name + (" (changed)" if self.screen != self.base else "")

    @property
    def corners(self) -> tuple[str, ...]:
        """The preset with the assumed move of the rate, and the preset alone."""
        rates = f"rates {move_text(self.screen.rate_move)}"
        return f"{self.preset_label} · {rates}", self.preset_label

    @property
    def export_name(self) -> str:
        """The file name that an export proposes."""
        return f"{self.preset_name}-{self.universe.snapshot.manifest.as_of}.csv"

    def row(self, index: int) -> Row:
        """Return a listed company's metrics."""
        return {name: self.result.rows.item(index, name) for name in METRICS}

    def marks(self) -> list[str]:
        """Return a text of glyphs for each listed company: zombie, unknown, both or none."""
        verdicts = self.result.rows.get_column(ZOMBIE)
        zombies = (verdicts == Answer.YES.value).fill_null(False)
        unknown = self.result.rows.get_column(OUTCOME) == Outcome.UNKNOWN.value
        return [
            (glyphs.ZOMBIE if is_zombie else "") + (glyphs.UNKNOWN if is_unknown else "")
            for is_zombie, is_unknown in zip(zombies.to_list(), unknown.to_list(), strict=True)
        ]

    def titles(self) -> tuple[str, ...]:
        """Return the data's name and age, from the longest wording to the shortest."""
        manifest = self.universe.snapshot.manifest
        fund = safe(manifest.fund or "Unnamed fund")
        held, newest = manifest.holdings_date, manifest.newest_filing
        parts = [fund]
        if held is not None:
            parts.append(f"holdings {_day(held)}")
        if newest is not None:
            parts.append(f"filings to {_day(newest)}")
        full = list(parts)
        if manifest.as_of != held:
            full.append(f"as of {_day(manifest.as_of)}")
        dates = " · ".join(parts[1:]) or fund
        short = f"{fund[:20]}… · {dates}" if len(fund) > 21 and dates != fund else dates
        return (
            " · ".join(full),
            " · ".join(parts),
            short,
            dates,
            dates.replace("filings to", "to"),
        )

    def counts(self) -> tuple[str, ...]:
        """Return how many pass and are unknown, from the longest wording to the shortest."""
        result = self.result
        shown = " (shown)" if self.screen.unknown == "include" else ""
        core = f"{result.total:,} → {result.passed:,} pass"
        unknown = f"{result.unknown:,} unknown{shown}"
        return (
            f"{core} · {result.failed:,} fail · {unknown}",
            f"{core} · {unknown}",
            f"{result.passed:,} pass · {unknown}",
            f"{result.passed:,} pass · {result.unknown:,} ?",
        )

    def presets(self) -> Iterator[PresetChoice]:
        """Yield every preset with the number of companies that pass it now."""
        for info in list_presets():
            # "FILE:LINE: what": the name says which file.
            error = re.sub(r"^:(\d+)", r"line \1", (info.error or "").removeprefix(str(info.path)))
            passed = 0
            if not error:
                passed = run(self.universe.metrics, load_preset(info.name)).passed
            yield PresetChoice(
                safe(info.name),
                safe(info.title or info.name),
                safe(info.description),
                passed,
                safe(error),
            )

    def find(self, text: str) -> Found | None:
        """Return the company that a text means: a ticker, its beginning, then a part of a name.

        Listed companies come before the others at each step.
        """
        wanted = text.strip().casefold()
        if not wanted:
            return None
        listed, everyone = self.result.rows, seen(self.universe.metrics, self.screen)
        for fits in (str.__eq__, str.startswith):
            for frame in (listed, everyone):
                for index, ticker in enumerate(frame.get_column("ticker").to_list()):
                    if ticker and fits(ticker.casefold(), wanted):
                        return self._found(index, frame is listed)
        for frame in (listed, everyone):
            for index, name in enumerate(frame.get_column("name").to_list()):
                if name and wanted in name.casefold():
                    return self._found(index, frame is listed)
        return None

    def _found(self, index: int, listed: bool) -> Found:
        if listed:
            return Found(self.row(index), index)
        return Found(seen(self.universe.metrics, self.screen).row(index, named=True), None)

    def why_empty(self) -> list[str]:
        """Return lines that say which rules leave nobody, and what to press."""
        metrics = self.universe.metrics
        lines = [
            "No company passes these filters."
            if metrics.height
            else "This snapshot holds no companies.",
            "",
        ]
        found = funnel(metrics, self.screen)
        for step in found.steps:
            failed, unknown, passed = step.alone.failed, step.alone.unknown, step.without.passed
            missing = f", {unknown:,} unknown" if unknown else ""
            lines.append(f"{glyphs.FAIL} {step.rule.label}: {safe(step.rule.threshold_text)}")
            lines.append(f"  {failed:,} fail{missing}; without this rule {passed:,} pass")
        lines.append("")
        if (most := found.costliest) is not None:
            passed = most.without.passed
            rule = most.rule
            named = rule.threshold_text if rule.key.startswith(WHERE) else rule.label
            lines.append(f"R  relax the costliest rule, {safe(named)}: {passed:,} pass")
        lines += [
            f"r  reset to {self.preset_name}",
            "f  change the filters",
            "p  another preset",
        ]
        if self.result.unknown and self.screen.unknown == "exclude":
            missing = counted(self.result.unknown, "company that fails", "companies that fail")
            lines.append(f"U  show {missing} only for a missing figure")
        return lines


def open_session(path: Path | None, screen: Screen | None, preset: str) -> Session:
    """Open the snapshot at ``path`` (None: the current one, else the sample) with a preset.

    ``screen`` is where to start instead of the preset itself. Raise
    :class:`screener.errors.SnapshotError` or :class:`screener.errors.PresetError`.
    """
    preset = preset or DEFAULT_PRESET
    base = load_preset(preset)
    return Session(open_universe(path), preset, base, base if screen is None else screen)


def parse_growth(text: str) -> float | None:
    """Return a threshold as a fraction from ``"4%"`` or ``"4"``; None from an empty text or "any".

    Here a bare number can only mean percent: the field says so. Raise ValueError.
    """
    text = text.strip().replace(",", ".")
    if text.casefold() in ("", "any"):
        return None
    try:
        value = parse_percent(text if text.endswith("%") else f"{text}%")
    except ValueError:
        raise ValueError(f"{text!r} is not a percentage: write 4% or 4") from None
    assert isinstance(value, float)
    return value


def growth_text(screen: Screen) -> str:
    """Return a screen's growth threshold as it can be typed."""
    return format_percent(screen.growth_above) or ""


def _day(day: dt.date) -> str:
    return f"{day.day} {day:%b %Y}"
