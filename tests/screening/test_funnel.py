from __future__ import annotations

from tests.frames import metrics_frame

from screener.model.screen import Screen
from screener.screening.compile import run
from screener.screening.funnel import Tally, funnel, relaxed

FRAME = metrics_frame(
    {"ticker": "A", "profitable": True, "revenue_growth": 0.01, "sector": "Energy"},
    {"ticker": "B", "profitable": True, "revenue_growth": 0.02, "sector": "Energy"},
    {"ticker": "C", "profitable": False, "revenue_growth": 0.50, "sector": "Energy"},
    {"ticker": "D", "profitable": False, "revenue_growth": None, "sector": "Energy"},
)
SCREEN = Screen(profitable=True, growth_above="4%", sectors=("Energy",))


def test_a_step_is_what_a_rule_does_alone_in_order_and_what_is_left_without_it() -> None:
    found = [(s.rule.key, s.alone, s.so_far, s.without) for s in funnel(FRAME, SCREEN).steps]
    assert found == [
        ("profitable", Tally(2, 2, 0), Tally(2, 2, 0), Tally(1, 2, 1)),
        ("growth", Tally(1, 2, 1), Tally(0, 4, 0), Tally(2, 2, 0)),
        ("sector", Tally(4, 0, 0), Tally(0, 4, 0), Tally(0, 4, 0)),
    ]


def test_the_last_step_is_what_the_screen_gives() -> None:
    found, result = funnel(FRAME, SCREEN), run(FRAME, SCREEN)
    whole = Tally(result.passed, result.failed, result.unknown)
    assert found.whole == found.steps[-1].so_far == whole


def test_the_costliest_rule_is_the_one_without_which_most_pass() -> None:
    most = funnel(FRAME, SCREEN).costliest
    assert most is not None
    assert most.rule.key == "growth"
    without = relaxed(SCREEN, most.rule)
    assert without == SCREEN.model_copy(update={"growth_above": None})
    assert run(FRAME, without).rows["ticker"].to_list() == ["B", "A"]


def test_where_no_single_rule_helps_it_is_the_one_that_fewest_pass() -> None:
    found = funnel(FRAME, Screen(growth_above="90%", sectors=("Utilities",)))
    assert found.costliest is not None
    assert found.costliest.rule.key == "sector"
    assert found.worth_relaxing == ()
    dark = Screen(growth_above="0%", where="dividend_yield > 2% AND maturing_24m > 0")
    most = funnel(FRAME, dark).costliest  # both figures are unknown of everybody
    assert most is not None
    assert most.rule.key == "where.1"


def test_a_part_of_a_condition_is_a_rule_of_its_own() -> None:
    screen = Screen(where="revenue_growth > 4% AND (profitable OR sector = 'Energy') AND TRUE")
    found = funnel(FRAME, screen)
    assert [s.rule.threshold_text for s in found.steps] == [
        "revenue_growth > 4%", "profitable OR sector = 'Energy'", "TRUE",
    ]  # fmt: skip
    assert [s.alone.passed for s in found.steps] == [1, 4, 4]
    without = relaxed(screen, found.steps[0].rule)
    assert without.where == "(profitable OR sector = 'Energy') AND (TRUE)"
    assert run(FRAME, without).passed == 4
    assert (
        relaxed(relaxed(without, funnel(FRAME, without).steps[0].rule), found.steps[0].rule)
        == Screen()
    )


def test_without_rules_every_row_passes_and_there_is_nothing_to_relax() -> None:
    found = funnel(FRAME, Screen())
    assert found.costliest is None
    assert found.whole == Tally(4, 0, 0)
