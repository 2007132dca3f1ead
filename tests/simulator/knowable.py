"""What the filings of a day determine: sums of quarters that follow from the sums they state.

A filing states a flow over runs of quarters. Each is a bridge from the day before its first to its
last day, and so is every sum or difference of bridges that meet: a figure follows from the filings
exactly where its two ends are connected. All bridges must stand on one basis: what a later filing
restated is no part of a sum with what it did not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from tests.simulator.company import Company, Kind, Shape
from tests.simulator.filings import Span, spans, statements, value
from tests.simulator.model import quarters
from tests.simulator.tags import lines

REVENUE_PARTS = {
    Kind.BANK: ("main_part", "side_part"),
    Kind.REIT: ("lease_part", "contract_part"),
}
"""Of what revenue is the sum where no line of its own is reported."""


@dataclass(frozen=True)
class Known:
    """A figure that filings determine. ``sure``: no careful reader may doubt it."""

    value: int | float
    sure: bool


_Group = dict[int, int]
"""For each end (the index of the quarter that follows it) what it is connected with."""


@dataclass(frozen=True)
class _Stated:
    filed: date
    tag: str
    scale: float
    span: Span


def knowable(
    company: Company, item: str, span: Span, as_of: date, *, older: bool = False
) -> Known | None:
    """Return a flow over a span on the newest basis of that day, or None.

    ``older``: else the figure as filings had it before they were restated, which nobody is sure of.
    """
    known = jointly(company, item, (span,), as_of, older=older)
    return known[0] if known else None


def jointly(
    company: Company, item: str, wanted: tuple[Span, ...], as_of: date, *, older: bool = False
) -> tuple[Known, ...] | None:
    """Return a flow over several spans, all on one basis; None where one of them is not to be had.

    See :func:`knowable`. Revenue is its line, else the sum of its parts."""
    parts: tuple[str, ...] = (item,)
    if item == "revenue" and not _stated(company, item):
        parts = REVENUE_PARTS.get(company.kind, parts)
    for number, day in enumerate(_days(company, as_of)):
        bridges = {part: _bridges(company, part, day) for part in parts}
        if all(_connects(bridges[part][0], s) for part in parts for s in wanted):
            # One tag must hold all of it: that two tags mean the same may be doubted.
            sure = number == 0 and all(
                any(all(_connects(tag, s) for s in wanted) for tag in bridges[part][1:])
                and not _doubted(company, part, wanted, day)
                for part in parts
            )
            return tuple(
                Known(sum(value(company, part, s, day) for part in parts), sure) for s in wanted
            )
        if not older:
            return None
    return None


def reported(company: Company, item: str) -> bool:
    """Return whether any filing states the item as a flow."""
    return bool(_stated(company, item))


def restated(company: Company, item: str, span: Span, as_of: date) -> bool:
    """Return whether filings of the day state any of it otherwise than those before did."""
    first = quarters(company)[span.last].end
    return _basis(company, item, span, as_of) != _basis(company, item, span, first)


def _days(company: Company, as_of: date) -> Iterator[date]:
    """The day, and the last days of each older basis, newest first."""
    yield as_of
    changes = {day for r in company.revisions for day in (r.since, r.until) if day > date.min}
    yield from (day - timedelta(days=1) for day in sorted(changes, reverse=True) if day <= as_of)


def _stated(company: Company, item: str) -> list[_Stated]:
    return _flows(company).get(item, [])


@lru_cache(maxsize=64)
def _flows(company: Company) -> dict[str, list[_Stated]]:
    """What all filings state, by item."""
    found: dict[str, list[_Stated]] = {}
    for filing, line in statements(company):
        if line.shape in (Shape.INCOME, Shape.CASH):
            found.setdefault(line.item, []).extend(
                _Stated(filing.filed, line.tag, line.scale, span)
                for span in spans(company, filing, line.shape)
            )
    return found


@lru_cache(maxsize=512)
def _newest(company: Company, item: str, day: date) -> tuple[list[_Stated], set[Span]]:
    """What the filings of a day state last, on its basis; and the spans of what was restated since.

    A line under another definition (``scale``) is no line of this item, but for its sign."""
    newest: dict[tuple[str, Span], _Stated] = {}
    for stated in _stated(company, item):
        key = stated.tag, stated.span
        if stated.filed <= day and abs(stated.scale) == 1:
            newest[key] = max(stated, newest.get(key, stated), key=lambda each: each.filed)

    def current(stated: _Stated) -> bool:
        basis = (_basis(company, item, stated.span, when) for when in (stated.filed, day))
        return next(basis) == next(basis)

    if not company.revisions:
        return list(newest.values()), set()
    usable = [stated for stated in newest.values() if current(stated)]
    return usable, {stated.span for stated in newest.values() if stated not in usable}


@lru_cache(maxsize=512)
def _bridges(company: Company, item: str, day: date) -> tuple[_Group, ...]:
    """The ends that the filings of a day connect: under all tags together, then under each."""
    usable, _ = _newest(company, item, day)
    tags = sorted({stated.tag for stated in usable} - _shared(company, item))
    return (
        _joined(stated.span for stated in usable),
        *(_joined(stated.span for stated in usable if stated.tag == tag) for tag in tags),
    )


def _doubted(company: Company, item: str, wanted: tuple[Span, ...], day: date) -> bool:
    """Whether a tag still has the old figure, or one that was another item's has a part of it."""
    usable, outdated = _newest(company, item, day)
    shared = _shared(company, item)
    other = [stated.span for stated in usable if stated.tag in shared]
    return bool(outdated.intersection(wanted)) or any(
        span.first <= each.last and each.first <= span.last for span in other for each in wanted
    )


@lru_cache(maxsize=512)
def _shared(company: Company, item: str) -> set[str]:
    """The tags that are another item's at times: who reads them may doubt them."""
    return {line.tag for line in lines(company) if line.item != item}


def _basis(company: Company, item: str, span: Span, filed: date) -> list[int]:
    """Which revisions of the span a filing of that day holds."""
    ends = {quarter.end for quarter in quarters(company)[span.first : span.last + 1]}
    return [
        number
        for number, revision in enumerate(company.revisions)
        if revision.item == item and revision.quarter in ends and revision.holds(filed)
    ]


def _joined(bridges: Iterable[Span]) -> _Group:
    group: _Group = {}
    for span in bridges:
        one, other = (group.setdefault(end, end) for end in (span.first, span.last + 1))
        if one != other:
            group = {end: one if g == other else g for end, g in group.items()}
    return group


def _connects(group: _Group, span: Span) -> bool:
    first, last = group.get(span.first), group.get(span.last + 1)
    return first is not None and first == last
