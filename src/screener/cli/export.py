"""``screen export``: run a screen without the terminal interface and write its rows as CSV."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from screener.cli.groups import takes
from screener.cli.options import ScreenOptions, build_screen
from screener.cli.streams import emit, tell
from screener.model.words import counted

if TYPE_CHECKING:
    from screener.model.screen import Screen
    from screener.screening.compile import Result
    from screener.store.manifest import Manifest


@takes(options=ScreenOptions)
def export(
    options: ScreenOptions,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="FILE", help="A .csv file instead of standard output."
        ),
    ] = None,
    excel_safe: Annotated[
        bool,
        typer.Option(
            "--excel-safe", help="Put ' before texts that a spreadsheet would run as a formula."
        ),
    ] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="Add a column for each rule: pass, fail or unknown.")
    ] = False,
    everyone: Annotated[
        bool, typer.Option("--all", help="Every company, also those that fail, and the outcome.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No messages but errors.")] = False,
) -> None:
    """Write the companies that pass a screen as CSV, on standard output or to a file."""
    _check_suffix(output)
    screen = build_screen(options)

    import io

    from screener.present.csv_file import write_csv
    from screener.screening.compile import OUTCOME, columns, not_listed, run
    from screener.screening.universe import open_universe

    universe = open_universe(options.snapshot)
    result = run(universe.metrics, screen, everyone=everyone)
    names = columns(screen)
    if everyone:
        names = tuple(dict.fromkeys((*names, OUTCOME)))
    if explain:
        result, names = _explained(result, screen, names)
    if output is None:
        buffer = io.BytesIO()
        write_csv(result.rows, names, buffer, excel_safe=excel_safe)
        emit(buffer.getvalue())
    else:
        write_csv(result.rows, names, output, excel_safe=excel_safe)
    if missing := not_listed(universe.metrics, screen.tickers):
        tell(f"no such ticker in this snapshot: {', '.join(missing)}")
    if not quiet:
        name = options.preset_name + (" (changed)" if options.changes_rules else "")
        tell(*_messages(name, universe.snapshot.manifest, result, output))


def _explained(
    result: Result, screen: Screen, names: tuple[str, ...]
) -> tuple[Result, tuple[str, ...]]:
    from dataclasses import replace

    from screener.screening.compile import explained

    rows, added = explained(result.rows, screen)
    return replace(result, rows=rows), (*names, *added)


def _check_suffix(output: Path | None) -> None:
    from screener.errors import UsageError

    if output is not None and output.suffix.lower() != ".csv":
        raise UsageError(
            f"can't write {output.suffix or 'a file without a suffix'}: only CSV",
            where=f"--output {output}",
            next_step="Give a file name that ends in .csv.",
        )


def _messages(preset: str, manifest: Manifest, result: Result, output: Path | None) -> list[str]:
    lines, written = [], counted(result.rows.height, "row")
    if manifest.sample:
        lines.append("sample data: fictional companies; for real ones see: screen build --help")
    counts = f"{result.passed:,} pass · {result.failed:,} fail · {result.unknown:,} unknown"
    lines.append(f"{preset} as of {manifest.as_of}: {counts}")
    if output is not None:
        lines.append(f"{written} written to {output}")
    elif result.rows.height < result.passed:
        lines.append(f"{written} written: --limit left out the rest")
    return lines
