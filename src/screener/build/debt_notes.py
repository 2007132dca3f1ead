"""Instances → the instruments table: read, take the total from the sheet, join, keep the newest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from screener.debt.balances import balance_day
from screener.debt.hedges import swapped_to_fixed
from screener.debt.instrument import Instrument
from screener.debt.instruments import FiledDebt, filed_debt
from screener.errors import SourceError
from screener.fundamentals.concepts import CONCEPT_OF_TAG
from screener.fundamentals.debt_sheet import leases_in
from screener.fundamentals.known import known_facts
from screener.fundamentals.total_debt import total_debt
from screener.sources.instance import Instance, read_instance
from screener.sources.instances import InstanceFile, InstanceFolder, instance_bytes
from screener.store.schema import FACTS, INSTRUMENTS

OLD_DAYS = 500
"""An annual report's balance sheet is at most a year old, and the time to file the next one. The
mix of debt of an older one says nothing of today."""


@dataclass(frozen=True, slots=True)
class Filing:
    """One read instance and what is known of the filing; ``cik`` tells companies apart."""

    cik: int
    instance: Instance
    day: dt.date
    filed: dt.date | None = None
    form: str | None = None
    accession: str | None = None


@dataclass(frozen=True, slots=True)
class SheetDebt:
    """The debt of a balance sheet by the tags of the taxonomy: ``total`` with finance leases that
    stand beside it, None where unknown; ``contradicted``: because its tags contradict each other.
    """

    total: float | None
    leases: float = 0.0
    contradicted: bool = False

    @property
    def borrowed(self) -> float | None:
        """The total without finance leases."""
        return None if self.total is None else self.total - self.leases


def newest_filings(
    ciks: Sequence[int],
    folders: Sequence[InstanceFolder],
    facts: pl.DataFrame,
    as_of: dt.date,
    warnings: list[str],
) -> list[Filing]:
    """Return, for each company, the newest filing in the folders that was filed by ``as_of`` and is
    not older than :data:`OLD_DAYS`.

    ``facts``: the columns of ``store.schema.FACTS``, which say when a filing was filed. An instance
    of which that is not known, and one that can't be read, is told in ``warnings``."""
    found = []
    for cik in ciks:
        files = [file for folder in folders for file in folder.files.get(cik, ())]
        if not files:
            continue
        own = facts.filter(pl.col("cik") == cik)
        filings = [filing for file in files if (filing := _read(cik, file, own, warnings))]
        known = [filing for filing in filings if filing.filed and filing.filed <= as_of]
        known = [filing for filing in known if (as_of - filing.day).days <= OLD_DAYS]
        if known:
            found.append(max(known, key=lambda filing: (filing.day, filing.filed or filing.day)))
    return found


def _read(cik: int, file: InstanceFile, facts: pl.DataFrame, warnings: list[str]) -> Filing | None:
    try:
        instance = read_instance(instance_bytes(file.path), str(file.path))
    except SourceError as error:
        warnings.append(f"CIK {cik}: {error.what} ({error.where or file.path})")
        return None
    warnings += [f"CIK {cik}: {text} ({file.path})" for text in instance.warnings]
    day = balance_day(instance)
    if instance.cik not in (None, cik) or day is None:
        what = "is another company's instance" if day else "has no balance sheet"
        warnings.append(f"CIK {cik}: {what} ({file.path})")
        return None
    same = pl.col("end") == day
    if file.accession is not None:
        same = pl.col("accession") == file.accession
    elif instance.document_type is not None:
        same &= pl.col("form") == instance.document_type
    filing = facts.filter(same).sort("filed", "accession").head(1)
    if not filing.height:
        warnings.append(f"CIK {cik}: no facts of the filing, so its day is unknown ({file.path})")
        return None
    row = filing.row(0, named=True)
    return Filing(cik, instance, day, row["filed"], row["form"], row["accession"])


def instruments_table(filings: Sequence[Filing]) -> pl.DataFrame:
    """Return the rows of ``store.schema.INSTRUMENTS`` of some filings, each of another company."""
    sheets = sheet_debts(filings)
    rows = [
        row
        for filing in filings
        for row in instrument_rows(filing, read_debt(filing, sheets[filing.cik]))
    ]
    return pl.DataFrame(rows, schema=INSTRUMENTS, orient="row")


def read_debt(filing: Filing, sheet: SheetDebt) -> FiledDebt:
    """Return the instruments of one filing, reconciled with its balance sheet."""
    return filed_debt(filing.instance, sheet.borrowed, contradicted=sheet.contradicted)


def sheet_debts(filings: Sequence[Filing]) -> dict[int, SheetDebt]:
    """Return the debt of each filing's balance sheet, by its undimensioned facts."""
    # A fact that can't be read may be one of debt: what is left is no total.
    damaged = {
        filing.cik
        for filing in filings
        if any("unreadable" in text for text in filing.instance.warnings)
    }
    rows = [
        (
            filing.cik, CONCEPT_OF_TAG[fact.name], fact.name, fact.unit, fact.start, fact.end,
            fact.value, filing.day, "10-K", "0000000000-00-000000",
        )
        for filing in filings if filing.cik not in damaged
        for fact in filing.instance.facts
        if not fact.dimensions and not fact.company_made and fact.value is not None
        and fact.name in CONCEPT_OF_TAG and fact.end <= filing.day
    ]  # fmt: skip
    facts = pl.DataFrame(rows, schema=FACTS, orient="row")
    dates = pl.DataFrame(
        [(filing.cik, filing.day) for filing in filings],
        schema={"cik": pl.Int64, "end": pl.Date},
        orient="row",
    )
    found: dict[int, SheetDebt] = {
        filing.cik: SheetDebt(None, contradicted=filing.cik in damaged) for filing in filings
    }
    if facts.is_empty():
        return found
    known = known_facts(facts.lazy(), facts["filed"].max())  # type: ignore[arg-type]  # a date
    totals = total_debt(known, dates)
    leases = leases_in(totals, known)
    for row in totals.join(leases, on=["cik", "end"], how="left").iter_rows(named=True):
        contradicted = row["value"] is None
        found[row["cik"]] = SheetDebt(row["value"], row["leases"] or 0.0, contradicted)
    return found


def instrument_rows(filing: Filing, debt: FiledDebt) -> list[tuple[object, ...]]:
    """Return the instruments of a filing as rows of ``store.schema.INSTRUMENTS``."""
    rows = [_row(filing, debt, instrument) for instrument in debt.instruments]
    swaps = swapped_to_fixed(filing.instance, filing.day)
    if swaps and rows:
        rows.append(
            (
                filing.cik, "Designated interest-rate swaps that pay fixed", "", "notional amount",
                swaps, None, "USD", "swap", True, "cash-flow hedges of interest", None, None, None,
                None, None, None, "A", debt.total, filing.day, filing.filed, filing.form,
                filing.accession,
            )
        )  # fmt: skip
    return rows


def _row(filing: Filing, debt: FiledDebt, one: Instrument) -> tuple[object, ...]:
    spread, coupon = one.spread, one.coupon
    return (
        filing.cik,
        one.name,
        one.member,
        one.tag,
        one.amount,
        one.principal,
        one.currency,
        one.kind.value,
        # A table of the note is read, not tagged.
        one.sure and not debt.listed,
        one.evidence,
        spread.low if spread else None,
        spread.high if spread else None,
        one.reference,
        coupon.low if coupon else None,
        coupon.high if coupon else None,
        one.maturity,
        "A",
        debt.total,
        filing.day,
        filing.filed,
        filing.form,
        filing.accession,
    )
