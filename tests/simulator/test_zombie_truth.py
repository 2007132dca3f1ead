"""The verdicts that compare with the market follow from a few numbers.

That the program agrees is tested in ``test_simulator``."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.simulator.zombie_truth import Looks, Medians, medians, verdicts

ZOMBIE = Looks(
    sector="Energy",
    financial=False,
    no_debt=False,
    covered=(False, False, False),
    shrinking=True,
    shrinking_is_near=False,
    leverage={2024: 0.5, 2025: 0.6},
    latest=2025,
    q=0.8,
    cash="yes",
    loss="yes",
)
MARKET = Medians(leverage={2024: 0.3, 2025: 0.3}, q={"Energy": (1.5, 1.5)})


@pytest.mark.parametrize(
    ("change", "bis", "fed"),
    [
        ({}, "unknown", "yes"),
        ({"covered": (True, False, False)}, "no", "no"),
        ({"covered": (None, False, False)}, "unknown", "unknown"),
        ({"covered": ()}, "unknown", "unknown"),
        ({"q": 2.0}, "no", "yes"),
        ({"q": 1.51}, None, "yes"),  # as good as the median
        ({"q": None}, "unknown", "yes"),
        ({"shrinking": False}, "unknown", "no"),
        ({"shrinking": None}, "unknown", "unknown"),
        ({"leverage": {2024: 0.5, 2025: 0.1}}, "unknown", "no"),
        ({"leverage": {2024: 0.5, 2025: 0.301}}, "unknown", None),
        ({"leverage": {2024: 0.5}}, "unknown", "unknown"),
        ({"no_debt": True, "leverage": {2025: 0.0}}, "no", "no"),
        ({"financial": True}, "n/a", "n/a"),
    ],
)
def test_each_criterion_decides(
    change: dict[str, object], bis: str | None, fed: str | None
) -> None:
    found = verdicts(replace(ZOMBIE, **change), MARKET)  # type: ignore[arg-type]  # fields by name
    assert (found["zombie_bis"], found["zombie_fed"]) == (bis, fed)


def test_medians_are_of_companies_whose_interest_is_no_business() -> None:
    bank = replace(ZOMBIE, financial=True, leverage={2025: 9.0}, q=9.0)
    others = [replace(ZOMBIE, leverage={2025: each}, q=each) for each in (0.2, 0.4, 0.9)]
    found = medians([bank, *others])
    assert found.leverage == {2025: 0.4}
    assert found.q == {"Energy": (0.65, 0.4)}
