"""An XBRL instance: the facts of one filing with their dimensions, which companyfacts leaves out.

Sources: ``www.sec.gov/Archives/edgar/data/{cik}/{accession}/{document}_htm.xml``, the instance that
EDGAR extracts from an inline filing (before 2019: the filer's own ``ticker-yyyymmdd.xml``); XBRL
2.1 and XBRL Dimensions 1.0, ``www.xbrl.org``.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from screener.errors import SourceError
from screener.model.words import counted
from screener.sources.text import clean
from screener.sources.xml import read_xml

_XBRLI = "{http://www.xbrl.org/2003/instance}"
_DIMENSIONS = "{http://xbrl.org/2006/xbrldi}"
_NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
_STANDARD = re.compile(
    r"http://(fasb\.org|xbrl\.us|xbrl\.fasb\.org|xbrl\.sec\.gov|xbrl\.ifrs\.org)/", re.ASCII
)
"""Namespaces of standard taxonomies, those of 2009 (``xbrl.us``) included; all others are the
company's own."""

_DECIMAL = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_FIRST_DAY, _LAST_DAY = dt.date(1900, 1, 1), dt.date(2999, 12, 31)
_AGAIN = "Give a filing's XBRL instance (..._htm.xml), plain, gzipped or in the filing's zip."

Dimensions = tuple[tuple[str, str], ...]
"""(axis, member) pairs by their local names, sorted by axis; a typed member is its text."""


@dataclass(frozen=True, slots=True)
class DimensionalFact:
    """One fact as filed.

    ``name`` is the tag's local name; ``company_made`` says that it is of no standard taxonomy.
    ``start`` is None for an instant. ``value`` is a number in whole units of ``unit`` (whatever
    ``decimals`` says), None for a text or where the fact is nil; ``text`` is None for a number.
    ``unit`` reads ``USD``, ``pure`` or ``USD/shares``; ``decimals`` is None where it is exact
    (INF) or not given.
    """

    name: str
    company_made: bool
    dimensions: Dimensions
    start: dt.date | None
    end: dt.date
    unit: str | None = None
    decimals: int | None = None
    value: float | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Instance:
    """A filing's facts and what it says of itself; what it doesn't say is None or empty.

    ``period_end`` is the ``DocumentPeriodEndDate``. ``warnings`` count facts that could not be
    read and were left out.
    """

    entity: str
    cik: int | None
    document_type: str | None
    period_end: dt.date | None
    facts: tuple[DimensionalFact, ...]
    warnings: tuple[str, ...] = ()


@dataclass(slots=True)
class _Context:
    start: dt.date | None
    end: dt.date
    dimensions: Dimensions
    entity: str


@dataclass(slots=True)
class _Dropped:
    contexts: int = 0
    facts: int = 0
    others: int = 0

    def warnings(self) -> tuple[str, ...]:
        found = (
            (self.facts, "unreadable fact", "unreadable facts"),
            (self.contexts, "unreadable context", "unreadable contexts"),
            (self.others, "fact of another entity", "facts of another entity"),
        )
        return tuple(f"{counted(count, one, many)} left out" for count, one, many in found if count)


def read_instance(data: bytes, where: str = "the instance") -> Instance:
    """Read an instance from its bytes (inflated XML).

    Raises SourceError where they are no XML, cut, no XBRL instance or declare entities (a document
    type has no place in an instance, and is how one file is made to read others or to grow without
    bound). Single facts that can't be read are left out and counted in ``warnings``."""
    root = _parsed(data, where)
    dropped = _Dropped()
    contexts = dict(_contexts(root, dropped))
    units = {unit.get("id", ""): _unit(unit) for unit in root.iterfind(f"{_XBRLI}unit")}
    own = _own_entity(contexts)
    facts = tuple(_facts(root, contexts, units, own, dropped))
    about = _about(facts)
    cik = about.get("EntityCentralIndexKey") or own
    return Instance(
        entity=clean(about.get("EntityRegistrantName", "")),
        cik=int(cik) if cik.isdecimal() and len(cik) <= 10 else None,
        document_type=clean(about.get("DocumentType", "")) or None,
        period_end=_moment(about.get("DocumentPeriodEndDate", ""), end=False),
        facts=facts,
        warnings=dropped.warnings(),
    )


def _parsed(data: bytes, where: str) -> etree._Element:
    root = read_xml(data, where, what="XBRL instance", next_step=_AGAIN)
    if root.tag != f"{_XBRLI}xbrl":
        raise SourceError("is XML, but no XBRL instance", where=where, next_step=_AGAIN)
    return root


def _contexts(root: etree._Element, dropped: _Dropped) -> Iterator[tuple[str, _Context]]:
    for element in root.iterfind(f"{_XBRLI}context"):
        period = element.find(f"{_XBRLI}period")
        if period is None:
            dropped.contexts += 1
            continue
        start = _moment(period.findtext(f"{_XBRLI}startDate", ""), end=False)
        end = _moment(
            period.findtext(f"{_XBRLI}endDate") or period.findtext(f"{_XBRLI}instant", ""), end=True
        )
        lost = period.find(f"{_XBRLI}startDate") is not None and start is None
        if end is None or lost or (start is not None and start > end):
            dropped.contexts += 1
            continue
        entity = element.findtext(f"{_XBRLI}entity/{_XBRLI}identifier", "").strip()
        dimensions = tuple(sorted(_dimensions(element)))
        yield element.get("id", ""), _Context(start, end, dimensions, entity)


def _dimensions(context: etree._Element) -> Iterator[tuple[str, str]]:
    for member in context.iter(f"{_DIMENSIONS}explicitMember"):
        yield _local(member.get("dimension", "")), _local(member.text or "")
    for member in context.iter(f"{_DIMENSIONS}typedMember"):
        text = "".join(str(part) for part in member.itertext())
        yield _local(member.get("dimension", "")), clean(text)


def _unit(element: etree._Element) -> str:
    over = element.find(f"{_XBRLI}divide")
    if over is None:
        return "*".join(_measures(element))
    parts = ("unitNumerator", "unitDenominator")
    return "/".join(
        "*".join(_measures(side)) for part in parts for side in over.iterfind(f"{_XBRLI}{part}")
    )


def _measures(element: etree._Element) -> Iterator[str]:
    for measure in element.iterfind(f"{_XBRLI}measure"):
        yield _local(measure.text or "")


def _facts(
    root: etree._Element,
    contexts: dict[str, _Context],
    units: dict[str, str],
    own: str,
    dropped: _Dropped,
) -> Iterator[DimensionalFact]:
    for element in root:
        reference = element.get("contextRef")
        if reference is None:
            continue
        context = contexts.get(reference)
        if context is None:
            dropped.facts += 1
            continue
        if context.entity != own:
            dropped.others += 1
            continue
        fact = _fact(element, context, units)
        if fact is None:
            dropped.facts += 1
        else:
            yield fact


def _fact(
    element: etree._Element, context: _Context, units: dict[str, str]
) -> DimensionalFact | None:
    name = etree.QName(element)
    content, unit_id = (element.text or "").strip(), element.get("unitRef")
    value = text = None
    if element.get(_NIL) in ("true", "1"):
        pass
    elif unit_id is None:
        text = content
    else:
        value = _number(content)
        if value is None or unit_id not in units:
            return None
    return DimensionalFact(
        name=name.localname,
        company_made=not _STANDARD.match(name.namespace or ""),
        dimensions=context.dimensions,
        start=context.start,
        end=context.end,
        unit=units.get(unit_id) if unit_id else None,
        decimals=_decimals(element.get("decimals")),
        value=value,
        text=text,
    )


def _own_entity(contexts: dict[str, _Context]) -> str:
    """The identifier that most contexts have: a filing may quote others."""
    counts: dict[str, int] = {}
    for context in contexts.values():
        counts[context.entity] = counts.get(context.entity, 0) + 1
    return max(counts, key=lambda entity: (counts[entity], entity), default="")


def _about(facts: tuple[DimensionalFact, ...]) -> dict[str, str]:
    """What the cover page says, by tag; where several registrants file together, the first."""
    found: dict[str, str] = {}
    for fact in sorted(facts, key=lambda fact: len(fact.dimensions)):
        if fact.name in _COVER and fact.text:
            found.setdefault(fact.name, fact.text)
    return found


_COVER = frozenset(
    {"EntityRegistrantName", "EntityCentralIndexKey", "DocumentType", "DocumentPeriodEndDate"}
)


def _moment(text: str | None, *, end: bool) -> dt.date | None:
    """A date; a midnight that ends a period is that of the day before (XBRL 2.1, 4.7.2)."""
    day, _, time = (text or "").strip().partition("T")
    try:
        date = dt.date.fromisoformat(day[:10])
    except ValueError:
        return None
    if end and time.startswith("00:00:00"):
        date -= dt.timedelta(days=1)
    return date if _FIRST_DAY <= date <= _LAST_DAY else None


def _number(text: str) -> float | None:
    value = float(text) if _DECIMAL.fullmatch(text) else math.inf
    return value if math.isfinite(value) else None


def _decimals(text: str | None) -> int | None:
    try:
        return int(text or "")
    except ValueError:
        return None


def _local(name: str) -> str:
    return name.strip().rpartition(":")[2]
