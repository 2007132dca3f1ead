"""The debt of one XBRL instance by itself, without a snapshot."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from screener.build.debt_notes import Filing, SheetDebt, instrument_rows, read_debt, sheet_debts
from screener.debt.balances import balance_day
from screener.debt.classify import mix_of_instruments, verdicts
from screener.errors import SourceError
from screener.fundamentals.concepts import EVIDENCE, Industry
from screener.sources.instance import Instance, read_instance
from screener.sources.instances import instance_bytes
from screener.store.schema import INSTRUMENTS

_ALONE = 0
"""The company's number where an instance does not say it."""


@dataclass(frozen=True, slots=True)
class DebtOfFile:
    """What an instance says of its company's debt.

    ``total_debt``: USD, finance leases that stand beside it included, None where unknown.
    ``instruments``: rows of ``store.schema.INSTRUMENTS``. ``verdict``: a row of
    ``debt.classify.VERDICT`` by column."""

    entity: str
    cik: int | None
    document_type: str | None
    period_end: dt.date
    total_debt: float | None
    finance_leases: float
    instruments: pl.DataFrame
    verdict: dict[str, object]
    warnings: tuple[str, ...]


def debt_of_file(path: Path) -> DebtOfFile:
    """Read an instance and return its debt.

    Raises SourceError where the file is no instance or has no balance sheet."""
    return debt_of_instance(instance_bytes(path), str(path))


def debt_of_instance(data: bytes, where: str) -> DebtOfFile:
    """The same of an instance's inflated bytes; ``where`` names them in an error."""
    instance = read_instance(data, where)
    day = balance_day(instance)
    if day is None:
        raise SourceError(
            "has no balance sheet: no annual or quarterly report",
            where=where,
            next_step="Give the instance of a 10-K or 10-Q.",
        )
    filing = Filing(_ALONE, instance, day)
    sheet = sheet_debts([filing])[_ALONE]
    debt = read_debt(filing, sheet)
    rows = pl.DataFrame(instrument_rows(filing, debt), schema=INSTRUMENTS, orient="row")
    total = _total(sheet, debt.total)
    companies = pl.DataFrame(
        [(_ALONE, total, debt.total, _finance(instance, day))],
        schema={
            "cik": pl.Int64,
            "total_debt": pl.Float64,
            "borrowed": pl.Float64,
            "finance": pl.Boolean,
        },
        orient="row",
    )
    verdict = verdicts(companies, [mix_of_instruments(rows)]).row(0, named=True)
    return DebtOfFile(
        entity=instance.entity,
        cik=instance.cik,
        document_type=instance.document_type,
        period_end=day,
        total_debt=total,
        finance_leases=sheet.leases,
        instruments=rows,
        verdict=verdict,
        warnings=instance.warnings,
    )


def _total(sheet: SheetDebt, borrowed: float | None) -> float | None:
    """The total with its leases; None where the company's own lines contradict the taxonomy's."""
    return None if borrowed is None else borrowed + sheet.leases


def _finance(instance: Instance, day: dt.date) -> bool:
    """Whether the facts of the newest year show a bank or an insurer."""
    recent = {
        fact.name
        for fact in instance.facts
        if not fact.dimensions and fact.value and (day - fact.end).days <= 370
    }
    return any(
        all(recent & set(group) for group in EVIDENCE[industry])
        for industry in (Industry.BANK, Industry.INSURER)
    )
