"""A company's debt in words: the instruments, the mix, and what a rate move saves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from screener.debt.classify import KINDS
from screener.model.metric import METRICS
from screener.model.screen import format_rate_move
from screener.present.text import MINUS, MISSING, format_value, safe

BAR = {"floating": "░", "fixed": "█", "convertible": "▒", "unknown": "·"}
"""What each kind is drawn with in the bar of the mix: told apart without colour."""

NO_INSTRUMENTS = "no instruments: none are tagged, or they do not add up to the balance sheet"

_NAME = 44


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


def instrument_lines(instruments: Iterable[Mapping[str, Any]], width: int = 110) -> list[str]:
    """Return a line for each instrument: amount, kind, name, terms, maturity."""
    lines = []
    for one in instruments:
        name = safe(one["name"])
        name = name if len(name) <= _NAME else f"{name[: _NAME - 1]}…"
        owed = one["amount"] if one["principal"] is None else one["principal"]
        amount = (
            money(owed) if one["currency"] == "USD" else f"{owed / 1e6:,.1f}M {one['currency']}"
        )
        due = one["maturity"].isoformat() if one["maturity"] else ""
        terms = f"{rate_text(one)}  {due}".strip()
        sure = "" if one["sure"] else " (by its name)"
        lines.append(
            f"{amount:>10}  {one['kind']:<11} {name:<{_NAME}}  {terms}{sure}".rstrip()[:width]
        )
    return lines


def source_text(instrument: Mapping[str, Any]) -> str:
    """Return the filing that a row of ``store.schema.INSTRUMENTS`` comes from; "" for a file that
    names none."""
    if not instrument["accession"]:
        return ""
    form, accession = safe(instrument["form"]), safe(instrument["accession"])
    return f"from the {form} filed {instrument['filed']} ({accession})"


def type_text(company: Mapping[str, Any]) -> str:
    """Return the type of debt and how sure it is: ``floating (high confidence)``."""
    sure = f" ({company['debt_confidence']} confidence)" if company["debt_confidence"] else ""
    return safe(str(company["debt_type"])) + sure


def mix(company: Mapping[str, Any]) -> str:
    """Return the kinds of a company's classified debt as a bar; empty where none is."""
    return bar({kind: company[f"{kind}_share"] for kind in KINDS})


def bar(shares: Mapping[str, float | None], width: int = 30) -> str:
    """Return the mix of kinds as a bar of ``width`` cells with its legend; empty without shares."""
    known = {kind: share for kind, share in shares.items() if share}
    if not known:
        return ""
    legend = "  ".join(f"{BAR[kind]} {kind} {share:.0%}" for kind, share in known.items())
    return f"{bar_cells(known, width):<{width}}  {legend}"


def bar_cells(shares: Mapping[str, float | None], width: int) -> str:
    """Return the mix of kinds as up to ``width`` cells, without its legend."""
    cells, total = "", 0.0
    for kind, share in shares.items():
        total += share or 0.0
        cells += BAR[kind] * (round(total * width) - len(cells))
    return cells


def move_text(move: float) -> str:
    """Return a move of the rate with its sign: ``−75bp``."""
    return format_rate_move(move).replace("-", MINUS)


def coverage_text(company: Mapping[str, Any]) -> str:
    """Return the interest coverage today and after the move."""
    now, after = (
        format_value(METRICS[name], company[name])
        for name in ("interest_coverage", "coverage_after_move")
    )
    return f"interest coverage {now}, after the move {after}"


def saved_text(saved: tuple[float, float] | None, move: float) -> str:
    """Return what a rate move saves a year, a range where the type of debt is unknown."""
    words = f"at {move_text(move)}"
    if saved is None:
        return f"interest saved {words}: {MISSING}"
    low, high = saved
    if low == high:
        return f"interest saved {words}: {money(low)} a year, before tax"
    return f"interest saved {words}: between {money(low)} and {money(high)} a year (type unknown)"
