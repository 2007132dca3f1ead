"""The tree of a condition: what it compares, and of which kind each part is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from screener.model.metric import METRICS, Unit


class Kind(StrEnum):
    """What a part of a condition is."""

    NUMBER = "a number"
    TEXT = "a text"
    VERDICT = "a verdict"  # a text of which 'unknown' means that it is
    DATE = "a date"
    CONDITION = "a condition"  # true, false or unknown


_TEXTS = re.compile(r"'(?:[^']|'')*'")
_SPACES = re.compile(_TEXTS.pattern + r"|\s+")

_KINDS = {
    Unit.TEXT: Kind.TEXT,
    Unit.VERDICT: Kind.VERDICT,
    Unit.DATE: Kind.DATE,
    Unit.FLAG: Kind.CONDITION,
}


@dataclass(frozen=True, slots=True)
class Node:
    """A part of a condition: ``text[start:end]``, of one kind."""

    start: int
    end: int

    @property
    def kind(self) -> Kind:
        """What it is; a condition unless a node says otherwise."""
        return Kind.CONDITION

    @property
    def parts(self) -> tuple[Node, ...]:
        """The nodes that it is made of."""
        return ()


@dataclass(frozen=True, slots=True)
class Number(Node):
    """A number, its unit worked in; percent are fractions."""

    value: float

    @property
    def kind(self) -> Kind:
        """A number."""
        return Kind.NUMBER


@dataclass(frozen=True, slots=True)
class Text(Node):
    """A text between quotes."""

    value: str

    @property
    def kind(self) -> Kind:
        """A text."""
        return Kind.TEXT


class Day(Text):
    """A text that is a day, beside a date."""

    __slots__ = ()

    @property
    def kind(self) -> Kind:
        """A date."""
        return Kind.DATE


@dataclass(frozen=True, slots=True)
class Flag(Node):
    """TRUE or FALSE."""

    value: bool


@dataclass(frozen=True, slots=True)
class Name(Node):
    """A metric."""

    metric: str

    @property
    def kind(self) -> Kind:
        """What the metric's unit says."""
        return _KINDS.get(METRICS[self.metric].unit, Kind.NUMBER)


@dataclass(frozen=True, slots=True)
class Arithmetic(Node):
    """``left op right`` with op of + - * /; of two dates the days between them."""

    op: str
    left: Node
    right: Node

    @property
    def kind(self) -> Kind:
        """A number."""
        return Kind.NUMBER

    @property
    def parts(self) -> tuple[Node, ...]:
        """Both sides."""
        return self.left, self.right


@dataclass(frozen=True, slots=True)
class Negative(Node):
    """Minus a number."""

    part: Node

    @property
    def kind(self) -> Kind:
        """A number."""
        return Kind.NUMBER

    @property
    def parts(self) -> tuple[Node, ...]:
        """The number."""
        return (self.part,)


@dataclass(frozen=True, slots=True)
class Call(Node):
    """A function of the short list: ABS, LEAST, GREATEST of numbers, LOWER, UPPER of a text."""

    function: str
    arguments: tuple[Node, ...]

    @property
    def kind(self) -> Kind:
        """A text where the function makes one, else a number."""
        return Kind.TEXT if self.function in ("LOWER", "UPPER") else Kind.NUMBER

    @property
    def parts(self) -> tuple[Node, ...]:
        """The arguments."""
        return self.arguments


@dataclass(frozen=True, slots=True)
class Compare(Node):
    """``left op right`` with op of = <> < <= > >=."""

    op: str
    left: Node
    right: Node

    @property
    def parts(self) -> tuple[Node, ...]:
        """Both sides."""
        return self.left, self.right


@dataclass(frozen=True, slots=True)
class Like(Node):
    """A text that looks like a pattern: % is any text, _ any one character."""

    part: Node
    pattern: str

    @property
    def parts(self) -> tuple[Node, ...]:
        """The text."""
        return (self.part,)


@dataclass(frozen=True, slots=True)
class IsNull(Node):
    """Whether a figure is unknown; this is never unknown itself."""

    part: Node

    @property
    def parts(self) -> tuple[Node, ...]:
        """What is asked about."""
        return (self.part,)


@dataclass(frozen=True, slots=True)
class Not(Node):
    """The opposite; of unknown, unknown."""

    part: Node

    @property
    def parts(self) -> tuple[Node, ...]:
        """The condition."""
        return (self.part,)


@dataclass(frozen=True, slots=True)
class And(Node):
    """All of several conditions (Kleene): one that fails decides."""

    conditions: tuple[Node, ...]

    @property
    def parts(self) -> tuple[Node, ...]:
        """The conditions."""
        return self.conditions


class Between(And):
    """Two comparisons that were written as one."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Or(Node):
    """Any of several conditions (Kleene): one that passes decides."""

    conditions: tuple[Node, ...]

    @property
    def parts(self) -> tuple[Node, ...]:
        """The conditions."""
        return self.conditions


@dataclass(frozen=True, slots=True)
class Expression:
    """A parsed condition: its text and its tree."""

    text: str
    root: Node

    @property
    def conjuncts(self) -> tuple[Node, ...]:
        """The conditions that must all hold, each on its own, also within parentheses."""
        return tuple(_conjuncts(self.root))

    def spelled(self, node: Node) -> str:
        """The node as it was written, on one line and without parentheses around all of it."""
        written = _SPACES.sub(
            lambda match: match.group() if match.group().startswith("'") else " ",
            self.text[node.start : node.end],
        )
        while _wrapped(written):
            written = written[1:-1].strip()
        return written


def _conjuncts(node: Node) -> Iterator[Node]:
    if isinstance(node, And) and not isinstance(node, Between):
        for part in node.parts:
            yield from _conjuncts(part)
    else:
        yield node


def _wrapped(text: str) -> bool:
    """Whether the first parenthesis is closed by the last character."""
    bare = _TEXTS.sub(lambda match: "_" * len(match.group()), text)
    if not (bare.startswith("(") and bare.endswith(")")):
        return False
    depth = 0
    for sign in bare[:-1]:
        depth += (sign == "(") - (sign == ")")
        if not depth:
            return False
    return True


def metrics_of(node: Node) -> tuple[str, ...]:
    """Return the metrics that a node reads, each once, in the order of the text."""
    own = (node.metric,) if isinstance(node, Name) else ()
    return tuple(dict.fromkeys((*own, *(m for part in node.parts for m in metrics_of(part)))))
