from __future__ import annotations

import math
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tests.frames import metrics_frame

from screener.model.screen import SECTORS, Screen
from screener.screening.compile import run
from screener.screening.facets import choose, facets

company = st.fixed_dictionaries(
    {
        "profitable": st.sampled_from([True, False, None]),
        "revenue_growth": st.sampled_from([None, -0.5, 0.0, 0.04, 0.07, 0.15, 0.3, math.nan]),
        "sector": st.sampled_from([*SECTORS[:3], None]),
        "debt_type": st.sampled_from(["none", "fixed", "mixed", "n/a", "unknown", None]),
        "zombie_oecd": st.sampled_from(["yes", "no", "n/a", "unknown", None]),
        "zombie_loss": st.sampled_from(["yes", "no", "unknown", None]),
        "interest_coverage": st.sampled_from([0.5, 2.0, None]),
    }
)
criteria = st.fixed_dictionaries(
    {
        "profitable": st.booleans(),
        "growth_above": st.sampled_from([None, "4%", "7%"]),
        "sectors": st.lists(st.sampled_from(SECTORS[:3]), max_size=2, unique=True),
        "debt_types": st.lists(st.sampled_from(["none", "fixed", "unknown"]), unique=True),
        "zombies": st.sampled_from(["include", "exclude", "only"]),
        "unknown": st.sampled_from(["exclude", "include"]),
        "limit": st.sampled_from([None, 1]),
        "zombie_definition": st.sampled_from(["oecd", "loss"]),
        "rate_move": st.sampled_from(["-75bp", "0bp"]),
        "where": st.sampled_from(
            [
                "",
                "interest_coverage > 1",
                "zombie = 'yes'",  # of the definition that is chosen
                "interest_coverage > 1 AND zombie <> 'no' AND zombie_loss <> 'yes'",
                "zombie = 'unknown' OR sector = 'Energy'",
            ]
        ),
    }
)


@given(rows=st.lists(company, max_size=15), criteria=criteria)
def test_a_count_is_what_choosing_that_value_gives(
    rows: list[dict[str, Any]], criteria: dict[str, Any]
) -> None:
    frame = metrics_frame(*rows)
    screen = Screen.model_validate(criteria)
    for facet in facets(frame, screen):
        for value in facet.values:
            none = {"sector": {"sectors": ()}, "debt": {"debt_types": ()}}.get(facet.name, {})
            alone = screen.model_copy(update=none)
            chosen = choose(alone, facet.name, value.value).model_copy(update={"limit": None})
            assert run(frame, chosen).rows.height == value.count, (facet.name, value.label)


def test_every_sector_is_listed_even_with_no_company() -> None:
    frame = metrics_frame({"sector": "Energy"})
    [sector] = [f for f in facets(frame, Screen(sectors=("Energy",))) if f.name == "sector"]
    assert [v.value for v in sector.values] == list(SECTORS)
    assert {v.label: v.count for v in sector.values if v.count} == {"Energy": 1}
    assert [v.label for v in sector.values if v.selected] == ["Energy"]


def test_a_threshold_of_ones_own_stands_among_the_usual_ones() -> None:
    [growth] = [f for f in facets(metrics_frame(), Screen(growth_above="7%")) if f.name == "growth"]
    assert [v.label for v in growth.values] == ["any", "0%", "4%", "7%", "10%", "20%"]
    assert [v.label for v in growth.values if v.selected] == ["7%"]


def test_each_single_choice_facet_has_exactly_one_selected_value() -> None:
    for facet in facets(metrics_frame(), Screen()):
        if not facet.multiple:
            assert sum(v.selected for v in facet.values) == 1, facet.name


def test_choosing_a_sector_toggles_it() -> None:
    screen = choose(choose(Screen(), "sector", "Utilities"), "sector", "Energy")
    assert screen.sectors == ("Energy", "Utilities")
    assert choose(screen, "sector", "Energy").sectors == ("Utilities",)
