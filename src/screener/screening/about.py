"""What the reader of an export needs to know: the question, the day, the members, the sources.

Pairs of what and its value, in the words of the command line; whoever writes them makes them
harmless."""

from __future__ import annotations

from pathlib import Path

from screener.files import path_text
from screener.model.screen import Screen, format_rate_move
from screener.model.words import counted
from screener.screening.compile import Result, rules
from screener.screening.funnel import Tally
from screener.screening.universe import Universe
from screener.version import __version__

Pairs = tuple[tuple[str, str], ...]


def about_screen(universe: Universe, screen: Screen, result: Result, preset: str) -> Pairs:
    """Return what ``screen`` asks and what came of it, then what the universe is.

    ``preset`` is the name of the preset, and whether the screen still is that one."""
    order = [
        f"{key.removeprefix('-')} {'descending' if key.startswith('-') else 'ascending'}"
        for key in screen.sort
    ]
    return (
        *_asked(screen, preset),
        ("order", ", ".join(order)),
        ("limit", "none" if screen.limit is None else counted(screen.limit, "row")),
        *_of_the_unknown(screen),
        *_assumed(screen),
        _outcome(result.passed, result.failed, result.unknown),
        ("rows written", f"{result.rows.height:,}"),
        *about_universe(universe),
    )


def about_counts(universe: Universe, screen: Screen, counts: Tally, preset: str) -> Pairs:
    """Return the same without what is about a list of rows; ``counts`` are what ``screen`` gives
    among all rows."""
    return (
        *_asked(screen, preset),
        *_of_the_unknown(screen),
        *_assumed(screen),
        _outcome(counts.passed, counts.failed, counts.unknown),
        *about_universe(universe),
    )


def about_rules(screen: Screen, preset: str) -> Pairs:
    """Return what ``screen`` asks of a company, without what is about a list of them; ``preset`` as
    for :func:`about_screen`."""
    return (*_asked(screen, preset), *_assumed(screen))


def about_sides(before: Universe, after: Universe) -> Pairs:
    """Return what two universes are that are compared: each pair begins with ``from: `` or
    ``to: ``, but for the program, and for the sources where both come from the same."""
    was, now = about_universe(before), about_universe(after)
    sources = [tuple(pair for pair in side if pair[0].startswith(_SOURCE)) for side in (was, now)]
    once = {("program", _program()), *(sources[0] if sources[0] == sources[1] else ())}
    return (
        *((f"from: {what}", value) for what, value in was if (what, value) not in once),
        *((f"to: {what}", value) for what, value in now if (what, value) not in once),
        *(pair for pair in now if pair in once),
    )


def about_universe(universe: Universe) -> Pairs:
    """Return of which day the universe is, who is in it, and where it comes from."""
    snapshot, manifest = universe.snapshot, universe.snapshot.manifest
    sample = (("sample", "fictional companies"),) if manifest.sample else ()
    return (
        *sample,
        ("as of", manifest.as_of.isoformat()),
        ("membership", manifest.members),
        *([("missing", manifest.missing)] if manifest.missing else []),
        *([("facts", f"filed by {manifest.as_of}")] if manifest.facts_until else []),
        ("snapshot", path_text(Path(snapshot.path.resolve().name))),
        ("snapshot created", manifest.created),
        ("schema version", str(manifest.schema_version)),
        ("program", _program()),
        *(
            (f"{_SOURCE}{source.kind}", f"{source.place}, SHA-256 {source.sha256}")
            for source in manifest.sources
        ),
    )


_SOURCE = "source: "


def _program() -> str:
    return f"smallcap-screener {__version__}"


def _asked(screen: Screen, preset: str) -> Pairs:
    described = (("title", screen.title), ("description", screen.description))
    return (
        ("preset", preset),
        *((what, text) for what, text in described if text),
        *(("rule", f"{rule.label}: {rule.threshold_text}") for rule in rules(screen)),
    )


def _of_the_unknown(screen: Screen) -> Pairs:
    kept = "kept, marked" if screen.unknown == "include" else "left out"
    return (("fail only for a missing figure", kept),)


def _outcome(passed: int, failed: int, unknown: int) -> tuple[str, str]:
    counts = f"{passed:,} pass, {failed:,} fail, {unknown:,} unknown"
    return "outcome", f"{counts}, of {counted(passed + failed + unknown, 'row')}"


def _assumed(screen: Screen) -> Pairs:
    return (
        ("assumed move of the rate", format_rate_move(screen.rate_move)),
        ("definition of a zombie", screen.zombie_definition),
    )
