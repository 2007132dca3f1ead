"""An XBRL instance as EDGAR extracts it from an annual report: contexts, units, facts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from xml.sax.saxutils import escape, quoteattr

Dims = tuple[tuple[str, str], ...]
"""Axes and members with their prefixes; ``own:`` stands for the filer's. A member that begins with
``typed:`` is the text of a typed one."""
Period = date | tuple[date, date]


@dataclass(frozen=True)
class Fact:
    """One fact of an instance; ``unit`` "" where it is text or a date; ``value`` None is nil."""

    tag: str  # us-gaap unless it has a prefix
    value: str | int | float | None
    period: Period
    dims: Dims = ()
    unit: str = "USD"
    decimals: str = "-3"

    @property
    def standard(self) -> bool:
        """Return whether the SEC's companyfacts hold it: a standard element without dimension."""
        return ":" not in self.tag and not self.dims and self.unit != "" and self.value is not None


@dataclass(frozen=True)
class Style:
    """How a filing agent's program writes."""

    prefix: str  # the filer's own
    root: str = ""  # the prefix of the instance's own elements: "" or "xbrli:"
    context: str = "c-"
    unit: str = "U_"
    year: int = 2025


_MEASURES = {
    "USD": "iso4217:USD", "EUR": "iso4217:EUR", "shares": "{x}shares", "pure": "{x}pure",
    "segment": "own:Segment",
}  # fmt: skip


def render(cik: int, style: Style, facts: Iterable[Fact]) -> bytes:
    """Return the instance's bytes."""
    contexts: dict[tuple[Period, Dims], str] = {}
    units: dict[str, str] = {}
    body: list[str] = []
    for number, fact in enumerate(facts, 1):
        key = (fact.period, tuple(sorted(fact.dims)))
        where = contexts.setdefault(key, f"{style.context}{len(contexts) + 1}")
        tag = _own(fact.tag if ":" in fact.tag else f"us-gaap:{fact.tag}", style)
        start = f'    <{tag} contextRef="{where}"'
        if fact.unit:
            unit = units.setdefault(fact.unit, style.unit + fact.unit.replace("/", "Per"))
            start += f' unitRef="{unit}"'
            start += "" if fact.value is None else f' decimals="{fact.decimals}"'
        start += f' id="f-{number}"'
        if fact.value is None:
            body.append(f'{start} xsi:nil="true"/>')
        else:
            body.append(f"{start}>{escape(str(fact.value))}</{tag}>")
    x = style.root
    head = [
        '<?xml version="1.0" encoding="utf-8"?>', f"<{x}xbrl", *_namespaces(style),
        f'    <link:schemaRef xlink:href="{style.prefix}-{style.year}1231.xsd" '
        'xlink:type="simple"/>',
    ]  # fmt: skip
    head += [_context(cik, style, name, *key) for key, name in contexts.items()]
    head += [_unit(style, name, unit) for unit, name in units.items()]
    return "\n".join([*head, *body, f"</{x}xbrl>", ""]).encode()


def _namespaces(style: Style) -> list[str]:
    instance = style.root.rstrip(":")
    spaces = {
        f"xmlns:{instance}" if instance else "xmlns": "http://www.xbrl.org/2003/instance",
        f"xmlns:{style.prefix}": f"http://www.example.com/{style.prefix}/{style.year}1231",
        "xmlns:country": f"http://xbrl.sec.gov/country/{style.year}",
        "xmlns:dei": f"http://xbrl.sec.gov/dei/{style.year}",
        "xmlns:iso4217": "http://www.xbrl.org/2003/iso4217",
        "xmlns:link": "http://www.xbrl.org/2003/linkbase",
        "xmlns:srt": f"http://fasb.org/srt/{style.year}",
        "xmlns:us-gaap": f"http://fasb.org/us-gaap/{style.year}",
        "xmlns:xbrldi": "http://xbrl.org/2006/xbrldi",
        "xmlns:xlink": "http://www.w3.org/1999/xlink",
        "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
    }
    written = [f"  {name}={quoteattr(space)}" for name, space in spaces.items()]
    return [*written[:-1], written[-1] + ">"]


def _context(cik: int, style: Style, name: str, period: Period, dims: Dims) -> str:
    x = style.root
    rows = [f'    <{x}context id="{name}">', f"        <{x}entity>",
            f'            <{x}identifier scheme="http://www.sec.gov/CIK">{cik:010d}'
            f"</{x}identifier>"]  # fmt: skip
    if dims:
        rows += [f"            <{x}segment>", *(_member(style, *pair) for pair in dims),
                 f"            </{x}segment>"]  # fmt: skip
    rows += [f"        </{x}entity>", f"        <{x}period>"]
    if isinstance(period, tuple):
        start, end = period
        rows += [f"            <{x}startDate>{start}</{x}startDate>",
                 f"            <{x}endDate>{end}</{x}endDate>"]  # fmt: skip
    else:
        rows.append(f"            <{x}instant>{period}</{x}instant>")
    return "\n".join([*rows, f"        </{x}period>", f"    </{x}context>"])


def _member(style: Style, axis: str, member: str) -> str:
    axis, indent = _own(axis, style), " " * 16
    if member.startswith("typed:"):
        domain = f"{axis}.domain"
        inner = f"<{domain}>{escape(member.removeprefix('typed:'))}</{domain}>"
        return f'{indent}<xbrldi:typedMember dimension="{axis}">{inner}</xbrldi:typedMember>'
    inner = _own(member, style)
    return f'{indent}<xbrldi:explicitMember dimension="{axis}">{inner}</xbrldi:explicitMember>'


def _unit(style: Style, name: str, unit: str) -> str:
    x = style.root
    above, _, below = unit.partition("/")
    measure = f"<{x}measure>{_own(_MEASURES[above].format(x=x), style)}</{x}measure>"
    if below:
        under = f"<{x}measure>{_own(_MEASURES[below].format(x=x), style)}</{x}measure>"
        measure = (
            f"<{x}divide><{x}unitNumerator>{measure}</{x}unitNumerator>"
            f"<{x}unitDenominator>{under}</{x}unitDenominator></{x}divide>"
        )
    return f'    <{x}unit id="{name}">{measure}</{x}unit>'


def _own(name: str, style: Style) -> str:
    return f"{style.prefix}:{name[4:]}" if name.startswith("own:") else name
