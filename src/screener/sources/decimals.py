"""Numbers as people write them: ``1,234.50`` or ``1.234,50``, and ``-`` for none.

A lone ``1.234`` can be either, so a file's style is decided once, from all of its numbers.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from enum import Enum


class Style(Enum):
    """How a file writes numbers: the decimal mark and the mark between thousands."""

    ENGLISH = (".", ",")
    EUROPEAN = (",", ".")


_MISSING = frozenset({"", "-", "--", "–", "—", "n/a"})
_SPACES = re.compile(r"[\s'’]")  # thousands may also be set apart by spaces or apostrophes
_PATTERNS = {
    style: re.compile(
        r"[+-]?(?:[1-9][0-9]{{0,2}}(?:{1}[0-9]{{3}})+|[0-9]+)(?:{0}[0-9]*)?|[+-]?{0}[0-9]+".format(
            *map(re.escape, style.value)
        )
    )
    for style in Style
}


def is_missing(text: str) -> bool:
    """Say whether the cell stands for "no number"; that is null, never zero."""
    return text.strip().lower() in _MISSING


def parse(text: str, style: Style) -> float | None:
    """Return the number, or None for a missing one. Raises ValueError when it is no number."""
    if is_missing(text):
        return None
    plain = _SPACES.sub("", text)
    sign = 1.0
    if plain.startswith("(") and plain.endswith(")"):
        plain, sign = plain[1:-1], -1.0
    if not _PATTERNS[style].fullmatch(plain):
        raise ValueError(f"{text!r} is not a number")
    decimal, thousands = style.value
    value = sign * float(plain.replace(thousands, "").replace(decimal, "."))
    if not math.isfinite(value):
        raise ValueError(f"{text!r} is too large a number")
    return value


def readable(text: str, style: Style) -> bool:
    """Say whether :func:`parse` reads the cell."""
    try:
        parse(text, style)
    except ValueError:
        return False
    return True


def detect(cells: Iterable[str], products: Sequence[tuple[str, str, str]]) -> Style:
    """Return the style of a file.

    ``cells`` are all its numbers: those that only one style can read decide. When none does,
    ``products`` do, triples of texts where the first number is the product of the other two.
    """
    lead = 0
    for cell in cells:
        lead += readable(cell, Style.EUROPEAN) - readable(cell, Style.ENGLISH)
    if lead == 0:
        lead = _agreeing(products, Style.EUROPEAN) - _agreeing(products, Style.ENGLISH)
    return Style.EUROPEAN if lead > 0 else Style.ENGLISH


def _agreeing(products: Sequence[tuple[str, str, str]], style: Style) -> int:
    count = 0
    for cells in products:
        if all(readable(cell, style) for cell in cells):
            product, one, other = (parse(cell, style) for cell in cells)
            count += agrees(product, one, other) is True
    return count


def agrees(product: float | None, quantity: float | None, price: float | None) -> bool | None:
    """Say whether ``product`` is quantity x price, give or take 2 % or a cent; None = unknown."""
    if product is None or quantity is None or price is None:
        return None
    return abs(product - quantity * price) <= 0.02 * abs(product) + 0.006 * abs(quantity) + 0.01
