"""What holds of any company: no look-ahead, no order, no scale."""

from __future__ import annotations

import random

import polars as pl
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal
from tests.fundamentals.ledger import Fact, company, day, flow, frame, quarterly, stock

from screener.fundamentals.concepts import TAGS
from screener.fundamentals.formulas import FORMULAS
from screener.fundamentals.metrics import fundamentals
from screener.model.metric import METRICS, Unit

AS_OF = "2025-06-01"
PRICE = 10.0

# Each example computes whole companies: shrinking a failure would take minutes.
quick = settings(max_examples=12, phases=[Phase.generate], deadline=None)


class Books(list[Fact]):
    """A company's facts, too many to print."""

    def __repr__(self) -> str:
        return f"<{len(self)} facts>"


amounts = st.tuples(*[st.integers(1, 10**6).map(float)] * 4)
histories = st.fixed_dictionaries({2022: amounts, 2023: amounts, 2024: amounts})


@st.composite
def companies(draw: st.DrawFn) -> Books:
    """A company with whole statements, reported as companies do."""
    facts: list[Fact] = []
    for tag in (
        "Revenues",
        "OperatingIncomeLoss",
        "InterestExpense",
        "NetIncomeLoss",
    ):
        facts += quarterly(tag, draw(histories))
    for tag in (
        "NetCashProvidedByUsedInOperatingActivities",
        "PaymentsToAcquirePropertyPlantAndEquipment",
        "DepreciationDepletionAndAmortization",
        "PaymentsOfDividendsCommonStock",
        "ShareBasedCompensation",
    ):
        facts += quarterly(tag, draw(histories), cash_flow=True)
    for tag in (
        "Assets",
        "StockholdersEquity",
        "AssetsCurrent",
        "LiabilitiesCurrent",
        "LongTermDebt",
        "CashAndCashEquivalentsAtCarryingValue",
    ):
        value = draw(st.integers(1, 10**7))
        facts.append(stock(tag, value, "2024-12-31", "2025-02-20", "10-K"))
    cover = stock(
        "EntityCommonStockSharesOutstanding", 5e6, "2025-02-10", "2025-02-20", "10-K", unit="shares"
    )
    return Books([*facts, cover])


def view(facts: list[Fact], price: float = PRICE) -> pl.DataFrame:
    given_price = company(price=price, price_date=day(AS_OF))
    return fundamentals(frame(facts).lazy(), given_price, day(AS_OF)).metrics


@quick
@given(companies(), st.sampled_from(TAGS["us-gaap"]), st.integers(-(10**9), 10**9))
def test_a_later_filing_never_changes_an_earlier_view(facts: Books, tag: str, value: float) -> None:
    later = [
        flow(tag, value, "2024-01-01/2024-12-31", "2025-06-02", "10-K/A"),
        flow(tag, value, "2025-01-01/2025-03-31", "2025-06-02", "10-Q"),
        stock(tag, value, "2024-12-31", "2025-06-02", "10-K/A"),
    ]
    assert_frame_equal(view([*facts, *later]), view(facts))


@quick
@given(companies(), st.integers(0, 2**32))
def test_the_order_of_facts_changes_nothing(facts: Books, seed: int) -> None:
    shuffled = random.Random(seed).sample(facts, len(facts))
    assert_frame_equal(view(shuffled), view(facts))


@quick
@given(companies(), st.sampled_from([2.0, 0.5, 1024.0]))
def test_scaling_all_money_scales_money_and_leaves_ratios(facts: Books, factor: float) -> None:
    scaled = [
        fact | {"value": fact["value"] * factor} if fact["unit"] == "USD" else fact
        for fact in facts
    ]
    before = view(facts).row(0, named=True)
    after = view(scaled, PRICE * factor).row(0, named=True)
    for name in FORMULAS:
        expected = factor if METRICS[name].unit is Unit.MONEY else 1.0
        if before[name] is None:
            assert after[name] is None
        else:
            assert abs(after[name] - before[name] * expected) <= 1e-9 * abs(after[name]), name
