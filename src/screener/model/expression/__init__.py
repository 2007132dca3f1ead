"""The language of ``where``: a condition over metrics, such as ``market_cap < 5B AND pe < 12``.

A text is cut into tokens, the tokens are parsed into a tree of nodes whose kinds fit, and a room
above turns the tree into a table expression. Nothing but a condition over metrics can be said: no
statement, no file, no function outside a short list."""

from screener.model.expression.nodes import Expression, Kind, Node
from screener.model.expression.parser import parse
from screener.model.expression.tokens import ExpressionError

__all__ = ["Expression", "ExpressionError", "Kind", "Node", "parse"]
