"""``zombie`` means the verdict of the screen's definition, wherever a screen reads it."""

from __future__ import annotations

from typing import get_args

import pytest
from tests.frames import metrics_frame

from screener.model.screen import Screen, ZombieDefinition
from screener.screening.compile import explained, run
from screener.screening.explain import explain, summary
from screener.screening.facets import Facet, choose, facets
from screener.screening.funnel import funnel
from screener.screening.universe import Universe

DEFINITIONS = get_args(ZombieDefinition)
ROWS = metrics_frame(
    *(
        {
            "ticker": name.upper(),
            "revenue_growth": 0.1,
            **{f"zombie_{other}": "yes" if other == name else "no" for other in DEFINITIONS},
        }
        for name in DEFINITIONS
    )
)
"""A company for each definition that it alone flags."""


@pytest.mark.parametrize("name", DEFINITIONS)
def test_a_condition_an_order_a_column_and_a_rule_mean_one_verdict(name: ZombieDefinition) -> None:
    condition = Screen(zombie_definition=name, where="zombie = 'yes'")
    assert run(ROWS, condition).rows["ticker"].to_list() == [name.upper()]
    rule = Screen(zombie_definition=name, zombies="only")
    assert run(ROWS, rule).rows["ticker"].to_list() == [name.upper()]
    order = run(ROWS, Screen(zombie_definition=name, sort=("-zombie",))).rows
    assert order["ticker"][0] == name.upper()
    assert order["zombie"].to_list() == ["yes", "no", "no", "no", "no"]
    told, [column] = explained(order, condition)
    assert told[column].to_list() == ["pass", "fail", "fail", "fail", "fail"]


@pytest.mark.parametrize("name", DEFINITIONS)
def test_the_funnel_counts_by_it(name: ZombieDefinition) -> None:
    steps = funnel(ROWS, Screen(zombie_definition=name, where="zombie <> 'yes' AND ticker = 'BIS'"))
    assert [step.alone.passed for step in steps.steps] == [4, 1]
    assert steps.whole.passed == (name != "bis")


def by_definition(screen: Screen) -> Facet:
    [facet] = [facet for facet in facets(ROWS, screen) if facet.name == "definition"]
    return facet


def test_the_facet_offers_each_definition_with_what_it_would_give() -> None:
    two = Screen(zombies="only", where="ticker IN ('OECD', 'FED')")
    facet = by_definition(two)
    assert [value.value for value in facet.values] == list(DEFINITIONS)
    assert {value.value: value.count for value in facet.values} == {
        "oecd": 1, "bis": 0, "fed": 1, "cash": 0, "loss": 0,
    }  # fmt: skip
    assert [value.value for value in facet.values if value.selected] == ["oecd"]
    assert choose(two, "definition", "fed").zombie_definition == "fed"


def test_its_counts_know_that_conditions_read_it_too() -> None:
    facet = by_definition(Screen(where="zombie = 'yes' AND ticker <> 'CASH'"))
    assert {value.value: value.count for value in facet.values}["cash"] == 0
    assert {value.value: value.count for value in facet.values}["loss"] == 1


def test_a_rule_says_why_the_chosen_verdict_came_out(universe: Universe) -> None:
    row = universe.find("GOOD")
    [outcome] = explain(universe, Screen(where="zombie = 'yes'"), row)
    assert (outcome.values, outcome.reason) == (
        (("zombie", "unknown"),), "two fiscal years, three needed",
    )  # fmt: skip
    other = explain(universe, Screen(zombie_definition="fed", where="zombie = 'yes'"), row)
    assert other[0].values == (("zombie", None),)
    assert other[0].reason == ""


def test_a_summary_says_whose_verdict_it_is(universe: Universe) -> None:
    found = summary(universe, universe.find("GOOD"), Screen(zombie_definition="cash"))
    [figure] = [f for group in found.groups.values() for f in group if f.metric.name == "zombie"]
    assert (figure.value, figure.reason) == (None, "as zombie_cash")
