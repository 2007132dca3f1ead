"""Balance sheets and share counts that once came out wrong: debt, investments, dilution, scale.

Real companies by the figures of their filings; a rule that no file at hand shows alone, by facts
made up around such figures."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.fundamentals import real
from tests.fundamentals.ledger import CIK, Fact, company, compute, day, flow, frame, reason, stock

from screener.fundamentals.debt_tags import FINANCING_TAG
from screener.fundamentals.known import known_facts
from screener.fundamentals.metrics import Fundamentals, fundamentals
from screener.fundamentals.total_debt import total_debt

MILLION = 1_000_000
MCD, NKE, NVDA, JPM, UA = 63908, 320187, 1045810, 19617, 1336917
DATE, FILED = "2024-12-31", "2025-02-20"
LEASED = "LongTermDebtAndCapitalLeaseObligations"
AVERAGE = "WeightedAverageNumberOfSharesOutstandingBasic"
COVER = "EntityCommonStockSharesOutstanding"


@cache
def filed(folder: Path, cik: int, as_of: str) -> Fundamentals:
    """A real company as of a day."""
    return fundamentals(real.facts(folder, cik).lazy(), company(cik=cik), day(as_of))


def metric(computed: Fundamentals, name: str) -> Any:
    return computed.metrics[name].item()


def kind(computed: Fundamentals, name: str) -> str:
    return str(computed.reasons.filter(metric=name)["kind"].item())


def operands(computed: Fundamentals, name: str) -> dict[str, float]:
    """The facts that a metric of a real company is made of, in millions."""
    rows = computed.lineage.filter(metric=name).select("tag", pl.col("value") / MILLION).rows()
    return dict(rows)


def sheet(date: str = DATE, on: str = FILED, /, **tags: float) -> list[Fact]:
    return [stock(tag, value, date, on, "10-K") for tag, value in tags.items()]


def debt_row(*before: Fact, **tags: float) -> dict[str, Any] | None:
    """Total debt out of the tags of the date, after other facts."""
    known = known_facts(frame([*before, *sheet(**tags)]).lazy(), day("2025-03-01"))
    found = total_debt(known, pl.DataFrame({"cik": [CIK], "end": [day(DATE)]}))
    return found.row(0, named=True) if found.height else None


def debt(*before: Fact, **tags: float) -> float | None:
    row = debt_row(*before, **tags)
    return row["value"] if row else None


# Debt


@pytest.mark.shared
@pytest.mark.parametrize(
    ("as_of", "long", "short"),
    [("2025-05-20", 38_845, 80), ("2025-08-20", 40_801, 602), ("2025-11-20", 39_483, 1_800)],
)
def test_mcdonalds_short_borrowings_are_not_all_its_debt(
    shared_data: Path, as_of: str, long: float, short: float
) -> None:
    computed = filed(shared_data, MCD, as_of)
    assert metric(computed, "total_debt") == (long + short) * MILLION
    lines = {"LongTermDebtNoncurrent": long, "ShortTermBorrowings": short}
    assert operands(computed, "total_debt") == lines


def test_long_term_debt_is_completed_by_whatever_current_line_there_is() -> None:
    for tag in ("ShortTermBorrowings", "NotesPayableCurrent", "SecuredDebtCurrent"):
        vanished = sheet("2023-12-31", "2024-02-20", LongTermDebtCurrent=5)
        assert debt(*vanished, LongTermDebtNoncurrent=100, **{tag: 7}) == 107
        assert debt(*vanished, LongTermDebtNoncurrent=100) is None


@pytest.mark.parametrize(
    ("tags", "face"),
    [
        ({"DebtLongtermAndShorttermCombinedAmount": 100}, "DebtCurrent"),
        ({"DebtAndCapitalLeaseObligations": 100}, "DebtCurrent"),
        ({"LongTermDebt": 100}, "DebtCurrent"),
        ({"LongTermDebt": 100}, LEASED),
        ({"SeniorNotes": 100}, "DebtCurrent"),
    ],
)
def test_a_total_below_one_of_its_own_lines_is_unknown(tags: dict[str, float], face: str) -> None:
    # Current debt of a year before has vanished: no line is whole by itself.
    vanished = sheet("2023-12-31", "2024-02-20", LongTermDebtCurrent=5)
    assert debt(*vanished, **tags, **{face: 110}) == 100
    row = debt_row(*vanished, **tags, **{face: 111})
    assert row is not None
    assert (row["value"], row["operands"]) == (None, None)
    assert str(row["flag"]).startswith("debt tags of the date contradict")


def test_a_larger_total_behind_one_that_only_flags_still_contradicts() -> None:
    # The route after the first finds 115, which flags; the last finds tenfold.
    tags = {
        LEASED: 100.0,
        f"{LEASED}Current": 0,
        f"{LEASED}IncludingCurrentMaturities": 115,
    }
    flagged = debt_row(**tags)
    assert flagged is not None
    assert flagged["value"] == 100
    assert str(flagged["flag"]).startswith("flagged")
    assert debt(**tags, DebtAndCapitalLeaseObligations=1_000) is None


def test_a_vanished_current_line_with_leases_is_missed_as_any_other() -> None:
    before = sheet("2023-12-31", "2024-02-20", **{LEASED: 90, f"{LEASED}Current": 11})
    assert debt(*before, **{LEASED: 80}) is None
    assert debt(*before, **{LEASED: 80, f"{LEASED}Current": 10}) == 90


@pytest.mark.shared
def test_under_armours_credit_line_stands_beside_its_term_loan(shared_data: Path) -> None:
    computed = filed(shared_data, UA, "2016-03-15")
    assert metric(computed, "total_debt") == 669 * MILLION
    lines = {"LongTermDebtNoncurrent": 352, "LongTermDebtCurrent": 42, "LongTermLineOfCredit": 275}
    assert operands(computed, "total_debt") == lines
    # In August 2016 the line moves into long-term debt, which then is net of its costs.
    years = filed(shared_data, UA, "2026-06-30").years
    later = years.filter(pl.col("fiscal_year") == 2015)["total_debt"].item()
    assert later == (624_070 + 42_000) * 1_000


def test_a_credit_line_is_added_only_where_long_term_debt_as_stated_lacks_it() -> None:
    tags = {"LongTermDebtNoncurrent": 352, "LongTermDebtCurrent": 42, "LongTermLineOfCredit": 275}
    assert debt(**tags, LongTermDebt=669) == 669
    assert debt(**tags, LongTermDebt=394) == 394  # the line is inside
    assert debt(**tags) == 394


def test_notes_to_related_parties_are_components() -> None:
    noncurrent, current = (
        "NotesPayableRelatedPartiesNoncurrent",
        "NotesPayableRelatedPartiesClassifiedCurrent",
    )
    assert debt(SeniorNotes=100, **{noncurrent: 60, current: 5}) == 165
    assert debt(**{noncurrent: 60, current: 5}) == 65
    assert (
        debt(**{noncurrent: 60, current: 5}, NotesPayableRelatedPartiesCurrentAndNoncurrent=66)
        == 66
    )
    assert debt(**{current: 5}) is None


# No debt

YEARS = [f"{year}-01-01/{year}-12-31" for year in (2023, 2024)]
SILENT = [flow(FINANCING_TAG, -5, period, FILED, "10-K") for period in YEARS]
"""Two years' cash-flow statements without borrowing, repayment or interest."""

BEFORE = sheet("2023-12-31", "2024-02-20", LongTermDebtNoncurrent=100)


def interest(tag: str, amount: float) -> Fact:
    return flow(tag, amount, YEARS[1], FILED, "10-K")


def test_a_lone_zero_after_debt_that_bore_interest_is_no_zero() -> None:
    paid = interest("InterestExpense", 5)
    assert debt(*BEFORE, *SILENT, paid, LongTermDebtNoncurrent=0) is None
    older = sheet("2022-12-30", "2023-02-20", LongTermDebtNoncurrent=100)
    assert debt(*older, paid, LongTermDebt=0) is None
    # What shows that there is none makes it one.
    assert debt(*older, *SILENT, LongTermDebtNoncurrent=0) == 0


@pytest.mark.parametrize(
    ("long", "short"),
    [
        ("LongTermDebtNoncurrent", "LongTermDebtCurrent"),
        ("LongTermDebtNoncurrent", "DebtCurrent"),
        ("LongTermDebt", "ShortTermBorrowings"),
        (LEASED, f"{LEASED}Current"),
    ],
)
def test_explicit_zeros_of_a_long_and_a_short_line_are_zero(long: str, short: str) -> None:
    paid = interest("InterestExpense", 5)
    assert debt(*BEFORE, paid, **{long: 0, short: 0}) == 0
    assert debt(*BEFORE, paid, **{long: 0}) is None


@pytest.mark.parametrize(
    "tag", ["InterestIncomeExpenseNonoperatingNet", "InterestIncomeExpenseNet"]
)
def test_a_net_interest_expense_denies_that_there_is_no_debt(tag: str) -> None:
    older = sheet("2022-12-30", "2023-02-20", LongTermDebtNoncurrent=100)
    assert debt(*older, *SILENT, interest(tag, -5), LongTermDebtNoncurrent=0) is None
    assert debt(*older, *SILENT, interest(tag, 5), LongTermDebtNoncurrent=0) == 0


def test_no_interest_on_no_debt_contradicts_nothing() -> None:
    facts = [
        interest("InterestExpense", 0),
        interest("OperatingIncomeLoss", 50),
        *sheet(Assets=900, LongTermDebtNoncurrent=0, LongTermDebtCurrent=0),
    ]
    computed = compute(facts, "2025-03-01")
    assert metric(computed, "total_debt") == 0
    assert reason(computed, "total_debt") is None
    paid = compute([*facts[1:], interest("InterestExpense", 9)], "2025-03-01")
    assert reason(paid, "total_debt") == "flagged: interest is reported, and no debt to bear it"


# Cash and short-term investments


@pytest.mark.shared
def test_nikes_debt_securities_are_short_term_investments(shared_data: Path) -> None:
    computed = filed(shared_data, NKE, "2026-06-30")
    # Long-term 7,030, current 999, no notes; 6,660 of cash and 1,397 invested.
    assert metric(computed, "net_debt") == (7_030 + 999 - 6_660 - 1_397) * MILLION
    tag = "DebtSecuritiesAvailableForSaleExcludingAccruedInterestCurrent"
    rows = computed.lineage.filter(metric="net_debt", role="short_term_investments")
    assert rows.select("tag", "value").rows() == [(tag, 1_397 * MILLION)]


@pytest.mark.shared
def test_nvidias_investments_have_moved_to_a_line_of_their_own(shared_data: Path) -> None:
    # 49,122 million in October 2025 under MarketableSecuritiesCurrent, and in January no such tag.
    before = filed(shared_data, NVDA, "2025-12-31")
    invested = before.lineage.filter(metric="net_debt", role="short_term_investments")
    assert invested.select("tag", "value").rows() == [
        ("MarketableSecuritiesCurrent", 49_122 * MILLION)
    ]
    assert metric(before, "net_debt") is not None
    computed = filed(shared_data, NVDA, "2026-06-30")
    assert (metric(computed, "total_debt"), metric(computed, "cash")) == (
        (7_469 + 999) * MILLION,
        10_605 * MILLION,
    )
    for name in ("net_debt", "net_debt_to_ebitda"):
        assert metric(computed, name) is None
        assert kind(computed, name) == "not reported"
        assert "short-term investments" in str(reason(computed, name))


@pytest.mark.parametrize(("date", "missed"), [("2023-09-28", True), ("2023-09-27", False)])
def test_investments_of_long_ago_are_not_missed(date: str, missed: bool) -> None:
    lines = {"Assets": 900.0, "Cash": 30, "LongTermDebtNoncurrent": 90, "LongTermDebtCurrent": 10}
    facts = [
        interest("NetIncomeLoss", 5),
        *sheet(**lines),
        stock("ShortTermInvestments", 20, date, "2023-11-05"),
    ]
    # 460 days before the balance sheet, and 461.
    assert metric(compute(facts, "2025-03-01"), "net_debt") == (None if missed else 70)


@pytest.mark.shared
def test_a_banks_cash_is_what_is_due_from_banks_and_its_net_debt_means_nothing(
    shared_data: Path,
) -> None:
    computed = filed(shared_data, JPM, "2026-06-30")
    assert operands(computed, "cash") == {"CashAndDueFromBanks": 21_742}
    assert metric(computed, "total_debt") is not None
    assert metric(computed, "net_debt") is None
    assert kind(computed, "net_debt") == "not meaningful"


def test_only_a_bank_has_its_cash_due_from_banks() -> None:
    facts = [
        interest("NetIncomeLoss", 5),
        *sheet(Assets=900, CashAndDueFromBanks=20, CashAndCashEquivalentsAtCarryingValue=70),
    ]
    for sic, cash in (("6021", 20), ("3600", 70)):
        assert metric(compute(facts, "2025-03-01", sic=sic), "cash") == cash


# Share counts


def dilutions(*cases: tuple[float, float, float]) -> list[tuple[float | None, str | None]]:
    """Dilution and its reason from 4 million shares, one company per case.

    Each: the average of the year before as first reported and as the newest report has it, and
    today's count."""
    facts = []
    for cik, (first_average, prior_average, now) in enumerate(cases, 1):
        before, newest = ("2024-02-20", cik), (FILED, cik)
        facts += [
            flow("NetIncomeLoss", 100, YEARS[1], FILED, "10-K", cik=cik),
            shares(COVER, 4e6, "2024-02-10", *before),
            shares(COVER, now, "2025-02-10", *newest),
            shares(AVERAGE, first_average, YEARS[0], *before),
            shares(AVERAGE, prior_average, YEARS[0], *newest),
            shares(AVERAGE, now, YEARS[1], *newest),
        ]
    companies = pl.concat([company(cik=cik) for cik in range(1, len(cases) + 1)])
    found = fundamentals(frame(facts).lazy(), companies, day("2025-03-01"))
    why = dict(found.reasons.filter(metric="dilution").select("cik", "reason").rows())
    rows = found.metrics.sort("cik").select("cik", "dilution").rows()
    return [(value, why.get(cik)) for cik, value in rows]


def shares(tag: str, count: float, period: str, on: str, cik: int) -> Fact:
    return flow(tag, count, period, on, "10-K", unit="shares", cik=cik)


def test_a_split_without_a_tag_shows_in_the_restated_average() -> None:
    # Three for two, two for three, five for four: too little for a jump of the counts.
    split, reverse, small = dilutions(
        (4e6, 6e6, 6e6), (4e6, 2.67e6, 2.67e6), (4e6, 5e6, 5e6)
    )  # fmt: skip
    for value, why in (split, reverse, small):
        assert value is None
        assert "were restated since" in str(why)
    # An average that stays is that of a company that issued or bought shares.
    issued, rounded, bought = dilutions(
        (4e6, 4e6, 6e6), (4e6, 4.01e6, 6e6), (3.2e6, 3.2e6, 3e6)
    )  # fmt: skip
    assert issued == rounded == (0.5, None)
    assert bought == (-0.25, None)


def test_an_average_far_from_the_count_of_its_time_is_on_another_basis() -> None:
    near, far = dilutions((5e6, 5e6, 6e6), (5.01e6, 5.01e6, 6e6))
    assert near == (0.5, None)
    assert far[0] is None


# Scale

OTHERS = [
    stock("Assets", amount * MILLION, f"{year}-12-31", f"{year + 1}-02-20", "10-K")
    for year, amount in ((2018, 80), (2019, 90), (2020, 100), (2021, 110))
]


def settled(*filings: tuple[float, str]) -> list[float]:
    """What is known of the assets of 2022 after they were filed again and again."""
    facts = [stock("Assets", value, "2022-12-31", on) for value, on in filings]
    known = known_facts(frame([*OTHERS, *facts]).lazy(), day("2024-01-01"))
    return known.filter(pl.col("end") == day("2022-12-31"))["value"].to_list()


def test_a_recast_beside_a_wrong_scale_hides_neither() -> None:
    # The largest is no power of a thousand times the smallest: the one between is.
    first, recast, wrong = 110 * MILLION, 100 * MILLION, 100.0
    filings = ((first, "2023-02-20"), (recast, "2023-05-05"), (wrong, "2023-08-05"))
    assert settled(*filings) == [recast]


def test_of_two_scales_in_one_filing_the_right_one_counts() -> None:
    right, wrong = 104 * MILLION, 104_000.0
    assert settled((right, "2023-02-20"), (wrong, "2023-02-20")) == [right]


def test_a_zero_between_two_scales_does_not_hide_them() -> None:
    right, wrong = 104 * MILLION, 104_000.0
    found = settled((right, "2023-02-20"), (0, "2023-05-05"), (wrong, "2023-08-05"))
    assert found == [0]  # the newest that is not in thousands


@pytest.mark.shared
@pytest.mark.parametrize(
    ("as_of", "period", "count"),
    [
        # One report of November 2009 is right, the four since state thousands as units.
        ("2010-12-31", "2009-07-27/2009-10-25", 551_283_000),
        ("2010-12-31", "2010-08-02/2010-10-31", None),
        # 567,183 in the reports of May 2010 and May 2011, which nothing else contradicts.
        ("2026-06-30", "2010-02-01/2010-05-02", None),
    ],
)
def test_nvidias_counts_in_thousands_are_wrong_however_often_they_are_filed(
    shared_data: Path, as_of: str, period: str, count: float | None
) -> None:
    assert real.value(real.known(shared_data, NVDA, as_of), AVERAGE, period) == count


@pytest.mark.shared
def test_a_count_in_thousands_that_is_stated_once_is_no_count(shared_data: Path) -> None:
    # Under Armour's average of 2010: 50,798, in the report of February 2011.
    known = real.known(shared_data, UA, "2011-03-01")
    assert real.value(known, AVERAGE, "2010-01-01/2010-12-31") == 50_798
    computed = filed(shared_data, UA, "2011-03-01")
    assert metric(computed, "shares_outstanding") is None
    assert reason(computed, "shares_outstanding") == "no share count for the newest period"
