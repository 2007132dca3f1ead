"""What holds of any filing, however it is tagged."""

from __future__ import annotations

import dataclasses
import datetime as dt

from hypothesis import given
from hypothesis import strategies as st
from tests.debt.filing import AXES, DAY, M, filing, owed, rate, words

from screener.debt.instrument import Kind
from screener.debt.instruments import filed_debt
from screener.sources.instance import DimensionalFact

_NAMES = st.sampled_from(
    ["TermLoan", "TermLoanUnderCreditAgreement", "SeniorNotes", "Mortgage", "Total", "Discount"]
)
_MEMBERS = st.dictionaries(st.sampled_from(list(AXES)), _NAMES, max_size=3)
_DAYS = st.sampled_from([DAY, dt.date(2023, 12, 31), dt.date(2025, 3, 31)])
_TAGS = st.sampled_from(
    [
        "LongTermDebt",
        "LongTermDebtNoncurrent",
        "LongTermDebtCurrent",
        "DebtInstrumentFaceAmount",
        "ConvertibleNotesPayable",
        "ConvertibleLongTermNotesPayable",
        "CommercialPaper",
        "NotesPayable",
    ]
)
_RATES = st.sampled_from(
    [
        "DebtInstrumentBasisSpreadOnVariableRate1",
        "DebtInstrumentInterestRateStatedPercentage",
        "DebtInstrumentConvertibleConversionRatio1",
    ]
)


@st.composite
def facts(draw: st.DrawFn) -> DimensionalFact:
    """Draw an amount, a rate or a maturity, anywhere."""
    members, day = draw(_MEMBERS), draw(_DAYS)
    shape = draw(st.sampled_from(["amount", "amount", "amount", "rate", "text"]))
    if shape == "amount":
        unit = draw(st.sampled_from(["USD", "USD", "EUR"]))
        return owed(draw(_TAGS), draw(st.integers(-5, 300)), day=day, unit=unit, **members)
    if shape == "rate":
        return rate(draw(_RATES), draw(st.floats(-1, 200)), day=day, **members)
    return words("DebtInstrumentMaturityDate", draw(st.text(max_size=12)), day=day, **members)


_FILED = st.lists(facts(), max_size=12)
_TOTALS = st.none() | st.integers(0, 600).map(lambda millions: millions * M)


@given(_FILED, _TOTALS)
def test_instruments_are_positive_dollars_within_the_total(
    filed: list[DimensionalFact], total: float | None
) -> None:
    debt = filed_debt(filing(*filed), total)
    assert all(each.amount > 0 and each.owed > 0 for each in debt.instruments)
    assert {each.currency for each in debt.instruments} <= {"USD"}
    if debt.total is not None:
        assert sum(each.amount for each in debt.instruments) <= debt.total * 1.07 + 1


@given(_FILED, _TOTALS)
def test_terms_are_only_shown_with_the_kind_they_are_of(
    filed: list[DimensionalFact], total: float | None
) -> None:
    for each in filed_debt(filing(*filed), total).instruments:
        assert each.evidence
        assert each.spread is None or each.kind is Kind.FLOATING
        assert each.coupon is None or each.kind in (Kind.FIXED, Kind.CONVERTIBLE)


@given(_FILED, _TOTALS)
def test_facts_of_other_days_never_change_an_amount(
    filed: list[DimensionalFact], total: float | None
) -> None:
    there = [fact for fact in filed if fact.end == DAY]
    later = [fact for fact in filed if fact.end != DAY and fact.value is not None]
    debt = filed_debt(filing(*there), total)
    more = filed_debt(filing(*there, *later), total)
    assert [each.amount for each in debt.instruments] == [each.amount for each in more.instruments]
    assert debt.total == more.total


@given(_FILED, _TOTALS)
def test_decimals_say_nothing_of_an_amount(
    filed: list[DimensionalFact], total: float | None
) -> None:
    exact = [dataclasses.replace(fact, decimals=None) for fact in filed]
    assert filed_debt(filing(*filed), total) == filed_debt(filing(*exact), total)
