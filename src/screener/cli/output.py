"""How a verb's tables leave: ``--format`` and ``--output``, the same on every verb."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from screener.cli.options import QuietOption, given_path
from screener.cli.streams import emit, emit_lines
from screener.cli.width import line_width

if TYPE_CHECKING:
    from screener.present.tables.table import About, Table
    from screener.present.tables.writing import Format

FormatName = Literal["text", "csv", "parquet", "ndjson", "json", "xlsx", "markdown"]

_FORMAT = typer.Option("--format", help="How to write it; else by the suffix of --output.")


def _target(text: str) -> Path | None:
    """Return the file to write; None where standard output is named."""
    path = given_path(text)
    return None if text in ("-", "/dev/stdout") else path


_OUTPUT = typer.Option(
    "--output", "-o", metavar="FILE", parser=_target, help="A file instead of standard output."
)
_EXCEL_SAFE = typer.Option(
    "--excel-safe", help="CSV: put ' before texts that a spreadsheet would run as a formula."
)
_BOM = typer.Option("--bom", help="CSV: begin with a byte order mark, which old Excels ask for.")


@dataclass(frozen=True, slots=True)
class OutputOptions:
    """Where the tables go, and in which form."""

    output_format: Annotated[FormatName | None, _FORMAT] = None
    output: Annotated[Path | None, _OUTPUT] = None
    excel_safe: Annotated[bool, _EXCEL_SAFE] = False
    bom: Annotated[bool, _BOM] = False
    quiet: QuietOption = False

    @property
    def is_plain_text(self) -> bool:
        """Return whether a verb that writes text by default writes text to standard output: then no
        table needs to be made."""
        of_a_file = self.output is not None or self.excel_safe or self.bom
        return not of_a_file and self.output_format in (None, "text")

    def chosen(self, default: FormatName, *read: Path) -> Format:
        """Return the format: the given one, else that of the file's name, else ``default``.

        Raise :class:`screener.errors.UsageError` where the file's name asks for none that is known,
        a format that no terminal shows would go to one, what is for CSV is asked of another, or the
        file is one of those that are ``read``, a part of a snapshot, or none at all."""
        from screener.errors import UsageError

        if self.output is not None:
            _refuse_harm(self.output, read)
        from screener.present.tables.writing import BINARY, SUFFIXES, format_of

        found = self.output_format
        if found is None and self.output is not None:
            found = format_of(self.output)
            if found is None:
                raise UsageError(
                    f"can't tell the format of {self.output.suffix or 'a file without a suffix'}",
                    where=f"--output {self.output}",
                    next_step=f"Let the name end in {', '.join(SUFFIXES)}, or give --format.",
                )
        found = found or default
        for option, given in (("--excel-safe", self.excel_safe), ("--bom", self.bom)):
            if given and found != "csv":
                raise UsageError(
                    f"{option} is for CSV, not for {found}",
                    next_step=f"Leave out {option}, or write --format csv.",
                )
        to_terminal = self.output is None and sys.stdout is not None and sys.stdout.isatty()
        if found in BINARY and to_terminal:
            raise UsageError(
                f"a terminal can't show {found}",
                where=f"--format {found}",
                next_step=f"Name a file: --output FILE.{found}",
            )
        return found


def _refuse_harm(output: Path, read: Sequence[Path]) -> None:
    """Refuse to write over what is read, a part of a snapshot, or what the user keeps here."""
    from screener.errors import UsageError
    from screener.store.places import is_part_of_snapshot

    where, other = f"--output {output}", "Choose another name for the file."
    try:
        target = output.resolve()
        same = any(path.exists() and path.resolve() == target for path in read)
        mine, kept = _is_of_the_user(target), is_part_of_snapshot(target)
    except (OSError, RuntimeError, ValueError):  # told where it is written
        return
    if same:
        raise UsageError("this file is read for it", where=where, next_step=other)
    if kept:
        raise UsageError("this is a part of a snapshot", where=where, next_step=other)
    if mine:
        raise UsageError("this is your settings, watchlist or preset", where=where, next_step=other)
    if output.is_relative_to("/dev") or output.is_relative_to("/proc"):
        raise UsageError("this is no place for a file", where=where, next_step=other)


def _is_of_the_user(target: Path) -> bool:
    """Whether a file is one of those that the program keeps for the user."""
    from screener import paths
    from screener.watchlist import watchlist_path

    kept = (paths.settings_file(), paths.memory_file(), watchlist_path())
    preset = target.suffix == ".toml" and target.parent == paths.user_presets_dir().resolve()
    return preset or target in [path.resolve() for path in kept]


def deliver(
    tables: Sequence[Table],
    options: OutputOptions,
    about: About,
    *,
    default: FormatName = "text",
    only: str | None = None,
    lines: Callable[[], list[str]] | None = None,
    created: str = "",
) -> None:
    """Write ``tables`` to standard output or to ``options.output``.

    ``only`` is the --table that was asked for; a format that holds one table needs it where there
    are several. ``lines`` are what people read instead of the plain tables. ``created``, the
    snapshot's, is the time that a workbook bears.
    Raise :class:`screener.errors.UsageError` for what can't be written so, and
    :class:`screener.errors.StorageError` where the disk refuses: a file that was there stays."""
    from screener.errors import UsageError
    from screener.present.tables.writing import SEVERAL, encode

    output_format = options.chosen(default)
    wanted = [table for table in tables if only in (None, table.name)]
    if len(wanted) > 1 and output_format not in SEVERAL:
        raise UsageError(
            f"{output_format} holds one table",
            where=f"--format {output_format}",
            next_step=f"Choose one: --table {'|'.join(table.name for table in tables)}",
        )
    if output_format == "text":
        from screener.present.tables.text import tables_lines

        text = lines() if lines is not None else tables_lines(wanted, line_width(options.output))
        if options.output is None:
            emit_lines(text)  # in the terminal's encoding
            return
        data = "".join(f"{line}\n" for line in text).encode()
    else:
        data = encode(
            wanted,
            output_format,
            about,
            created=created,
            excel_safe=options.excel_safe,
            bom=options.bom,
        )
    send(data, options.output)


def send(data: bytes, output: Path | None) -> None:
    """Write data to standard output, or in the place of a file."""
    from screener.files import replace_file

    if output is None:
        emit(data)
        return
    replace_file(
        output,
        data,
        next_step="Choose another place with --output; nothing that was there is lost.",
    )
