from __future__ import annotations

import datetime as dt

from screener.model.metric import Group
from screener.model.screen import Screen
from screener.model.verdict import Outcome
from screener.screening.explain import explain, origin, overall, summary
from screener.screening.universe import Universe

SCREEN = Screen(profitable=True, growth_above="4%", zombies="exclude")


def test_each_rule_says_pass_fail_or_unknown(universe: Universe) -> None:
    outcomes = explain(universe, SCREEN, universe.find("GOOD"))
    assert [(o.key, o.outcome) for o in outcomes] == [
        ("profitable", Outcome.PASS),
        ("growth", Outcome.FAIL),
        ("zombies", Outcome.UNKNOWN),
    ]
    assert outcomes[1].values == (("revenue_growth", 0.02),)
    assert outcomes[1].threshold_text == "> 4%"
    assert overall(outcomes) is Outcome.FAIL


def test_a_rule_names_the_newest_filing_behind_its_value(universe: Universe) -> None:
    [outcome] = explain(universe, Screen(profitable=True), universe.find("GOOD"))
    assert outcome.origin is not None
    assert outcome.origin.period == "2025-01-01 to 2025-12-31"
    assert outcome.origin.filed == dt.date(2026, 2, 1)
    assert outcome.origin.accession == "0000000001-26-000001"


def test_a_part_of_twelve_months_says_only_when_they_end(universe: Universe) -> None:
    found = origin(universe, 1, "revenue_ttm")
    assert found is not None
    assert found.period == "to 2026-03-31"


def test_a_price_is_no_filing(universe: Universe) -> None:
    assert origin(universe, 1, "pe") is None


def test_an_unknown_verdict_comes_with_its_reason(universe: Universe) -> None:
    [outcome] = explain(universe, Screen(zombies="exclude"), universe.find("GOOD"))
    assert outcome.reason == "two fiscal years, three needed"


def test_a_company_without_a_cik_gives_its_constituents_reason(universe: Universe) -> None:
    outcomes = explain(universe, SCREEN, universe.find("DARK"))
    assert {o.outcome for o in outcomes} == {Outcome.UNKNOWN}
    assert {o.reason for o in outcomes} == {"no CIK: the SEC's ticker files don't list it"}
    assert overall(outcomes) is Outcome.UNKNOWN


def test_a_row_of_a_result_can_be_explained(universe: Universe) -> None:
    row = universe.find("GOOD") | {"outcome": "pass"}
    assert overall(explain(universe, Screen(profitable=True), row)) is Outcome.PASS


def test_without_rules_a_company_passes(universe: Universe) -> None:
    assert explain(universe, Screen(), universe.find("DARK")) == ()
    assert overall(()) is Outcome.PASS


def test_a_summary_has_every_group_the_years_in_order_and_the_filings_newest_first(
    universe: Universe,
) -> None:
    found = summary(universe, universe.find("GOOD"))
    assert list(found.groups) == list(Group)
    assert found.years["fiscal_year"].to_list() == [2024, 2025]
    assert [accession for accession, _, _ in found.accessions] == [
        "0000000001-26-000001",
        "0000000001-25-000001",
    ]


def test_a_stale_figure_keeps_its_last_known_value_beside_the_reason(universe: Universe) -> None:
    found = summary(universe, universe.find("BF.B"))
    figures = {f.metric.name: f for figures in found.groups.values() for f in figures}
    assert figures["net_income_ttm"].value is None
    assert figures["net_income_ttm"].last_known == 7e6
    assert figures["net_income_ttm"].reason.startswith("stale")
    assert figures["revenue_ttm"].last_known is None


def test_a_summary_of_a_company_without_filings_is_empty_not_an_error(universe: Universe) -> None:
    found = summary(universe, universe.find("DARK"))
    assert (found.years.height, found.accessions) == (0, ())
