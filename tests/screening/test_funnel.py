from __future__ import annotations

from tests.frames import metrics_frame

from screener.model.screen import Screen
from screener.screening.compile import run
from screener.screening.costs import costliest, costs, relaxed

FRAME = metrics_frame(
    {"ticker": "A", "profitable": True, "revenue_growth": 0.01, "sector": "Energy"},
    {"ticker": "B", "profitable": True, "revenue_growth": 0.02, "sector": "Energy"},
    {"ticker": "C", "profitable": False, "revenue_growth": 0.50, "sector": "Energy"},
    {"ticker": "D", "profitable": False, "revenue_growth": None, "sector": "Energy"},
)
SCREEN = Screen(profitable=True, growth_above="4%", sectors=("Energy",))


def test_a_cost_is_what_a_rule_does_alone_and_what_passes_without_it() -> None:
    found = [(c.rule.key, c.alone.failed, c.without.passed) for c in costs(FRAME, SCREEN)]
    assert found == [("profitable", 2, 1), ("growth", 2, 2), ("sector", 0, 0)]


def test_the_costliest_rule_is_the_one_without_which_most_pass() -> None:
    most = costliest(FRAME, SCREEN)
    assert most is not None
    assert most.rule.key == "growth"
    without = relaxed(SCREEN, most.rule)
    assert without == SCREEN.model_copy(update={"growth_above": None})
    assert run(FRAME, without).rows["ticker"].to_list() == ["B", "A"]


def test_where_no_single_rule_helps_it_is_the_one_that_fails_most() -> None:
    most = costliest(FRAME, Screen(growth_above="90%", sectors=("Utilities",)))
    assert most is not None
    assert most.rule.key == "sector"


def test_without_rules_there_is_none() -> None:
    assert costliest(FRAME, Screen()) is None
