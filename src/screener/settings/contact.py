"""Who asks: the name and the email address that the SEC wants with each request.

It goes out as the User-Agent header, so it must fit into one. What is wrong with it is told without
repeating it: it is nobody else's business, and errors end up in logs."""

from __future__ import annotations

import re

FORM = "Name email@domain"
"""What a contact looks like."""

_LONGEST = 200  # characters
_EMAIL = re.compile(
    r"[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*"
    r"@(?:[a-z\d](?:[a-z\d-]*[a-z\d])?\.)+[a-z](?:[a-z\d-]*[a-z\d])?",
    re.ASCII | re.IGNORECASE,
)


def checked_contact(text: str) -> str:
    """Return a contact as it is sent: one space between its words, none around.

    Raise ``ValueError`` with what is wrong, in words that don't hold the text."""
    if not text.isprintable():  # a line break would begin another header
        raise ValueError("it holds a line break or another character that can't be printed")
    if any(ord(sign) > 0xFF for sign in text):
        raise ValueError("it holds a letter beyond Latin-1, which a request can't carry")
    if "(" in text or ")" in text:
        raise ValueError("it holds parentheses, which the SEC refuses")
    if len(text) > _LONGEST:
        raise ValueError(f"it is longer than {_LONGEST} characters")
    words = text.split()
    if words and words[-1].startswith("<") and words[-1].endswith(">"):  # as mail programs write
        words[-1] = words[-1][1:-1]
    if not words or not _EMAIL.fullmatch(words[-1]):
        raise ValueError("it does not end in an email address")
    name = " ".join(words[:-1])
    if "@" in name:
        raise ValueError("it holds more than one email address")
    if not any(sign.isalpha() for sign in name):
        raise ValueError("the name before the email address is missing")
    return f"{name} {words[-1]}"
