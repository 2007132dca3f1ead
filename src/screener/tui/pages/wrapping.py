"""Long lines of a page, broken so that one still sees where they belong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from textual.content import Content


def wrapped(lines: Iterable[Content], width: int) -> Iterator[Content]:
    """Break lines that are too long; what follows is indented as its beginning is, and two more."""
    for line in lines:
        if line.cell_length <= width:
            yield line
        else:
            yield from _broken(line, width)


def _broken(line: Content, width: int) -> Iterator[Content]:
    indent = len(line.plain) - len(line.plain.lstrip())
    hanging = min(indent + 2, width // 2)
    first = line.wrap(width)[0]
    start = len(first.plain)
    start += len(line.plain[start:]) - len(line.plain[start:].lstrip())
    yield first
    for part in line[start:].wrap(max(width - hanging, 1)):
        yield Content(" " * hanging) + part
