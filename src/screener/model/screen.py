"""Screen: the criteria a person builds, and what a preset file holds."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer

from screener.errors import UsageError
from screener.model.columns import ALL, GROUPS, spelled_out
from screener.model.metric import DEFAULT_RATE_MOVE, METRICS, nearest
from screener.model.watched import Identity

ZombieFilter = Literal["include", "exclude", "only"]
DebtTypeName = Literal["none", "fixed", "floating", "convertible", "mixed", "unknown", "n/a"]
ZombieDefinition = Literal["oecd", "bis", "fed", "cash", "loss"]

ZOMBIE = "zombie"
"""The metric that means the verdict of a screen's definition."""

SECTORS = (
    "Communication Services",
    "Consumer Discretionary",
    "Consumer Staples",
    "Energy",
    "Financials",
    "Health Care",
    "Industrials",
    "Information Technology",
    "Materials",
    "Real Estate",
    "Utilities",
    "Other",
)
"""The sectors of a universe: the eleven GICS sectors and the fund's own "Other"."""

_PERCENT = re.compile(r"\s*([+-]?\d+(?:\.\d+)?)\s*%\s*")


def parse_percent(value: object) -> object:
    """Turn ``"4%"`` or ``"4 %"`` into 0.04; refuse a bare number, which could mean 4 or 400 %."""
    if value is None:
        return None
    if isinstance(value, str):
        match = _PERCENT.fullmatch(value)
        if match:
            return round(float(match.group(1)) / 100, 12)
    raise ValueError(
        f'{value!r} is not a percentage: write it as a text with a percent sign, such as "4%"'
    )


def format_percent(value: float | None) -> str | None:
    """Return the text that :func:`parse_percent` reads back."""
    if value is None:
        return None
    # Every digit, and never an exponent: what is written must read back.
    return f"{(Decimal(repr(value)) * 100).normalize():f}%"


_BASIS_POINTS = re.compile(r"\s*([+\-\u2212]?\d+(?:\.\d+)?)\s*bp\s*", re.IGNORECASE)
_LARGEST_MOVE = 0.20


def parse_rate_move(value: object) -> object:
    """Turn ``"-75bp"`` or ``"-0.75%"`` into -0.0075; refuse a bare number and moves beyond 20 %."""
    move: object = None
    if isinstance(value, str):
        match = _BASIS_POINTS.fullmatch(value)
        if match:
            move = round(float(match[1].replace("\u2212", "-")) / 10_000, 12)
        elif _PERCENT.fullmatch(value):
            move = parse_percent(value)
    if not isinstance(move, float) or abs(move) > _LARGEST_MOVE:
        raise ValueError(
            f'{value!r} is not a move of the rate: write basis points, such as "-75bp"'
        )
    return move


def rate_move_of(given: float | str) -> float:
    """Return the move of the rate that is meant: a fraction, or a text as in a preset.

    Raise :class:`UsageError` for anything else, and for moves beyond 20 %."""
    if isinstance(given, int | float) and abs(given) <= _LARGEST_MOVE:
        return float(given)
    try:
        move = parse_rate_move(given)
    except ValueError as error:
        advice = "As a number it is a fraction: -0.0075 for 75 basis points down."
        raise UsageError(str(error), next_step=advice) from error
    assert isinstance(move, float)
    return move


def format_rate_move(value: float) -> str:
    """Return the text that :func:`parse_rate_move` reads back: basis points with their sign."""
    points = (Decimal(repr(value)) * 10_000).normalize()
    return f"{points:+f}bp" if points else "0bp"


def _known_sector(value: str) -> str:
    for sector in SECTORS:
        if value.casefold() == sector.casefold():
            return sector
    raise ValueError(f"{value!r} is not a sector{nearest(value, among=list(SECTORS))}")


def _known_metric(value: str) -> str:
    if not value:
        raise ValueError("a metric's name is empty")
    if value not in METRICS:
        raise ValueError(f"{value!r} is not a metric{nearest(value)}")
    return value


def _known_column(value: str) -> str:
    if value and value not in METRICS:
        raise ValueError(
            f"{value!r} is not a metric{nearest(value, among=[*METRICS, *GROUPS, ALL])}"
        )
    return _known_metric(value)


def _spelled_out(value: object) -> object:
    return tuple(spelled_out(value)) if isinstance(value, list | tuple) else value


def _known_order(value: str) -> str:
    _known_metric(value.removeprefix("-"))
    return value


def _known_condition(value: str) -> str:
    _whole_text(value)
    if not value.strip():
        return ""
    # Most screens have no condition: starting needn't wait for its language.
    from screener.model.expression import ExpressionError, parse

    try:
        parse(value)
    except ExpressionError as error:
        raise ValueError(f"{error.what} (character {error.position})") from error
    return value.strip()


def _whole_text(value: str) -> str:
    """Refuse what the command line could not decode: it can be neither written nor shown."""
    if any("\ud800" <= sign <= "\udfff" for sign in value):
        raise ValueError("not UTF-8 text")
    return value


def _listed_ticker(value: str) -> str:
    text = _whole_text(value).strip().upper()
    if not any(sign.isalnum() for sign in text):
        raise ValueError(f"{value!r} is no ticker")
    return text


Percent = Annotated[float | None, BeforeValidator(parse_percent), PlainSerializer(format_percent)]
RateMove = Annotated[float, BeforeValidator(parse_rate_move), PlainSerializer(format_rate_move)]
Sector = Annotated[str, Field(strict=True), AfterValidator(_known_sector)]
Column = Annotated[str, Field(strict=True), AfterValidator(_known_column)]
Columns = Annotated[tuple[Column, ...], BeforeValidator(_spelled_out), Field(min_length=1)]
SortKey = Annotated[str, Field(strict=True), AfterValidator(_known_order)]
Words = Annotated[str, AfterValidator(_whole_text)]
Condition = Annotated[str, Field(strict=True), AfterValidator(_known_condition)]
Ticker = Annotated[str, Field(strict=True), AfterValidator(_listed_ticker)]

DEFAULT_COLUMNS = (
    "ticker", "name", "sector", "revenue_growth", "net_margin", "debt_type", "zombie",
    "interest_coverage", "total_debt", "market_cap", "pe",
)  # fmt: skip


class Screen(BaseModel):
    """Criteria, order and columns. Immutable.

    ``profitable``: only companies with net income over twelve months above zero. ``growth_above``:
    revenue growth (TTM on TTM) strictly above this, written as a text with a percent sign: "4%";
    a bare number is refused, since it could mean 4 or 400 %; None = no rule. ``sectors``,
    ``debt_types`` and ``tickers``: any of these; empty = all. ``watched``: only the companies of
    these entries of a watchlist, by ``Watched.identity``; None = no rule. ``where``: a condition
    over metrics (see :mod:`screener.model.expression`); empty = none. ``rate_move``: the assumed
    move of short-term rates, a text, too: "-75bp" or "-0.75%". ``zombies``: keep all, keep *no* and
    *n/a*, or keep *yes*. ``sort``: metric names, a leading ``-`` for descending; nulls come last
    either way. ``columns``: metrics, groups of them such as "growth" or "cash-flow", or "all"; held
    as the metrics that they mean. ``unknown``: whether rows that fail only for a missing figure are
    kept.

    What was read is held as fractions: ``Screen(growth_above="4%").growth_above`` is 0.04. So are
    the values that ``screen.model_copy(update={"growth_above": 0.05})`` takes, which makes another
    screen and checks nothing."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=False)

    title: Words = ""
    description: Words = ""
    profitable: bool = Field(default=False, strict=True)
    growth_above: Percent = None
    sectors: tuple[Sector, ...] = ()
    debt_types: tuple[DebtTypeName, ...] = ()
    tickers: tuple[Ticker, ...] = ()
    watched: tuple[Identity, ...] | None = None
    zombies: ZombieFilter = "include"
    zombie_definition: ZombieDefinition = "oecd"
    where: Condition = ""
    rate_move: RateMove = DEFAULT_RATE_MOVE
    sort: tuple[SortKey, ...] = ("-revenue_growth", "ticker")
    columns: Columns = DEFAULT_COLUMNS
    limit: int | None = Field(default=None, ge=1, le=2**63 - 1, strict=True)
    unknown: Literal["exclude", "include"] = "exclude"

    def meaning(self, metric: str) -> str:
        """Return the column that a metric's name means here: ``zombie`` is the verdict of the
        screen's definition, every other name means itself."""
        return f"zombie_{self.zombie_definition}" if metric == ZOMBIE else metric


DEFAULT_SCREEN = Screen(
    title="Profitable growers",
    profitable=True,
    growth_above="4%",  # a validator turns it into 0.04
    zombies="exclude",
)
"""What the product is about; the built-in preset of that name says the same."""
