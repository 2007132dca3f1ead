"""Tokens → a tree, by recursive descent: the grammar, and which kinds go together.

::

    condition  = conjunct { OR conjunct }
    conjunct   = negation { AND negation }
    negation   = NOT negation | comparison
    comparison = sum [ = <> != < <= > >= sum | [NOT] IN ( sum , ... )
                     | [NOT] BETWEEN sum AND sum | [NOT] LIKE text | IS [NOT] NULL ]
    sum        = product { + - product }
    product    = factor { * / factor }
    factor     = - factor | number | text | TRUE | FALSE | metric
               | function ( condition , ... ) | ( condition )
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from screener.model.expression.nodes import (
    And,
    Arithmetic,
    Between,
    Call,
    Compare,
    Day,
    Expression,
    Flag,
    IsNull,
    Kind,
    Like,
    Name,
    Negative,
    Node,
    Not,
    Number,
    Or,
    Text,
)
from screener.model.expression.tokens import (
    ExpressionError,
    Lexeme,
    Token,
    shortened,
    tokens,
)
from screener.model.metric import METRICS, nearest
from screener.model.verdict import Answer, DebtType

FUNCTIONS = {"ABS": (1, 1), "LEAST": (2, 20), "GREATEST": (2, 20), "LOWER": (1, 1), "UPPER": (1, 1)}
"""The functions that there are, and how many arguments each takes."""

_DEEPEST = 40
"""How deep conditions may be nested: a person's are not, and the stack is finite."""

_SIGNS = {
    "percent": "%", "thousand": "K", "million": "M", "billion": "B", "trillion": "T", "bps": "bp",
}  # fmt: skip
"""How numbers are written that people say in words."""

_MOST_OPERATIONS = 200
"""How many additions, subtractions, multiplications and divisions there may be, for the same
reason."""

_MOST_CONDITIONS = 100
"""How many conditions may be joined: each is a rule that is explained."""

_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_COMPARISONS = {"=", "<>", "!=", "<", "<=", ">", ">="}
_ANSWERS = [answer.value for answer in Answer]
_DEBT_TYPES = [kind.value for kind in DebtType]


@lru_cache(maxsize=256)
def parse(text: str) -> Expression:
    """Return the tree of a condition; raise :class:`ExpressionError` with the place otherwise."""
    parser = _Parser(text)
    root = parser.condition()
    parser.expect_end()
    if root.kind is not Kind.CONDITION:
        raise _error(f"a condition is needed, not {root.kind}", root)
    return Expression(text, root)


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = tokens(text)
        self.at = 0
        self.depth = 0
        self.operations = 0

    # -- the grammar -----------------------------------------------------------------------------

    def condition(self) -> Node:
        found = [self.conjunct()]
        while self.word("OR"):
            found.append(self.conjunct())
        return self.joined(found, Or)

    def conjunct(self) -> Node:
        found = [self.negation()]
        while self.word("AND"):
            found.append(self.negation())
        return self.joined(found, And)

    def negation(self) -> Node:
        start = self.now.start
        if not self.word("NOT"):
            return self.comparison()
        with _Deeper(self):
            return self.negated(start, self.negation())

    def comparison(self) -> Node:
        left = self.sum()
        if self.now.kind is Token.SIGN and self.now.value in _COMPARISONS:
            return self.compared(left)
        if self.word("IS"):
            return self.null(left)
        negated = self.word("NOT")
        for word, rule in (("IN", self.among), ("BETWEEN", self.between), ("LIKE", self.like)):
            if self.word(word):
                found = rule(left)
                return Not(found.start, found.end, found) if negated else found
        if negated:
            raise self.unexpected("IN, BETWEEN or LIKE")
        return left

    def compared(self, left: Node) -> Node:
        op = str(self.take().value)
        found = _comparison("<>" if op == "!=" else op, left, self.sum())
        if self.now.kind is Token.SIGN and self.now.value in _COMPARISONS:
            raise ExpressionError(
                "comparisons can't be chained",
                next_step="Write: a < b AND b < c",
                position=self.now.start + 1,
            )
        return found

    def null(self, part: Node) -> Node:
        negated = self.word("NOT")
        if not self.word("NULL"):
            raise self.unexpected("NULL")
        found = IsNull(part.start, self.last.end, part)
        return Not(found.start, found.end, found) if negated else found

    def among(self, left: Node) -> Node:
        self.sign("(")
        choices = [_comparison("=", left, self.sum())]
        while self.accept(","):
            choices.append(_comparison("=", left, self.sum()))
        self.sign(")")
        return Or(left.start, self.last.end, tuple(choices))

    def between(self, left: Node) -> Node:
        low = self.sum()
        if not self.word("AND"):
            raise self.unexpected("AND")
        high = self.sum()
        sides = (_comparison(">=", left, low), _comparison("<=", left, high))
        return Between(left.start, high.end, sides)

    def like(self, left: Node) -> Node:
        if left.kind not in (Kind.TEXT, Kind.VERDICT):
            raise _error(f"LIKE needs a text, not {left.kind}", left)
        if self.now.kind is not Token.TEXT:
            raise self.unexpected("a pattern between quotes")
        pattern = self.take()
        return Like(left.start, pattern.end, left, str(pattern.value))

    def sum(self) -> Node:
        return self.chain(self.product, "+", "-")

    def product(self) -> Node:
        return self.chain(self.factor, "*", "/")

    def chain(self, part: Callable[[], Node], *signs: str) -> Node:
        found = part()
        while self.now.kind is Token.SIGN and self.now.value in signs:
            self.operations += 1
            if self.operations > _MOST_OPERATIONS:
                raise ExpressionError(
                    f"more than {_MOST_OPERATIONS} operations", position=self.now.start + 1
                )
            found = _arithmetic(str(self.take().value), found, part())
        return found

    def factor(self) -> Node:
        token = self.now
        if self.accept("-") or self.accept("+"):
            with _Deeper(self):
                part = self.factor()
            if part.kind is not Kind.NUMBER:
                raise _error(f"{token.value} needs a number, not {part.kind}", part)
            return Negative(token.start, part.end, part) if token.value == "-" else part
        if self.accept("("):
            with _Deeper(self):
                inner = self.condition()
            self.sign(")")
            # What was written includes the parentheses.
            return replace(inner, start=token.start, end=self.last.end)
        return self.atom()

    def atom(self) -> Node:
        token = self.now
        place = (token.start, token.end)
        truth = token.kind is Token.WORD and token.value in ("TRUE", "FALSE")
        if not truth and token.kind not in (Token.NUMBER, Token.TEXT, Token.NAME):
            raise self.unexpected("a metric, a number or a text")
        self.take()
        match token.kind:
            case Token.NUMBER:
                return Number(*place, float(token.value))
            case Token.TEXT:
                return Text(*place, str(token.value))
            case Token.WORD:
                return Flag(*place, token.value == "TRUE")
        return self.call(token) if self.accept("(") else _name(token)

    def call(self, name: Lexeme) -> Node:
        function = str(name.value).upper()
        if function not in FUNCTIONS:
            raise ExpressionError(
                f"{shortened(repr(name.value))} is no function here"
                + nearest(function, among=list(FUNCTIONS)),
                next_step=f"There are: {', '.join(FUNCTIONS)}.",
                position=name.start + 1,
            )
        with _Deeper(self):
            arguments = [self.condition()]
            while self.accept(","):
                arguments.append(self.condition())
        self.sign(")")
        return _called(function, tuple(arguments), name.start, self.last.end)

    # -- tokens ----------------------------------------------------------------------------------

    @property
    def now(self) -> Lexeme:
        return self.tokens[self.at]

    @property
    def last(self) -> Lexeme:
        return self.tokens[self.at - 1]

    def take(self) -> Lexeme:
        token = self.now
        self.at += token.kind is not Token.END
        return token

    def word(self, word: str) -> bool:
        found = self.now.kind is Token.WORD and self.now.value == word
        self.at += found
        return found

    def accept(self, sign: str) -> bool:
        found = self.now.kind is Token.SIGN and self.now.value == sign
        self.at += found
        return found

    def sign(self, sign: str) -> None:
        if not self.accept(sign):
            raise self.unexpected(sign)

    def expect_end(self) -> None:
        if self.now.kind is not Token.END:
            raise self.unexpected("AND, OR or the end")

    def unexpected(self, wanted: str) -> ExpressionError:
        token = self.now
        spelled = self.text[token.start : token.end]
        found = "the text ends here" if token.kind is Token.END else f"found {shortened(spelled)}"
        if token.kind is Token.WORD and token.value == "NULL":
            wanted += " (unknown is asked by IS NULL)"
        if sign := _SIGNS.get(spelled.casefold()):
            wanted += f" ({spelled} is written {sign}: 2{sign})"
        return ExpressionError(f"{found}, expected {wanted}", position=token.start + 1)

    # -- nodes -----------------------------------------------------------------------------------

    def joined(self, found: list[Node], node: type[And] | type[Or]) -> Node:
        if len(found) == 1:
            return found[0]
        if len(found) > _MOST_CONDITIONS:
            raise _error(f"more than {_MOST_CONDITIONS} conditions in a row", found[-1])
        for part in found:
            if part.kind is not Kind.CONDITION:
                raise _error(f"{node.__name__.upper()} joins conditions, not {part.kind}", part)
        return node(found[0].start, found[-1].end, tuple(found))

    def negated(self, start: int, part: Node) -> Node:
        if part.kind is not Kind.CONDITION:
            raise _error(f"NOT needs a condition, not {part.kind}", part)
        return Not(start, part.end, part)


class _Deeper:
    """One level of nesting more, refused beyond the deepest."""

    def __init__(self, parser: _Parser) -> None:
        self.parser = parser

    def __enter__(self) -> None:
        self.parser.depth += 1
        if self.parser.depth > _DEEPEST:
            raise ExpressionError(
                f"nested deeper than {_DEEPEST} levels", position=self.parser.last.start + 1
            )

    def __exit__(self, *_: object) -> None:
        self.parser.depth -= 1


def _comparison(op: str, left: Node, right: Node) -> Node:
    left, right = _dated(left, right), _dated(right, left)
    kinds = {left.kind, right.kind}
    if kinds == {Kind.VERDICT, Kind.TEXT}:
        debt = "debt_type" in (getattr(left, "metric", ""), getattr(right, "metric", ""))
        kind, answers = ("type of debt", _DEBT_TYPES) if debt else ("verdict", _ANSWERS)
        for side in (left, right):
            if isinstance(side, Text) and side.value not in answers:
                text = f"{shortened(repr(side.value))} is no {kind}: {', '.join(answers)}"
                raise _error(text, side)
    elif len(kinds) > 1:
        raise _error(f"{left.kind} can't be compared with {right.kind}", left)
    ordered = kinds & {Kind.VERDICT, Kind.CONDITION}
    if ordered and op not in ("=", "<>"):
        raise _error(f"{left.kind} has no order: compare it with = or <>", left)
    return Compare(left.start, right.end, op, left, right)


def _dated(side: Node, other: Node) -> Node:
    """Check that a text beside a date is a day; it stays a text, of the kind of dates."""
    if not (isinstance(side, Text) and other.kind is Kind.DATE):
        return side
    try:
        if not _DAY.fullmatch(side.value):
            raise ValueError
        dt.date.fromisoformat(side.value)
    except ValueError:
        raise _error(
            f"{shortened(repr(side.value))} is no day: write it as '2026-01-31'", side
        ) from None
    return Day(side.start, side.end, side.value)


def _arithmetic(op: str, left: Node, right: Node) -> Node:
    left, right = _dated(left, right), _dated(right, left)
    days = op == "-" and left.kind is right.kind is Kind.DATE
    for side in (left, right):
        if side.kind is not Kind.NUMBER and not days:
            raise _error(f"{op} needs numbers, not {side.kind}", side)
    return Arithmetic(left.start, right.end, op, left, right)


def _called(function: str, arguments: tuple[Node, ...], start: int, end: int) -> Node:
    fewest, most = FUNCTIONS[function]
    if not fewest <= len(arguments) <= most:
        wanted = str(fewest) if fewest == most else f"{fewest} to {most}"
        raise ExpressionError(
            f"{function} takes {wanted} arguments, not {len(arguments)}", position=start + 1
        )
    texts = function in ("LOWER", "UPPER")
    fitting = (Kind.TEXT, Kind.VERDICT) if texts else (Kind.NUMBER,)
    for argument in arguments:
        if argument.kind not in fitting:
            raise _error(f"{function} needs {fitting[0]}, not {argument.kind}", argument)
    return Call(start, end, function, arguments)


def _name(token: Lexeme) -> Node:
    name = str(token.value).lower()
    if name not in METRICS:
        raise ExpressionError(
            f"{shortened(repr(token.value))} is not a metric{nearest(name)}",
            next_step="All names: screen fields",
            position=token.start + 1,
        )
    return Name(token.start, token.end, name)


def _error(what: str, node: Node) -> ExpressionError:
    return ExpressionError(what, position=node.start + 1)
