from __future__ import annotations

import pytest
from pydantic import ValidationError

from screener.model.columns import GROUPS
from screener.model.metric import METRICS, Group
from screener.model.screen import Screen


def test_a_screen_holds_the_metrics_of_the_groups_that_it_is_given() -> None:
    growth = [name for name, metric in METRICS.items() if metric.group is Group.GROWTH]
    cash = [name for name, metric in METRICS.items() if metric.group is Group.CASH_FLOW]
    given = ["ticker", "growth", "Cash flow", "cash_flow", "pe"]
    assert list(Screen(columns=given).columns) == ["ticker", *growth, *cash, *cash, "pe"]
    assert Screen(columns=("all",)).columns == tuple(METRICS)
    held = Screen(columns=("growth",))
    assert Screen.model_validate(held.model_dump()) == held


def test_every_metric_is_in_one_group() -> None:
    assert sorted(name for names in GROUPS.values() for name in names) == sorted(METRICS)
    assert GROUPS.keys().isdisjoint({*METRICS, "all"})


@pytest.mark.parametrize(
    ("given", "told"),
    [("grwth", "did you mean 'growth'"), ("valuations", "did you mean 'valuation'")],
)
def test_a_group_that_is_meant_is_named(given: str, told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        Screen(columns=(given,))
    with pytest.raises(ValidationError) as refused:
        Screen(sort=(given,))  # which knows no groups
    assert told not in str(refused.value)
