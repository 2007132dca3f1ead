"""Values as text for a screen, and text from outside made harmless."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Sequence

from screener.model.metric import METRICS, Group, Metric, Unit

MISSING = "–"
"""How an unknown value is written."""

UNKNOWN = "?"
"""How an unknown verdict, and a row that is kept although a figure is missing, are written."""

MINUS = "−"
"""How the sign of a negative number is written."""

UNIT_WORDS = {
    Unit.TEXT: "text",
    Unit.VERDICT: "verdict",
    Unit.DATE: "date",
    Unit.FLAG: "true / false",
    Unit.MONEY: "USD",
    Unit.PRICE: "USD per share",
    Unit.FRACTION: "fraction",
    Unit.MULTIPLE: "multiple",
    Unit.COUNT: "count",
    Unit.SHARES: "shares",
    Unit.PERCENTILE: "fraction",
    Unit.NUMBER: "",
}
"""How the unit of an exported value is called."""

_SCALES = ((1.0, ""), (1e3, "K"), (1e6, "M"), (1e9, "B"), (1e12, "T"))

SPACES = r"[\t\n\x0B\f\r\u0085\u2028\u2029]"
"""Characters that break a line or move the cursor along it; a regex for Python and polars alike."""

HARMFUL = (
    r"[\x00-\x08\x0E-\x1F\x7F-\u0084\u0086-\u009F"  # C0, DEL and C1 controls: ESC, BEL, CSI, ...
    r"\u00AD\u034F\u061C\u115F\u1160\u17B4\u17B5\u180B-\u180E"  # soft hyphen, fillers
    r"\u200B-\u200F\u202A-\u202E\u2060-\u206F\u3164\uFEFF\uFFA0\uFFF9-\uFFFB"  # zero width, bidi
    r"\U000E0000-\U000E007F]"  # tags
)
"""Characters that command a terminal, hide or reorder text; a regex for Python and polars alike."""

_SPACES = re.compile(SPACES)
_HARMFUL = re.compile(HARMFUL + r"|[\uD800-\uDFFF]")

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def safe(text: str) -> str:
    """Return ``text`` on one line, without characters that command a terminal or disguise text.

    Line breaks and tabs become spaces, the others U+FFFD, so that nobody takes two names for one.
    Markup is left as it is: a caller that understands markup must not parse this text.
    """
    if text.isascii() and text.isprintable():
        return text
    return _HARMFUL.sub(REPLACEMENT, _SPACES.sub(" ", text))


def format_value(metric: Metric, value: object) -> str:
    """Return a value of ``metric`` as short text; :data:`MISSING` where it is unknown.

    Money ``1.23B``, fractions ``12.1%`` (growth with its sign), multiples ``24.0x``, ISO dates.
    """
    if _missing(value):
        return MISSING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return _signed(_FORMATS[metric.unit](metric, value))
    if metric.unit is Unit.VERDICT and value == "unknown":
        return UNKNOWN
    return value.isoformat() if isinstance(value, dt.date) else safe(str(value))


def percentile_text(share: float | None) -> str:
    """Return a percentile (a fraction) as a text: ``87``; the first of many stands at 99."""
    return MISSING if share is None or _missing(share) else f"{math.floor(share * 100 + 1e-9)}"


def valued(values: Sequence[tuple[str, object]]) -> str:
    """Return one metric's value as text, or several with their names: ``pe 12.0x, ps 2.1x``."""
    if len(values) == 1:
        name, value = values[0]
        return format_value(METRICS[name], value)
    return ", ".join(f"{name} {format_value(METRICS[name], value)}" for name, value in values)


def exact_value(metric: Metric, value: object) -> str:
    """Return a value unrounded, with every digit of the stored number."""
    if _missing(value) or isinstance(value, bool) or not isinstance(value, int | float):
        return format_value(metric, value)
    if metric.unit is Unit.COUNT:
        return format_value(metric, value)
    return exact_number(value)


def exact_number(value: float) -> str:
    """Return a number unrounded, with every digit of the stored one."""
    return _signed(f"{value:,.0f}" if float(value).is_integer() else repr(value))


def against(metric: Metric, now: float, before: float) -> str:
    """Return the two values that a growth rate compares: ``674M against 617M a year before``."""
    return f"{format_value(metric, now)} against {format_value(metric, before)} a year before"


def _missing(value: object) -> bool:
    return value is None or (isinstance(value, float) and not math.isfinite(value))


def _scaled(_: Metric, value: float) -> str:
    """Write three significant digits and a letter; what rounds up to 1000 takes the next letter."""
    size = abs(value)
    sign = "-" if value < 0 else ""
    for scale, letter in _SCALES:
        if size < 999.5 * scale:
            text = f"{size:.0f}" if not letter else _three_digits(size / scale)
            return f"{sign}{text}{letter}"
    scale, letter = _SCALES[-1]
    return f"{sign}{size / scale:,.0f}{letter}"


def _three_digits(value: float) -> str:
    for digits, limit in ((2, 9.995), (1, 99.95)):
        if value < limit:
            return f"{value:.{digits}f}"
    return f"{value:.0f}"


def _percent(metric: Metric, value: float) -> str:
    sign = "+" if metric.group is Group.GROWTH else ""
    # A weight in an index of thousands is a few hundredths of a percent.
    digits = 3 if metric.name == "weight" else 1
    return f"{value * 100:{sign},.{digits}f}%"


def _count(metric: Metric, value: float) -> str:
    if float(value).is_integer():  # also of a column of floats that holds values of several kinds
        value = int(value)
    return str(value) if metric.group is Group.IDENTITY else f"{value:,}"


_FORMATS: dict[Unit, Callable[[Metric, float], str]] = {
    Unit.MONEY: _scaled,
    Unit.SHARES: _scaled,
    Unit.PRICE: lambda _, value: f"{value:,.2f}",
    Unit.FRACTION: _percent,
    Unit.MULTIPLE: lambda _, value: f"{value:,.1f}x",
    Unit.COUNT: _count,
    Unit.PERCENTILE: lambda _, value: percentile_text(value),
    # How many of its digits mean something is not known.
    Unit.NUMBER: lambda _, value: exact_number(value),
}


def _signed(text: str) -> str:
    """Write a true minus, and no sign before a value that rounds to zero."""
    if text[:1] in ("+", "-") and not any(digit in text for digit in "123456789"):
        return text[1:]
    return MINUS + text[1:] if text.startswith("-") else text
