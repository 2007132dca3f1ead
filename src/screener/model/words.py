"""Numbers with their nouns."""

from __future__ import annotations


def counted(count: int, one: str, many: str = "") -> str:
    """Return ``"1 row"``, ``"2,000 rows"``; the plural is ``many``, or ``one`` with an s."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"
