"""Numbers with their nouns, and texts cut to what a message has room for."""

from __future__ import annotations


def counted(count: int, one: str, many: str = "") -> str:
    """Return ``"1 row"``, ``"2,000 rows"``; the plural is ``many``, or ``one`` with an s."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def shortened(text: str, most: int = 200) -> str:
    """Return a text as a message tells it: at most so many characters, the end left out."""
    return text if len(text) <= most else f"{text[: most - 3]}..."


def quoted(text: str) -> str:
    """Return what somebody typed, in quotes, its end left out where it is long."""
    return repr(shortened(text, 80))
