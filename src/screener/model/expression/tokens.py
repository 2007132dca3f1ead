"""A text of the language → tokens, each with its place; numbers come with their unit worked in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any

from screener.errors import UsageError
from screener.model import words

LONGEST = 10_000
"""Characters of a text: a person's condition is shorter by far."""

UNITS = {"%": 1e-2, "BP": 1e-4, "K": 1e3, "M": 1e6, "B": 1e9, "T": 1e12}
"""What a number may carry, in either case and after a space."""

KEYWORDS = frozenset(
    {"AND", "OR", "NOT", "IN", "BETWEEN", "LIKE", "IS", "NULL", "TRUE", "FALSE"}
)  # fmt: skip

_NUMBER = re.compile(r"(?:\d+(?:_\d+)*(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_UNIT = re.compile(r"\s*(%|(?:bp|[KMBT])(?![A-Za-z0-9_]))", re.IGNORECASE | re.ASCII)
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_QUOTED = 40
_SPACE = re.compile(r"\s+")
_SIGNS = ("<>", "<=", ">=", "!=", "<", ">", "=", "+", "-", "*", "/", "(", ")", ",")


class ExpressionError(UsageError):
    """A condition that can't be understood. ``position``: the character where, from 1."""

    def __init__(
        self, what: str, *, where: str = "", next_step: str = "", position: int = 1
    ) -> None:
        super().__init__(what, where=where or f"character {position}", next_step=next_step)
        self.position = position

    def __reduce__(self) -> tuple[Any, ...]:
        """Errors of worker processes come back by pickle, which knows no named arguments."""
        made = partial(
            type(self), where=self.where, next_step=self.next_step, position=self.position
        )
        return made, (self.what,)


class Token(StrEnum):
    """What kind of token it is."""

    NUMBER = "number"
    TEXT = "text"
    NAME = "name"
    WORD = "keyword"
    SIGN = "sign"
    END = "end"


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A token with its place: ``text[start:end]``. ``value``: a number, a text's content, a name, a
    keyword in capitals, a sign."""

    kind: Token
    value: float | str
    start: int
    end: int


def tokens(text: str) -> list[Lexeme]:
    """Return the tokens and an END; raise :class:`ExpressionError` at the first that is none."""
    if len(text) > LONGEST:
        raise ExpressionError(f"longer than {LONGEST:,} characters", position=LONGEST)
    found, at = [], 0
    while at < len(text):
        if space := _SPACE.match(text, at):
            at = space.end()
            continue
        lexeme = _next(text, at)
        found.append(lexeme)
        at = lexeme.end
    return [*found, Lexeme(Token.END, "", len(text), len(text))]


def _next(text: str, at: int) -> Lexeme:
    if text[at] == "'":
        return _text(text, at)
    if number := _NUMBER.match(text, at):
        return _number(text, at, number)
    if name := _NAME.match(text, at):
        word = name.group()
        kind = Token.WORD if word.upper() in KEYWORDS else Token.NAME
        return Lexeme(kind, word.upper() if kind is Token.WORD else word, at, name.end())
    if text.startswith(("--", "/*"), at):
        raise ExpressionError(f"{text[at : at + 2]} begins no comment here", position=at + 1)
    for sign in _SIGNS:
        if text.startswith(sign, at):
            return Lexeme(Token.SIGN, sign, at, at + len(sign))
    raise ExpressionError(_about(text[at]), position=at + 1)


def _number(text: str, at: int, match: re.Match[str]) -> Lexeme:
    value, end = float(match.group().replace("_", "")), match.end()
    if unit := _UNIT.match(text, end):
        # 4.1 % as 4.1 / 100: dividing rounds once, where 4.1 * 0.01 would round twice.
        factor = UNITS[unit.group(1).upper()]
        value, end = (value * factor if factor > 1 else value / round(1 / factor)), unit.end()
    elif following := _NAME.match(text, end):
        raise ExpressionError(
            f"{shortened(repr(text[at : following.end()]))} is no number",
            next_step="A number may carry %, bp, K, M, B or T.",
            position=at + 1,
        )
    if value in (float("inf"), float("-inf")):
        raise ExpressionError(f"{shortened(repr(match.group()))} is too large", position=at + 1)
    return Lexeme(Token.NUMBER, value, at, end)


def _text(text: str, at: int) -> Lexeme:
    """A text in single quotes; a quote in it is written twice."""
    content, end = [], at + 1
    while (quote := text.find("'", end)) >= 0:
        content.append(text[end:quote])
        if not text.startswith("''", quote):
            return Lexeme(Token.TEXT, "".join(content), at, quote + 1)
        content.append("'")
        end = quote + 2
    raise ExpressionError("the text that begins here has no closing '", position=at + 1)


def shortened(text: str) -> str:
    """Return a text as an error can quote it."""
    return words.shortened(text, _QUOTED)


def _about(sign: str) -> str:
    if sign in '"`‘’“”':
        return f"{sign} is no quote here: write texts in ' and names of metrics bare"
    if sign == "%":
        return "% stands only after a number"
    return f"{sign!r} has no meaning here"
