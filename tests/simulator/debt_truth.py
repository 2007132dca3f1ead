"""The right answers about debt, from what the companies owe, never from an instance.

Shares are of gross principal. By the rule of the domain: one kind from 80 % on names the type, else
it is mixed; banks and insurers are n/a; a company that reports zero debt has none."""

from __future__ import annotations

from collections.abc import Iterable

from tests.simulator.company import Company, Kind
from tests.simulator.debt_instruments import CONVERTIBLE, FIXED, FLOATING, Instrument
from tests.simulator.debt_note import BY_INSTRUMENT, FACE, SHARES, Item, Note
from tests.simulator.model import figures
from tests.simulator.tags import lines

KINDS = (FLOATING, FIXED, CONVERTIBLE)
ONE_KIND, ENOUGH = 0.8, 0.7
"""From which share on one kind names the type, and from which coverage on there is a verdict."""

INSTRUMENT_COLUMNS: dict[str, type] = {
    "cik": int, "accession": str, "period_end": str, "name": str, "member": str, "amount": int,
    "principal": int, "currency": str, "kind": str, "spread": float, "spread_high": float,
    "reference": str, "coupon": float, "maturity": str,
}  # fmt: skip
DEBT_COLUMNS: dict[str, type] = {
    "cik": int, "ticker": str, "accession": str, "period_end": str, "total_debt": int,
    "debt_type": str, "floating_share": float, "fixed_share": float, "convertible_share": float,
    "net_floating_share": float, "tagged": str, "has_instance": bool, "may_be_unknown": bool,
    "traps": str,
}  # fmt: skip


def shares(
    instruments: Iterable[Instrument], which: str = "principal", lease: int = 0
) -> dict[str, float]:
    """Return each kind's share of all that is owed, finance leases included."""
    amounts = dict.fromkeys(KINDS, 0)
    for one in instruments:
        amounts[one.kind] += getattr(one, which)
    total = sum(amounts.values()) + lease
    return {kind: amount / total if total else 0.0 for kind, amount in amounts.items()}


def verdict(parts: dict[str, float]) -> str:
    """Return the debt type that shares of the whole come to; "unknown" below 70 % coverage."""
    if sum(parts.values()) < ENOUGH:
        return "unknown"
    named = [kind for kind, share in parts.items() if share >= ONE_KIND]
    return named[0] if named else "mixed"


def evident(item: Item, tagging: str) -> bool:
    """Return whether the filing tells an instrument's kind."""
    form = item.instrument.form
    if tagging == FACE:
        return form in ("revolver", "abl", "convertible", "senior_notes", "unsecured_notes",
                        "pik_notes")  # fmt: skip
    return not item.stem.startswith("Other")


def is_plain(items: list[Item], tagging: str, lease: int = 0) -> bool:
    """Return whether every fair way to count comes to one verdict: principal or carrying amount,
    shares of the whole or of what is classified, what says nothing left out or not."""
    all_of_them = [item.instrument for item in items]
    classified = [item.instrument for item in items if evident(item, tagging)]
    verdicts = {verdict(shares(all_of_them, "principal"))}
    for which in ("principal", "carrying"):
        whole = sum(getattr(one, which) for one in all_of_them) + lease
        known = sum(getattr(one, which) for one in classified)
        parts = shares(classified, which)
        of_whole = {kind: share * known / whole for kind, share in parts.items()}
        verdicts |= {verdict(of_whole), verdict(parts)}
    return len(verdicts) == 1


def lease_of(note: Note) -> int:
    """Return the finance leases on the balance sheet, where the company reports them."""
    reports = any(line.item == "lease" for line in lines(note.company))
    return figures(note.company)[note.filing.last]["lease"] if reports else 0


def instrument_rows(note: Note) -> list[dict[str, object]]:
    """Return a row for each instrument: every column of ``INSTRUMENT_COLUMNS``."""
    prefix = note.company.ticker.lower()

    def own(name: str) -> str:
        return name.replace("own:", f"{prefix}:")

    by_instrument = note.tagging == BY_INSTRUMENT
    return [
        {
            "cik": note.company.cik, "accession": note.filing.accession,
            "period_end": note.day.isoformat(), "name": item.instrument.name,
            "member": own(item.member) if by_instrument else None,
            "amount": item.instrument.carrying, "principal": item.instrument.principal,
            "currency": item.instrument.currency, "kind": item.instrument.kind,
            "spread": item.instrument.spread, "spread_high": item.high,
            "reference": own(item.instrument.reference) or None,
            "coupon": item.instrument.coupon, "maturity": item.instrument.maturity.isoformat(),
        }
        for item in note.items
    ]  # fmt: skip


def debt_row(company: Company, note: Note | None, *, has_instance: bool) -> dict[str, object]:
    """Return the company's row: every column of ``DEBT_COLUMNS``.

    ``may_be_unknown``: "unknown" is a right answer, too, and so are unknown shares."""
    row: dict[str, object] = dict.fromkeys(DEBT_COLUMNS)
    row |= {"cik": company.cik, "ticker": company.ticker, "has_instance": has_instance}
    row |= {"tagged": "none", "traps": "", "may_be_unknown": True, "debt_type": "unknown"}
    if note is not None:
        lease = lease_of(note)
        row |= {"accession": note.filing.accession, "period_end": note.day.isoformat()}
        row["total_debt"] = None if company.debt is None else note.debt + lease
        row["traps"] = " ".join(note.traps)
        if note.items:
            row |= _of_debtor(note, lease)
        elif company.debt == 0.0:
            row |= {"debt_type": "none", "may_be_unknown": not _comparable(company)}
    if company.kind in (Kind.BANK, Kind.INSURER):
        row |= {"debt_type": "n/a", "may_be_unknown": False}
    return row


def _of_debtor(note: Note, lease: int) -> dict[str, object]:
    parts = shares([item.instrument for item in note.items], lease=lease)
    owed = sum(item.instrument.principal for item in note.items) + lease
    hedged = max(parts[FLOATING] + (note.pay_floating - note.pay_fixed) / owed, 0.0)
    leases_matter = verdict(parts) != verdict(shares(item.instrument for item in note.items))
    told = note.tagging in (BY_INSTRUMENT, SHARES, FACE)
    sure = told and not note.doubtful and not leases_matter
    return {
        **{f"{kind}_share": round(share, 6) for kind, share in parts.items()},
        "net_floating_share": round(hedged, 6),
        "debt_type": verdict(parts),
        "tagged": note.tagging,
        "may_be_unknown": not sure or not _comparable(note.company),
    }


def _comparable(company: Company) -> bool:
    """Return whether the filings give the total debt that instruments must reconcile to."""
    return company.has_facts and "total_debt" not in (*company.unknown, *company.or_unknown)
