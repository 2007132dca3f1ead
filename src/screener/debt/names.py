"""Names of members and tags as people read them, and what a name says of the rate.

``ZeroPointThreeSevenFivePercentConvertibleSeniorNotesDueTwoThousandTwentyFiveMember`` is
"0.375% Convertible Senior Notes Due 2025"; ``NotesDue20135450PercentMember`` is "5.45% Notes Due
2013".
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from screener.debt.instrument import Kind, Range

_UNITS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
    "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90,
}  # fmt: skip
_BREAK = re.compile(r"(?<=[a-z])(?=[A-Z0-9])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[0-9])(?=[A-Za-z])|_|-")
_GLUED = re.compile(f"^({'|'.join(_TENS)})({'|'.join(list(_UNITS)[1:10])})$", re.IGNORECASE)
"""``Thirtyfour``, which a capital doesn't part."""
_YEAR = re.compile(r"(19|20)\d\d")
_RATE_IN_WORDS = re.compile(
    r"(?:(?<![\d.,])(\d{1,2}(?:\.\d+|\s?%|(?=\s?to))\s?%?)\s?(?:-|–|—|to\b)\s?)?"
    r"(?<![\d.,])(\d{1,2}(?:\.\d+)?)\s?(?:%|percent\b)",
    re.IGNORECASE,
)
_NO_COUPON = re.compile(r"\beffective\b|\bdefault\b|\bdiscount\b|\bfloor\b", re.IGNORECASE)
"""Words that, short before a rate, say that it is none of the contract."""
_HIGHEST_COUPON = 0.25


@lru_cache(maxsize=4096)
def readable(name: str) -> str:
    """Return a member's or tag's name in words."""
    stem = name.removesuffix("Member").removesuffix("Domain")
    # An element's name can't begin with a digit: filers put an A before it.
    stem = re.sub(r"^A(?=\d)", "", stem)
    year_and_rate = re.search(r"Due((?:19|20)\d\d)(\d{2,5})Percent", stem)
    if year_and_rate:
        year, digits = year_and_rate.groups()
        rest = stem.replace(year_and_rate[0], f"Due{year}")
        return f"{_rate_of_digits(digits):g}% {readable(rest)}"
    packed = re.match(r"(\d{3,5})(?=[A-Z])(?!Percent)", stem)
    if packed and not _YEAR.fullmatch(packed[1]) and re.search(_FIXED_PAPER, stem):
        return f"{_rate_of_digits(packed[1]):g}% {readable(stem[packed.end() :])}"
    return _percent(_numbers([word for word in _BREAK.split(stem) if word]))


def _rate_of_digits(digits: str) -> float:
    """``5450`` → 5.45: a coupon written without its point has one digit before it."""
    return float(f"{digits[0]}.{digits[1:]}")


def _numbers(words: list[str]) -> str:
    """Years in words as digits: ``Two Thousand Twenty Five``, ``Twenty Twentyfive`` → 2025."""
    words = [part for word in words for part in _GLUED.sub(r"\1 \2", word).split()]
    return " ".join(_read(_read(words, _year_at), _decimal_at))


def _read(
    words: list[str], number_at: Callable[[list[str], int], tuple[str, int] | None]
) -> list[str]:
    """Put digits for number words; ``number_at``: the digits at a word, of how many words."""
    out: list[str] = []
    position = 0
    while position < len(words):
        text, length = number_at(words, position) or (words[position], 1)
        out.append(text)
        position += length
    return out


def _year_at(words: list[str], start: int) -> tuple[str, int] | None:
    """A year in words at a position: its digits and how many words it takes."""
    low = [word.lower() for word in words[start : start + 6]]
    if len(low) >= 2 and low[:2] == ["two", "thousand"]:
        position, value = 2, 2000
        if position < len(low) and low[position] == "and":
            position += 1
        if position < len(low) and low[position] in _TENS:
            value += _TENS[low[position]]
            position += 1
            if position < len(low) and 0 < _UNITS.get(low[position], 99) < 10:
                value += _UNITS[low[position]]
                position += 1
        elif position < len(low) and low[position] in _UNITS:
            value += _UNITS[low[position]]
            position += 1
        return str(value), position
    if len(low) >= 2 and low[0] == "twenty" and low[1] in _TENS:
        value, position = 2000 + _TENS[low[1]], 2
        if position < len(low) and 0 < _UNITS.get(low[position], 99) < 10:
            value, position = value + _UNITS[low[position]], position + 1
        return str(value), position
    return None


def _decimal_at(words: list[str], start: int) -> tuple[str, int] | None:
    """``Five Point Two Five`` → 5.25; other number words stay."""
    low = [word.lower() for word in words[start:]]
    whole, position = _whole(low)
    if position == 0 or position >= len(low) or low[position] not in ("point", "percent"):
        return None
    if low[position] == "percent":
        return str(whole), position
    position += 1
    digits = ""
    while position < len(low) and len(digits) < 5:
        if low[position] in _UNITS:
            digits += str(_UNITS[low[position]])
        elif low[position] in _TENS:
            # "Point Twenty Five" is .25, "Point Twenty" .20
            ones = _UNITS.get(low[position + 1], 0) if position + 1 < len(low) else 0
            if 0 < ones < 10:
                position += 1
                digits += str(_TENS[low[position - 1]] + ones)
            else:
                digits += str(_TENS[low[position]])
        elif low[position].isdigit():
            digits += low[position]
        else:
            break
        position += 1
    return (f"{whole}.{digits}", position) if digits else None


def _whole(low: list[str]) -> tuple[int, int]:
    if not low:
        return 0, 0
    if low[0].isdigit() and len(low[0]) <= 2:
        return int(low[0]), 1
    if low[0] in _TENS:
        ones = _UNITS.get(low[1], 0) if len(low) > 1 else 0
        return (_TENS[low[0]] + ones, 2) if 0 < ones < 10 else (_TENS[low[0]], 1)
    return (_UNITS[low[0]], 1) if low[0] in _UNITS else (0, 0)


def _percent(text: str) -> str:
    return re.sub(r"(\d)\s+Percent(?:age)?\b", r"\1%", text)


def coupon_in(text: str) -> Range | None:
    """Return the coupon that a readable name states, as a fraction, or None.

    "5.25%" is one rate; of several ("3.0% to 7.9%", "18%, since May 12%") the range. An effective
    rate and a rate above 25 % are no coupon."""
    found = [
        round(float(rate.rstrip(" %")) / 100, 8)
        for match in _RATE_IN_WORDS.finditer(text)
        if not _NO_COUPON.search(text, max(0, match.start() - 30), match.start())
        for rate in match.groups()
        if rate
    ]
    found = [rate for rate in found if rate <= _HIGHEST_COUPON]
    return Range(min(found), max(found)) if found else None


def year_in(text: str) -> int | None:
    """Return the year after "due", "maturing" or "through" in a readable name, or None."""
    match = re.search(
        r"\b(?:due|matur\w+|through|expir\w+)\b(?:\s\w+){0,2}?\s((?:19|20)\d\d)\b",
        text,
        re.IGNORECASE,
    )
    return int(match[1]) if match else None


_FIXED_PAPER = r"Notes|Debentures?|Bonds?"

_CONVERTIBLE = re.compile(r"\b(convertible|exchangeable)\b", re.IGNORECASE)
_NO_CONVERTIBLE = re.compile(r"\bnon[ -]?convertible\b|preferred", re.IGNORECASE)
_SAID_FLOATING = re.compile(
    r"\b(floating|variable|adjustable|libor|sofr|euribor|sonia|prime|bsby|eurodollar|cdor|corra"
    r"|base rate|federal funds)\b",
    re.IGNORECASE,
)
_SAID_FIXED = re.compile(r"\bfixed\b", re.IGNORECASE)
_REVOLVING = re.compile(
    r"\b(revolv\w*|abl|asset[ -]?based|commercial paper|lines? of credit|swing ?line|overdrafts?"
    r"|warehouse)\b",
    re.IGNORECASE,
)
_TERM_LOAN = re.compile(
    r"\b(term (?:b |a )?loans?|term facilit\w+|credit facilit\w+|credit agreement|bank loans?"
    r"|delayed draw|securiti[sz]ation|receivables facilit\w+|tl[ab])\b",
    re.IGNORECASE,
)
_PAPER = re.compile(
    r"\b((?:senior|secured|unsecured|subordinated|lien|global|public|exchange|tranche) notes"
    r"|senior debt securities|debentures?|medium[ -]term notes|first mortgage bonds"
    r"|(?:senior|secured|unsecured) bonds|private placement|notes due|bonds due|ppp"
    r"|paycheck protection)\b",
    re.IGNORECASE,
)


def kind_by_name(text: str) -> tuple[Kind, bool]:
    """Return the kind that a readable name points to, and whether the name *says* so.

    "Floating Rate Term Loan" and "5.25% Senior Notes" say it; "Term Loan" and "Senior Notes" only
    make it likely: bank loans float, notes and bonds are fixed, unless their terms say otherwise.
    """
    if _CONVERTIBLE.search(text) and not _NO_CONVERTIBLE.search(text):
        return Kind.CONVERTIBLE, True
    floating, fixed = _SAID_FLOATING.search(text), _SAID_FIXED.search(text)
    if floating and fixed:
        return Kind.UNKNOWN, False
    if floating or fixed:
        return (Kind.FLOATING if floating else Kind.FIXED), True
    if coupon_in(text) is not None and not _REVOLVING.search(text):
        return Kind.FIXED, True
    if is_bank_loan(text):
        return Kind.FLOATING, False
    return (Kind.FIXED, False) if _PAPER.search(text) else (Kind.UNKNOWN, False)


def is_bank_loan(text: str) -> bool:
    """Return whether a readable name is that of a revolver, term loan or another bank facility."""
    return bool(_REVOLVING.search(text) or _TERM_LOAN.search(text))


def is_revolving(text: str) -> bool:
    """Return whether a readable name is that of a facility to draw on, or of commercial paper."""
    return bool(_REVOLVING.search(text))


def is_paper(text: str) -> bool:
    """Return whether a readable name is that of notes, debentures or bonds."""
    return bool(_PAPER.search(text))
