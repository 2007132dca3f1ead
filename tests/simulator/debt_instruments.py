"""What a company owes: instruments whose carrying amounts add up to the debt of its balance sheet.

Principal less unamortised costs is the carrying amount. Which instruments a company has depends on
its sector and size: small companies borrow from banks at a floating rate, larger ones issue notes
at a fixed one, technology and drug makers convertibles, property companies mortgages."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from tests.simulator.company import Company, Kind
from tests.simulator.debt_forms import ARCHETYPES, COMMON_MIX, FORMS, SECTOR_MIX, Form, member_of
from tests.simulator.filings import Filing, filings
from tests.simulator.model import figures, quarters
from tests.simulator.tags import lines

FLOATING, FIXED, CONVERTIBLE = "floating", "fixed", "convertible"
FACE_FORMS = {
    "ConvertibleDebtNoncurrent": "convertible", "ConvertibleNotesPayable": "convertible",
    "SeniorNotes": "senior_notes", "LineOfCredit": "revolver", "LongTermLineOfCredit": "revolver",
    "NotesPayable": "bank_note",
}  # fmt: skip
"""What a balance sheet owes that has a line of its own for such a form."""
_SORTS = {Kind.BIOTECH: "Biotech", Kind.REIT: "REIT"}
ROUND = (50e6, 25e6, 10e6, 5e6, 2.5e6, 1e6, 5e5, 2.5e5, 1e5, 1e4, 1e3)


@dataclass(frozen=True)
class Instrument:
    """One loan, note or facility on the balance sheet date; money in whole dollars."""

    form: str
    name: str
    member: str  # its member's local name
    principal: int
    carrying: int
    before: int  # the principal a year earlier; 0 where it did not exist
    kind: str
    spread: float | None
    reference: str  # a variable rate's name ("" where the rate is fixed)
    coupon: float | None
    maturity: date
    signed: date
    currency: str = "USD"

    @property
    def cost(self) -> int:
        """Return the unamortised discount and issuance costs."""
        return self.principal - self.carrying


def chance_of(company: Company, what: str) -> Random:
    """Return a chance of its own for each company and purpose, so that no draw moves another.

    Price and rate stand for the market's seed: both are drawn before any trap is built in."""
    return Random(f"{company.number} {company.price} {company.rate} debt {what}")


def annual_filing(company: Company, as_of: date) -> Filing | None:
    """Return the latest annual report filed by a day."""
    known = [f for f in filings(company) if f.period == "FY" and f.filed <= as_of]
    return known[-1] if known else None


def debt_at_year_end(company: Company, filing: Filing) -> int:
    """Return the carrying debt, without leases, on a filing's balance sheet date."""
    return figures(company)[filing.last]["debt"]


def owed(company: Company, filing: Filing) -> tuple[Instrument, ...]:
    """Return what the company owes on a filing's balance sheet date, the largest first."""
    row = figures(company)[filing.last]
    if company.kind in (Kind.BANK, Kind.INSURER) or not row["debt"]:
        return ()
    short = row["debt_short"] if any(line.item == "debt_short" for line in lines(company)) else 0
    day = quarters(company)[filing.last].end
    chance = chance_of(company, "instruments")
    pairs = [(FACE_FORMS[line.tag], row[line.item]) for line in lines(company)
             if line.tag in FACE_FORMS]  # fmt: skip
    rest = row["debt"] - short - sum(part for _, part in pairs)
    forms = _forms(company, row["debt"], chance)
    parts = _split(rest, [weight for _, weight in forms])
    pairs += [(form, part) for (form, _), part in zip(forms, parts, strict=True) if part]
    if short:
        pairs.append(("short_line", short))
    before = figures(company)[max(filing.first - 1, 0)]["debt"] / row["debt"]
    taken: set[str] = set()
    found = [_draw(FORMS[form], form, part, before, day, chance, taken) for form, part in pairs]
    return tuple(sorted(found, key=lambda one: -one.principal))


def _forms(company: Company, debt: int, chance: Random) -> list[tuple[str, float]]:
    mix = SECTOR_MIX.get(_SORTS.get(company.kind, company.sector), COMMON_MIX)
    archetype = chance.choices(list(mix), list(mix.values()))[0]
    found = []
    for form, probability, most, low, high in ARCHETYPES[archetype]:
        if chance.random() < probability:
            found += [(form, chance.uniform(low, high)) for _ in range(chance.randint(1, most))]
    most = 1 if debt < 5e6 else 2 if debt < 3e7 else 7
    return sorted(found, key=lambda pair: -pair[1])[:most]


def _split(total: int, weights: list[float]) -> list[int]:
    parts = [round(total * weight / sum(weights) / 1000) * 1000 for weight in weights]
    parts[0] += total - sum(parts)
    return parts


def _draw(
    form: Form, key: str, carrying: int, before: float, day: date, chance: Random, taken: set[str]
) -> Instrument:
    principal = _principal(carrying) if chance.random() < form.with_costs else carrying
    year = day.year + chance.randint(*form.years)
    maturity = date(year, chance.randint(1, 12), chance.choice((1, 15)))
    if maturity <= day:
        maturity = day + timedelta(days=150)
    signed = day - timedelta(days=chance.randint(100, 1400))
    coupon = spread = None
    if form.spread:
        spread = chance.randint(form.spread[0] // 25, form.spread[1] // 25) * 25 / 10_000
    if form.coupon:
        steps = [step / 8 for step in range(int(form.coupon[0] * 8), int(form.coupon[1] * 8) + 1)]
        coupon = round(chance.choice(steps) / 100, 6)
    name, member = member_of(form, coupon, maturity.year, chance, taken)
    new = signed > day - timedelta(days=365)
    return Instrument(
        key, name, member, principal, carrying,
        0 if new else round(principal * before / 1000) * 1000,
        form.kind, spread, chance.choice(form.references) if spread is not None else "", coupon,
        maturity, signed,
    )  # fmt: skip


def _principal(carrying: int) -> int:
    """A round amount of which the carrying amount is at least 97.5 %."""
    for unit in ROUND:
        amount = math.ceil(carrying / unit) * unit
        if amount <= carrying / 0.975:
            return int(amount)
    return carrying
