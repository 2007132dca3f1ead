"""What a build tells while it runs, and what it has to say at the end."""

from __future__ import annotations

from dataclasses import dataclass

from screener.store.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Progress:
    """So many companies of the universe are done."""

    stage: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Report:
    """The figures of a finished build.

    ``rows_in``: rows of the holdings file; ``constituents``: those that are listed companies;
    ``matched``: with a CIK; ``with_facts``: with facts to read; ``facts``: facts kept;
    ``coverage``: metric → share of the constituents whose value is known; ``left_out``: reason →
    constituents without figures."""

    rows_in: int
    constituents: int
    matched: int
    with_facts: int
    facts: int
    coverage: dict[str, float]
    left_out: dict[str, int]
    warnings: list[str]


@dataclass(frozen=True, slots=True)
class Built:
    """The last event: the new current snapshot and its report."""

    snapshot: Snapshot
    report: Report


BuildEvent = Progress | Built
