"""Tables as Markdown: pipe tables with figures as on the screen, no text of which is markup."""

from __future__ import annotations

import re
from collections.abc import Sequence

from screener.present.tables.cleaning import flat
from screener.present.tables.table import LEFT, Table
from screener.present.text import format_value, safe

_MARKUP = re.compile(
    r"[\\`*_{}\[\]<>#|~&@$^!]"
    r"|:(?=\S)"  # addresses become links even without brackets, and :names: pictures
    r"|(?<=www)\.",
    re.IGNORECASE,
)


def markdown_text(tables: Sequence[Table]) -> str:
    """Return the tables, several with a heading each; what is unknown is a dash."""
    if len(tables) == 1:
        return _pipes(tables[0])
    return "\n".join(f"## {escaped(table.title)}\n\n{_pipes(table)}" for table in tables)


def escaped(text: str) -> str:
    """Return ``text`` on one line so that Markdown shows it as it is."""
    return _MARKUP.sub(r"\\\g<0>", safe(text))


def _pipes(table: Table) -> str:
    columns = []
    for column in flat(table.frame):
        meaning = table.meaning(column.name)
        line = "---" if meaning.unit in LEFT else "---:"
        each = zip(table.meanings(column.name), column, strict=True)
        cells = [escaped(format_value(metric, value)) for metric, value in each]
        columns.append([escaped(table.heading(column.name)), line, *cells])
    return "".join(f"| {' | '.join(cells)} |\n" for cells in zip(*columns, strict=True))
