"""What holds of any company: no look-ahead, no order, no scale."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

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

# Each example computes whole companies, several at once, which takes as long as one: shrinking a
# failure would take minutes.
quick = settings(max_examples=3, phases=[Phase.generate], deadline=None)
TOGETHER = 8


Drawn = TypeVar("Drawn")


def several(each: st.SearchStrategy[Drawn]) -> st.SearchStrategy[list[Drawn]]:
    return st.lists(each, min_size=TOGETHER, max_size=TOGETHER)


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


def view(books: Sequence[list[Fact]], prices: Sequence[float] = ()) -> pl.DataFrame:
    """What is known of several companies on a day, each by the facts of its books."""
    facts = [fact | {"cik": cik} for cik, of_one in enumerate(books) for fact in of_one]
    traded = [
        company(cik=cik, price=price, price_date=day(AS_OF))
        for cik, price in enumerate(prices or [PRICE] * len(books))
    ]
    return fundamentals(frame(facts).lazy(), pl.concat(traded), day(AS_OF)).metrics.sort("cik")


@quick
@given(
    several(st.tuples(companies(), st.sampled_from(TAGS["us-gaap"]), st.integers(-(10**9), 10**9)))
)
def test_a_later_filing_never_changes_an_earlier_view(
    filers: list[tuple[Books, str, float]],
) -> None:
    after = [
        [
            *facts,
            flow(tag, value, "2024-01-01/2024-12-31", "2025-06-02", "10-K/A"),
            flow(tag, value, "2025-01-01/2025-03-31", "2025-06-02", "10-Q"),
            stock(tag, value, "2024-12-31", "2025-06-02", "10-K/A"),
        ]
        for facts, tag, value in filers
    ]
    assert_frame_equal(view(after), view([facts for facts, _, _ in filers]))


@quick
@given(several(companies()), st.integers(0, 2**32))
def test_the_order_of_facts_changes_nothing(books: list[Books], seed: int) -> None:
    chance = random.Random(seed)
    shuffled = [chance.sample(facts, len(facts)) for facts in books]
    assert_frame_equal(view(shuffled), view(books))


@quick
@given(several(st.tuples(companies(), st.sampled_from([2.0, 0.5, 1024.0]))))
def test_scaling_all_money_scales_money_and_leaves_ratios(
    filers: list[tuple[Books, float]],
) -> None:
    factors = [factor for _, factor in filers]
    scaled = [
        [
            fact | {"value": fact["value"] * factor} if fact["unit"] == "USD" else fact
            for fact in facts
        ]
        for facts, factor in filers
    ]
    found = view([facts for facts, _ in filers]).to_dicts()
    multiples = view(scaled, [PRICE * factor for factor in factors]).to_dicts()
    for before, after, factor in zip(found, multiples, factors, strict=True):
        for name in FORMULAS:
            expected = factor if METRICS[name].unit is Unit.MONEY else 1.0
            if before[name] is None:
                assert after[name] is None
            else:
                assert abs(after[name] - before[name] * expected) <= 1e-9 * abs(after[name]), name
