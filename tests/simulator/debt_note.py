"""The debt note of an annual report: which facts state each instrument's amount and terms.

A note begins plain; traps (``debt_traps``) then change how its items are written, or put facts
beside them. What is owed never changes, except that a trap may name another currency or rate."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from random import Random

from tests.simulator.company import Company
from tests.simulator.debt_forms import FORMS, TERM_SOFR
from tests.simulator.debt_instruments import Instrument, chance_of, owed
from tests.simulator.debt_xml import Dims, Fact, Period
from tests.simulator.filings import Filing
from tests.simulator.model import figures, quarters

DEBT_AXIS = "us-gaap:DebtInstrumentAxis"
TYPE_AXIS = "us-gaap:LongtermDebtTypeAxis"
FACILITY_AXIS = "us-gaap:CreditFacilityAxis"
RATE_AXIS = "us-gaap:VariableRateAxis"
RANGE_AXIS = "srt:RangeAxis"

SPREAD = "DebtInstrumentBasisSpreadOnVariableRate1"
COUPON = "DebtInstrumentInterestRateStatedPercentage"

DOLLARS_A_EURO = 1.174

BY_INSTRUMENT, SHARES, FACE, HINT, NOTHING = "instrument", "tier B", "tier C", "tier D", "none"
TAGGING = {BY_INSTRUMENT: 0.55, SHARES: 0.07, FACE: 0.14, HINT: 0.08, NOTHING: 0.16}
"""How those who owe tag it: by instrument, shares of fixed and floating, face tags without terms,
terms without a dimension (of one loan), or nothing but the balance sheet."""

STYLES = {"gross": 0.35, "both": 0.25, "specific": 0.25, "net": 0.15}
"""What the note states of each instrument: its principal, that and the carrying amount, its
principal under the element of its form, or the carrying amount alone."""


@dataclass
class Item:
    """How the note writes one instrument; a trap may set each field once."""

    instrument: Instrument
    axis: str
    member: str
    tags: list[tuple[str, str]]  # an element and which amount: principal, carrying or cost
    beside: Dims = ()  # further dimensions of the amount
    terms: Dims | None = None  # where the terms stand, if not beside the amount
    when: Period | None = None  # the terms' context, if not the balance sheet date
    high: float | None = None  # the spread's upper end, where it is a range
    references: tuple[str, ...] = ()
    names_reference: bool = True
    shows_rate: bool = True
    rate_tags: tuple[str, ...] = (COUPON,)
    text: str = ""  # of its terms
    renamed: bool = False
    retagged: bool = False
    moved: bool = False  # its terms

    @property
    def dims(self) -> Dims:
        """Return the amount's dimensions."""
        return ((self.axis, self.member), *self.beside)

    @property
    def stem(self) -> str:
        """Return the member's name without prefix and suffix."""
        return self.member.partition(":")[2].removesuffix("Member")

    def amount(self, which: str) -> int:
        """Return the principal, the carrying amount or the unamortised cost."""
        return int(getattr(self.instrument, which))


@dataclass
class Note:
    """What an annual report says about the company's debt."""

    company: Company
    filing: Filing
    tagging: str
    day: date
    day_before: date  # the end of the year before
    year: tuple[date, date]
    style: str
    items: list[Item] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    traps: list[str] = field(default_factory=list)
    fitted: list[str] = field(default_factory=list)  # traps that it could have had
    doubtful: bool = False  # "unknown" is a right answer, too
    comparatives: bool = False
    decimals: str = "-3"
    pay_fixed: int = 0  # notional of swaps, whole dollars
    pay_floating: int = 0

    @property
    def debt(self) -> int:
        """Return the carrying debt of the balance sheet, leases apart."""
        return figures(self.company)[self.filing.last]["debt"]

    def add(
        self,
        tag: str,
        value: str | int | float | None,
        dims: Dims = (),
        period: Period | None = None,
        unit: str = "USD",
        decimals: str = "",
    ) -> None:
        """Put a fact beside the items; by default in dollars at the balance sheet date."""
        kind = {"USD": self.decimals, "pure": "4"}.get(unit, "INF")
        where = self.day if period is None else period
        self.facts.append(Fact(tag, value, where, dims, unit, decimals or kind))

    def all_facts(self) -> list[Fact]:
        """Return every fact of the note."""
        written = self.facts[:]
        if self.tagging == BY_INSTRUMENT:
            for item in self.items:
                written += self.amounts(item)
                written += _terms(self, item)
        return written

    def amounts(self, item: Item, more: Dims = ()) -> list[Fact]:
        """Return an item's amounts, with further dimensions."""
        found = []
        for tag, which in item.tags:
            amount = item.amount(which)
            found.append(Fact(tag, amount, self.day, (*item.dims, *more), "USD", self.decimals))
            if self.comparatives and item.instrument.before:
                share = item.instrument.before / max(item.instrument.principal, 1)
                before = round(amount * share / 1000) * 1000
                found.append(
                    Fact(tag, before, self.day_before, (*item.dims, *more), "USD", self.decimals)
                )
        return found


def plain_note(company: Company, filing: Filing) -> Note:
    """Return the note of an annual report without any trap."""
    quarter = quarters(company)[filing.last]
    before = quarters(company)[max(filing.first - 1, 0)].end
    style = _pick(chance_of(company, "style"), STYLES)
    year = (quarters(company)[filing.first].start, quarter.end)
    tagging = _pick(chance_of(company, "tagging"), TAGGING)
    note = Note(company, filing, tagging, quarter.end, before, year, style)
    for instrument in owed(company, filing):
        chance = chance_of(company, f"item {instrument.member}")
        note.items.append(
            Item(
                instrument, DEBT_AXIS, f"own:{instrument.member}", tags_of(instrument, style),
                references=(instrument.reference,) if instrument.reference else (),
                names_reference=chance.random() < 0.7,
            )
        )  # fmt: skip
    return note


def tags_of(instrument: Instrument, style: str) -> list[tuple[str, str]]:
    """Return the elements of an instrument's amounts."""
    own = FORMS[instrument.form].tag
    if own in ("ShortTermBorrowings", "CommercialPaper"):
        return [(own, "principal")]
    return {
        "gross": [("DebtInstrumentCarryingAmount", "principal")],
        "both": [("DebtInstrumentFaceAmount", "principal"),
                 ("UnamortizedDebtIssuanceExpense", "cost"), ("LongTermDebt", "carrying")],
        "specific": [(own, "principal")],
        "net": [("LongTermDebt", "carrying")],
    }[style]  # fmt: skip


def _pick(chance: Random, weights: dict[str, float]) -> str:
    return chance.choices(list(weights), list(weights.values()))[0]


def _terms(note: Note, item: Item) -> Iterator[Fact]:
    one, dims = item.instrument, item.dims if item.terms is None else item.terms
    when = note.day if item.when is None else item.when
    if one.spread is not None and item.shows_rate:
        for number, reference in enumerate(item.references):
            less = min(0.01 * number, one.spread)  # over the base rate a loan pays 1 % less
            named = item.names_reference or number
            ends = ((*dims, (RATE_AXIS, reference)) if named else dims, less)
            yield from _spread(item, when, *ends)
        if not item.names_reference:
            text = "Term SOFR" if one.reference == TERM_SOFR else "a variable rate"
            yield Fact("DebtInstrumentDescriptionOfVariableRateBasis", text, note.year, dims, "")
    if one.currency == "EUR":
        euros = round(one.principal / DOLLARS_A_EURO / 1000) * 1000
        yield Fact("DebtInstrumentFaceAmount", euros, note.day, item.dims, "EUR")
    if item.text:
        yield Fact("DebtInstrumentPaymentTerms", item.text, note.year, dims, "")
    if one.coupon is not None and item.shows_rate:
        for tag in item.rate_tags:
            yield Fact(tag, _decimal(one.coupon), when, dims, "pure", "5")
    yield Fact("DebtInstrumentMaturityDate", one.maturity.isoformat(), note.year, dims, "")
    if one.kind == "convertible":
        price = round(note.company.price * (1.2 + (one.principal % 7) / 10), 2)
        ratio = round(1000 / max(price, 0.01), 4)
        yield Fact("DebtInstrumentConvertibleConversionPrice1", price, when, dims, "USD/shares",
                   "2")  # fmt: skip
        period = (one.signed, one.signed)
        yield Fact("DebtInstrumentConvertibleConversionRatio1", ratio, period, dims, "pure", "4")


def _spread(item: Item, when: Period, dims: Dims, less: float) -> Iterator[Fact]:
    spread = item.instrument.spread or 0.0
    ends: list[tuple[Dims, float]] = [((), spread)]
    if item.high is not None:
        ends = [(((RANGE_AXIS, f"srt:{end}Member"),), value)
                for end, value in (("Minimum", spread), ("Maximum", item.high))]  # fmt: skip
    for range_dims, value in ends:
        yield Fact(SPREAD, _decimal(value - less), when, (*range_dims, *dims), "pure", "4")


def _decimal(value: float) -> str:
    text = f"{value:.6f}".rstrip("0")
    return f"{text}0" if text.endswith(".") else text
