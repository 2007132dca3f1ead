from __future__ import annotations

import datetime as dt
from pathlib import Path

from tests.frames import write_snapshot
from tests.screening.conftest import fact

from screener.model.metric import Group
from screener.model.screen import Screen
from screener.model.verdict import Outcome
from screener.screening.compile import run
from screener.screening.explain import explain, origin, overall, reason, summary
from screener.screening.universe import Universe, open_universe

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


def test_what_is_worth_less_than_nothing_says_why_it_has_no_weight(universe: Universe) -> None:
    row = universe.metrics.row(0, named=True) | {"weight": None}
    assert reason(universe, row | {"market_value": -5.0}, "weight").endswith("is under zero")
    assert reason(universe, row | {"market_value": None}, "weight") == ""


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


def test_each_part_of_a_condition_is_explained_with_the_values_that_it_reads(
    universe: Universe,
) -> None:
    screen = Screen(where="profitable AND (zombie_oecd = 'no' OR revenue_growth > 4%) AND 1 < 2")
    first, second, third = explain(universe, screen, universe.find("GOOD"))
    assert [o.key for o in (first, second, third)] == ["where.1", "where.2", "where.3"]
    assert [o.label for o in (first, second, third)] == ["where"] * 3
    assert (first.outcome, first.values) == (Outcome.PASS, (("profitable", True),))
    assert second.outcome is Outcome.UNKNOWN
    assert second.values == (("zombie_oecd", "unknown"), ("revenue_growth", 0.02))
    assert second.threshold_text == "zombie_oecd = 'no' OR revenue_growth > 4%"
    assert second.reason == "zombie_oecd: two fiscal years, three needed"
    assert (third.outcome, third.values, third.reason) == (Outcome.PASS, (), "")
    assert third.origin is None


def test_a_condition_of_one_metric_gives_its_reason_without_the_name(universe: Universe) -> None:
    [outcome] = explain(universe, Screen(where="net_income_ttm > 0"), universe.find("BF.B"))
    assert outcome.reason == "stale: ended 2024-12-31"
    assert outcome.origin is not None
    assert outcome.origin.accession == "0000000001-26-000001"


def test_every_missing_figure_of_a_condition_gives_its_reason(universe: Universe) -> None:
    [outcome] = explain(universe, Screen(where="pe / pb > 1"), universe.find("DARK"))
    why = "no CIK: the SEC's ticker files don't list it"
    assert outcome.outcome is Outcome.UNKNOWN
    assert outcome.values == (("pe", None), ("pb", None))
    assert outcome.reason == f"pe: {why}; pb: {why}"


def test_a_condition_that_asks_whether_a_figure_is_known_passes_without_it(
    universe: Universe,
) -> None:
    screen = Screen(where="pe IS NULL AND zombie_oecd = 'unknown' AND pe IS NOT NULL")
    found = explain(universe, screen, universe.find("GOOD"))
    assert [o.outcome for o in found] == [Outcome.PASS, Outcome.PASS, Outcome.FAIL]
    assert overall(found) is Outcome.FAIL


def test_the_origin_of_a_condition_is_the_newest_filing_of_all_that_it_reads(
    tmp_path: Path,
) -> None:
    old, new = dt.date(2024, 12, 31), dt.date(2026, 3, 31)
    write_snapshot(
        tmp_path,
        metrics=[{"ticker": "A", "cik": 1, "assets": 2.0, "equity": 1.0, "cash": 3.0}],
        lineage=[
            fact("assets", "assets", 2.0, old, filed=dt.date(2025, 2, 1), accession="old"),
            fact("equity", "equity", 1.0, new, filed=dt.date(2026, 5, 1), accession="new"),
            # The day of filing decides, not that of the balance.
            fact("cash", "cash", 3.0, new, filed=dt.date(2026, 4, 1), accession="between"),
        ],
    )
    opened = open_universe(tmp_path)
    for where in ("assets / equity > cash", "cash < equity OR assets > 0"):
        [outcome] = explain(opened, Screen(where=where), opened.find("A"))
        assert outcome.origin is not None
        assert (outcome.origin.accession, outcome.origin.filed) == ("new", dt.date(2026, 5, 1))


def test_tickers_are_explained(universe: Universe) -> None:
    screen = Screen(tickers=("bf-b", "OTHER"))
    [brew] = explain(universe, screen, universe.find("BF.B"))
    [good] = explain(universe, screen, universe.find("GOOD"))
    assert (brew.outcome, brew.values) == (Outcome.PASS, (("ticker", "BF.B"),))
    assert (good.outcome, good.threshold_text) == (Outcome.FAIL, "BF-B, OTHER")


def test_a_company_is_explained_as_the_whole_universe_is_screened(universe: Universe) -> None:
    screen = Screen(profitable=True, where="revenue_growth > 1% AND (stale OR pe IS NULL)")
    every = run(universe.metrics, screen, everyone=True).rows
    for row in every.iter_rows(named=True):
        assert overall(explain(universe, screen, row)).value == row["outcome"]
