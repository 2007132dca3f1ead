"""What a rule says now and what it said before, in words."""

from __future__ import annotations

from collections.abc import Sequence

from screener.model.metric import METRICS, Unit
from screener.present.text import exact_value, format_value, safe

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


def _from_to(name: str, before: object, now: object) -> str:
    metric = METRICS[name]
    texts = [format_value(metric, value) for value in (before, now)]
    if texts[0] == texts[1] and before != now:
        # Rounded they are the same, but the threshold lies between them.
        texts = [exact_value(metric, value) for value in (before, now)]
    return f" {ARROW} ".join(texts)


def _says_it_all(name: str) -> bool:
    return METRICS[name].unit is Unit.FLAG or name.startswith("zombie")
