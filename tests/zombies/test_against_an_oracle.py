"""The definitions over random records, against plain Python written from the papers' words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.zombies.judging import AS_OF, company, judged

CPI = {
    2017: 245.120, 2018: 251.107, 2019: 255.657, 2020: 258.811, 2021: 270.970, 2022: 292.655,
    2023: 304.702, 2024: 313.689, 2025: 321.943,
}  # fmt: skip
Answer = bool | None
WRITTEN_OFF = st.one_of(st.none(), st.integers(0, 9).map(float))
AMOUNTS = st.one_of(st.none(), st.integers(-12, 30).map(float))


@dataclass(frozen=True)
class Case:
    years: list[dict[str, Any]]
    company: dict[str, Any]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    count = draw(st.integers(0, 6))
    last = draw(st.sampled_from([2025, 2025, 2025, 2023]))
    years = []
    for fiscal_year in range(last - count + 1, last + 1):
        if draw(st.integers(0, 9)) == 0 and fiscal_year != last:
            continue  # a gap
        years.append(
            {
                "cik": 1, "fiscal_year": fiscal_year,
                "period_end": dt.date(fiscal_year, 12, 31),
                "operating_income": draw(AMOUNTS),
                "depreciation_amortization": draw(WRITTEN_OFF),
                "interest_expense": draw(st.one_of(st.none(), st.integers(0, 20).map(float))),
                "net_interest_expense": draw(st.one_of(st.none(), st.none(), AMOUNTS)),
                "total_debt": draw(st.one_of(st.none(), st.sampled_from([0.0, 30.0, 60.0]))),
                "assets": draw(st.sampled_from([None, 100.0])),
                "revenue": draw(st.sampled_from([None, 0.0, 90.0, 100.0, 130.0])),
                "revenue_before": draw(st.sampled_from([None, 0.0, 100.0])),
                "net_income": draw(AMOUNTS),
            }
        )  # fmt: skip
    return Case(
        years,
        company(
            sic=draw(st.sampled_from([None, "3560", "3560", "6022"])),
            industry_rule=draw(st.sampled_from(["general", "general", "reit", "bank"])),
            first_filed=draw(st.sampled_from([None, dt.date(2016, 5, 5), dt.date(2016, 5, 6)])),
            first_filed_source=draw(st.sampled_from(["submissions", "facts"])),
        ),
    )


def financial(of: dict[str, Any]) -> bool:
    if of["sic"] is not None:
        return 6000 <= int(of["sic"]) <= 6499
    return of["industry_rule"] == "bank"


def least(year: dict[str, Any]) -> float:
    """What gross interest is at least."""
    return max(year["interest_expense"] or 0.0, year["net_interest_expense"] or 0.0, 0.0)


def is_whole(year: dict[str, Any]) -> bool:
    paid, net = year["interest_expense"], year["net_interest_expense"]
    return paid is not None and paid > 0 and not (net is not None and paid < net * 0.95)


def free(year: dict[str, Any]) -> bool:
    return year["total_debt"] == 0 and not year["interest_expense"]


def covers(year: dict[str, Any], income: float | None, at_least: float | None) -> str:
    """below, covered, free or ? ."""
    if income is not None and (
        (0 < least(year) > income) or (income <= 0 and (year["total_debt"] or 0) > 0)
    ):
        return "below"
    if is_whole(year) and at_least is not None and at_least >= least(year):
        return "covered"
    return "free" if free(year) else "?"


def ebit(year: dict[str, Any], of: dict[str, Any]) -> str:
    income, written_off = year["operating_income"], year["depreciation_amortization"]
    if of["industry_rule"] != "reit" or income is None:
        return covers(year, income, income)
    whole = None if written_off is None else income + written_off
    return covers(year, whole, income + (written_off or 0.0))


def age(of: dict[str, Any]) -> Answer:
    first = of["first_filed"]
    if first is not None and first <= AS_OF.replace(year=AS_OF.year - 10):
        return True
    return False if first is not None and of["first_filed_source"] == "submissions" else None


def together(*criteria: Answer) -> str:
    if False in criteria:
        return "no"
    return "unknown" if None in criteria else "yes"


def window(case: Case, count: int) -> list[dict[str, Any]] | None:
    """The last fiscal years, where they are there, in a row, and recent."""
    years = case.years[-count:]
    if len(years) < count or years[-1]["fiscal_year"] != 2025:
        return None
    return years if years[-1]["fiscal_year"] - years[0]["fiscal_year"] == count - 1 else None


BELOW: dict[str, Answer] = {"below": True, "covered": False, "free": False, "?": None}


def oecd(case: Case) -> str:
    years = window(case, 3)
    if years is None:
        return "unknown"
    states = [ebit(year, case.company) for year in years]
    no_debt = all(state == "free" for state in states)
    return "no" if no_debt else together(*(BELOW[s] for s in states), age(case.company))


def bis(case: Case) -> str:
    years = window(case, 2)
    if years is None:
        return "unknown"
    return together(None, *(BELOW[ebit(year, case.company)] for year in years))


def fed(case: Case) -> str:
    years = window(case, 4)
    if years is None:
        return "unknown"
    year = years[-1]
    # Alone in its universe, a company is the median.
    indebted = None if year["assets"] is None or year["total_debt"] is None else False
    growth: Answer = None
    if year["revenue"] is not None and year["revenue_before"]:
        growth = year["revenue"] / CPI[2025] < year["revenue_before"] / CPI[2022]
    return together(BELOW[ebit(year, case.company)], indebted, growth)


def cash(case: Case) -> str:
    years = window(case, 3)
    if years is None:
        return "unknown"
    states, low, whole = [], 0.0, True
    earned: float | None = 0.0
    surely: float | None = 0.0
    more = False
    for year in years:
        income, written_off = year["operating_income"], year["depreciation_amortization"]
        ebitda = None if income is None or written_off is None else income + written_off
        at_least = None if income is None else income + (written_off or 0.0)
        states.append(covers(year, ebitda, at_least))
        low += least(year)
        whole &= is_whole(year) or free(year)
        more |= (year["total_debt"] or 0) > 0 and least(year) == 0
        earned = None if earned is None or ebitda is None else earned + ebitda
        surely = None if surely is None or at_least is None else surely + at_least
    if all(state == "free" for state in states):
        return "no"
    total: Answer = None
    if earned is not None and (earned < low or (earned <= low and more)):
        total = True
    elif (
        surely is not None
        and whole
        and surely >= sum(0.0 if free(year) else least(year) for year in years)
    ):
        total = False
    below = [BELOW[state] for state in states]
    two = True if below.count(True) >= 2 else False if below.count(False) >= 2 else None
    return together(total, two, age(case.company))


def years_uncovered(case: Case) -> int | None:
    count, expected = 0, 2025
    if not case.years or case.years[-1]["fiscal_year"] != 2025 or financial(case.company):
        return None
    for year in reversed(case.years):
        state = ebit(year, case.company)
        if year["fiscal_year"] != expected or state == "?":
            return None
        if state != "below":
            break
        count, expected = count + 1, expected - 1
    return count


ORACLES = {"oecd": oecd, "bis": bis, "fed": fed, "cash": cash}


@settings(max_examples=400, deadline=None)
@given(cases())
def test_the_verdicts_are_those_of_plain_python(case: Case) -> None:
    found = judged(case.years, case.company).verdicts.row(0, named=True)
    for name, oracle in ORACLES.items():
        expected = "n/a" if financial(case.company) else oracle(case)
        assert found[f"zombie_{name}"] == expected, name
    assert found["years_uncovered"] == years_uncovered(case)


@settings(max_examples=60, deadline=None)
@given(st.lists(cases(), min_size=2, max_size=4))
def test_a_company_is_judged_alike_whoever_stands_beside(several: list[Case]) -> None:
    years, companies = [], []
    for cik, case in enumerate(several):
        years += [row | {"cik": cik} for row in case.years]
        companies.append(case.company | {"cik": cik, "sector": f"sector {cik}"})
    found = judged(years, *companies).verdicts.sort("cik")
    for row, case in zip(found.iter_rows(named=True), several, strict=True):
        alone = judged(case.years, case.company).verdicts.row(0, named=True)
        for name in ("zombie_oecd", "zombie_bis", "zombie_cash", "years_uncovered"):
            assert row[name] == alone[name]
