"""Names that nobody bears, and tickers that no exchange has given out; each number has its own."""

from __future__ import annotations

from random import Random

_FIRST = (
    "Al", "Be", "Cy", "Do", "El", "Fy", "Gwe", "Hy", "Iv", "Ja", "Ko", "Lum", "Myr", "Ne", "Or",
    "Py", "Quo", "Ry", "Syl", "Tha", "Ul", "Vy", "We", "Xan", "Yo", "Ze",
)  # fmt: skip
_MIDDLE = (
    "bra", "cre", "dri", "fro", "glu", "hex", "jal", "kem", "lix", "mor", "nuv", "pax", "qua",
    "ren", "sto", "tri", "ulm", "vex", "wol", "zyr", "bux", "cal", "dem", "fil", "gor", "hum",
    "jov", "kar", "lep", "mix", "nob", "pru", "rul", "sev", "tox", "uld", "vin", "wax", "yel",
    "zan",
)  # fmt: skip
_LAST = (
    "bane", "crest", "dell", "fane", "gard", "holm", "jarn", "kesh", "lode", "mont", "nyx", "oak",
    "pike", "quist", "ridge", "stead", "thorn", "vale", "wyn", "zane",
)  # fmt: skip
_NAMES = len(_FIRST) * len(_MIDDLE) * len(_LAST)
_STEP = 7919  # has no divisor in common with the number of names: every number gets another
_WORDS = {
    "Financials": ("Bancorp", "Holdings", "Financial"),
    "Health Care": ("Therapeutics", "Medical", "Biosciences"),
    "Information Technology": ("Systems", "Software", "Devices"),
    "Real Estate": ("Realty Trust", "Properties"),
    "Energy": ("Resources", "Energy"),
    "Utilities": ("Power & Light", "Water"),
}
_LETTERS = "BCDFGHJKLMNPQRSTVWXZ"


def company_name(chance: Random, sector: str, number: int) -> str:
    """Return an invented name in capitals, as holdings files write them."""
    round_, place = divmod(number, _NAMES)
    place = place * _STEP % _NAMES
    place, last = divmod(place, len(_LAST))
    first, middle = divmod(place, len(_MIDDLE))
    again = f" {round_ + 1}" if round_ else ""
    word = chance.choice(_WORDS.get(sector, ("Industries", "Group", "Products")))
    return f"{_FIRST[first]}{_MIDDLE[middle]}{_LAST[last]}{again} {word} Inc".upper()


def ticker(number: int) -> str:
    """Return a Q, four letters and a digit: exchanges give out no ticker that has all of them."""
    letters, rest = "", number
    for _ in range(4):
        rest, letter = divmod(rest, len(_LETTERS))
        letters += _LETTERS[letter]
    return f"Q{letters}{number % 10}"
