"""Names that nobody bears, and tickers that no exchange has given out."""

from __future__ import annotations

from random import Random

_FIRST = (
    "Aldra", "Bexo", "Cyrle", "Dovan", "Elmri", "Fyrno", "Gwenta", "Hylar", "Ivrona", "Jaspel",
    "Korvi", "Lumbra", "Myrtho", "Nexaro", "Ormiq", "Pyxen", "Quorla", "Ryvane", "Sylbo", "Tharne",
    "Ulvexa", "Vymar", "Wexlo", "Xandri", "Yorvel", "Zephla",
)  # fmt: skip
_SECOND = (
    "bane", "crest", "dell", "fane", "gard", "holm", "jarn", "kesh", "lode", "mont", "nyx", "oak",
    "pike", "quist", "ridge", "stead", "thorn", "vale", "wyn", "zane",
)  # fmt: skip
_WORDS = {
    "Financials": ("Bancorp", "Holdings", "Financial"),
    "Health Care": ("Therapeutics", "Medical", "Biosciences"),
    "Information Technology": ("Systems", "Software", "Devices"),
    "Real Estate": ("Realty Trust", "Properties"),
    "Energy": ("Resources", "Energy"),
    "Utilities": ("Power & Light", "Water"),
}
_LETTERS = "BCDFGHJKLMNPQRSTVWXZ"


def company_name(chance: Random, sector: str) -> str:
    """Return an invented name in capitals, as holdings files write them."""
    word = chance.choice(_WORDS.get(sector, ("Industries", "Group", "Products")))
    return f"{chance.choice(_FIRST)}{chance.choice(_SECOND)} {word} Inc".upper()


def ticker(number: int) -> str:
    """Return five letters and a digit: exchanges give out no ticker that has both."""
    letters = ""
    for _ in range(4):
        number, rest = divmod(number, len(_LETTERS))
        letters += _LETTERS[rest]
    return f"Q{letters}{number % 10}"
