"""What the reader of an export needs to know: the question, the day, the members, the sources.

Pairs of what and its value, in the words of the command line; whoever writes them makes them
harmless."""

from __future__ import annotations

from pathlib import Path

from screener.files import path_text
from screener.model.screen import Screen, format_rate_move
from screener.model.words import counted
from screener.screening.compile import Result, rules
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
    counts = f"{result.passed:,} pass, {result.failed:,} fail, {result.unknown:,} unknown"
    kept = "kept, marked" if screen.unknown == "include" else "left out"
    return (
        ("preset", preset),
        *((what, text) for what, text in _described(screen) if text),
        *(("rule", f"{rule.label}: {rule.threshold_text}") for rule in rules(screen)),
        ("order", ", ".join(order)),
        ("limit", "none" if screen.limit is None else counted(screen.limit, "row")),
        ("fail only for a missing figure", kept),
        ("assumed move of the rate", format_rate_move(screen.rate_move)),
        ("definition of a zombie", screen.zombie_definition),
        ("outcome", f"{counts}, of {counted(result.total, 'row')}"),
        ("rows written", f"{result.rows.height:,}"),
        *about_universe(universe),
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
        ("snapshot", path_text(Path(snapshot.path.name))),
        ("snapshot created", manifest.created),
        ("schema version", str(manifest.schema_version)),
        ("program", f"smallcap-screener {__version__}"),
        *(
            (f"source: {source.kind}", f"{source.address}, SHA-256 {source.sha256}")
            for source in manifest.sources
        ),
    )


def _described(screen: Screen) -> tuple[tuple[str, str], ...]:
    return ("title", screen.title), ("description", screen.description)
