"""A company's debt in words: the instruments, the mix, and what a rate move saves."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping, Sequence, Sized
from typing import Any

from screener.model.metric import METRICS, Metric
from screener.model.screen import format_rate_move
from screener.model.verdict import DEBT_KINDS, DebtType
from screener.present.cells import cells_of, cut
from screener.present.layout import fitted
from screener.present.text import MINUS, MISSING, format_value, safe

BAR = {"floating": "░", "fixed": "█", "convertible": "▒", "unknown": "·"}
"""What each kind is drawn with in the bar of the mix: told apart without colour."""

NO_INSTRUMENTS = "no instruments: none are tagged, or they do not add up to the balance sheet"

_NOT_A_SUM = ("maturing_12m", "maturing_24m")
_SCHEDULE = (
    "by the notes' schedule of maturities, else current debt: not the sum of the instruments"
)

_NAME, _SHORTEST = 44, 12
_BEFORE_NAME = 24
"""Characters: of an instrument's name, and of what stands before it."""
_SWAP = "swap"


def money(value: float | None) -> str:
    """Return an amount of USD as short text."""
    return format_value(METRICS["total_debt"], value)


def rate_text(instrument: Mapping[str, Any]) -> str:
    """Return the terms of a row of ``store.schema.INSTRUMENTS``: ``SOFR + 2.25%``, ``5.25%``."""
    spread = _range(instrument["spread_low"], instrument["spread_high"])
    reference = instrument["reference"]
    if spread:
        return f"{safe(reference)} + {spread}" if reference else f"variable + {spread}"
    coupon = _range(instrument["coupon_low"], instrument["coupon_high"])
    return coupon or (safe(reference) if reference else "")


def _range(low: float | None, high: float | None) -> str:
    if low is None or high is None:
        return ""
    first, last = (f"{value * 100:.4f}".rstrip("0").rstrip(".") for value in (low, high))
    return f"{first}%" if first == last else f"{first}% to {last}%"


def instrument_lines(
    instruments: Iterable[Mapping[str, Any]], as_of: dt.date | None = None, width: int | None = None
) -> list[str]:
    """Return a line for each instrument: amount, kind, name, terms, maturity; where ``width`` has
    no room for the terms, they stand below the name.

    What was due before ``as_of`` is marked: the filing is older than that, and what became of the
    debt since is not known."""
    lines = []
    for one in instruments:
        room = _NAME if width is None else max(min(_NAME, width - _BEFORE_NAME), _SHORTEST)
        name = cut(safe(one["name"]), room)
        owed = one["amount"] if one["principal"] is None else one["principal"]
        amount = (
            money(owed) if one["currency"] == "USD" else f"{owed / 1e6:,.1f}M {one['currency']}"
        )
        sure = "" if one["sure"] else " (by its name)"
        terms = f"{rate_text(one)}  {_due(one['maturity'], as_of)}".strip() + sure
        line = f"{amount:>10}  {one['kind']:<11} {name}  {terms}".rstrip()
        if width is None or cells_of(line) <= width:
            lines.append(line)
        else:
            lines.append(f"{amount:>10}  {one['kind']:<11} {name}".rstrip())
            lines += fitted([f"{'':<{_BEFORE_NAME}}{terms.strip()}"], width)
    return lines


def source_of(metric: str, value: object, instruments: Sized) -> str:
    """Return what a figure comes from that stands beside instruments and could be taken for their
    sum; "" for any other."""
    return _SCHEDULE if metric in _NOT_A_SUM and value is not None and len(instruments) else ""


def source_text(instrument: Mapping[str, Any]) -> str:
    """Return the filing that a row of ``store.schema.INSTRUMENTS`` comes from; "" for a file that
    names none."""
    if not instrument["accession"]:
        return ""
    form, accession = safe(instrument["form"]), safe(instrument["accession"])
    return f"from the {form} filed {instrument['filed']} ({accession})"


def evidence(
    metric: Metric,
    value: object,
    instruments: Sequence[Mapping[str, Any]],
    as_of: dt.date | None,
    width: int | None = None,
) -> list[str]:
    """Return what a snapshot keeps of where a ``value`` of a metric of the debt comes from: the
    instruments and their filing, or what kind of evidence it was."""
    known = value not in (None, "unknown")
    if metric.name.startswith("maturing_") and not known:
        return ["no schedule of maturities is on record, and no current debt"]
    if metric.name.startswith("maturing_"):
        return [
            f"from the newest filing's schedule of maturities, else its current debt{_NOT_KEPT}"
        ]
    if not instruments and not known:
        return [NO_INSTRUMENTS]
    if not instruments:
        return [
            f"from lines of the balance sheet, shares and usual names in the filings{_NOT_KEPT}"
        ]
    source = source_text(instruments[0])
    return [*instrument_lines(instruments, as_of, width), *([source] if source else [])]


_NOT_KEPT = " (their facts are not kept in the snapshot)"


def _due(maturity: dt.date | None, as_of: dt.date | None) -> str:
    if maturity is None:
        return ""
    matured = " (matured)" if as_of is not None and maturity < as_of else ""
    return f"{maturity.isoformat()}{matured}"


def swap_text(instruments: Iterable[Mapping[str, Any]]) -> str:
    """Return how much floating debt designated swaps have turned into fixed; empty without swaps.

    The bar of the mix draws contracts as they are: a swapped loan still is a floating one."""
    rows = list(instruments)
    swapped = _owed(rows, _SWAP)
    if not swapped:
        return ""
    floating = _owed(rows, "floating")
    of_it = f" of {money(floating)} floating" if floating else " of floating debt"
    return f"swaps turn {money(swapped)}{of_it} into fixed; the bar is before swaps"


def _owed(rows: Iterable[Mapping[str, Any]], kind: str) -> float:
    owed = (
        one["amount"] if one["principal"] is None else one["principal"]
        for one in rows
        if one["kind"] == kind and one["currency"] == "USD"
    )
    return sum((amount for amount in owed if amount is not None), 0.0)


def type_text(company: Mapping[str, Any]) -> str:
    """Return the type of debt and how sure it is: ``floating (high confidence)``."""
    sure = f" ({company['debt_confidence']} confidence)" if company["debt_confidence"] else ""
    return safe(str(company["debt_type"])) + sure


def mix(company: Mapping[str, Any]) -> str:
    """Return the kinds of a company's classified debt as a bar; empty where none is."""
    return bar({kind: company[f"{kind}_share"] for kind in DEBT_KINDS})


def bar(shares: Mapping[str, float | None], width: int = 30) -> str:
    """Return the mix of kinds as a bar of ``width`` cells with its legend; empty without shares."""
    cells = mix_bar(shares, width)
    return f"{cells}  {mix_legend(shares)}" if cells else ""


def mix_bar(shares: Mapping[str, float | None], width: int) -> str:
    """Return the mix of kinds in ``width`` cells; empty without shares."""
    cells, total = "", 0.0
    for kind, share in shares.items():
        total = min(total + _sound(share), 1.0)
        cells += BAR[kind] * (round(total * width) - len(cells))
    return cells.ljust(width) if cells else ""


def _sound(share: float | None) -> float:
    """A share that can be drawn, whatever a damaged table says."""
    return min(max(share, 0.0), 1.0) if share is not None and math.isfinite(share) else 0.0


def mix_legend(shares: Mapping[str, float | None]) -> str:
    """Return what the kinds of the bar are drawn with, and their shares."""
    return "  ".join(f"{BAR[kind]} {kind} {share:.0%}" for kind, share in shares.items() if share)


def move_text(move: float) -> str:
    """Return a move of the rate with its sign: ``−75bp``."""
    return format_rate_move(move).replace("-", MINUS)


def coverage_text(company: Mapping[str, Any]) -> str:
    """Return the interest coverage today and after the move; at an operating loss only that it is
    one: less interest makes the quotient of a loss no better."""
    if (today := company["interest_coverage"]) is not None and today < 0:
        covered = format_value(METRICS["interest_coverage"], today)
        return f"interest coverage {covered}: an operating loss, which no move of the rate covers"
    now, after = (
        format_value(METRICS[name], company[name])
        for name in ("interest_coverage", "coverage_after_move")
    )
    return f"interest coverage {now}, after the move {after}"


def saved_text(company: Mapping[str, Any], saved: tuple[float, float] | None, move: float) -> str:
    """Return what a rate move saves a year, a range where some of the debt is not classified.

    ``saved``: see ``debt.relief.saved_range``; ``company``: its debt_type and debt_coverage."""
    words = f"at {move_text(move)}"
    if saved is None:
        return f"interest saved {words}: {MISSING}"
    low, high = map(money, saved)
    if low == high:
        return f"interest saved {words}: {low} a year, before tax"
    coverage = company["debt_coverage"]
    unsure = company["debt_type"] == DebtType.UNKNOWN.value or coverage is None
    why = "type unknown" if unsure else f"{max(1 - coverage, 0.01):.0%} not classified"
    return f"interest saved {words}: between {low} and {high} a year ({why})"
