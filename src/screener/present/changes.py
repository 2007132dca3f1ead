"""What is so now and what it was before, in words: rules, filings, and what is compared."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from screener.model.metric import METRICS, Unit
from screener.present.text import MISSING, exact_value, format_value, safe

ARROW = "→"

Before = tuple[str, object, object]
"""A metric's name, its value before and its value now."""


def rule_change(label: str, threshold: str, values: Sequence[Before], reason: str = "") -> str:
    """Return ``"growth +3.1% → +5.2% (> 4%)"`` or ``"zombie (OECD) no → yes"``.

    ``label`` and ``threshold`` are those of the rule; a threshold is left out where the value says
    it. ``reason`` says why a value is unknown now. A rule that asks about several metrics names
    each that changed: ``"where pe 12.0x → 16.0x, ps … (pe < 15 OR ps < 1)"``."""
    # A rule that wants a "no" is told by its question: "not a zombie no → yes" says nothing.
    words = [label.removeprefix("not a ")]
    if len(values) == 1:
        name, before, now = values[0]
        words += [name] if label == "where" else []
        words.append(_from_to(name, before, now))
    else:
        changed = [value for value in values if value[1] != value[2]] or list(values)
        words.append(", ".join(f"{name} {_from_to(name, old, new)}" for name, old, new in changed))
    if not all(_says_it_all(name) for name, _, _ in values):
        words.append(f"({threshold})")
    text = safe(" ".join(words))
    return f"{text}: {safe(reason)}" if reason else text


_MOST_NAMES = 5  # told one by one


def left_out(names: Sequence[str]) -> str:
    """Return whom a comparison leaves out because a report tells names alone; empty for nobody."""
    if not names:
        return ""
    listed = ", ".join(f"'{safe(name)}'" for name in names[:_MOST_NAMES])
    more = len(names) - _MOST_NAMES
    others = f" and {more:,} more" if more > 0 else ""
    return f"left out, since only a name like theirs was found: {listed}{others}"


def filing_change(
    filed_before: dt.date | None,
    filed: dt.date | None,
    period_before: dt.date | None,
    period: dt.date | None,
) -> str:
    """Return ``"filed 2026-02-20 → 2026-05-05, period 2025-12-31 → 2026-03-31"``: the days of the
    newest filing, and the ends of the newest period where that is another."""
    text = f"filed {_from_to_days(filed_before, filed)}"
    if period != period_before:
        text += f", period {_from_to_days(period_before, period)}"
    return text


def unknown_changes(became_unknown: int, became_failing: int) -> str:
    """Return how many companies only went from fail to unknown, and back; empty where none did."""
    texts = [
        f"{number:,} went from {words}"
        for number, words in (
            (became_unknown, "fail to unknown"),
            (became_failing, "unknown to fail"),
        )
        if number
    ]
    return ", ".join(texts)


def _from_to_days(before: dt.date | None, now: dt.date | None) -> str:
    texts = [MISSING if day is None else day.isoformat() for day in (before, now)]
    return texts[1] if texts[0] == texts[1] else f" {ARROW} ".join(texts)


def _from_to(name: str, before: object, now: object) -> str:
    metric = METRICS[name]
    texts = [format_value(metric, value) for value in (before, now)]
    if texts[0] == texts[1] and before != now:
        # Rounded they are the same, but the threshold lies between them.
        texts = [exact_value(metric, value) for value in (before, now)]
    return f" {ARROW} ".join(texts)


def _says_it_all(name: str) -> bool:
    return METRICS[name].unit is Unit.FLAG or name.startswith("zombie")
