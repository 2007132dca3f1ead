"""The debt note's own tables: the rows in which a company lists what it owes.

An instance carries the note as HTML in text blocks. Where members have no readable names, where
terms stand only in words, or where nothing is tagged by instrument, the rows say what the facts
don't: "4.650% Senior Notes due 2024 … 500,000". A table is believed only where its rows add up to
what the filing states as a number, in the column of the balance-sheet day.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from lxml import etree, html

from screener.debt.vocabulary import is_reduction
from screener.sources.instance import Instance
from screener.sources.text import clean

SCALES = (1.0, 1e3, 1e6)
_BLOCK = re.compile(
    r"(Debt|Borrow|NotesPayable|LineOfCredit|LinesOfCredit|Convertible|Loans?)\w*TextBlock$"
)
_NO_BLOCK = re.compile(
    r"Maturit|FairValue|Policy|Receivable|Securities|Interest(Income|Expense|Cost)|Investment"
)
_NUMBER = re.compile(r"\(?\$?\s*\d[\d,]*(?:\.\d+)?\s*\)?%?")
_TOTAL = re.compile(
    r"^\s*(sub-?\s?total|total|less|net\b|current (portion|maturities|installments)"
    r"|(long[- ]term|non-?current) (debt|portion|borrowings)|debt, (net|less|non)|carrying)"
    r"|\b(net of (current|unamort)|less (the )?current|current (portion|maturities)"
    r"|due within one year|non-?current portion|long-term portion)\b",
    re.IGNORECASE,
)
_LARGEST = 3_000_000  # characters of a text block
_MOST_ROWS = 80
_MOST_DIGITS = 18


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its label and its numbers, in order; parentheses are negative."""

    label: str
    numbers: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """A row of the note that is an instrument: its label and its amount in whole currency units."""

    label: str
    amount: float


def listings(instance: Instance, totals: Sequence[float]) -> list[tuple[Listed, ...]]:
    """Return each list of instruments in the note's tables that adds up to one of ``totals``, the
    debt that the filing states as numbers at the balance-sheet day, largest first."""
    found = []
    for table in _tables(instance):
        for scale in SCALES:
            for column in range(4):
                rows = _instruments(table, column, scale, totals)
                if rows:
                    found.append(rows)
    return sorted(found, key=lambda rows: -sum(row.amount for row in rows))


def _instruments(
    table: Sequence[Row], column: int, scale: float, totals: Sequence[float]
) -> tuple[Listed, ...]:
    """The instruments of a column: the rows before the first total that matches."""
    rows: list[Listed] = []
    reductions = 0.0
    best: tuple[Listed, ...] = ()
    section = ""
    for row in table:
        number = row.numbers[column] if column < len(row.numbers) else None
        if number is None:
            section = row.label if not row.numbers else section
            continue
        value = number * scale
        if is_reduction(row.label) or (value < 0 and not _TOTAL.search(row.label)):
            reductions += value if value < 0 else 0.0
            continue
        gross = sum(listed.amount for listed in rows)
        is_sum = bool(rows) and (_close(value, gross) or _close(value, gross + reductions))
        if _TOTAL.search(row.label) or not row.label or (is_sum and len(rows) > 1):
            if rows and is_sum and any(_close(value, total) for total in totals):
                best = tuple(rows)
            continue
        if value > 0:
            label = row.label
            if section and not re.search(r"[a-z]{4}", label, re.IGNORECASE):
                label = f"{section} {label}"
            rows.append(Listed(clean(label)[:300], value))
    gross = sum(listed.amount for listed in rows)
    if (
        not best
        and rows
        and any(_close(gross, total) or _close(gross + reductions, total) for total in totals)
    ):
        best = tuple(rows)
    return best


def _close(one: float, other: float) -> bool:
    return abs(one - other) <= 0.002 * max(abs(one), abs(other))


def _tables(instance: Instance) -> Iterator[list[Row]]:
    for fact in instance.facts:
        if not fact.text or not _BLOCK.search(fact.name) or _NO_BLOCK.search(fact.name):
            continue
        if len(fact.text) > _LARGEST or "<" not in fact.text:
            continue
        try:
            root = html.fragment_fromstring(fact.text, create_parent="div")
        except (etree.ParserError, etree.XMLSyntaxError, ValueError):
            continue
        for table in root.iter("table"):
            if table.find(".//table") is not None:
                continue  # it lays others out
            rows = list(_rows(table))
            if 1 < len(rows) <= _MOST_ROWS:
                yield rows


def _rows(table: html.HtmlElement) -> Iterator[Row]:
    for line in table.iter("tr"):
        cells = [" ".join(str(cell.text_content()).split()) for cell in line.iter("td", "th")]
        texts = [cell for cell in cells if cell and cell not in ("$", "€", "%", ")")]
        label = next((text for text in texts if not _is_number(text)), "")
        numbers = tuple(_numbers(texts[texts.index(label) + 1 :] if label else texts))
        if label or numbers:
            yield Row(label, numbers)


def _numbers(texts: Iterable[str]) -> Iterator[float | None]:
    """The amounts of a row; a dash is an empty column, a percentage or a year is none."""
    for text in texts:
        if text in ("-", "–", "—"):
            yield None
        elif _is_number(text) and not text.rstrip().endswith("%"):
            digits = re.sub(r"[^\d.]", "", text)
            readable = digits.count(".") <= 1 and 0 < len(digits.strip(".")) <= _MOST_DIGITS
            value = float(digits) if readable else None
            if value is not None and not (1990 <= value <= 2100 and "," not in text):
                yield -value if text.lstrip("$ ").startswith("(") else value


def _is_number(text: str) -> bool:
    return bool(_NUMBER.fullmatch(text)) or text in ("-", "–", "—")
