"""What may stand at the caret of a condition that is being written: metrics, values, keywords.

The text need not be a condition yet: it is cut into pieces that are never refused, unlike the
tokens of a finished one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from screener.model.expression.tokens import KEYWORDS
from screener.model.metric import METRICS, Unit
from screener.model.verdict import Answer, DebtType

MOST_OPTIONS = 6
"""How many options are offered: the best are among the first few, or another letter is needed."""

Values = Callable[[str], Iterable[str]]
"""Gives the texts that a metric has in the universe at hand."""

_COMPARISONS = ("=", "<>", "!=", "<", "<=", ">", ">=")
_FIXED: dict[str, type[StrEnum]] = {"debt_type": DebtType}
_OPERATORS = {
    Unit.FLAG: ("AND ", "OR "),
    Unit.TEXT: ("= ", "<> ", "IN (", "LIKE ", "IS NULL"),
    Unit.VERDICT: ("= ", "<> ", "IN ("),
}
_OF_NUMBERS = ("> ", "< ", "BETWEEN ", "IS NULL", "IS NOT NULL")
_JOINTS = ("AND ", "OR ")


@dataclass(frozen=True, slots=True)
class Option:
    """What can be put at the caret; ``metric`` is its name where it is one."""

    text: str
    metric: str = ""


@dataclass(frozen=True, slots=True)
class Completion:
    """What can be put in place of ``text[start:end]``, the best first.

    ``metric`` is the one that the caret stands in or beside, "" for none."""

    start: int
    end: int
    options: tuple[Option, ...]
    metric: str

    def applied(self, text: str, option: Option) -> tuple[str, int]:
        """Return the text with an option in its place, and where the caret stands then."""
        put, rest = option.text, text[self.end :]
        if put.endswith(" ") and rest.startswith(" "):
            put = put.rstrip()
        return f"{text[: self.start]}{put}{rest}", self.start + len(put)


class _Is(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    NAME = "name"
    WORD = "keyword"
    SIGN = "sign"


@dataclass(frozen=True, slots=True)
class _Piece:
    kind: _Is
    start: int
    end: int
    text: str  # names in lower case, keywords in capitals

    @property
    def metric(self) -> str:
        return self.text if self.kind is _Is.NAME and self.text in METRICS else ""

    @property
    def ends_operand(self) -> bool:
        if self.kind is _Is.WORD:
            return self.text in ("NULL", "TRUE", "FALSE")
        return self.kind is not _Is.SIGN or self.text == ")"


_PIECE = re.compile(
    r"(?P<text>'(?:[^']|'')*'?)|(?P<number>\.?\d[\w.]*(?:\s*%)?)|(?P<name>[A-Za-z_]\w*)"
    r"|(?P<sign><>|<=|>=|!=|\S)",
    re.ASCII,
)
_BEYOND = re.compile(r"[<>=()]|\b(?:AND|OR|LIKE)\b", re.IGNORECASE)


def complete(text: str, caret: int, values: Values = lambda _: ()) -> Completion:
    """Return what can be put at ``caret`` (0 = before the first character)."""
    pieces = _pieces(text)
    at = next((piece for piece in pieces if _holds(piece, caret)), None)
    before = [piece for piece in pieces if piece.end <= caret and piece is not at]
    if at is not None and at.kind is _Is.TEXT:
        return _in_text(text, caret, at, before, values)
    start, end = (caret, caret) if at is None else (at.start, at.end)
    if at is not None and at.kind is _Is.NAME:
        while before and _one_label(text, before[-1], start):
            start = before.pop().start
    query = text[start:caret].lower()
    here = at or next((piece for piece in pieces if piece.start == caret), None)
    about = (here.metric if here is not None else "") or _beside(before) or _last(before)
    if _stuck(text, caret, pieces, at):
        options: Iterable[Option] = ()
    elif _operator_expected(before):
        blank = caret > 0 and text[caret - 1].isspace()
        options = _starting(_operators(before), query) if query or blank else ()
    elif found := [Option(quoted) for quoted in _values(_beside(before), query, values)]:
        options = found
    else:
        options = (Option(name, name) for name in _names(query))
    offered = tuple(options)
    if [option.text for option in offered] == [text[start:end]]:
        offered = ()  # it stands there already
    return Completion(start, end, offered[:MOST_OPTIONS], about)


def _pieces(text: str) -> list[_Piece]:
    found = []
    for match in _PIECE.finditer(text):
        kind, written = _Is(str(match.lastgroup)), match.group()
        if kind is _Is.NAME:
            keyword = written.upper() in KEYWORDS
            kind = _Is.WORD if keyword else _Is.NAME
            written = written.upper() if keyword else written.lower()
        found.append(_Piece(kind, match.start(), match.end(), written))
    return found


def _holds(piece: _Piece, caret: int) -> bool:
    """Whether what is typed at the caret becomes part of this piece."""
    if piece.kind is _Is.TEXT:
        open_end = piece.text.count("'") % 2
        return piece.start < caret < piece.end + open_end
    return piece.kind in (_Is.NAME, _Is.WORD) and piece.start < caret <= piece.end


def _stuck(text: str, caret: int, pieces: Sequence[_Piece], at: _Piece | None) -> bool:
    """Whether what is put at the caret would run together with what stands there."""
    if at is not None:
        return False
    inside = any(piece.start < caret < piece.end for piece in pieces)
    number = any(piece.kind is _Is.NUMBER and piece.end == caret for piece in pieces)
    following = text[caret : caret + 1]
    return inside or number or following.isalnum() or following in ("_", "'")


def _one_label(text: str, piece: _Piece, start: int) -> bool:
    """Whether a piece is the beginning of a label of several words: ``net debt``."""
    blank = text[piece.end : start].isspace()
    return blank and piece.kind is _Is.NAME and not piece.metric


def _in_text(text: str, caret: int, at: _Piece, before: list[_Piece], values: Values) -> Completion:
    # A quote that was just opened takes all up to the next one: only what is a value is replaced.
    open_end = at.text.count("'") % 2 or _BEYOND.search(text[caret : at.end])
    metric = _beside(before)
    query = text[at.start + 1 : caret].replace("''", "'").lower()
    options = [Option(value) for value in _values(metric, query, values)]
    end = caret if open_end else at.end
    if [option.text for option in options] == [text[at.start : end]]:
        options = []
    return Completion(at.start, end, tuple(options[:MOST_OPTIONS]), metric or _last(before))


def _beside(before: Sequence[_Piece]) -> str:
    """The metric with which what stands next is compared."""
    words = [piece.text for piece in before]
    if words and words[-1] in ("(", ","):
        opened = len(words) - 1
        while opened >= 0 and words[opened] != "(":
            if before[opened].kind is _Is.WORD:
                return ""
            opened -= 1
        if opened < 1 or words[opened - 1] != "IN":
            return ""
        left = opened - 1
    elif words and words[-1] in (*_COMPARISONS, "BETWEEN"):
        left = len(words) - 1
    elif words[-1:] == ["AND"] and words[-3:-2] == ["BETWEEN"]:
        left = len(words) - 3
    else:
        return ""
    left -= left > 0 and words[left - 1] == "NOT"
    return before[left - 1].metric if left > 0 else ""


def _last(before: Sequence[_Piece]) -> str:
    return next((piece.metric for piece in reversed(before) if piece.metric), "")


def _operator_expected(before: Sequence[_Piece]) -> bool:
    if not before:
        return False
    negated = before[-1].text == "NOT" and len(before) > 1 and before[-2].ends_operand
    return negated or before[-1].text in ("IS", "IN") or before[-1].ends_operand


def _operators(before: Sequence[_Piece]) -> tuple[str, ...]:
    last, earlier = before[-1], before[-2] if len(before) > 1 else None
    match last.text:
        case "IS":
            return "NULL", "NOT NULL"
        case "IN":
            return ("(",)
        case "NOT":
            return "IN (", "BETWEEN ", "LIKE "
    first = earlier is None or earlier.text in ("AND", "OR", "NOT", "(")
    if last.metric and first and [piece.text for piece in before[-4:-3]] != ["BETWEEN"]:
        return _OPERATORS.get(METRICS[last.metric].unit, _OF_NUMBERS)
    return _JOINTS


def _starting(words: Iterable[str], query: str) -> Iterable[Option]:
    return (Option(word) for word in words if word.lower().startswith(query))


def _values(metric: str, query: str, values: Values) -> list[str]:
    """The texts, between quotes, that a metric can be compared with."""
    unit = METRICS[metric].unit if metric else Unit.MONEY
    if unit is Unit.FLAG:
        return [word for word in ("TRUE", "FALSE") if word.lower().startswith(query)]
    if unit is Unit.VERDICT:
        known: Iterable[str] = [answer.value for answer in _FIXED.get(metric, Answer)]
    elif unit is Unit.TEXT:
        known = values(metric)
    else:
        return []
    folded = [(value.casefold(), value) for value in known]
    first = [value for fold, value in folded if fold.startswith(query)]
    later = [value for fold, value in folded if query in fold and not fold.startswith(query)]
    return ["'" + value.replace("'", "''") + "'" for value in (first + later)[:MOST_OPTIONS]]


def _names(query: str) -> list[str]:
    """The metrics that a query may mean, the likeliest first."""
    if not query:
        return []
    ranked = [(_rank(name, query), name) for name in METRICS]
    # Sorting is stable: equals stay in the order of the registry.
    found = sorted((pair for pair in ranked if pair[0] < _NO_MATCH), key=lambda pair: pair[0])
    return [name for _, name in found]


_NO_MATCH = 6


def _rank(name: str, query: str) -> int:
    label, words = METRICS[name].label.lower(), query.replace(" ", "_")
    tests = (
        name == words,
        name.startswith(words),
        label == query,
        f"_{words}" in name,
        words in name,
        query in label,
    )
    return tests.index(True) if True in tests else _NO_MATCH
