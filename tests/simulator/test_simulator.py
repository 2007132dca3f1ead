"""The program against a market whose truth is known: exactly right, or unknown where that is right.

The truth comes from what the fictional companies did, never from the code that reads their filings.
"""

from __future__ import annotations

import ast
import datetime as dt
import math
from collections.abc import Iterable
from pathlib import Path
from random import Random
from typing import Any

import polars as pl
import pytest
from tests.simulator.company import Company
from tests.simulator.draw import market, plain
from tests.simulator.quarterly import QUARTER_FLOWS, quarterly
from tests.simulator.traps import TRAPS, UNRESOLVABLE
from tests.simulator.truth import COLUMNS, LABELS, truth
from tests.simulator.write import HOLDINGS_DATE, write_market

from screener.build import BuildRequest, Built, build
from screener.store.snapshot import Snapshot

FIRST_DAY = dt.date(2022, 3, 1)
RECAST_DAY = dt.date(2025, 4, 10)
"""After the 8-Ks that restate whole statements, before the 10-Qs that do."""


def built(companies: Iterable[Company], folder: Path, as_of: dt.date) -> Snapshot:
    """Write a market and build it as of a day."""
    write_market(companies, folder)
    request = BuildRequest(
        holdings=folder / "holdings.csv",
        tickers=(folder / "company_tickers.json", folder / "company_tickers_older.json"),
        facts=(folder / "companyfacts.zip",),
        submissions=(folder / "submissions.zip",),
        root=folder / "out",
        created=dt.datetime(2026, 5, 6, tzinfo=dt.UTC),
        as_of=as_of,
        workers=1,
    )
    *_, last = build(request)
    assert isinstance(last, Built)
    return last.snapshot


def answers(snapshot: Snapshot) -> dict[str, dict[str, Any]]:
    """The metrics by ticker."""
    return {row["ticker"]: row for row in snapshot.table("metrics").iter_rows(named=True)}


def wrong(company: Company, answer: dict[str, Any], as_of: dt.date) -> list[str]:
    """What the program got wrong, in words."""
    right = truth(company, as_of)
    may_be_unknown = set(str(right["or_unknown"]).split())
    return [
        f"{company.ticker} {column}: {answer[column]!r}, not {right[column]!r} {company.traps}"
        for column in COLUMNS
        if column not in LABELS
        and not agrees(answer[column], right[column], column in may_be_unknown)
    ]


def wrong_quarters(companies: list[Company], snapshot: Snapshot, as_of: dt.date) -> list[str]:
    """The quarters that the program got wrong, in words: rows too many, and figures."""
    rows = snapshot.table("quarters").iter_rows(named=True)
    found = {(row["cik"], row["period_start"], row["period_end"]): row for row in rows}
    nothing = dict.fromkeys(QUARTER_FLOWS)
    texts = []
    for company in companies:
        for right in quarterly(company, as_of):
            start, end = (
                dt.date.fromisoformat(str(right[f"period_{which}"])) for which in ("start", "end")
            )
            answer = found.pop((company.cik, start, end), nothing)
            may_be_unknown = set(str(right["or_unknown"]).split())
            texts += [
                f"{company.ticker} {end} {column}: {answer[column]}, not {right[column]}"
                f" {company.traps}"
                for column in QUARTER_FLOWS
                if not agrees(answer[column], right[column], column in may_be_unknown)
            ]
    return [*texts, *(f"no such quarter: {key}" for key in found)]


def agrees(got: Any, right: Any, may_be_unknown: bool) -> bool:
    if got is None or got == "unknown":
        return right is None or right == "unknown" or may_be_unknown
    if right is None:
        return False
    if isinstance(right, str):
        return str(got) == right
    return math.isclose(float(got), float(right), rel_tol=1e-9, abs_tol=1e-9)


def errors(companies: list[Company], folder: Path, as_of: dt.date) -> str:
    snapshot = built(companies, folder, as_of)
    found = answers(snapshot)
    texts = [text for company in companies for text in wrong(company, found[company.ticker], as_of)]
    return "\n".join([*texts, *wrong_quarters(companies, snapshot, as_of)])


def test_every_figure_of_a_random_market_is_right_or_rightly_unknown(tmp_path: Path) -> None:
    assert not errors(list(market(150, 7)), tmp_path, HOLDINGS_DATE)


@pytest.mark.parametrize("seed", range(4))
def test_at_a_random_day_it_is_what_could_be_known_then(tmp_path: Path, seed: int) -> None:
    day = FIRST_DAY + dt.timedelta(Random(seed).randrange((HOLDINGS_DATE - FIRST_DAY).days))
    assert not errors(list(market(70, seed)), tmp_path, day)


@pytest.mark.parametrize("as_of", [HOLDINGS_DATE, RECAST_DAY])
def test_each_trap_alone_misleads_nobody(tmp_path: Path, as_of: dt.date) -> None:
    companies = []
    for trap in TRAPS:
        fitting = (c for n in range(1000) if trap.fits(c := plain(1000 * TRAPS.index(trap) + n, 3)))
        for number, company in zip(range(6), fitting, strict=False):
            companies.append(trap.apply(company, Random(f"{trap.name} {number}")))
    assert len(companies) == 6 * len(TRAPS)
    assert not errors(companies, tmp_path, as_of)


def test_both_classes_of_a_company_bear_its_figures(tmp_path: Path) -> None:
    trap = next(trap for trap in TRAPS if trap.name == "two_classes")
    company = trap.apply(plain(5, 3), Random(0))
    found = answers(built([company], tmp_path, HOLDINGS_DATE))
    assert company.second_class is not None
    one, other = found[company.ticker], found[company.second_class[0]]
    assert one["revenue_ttm"] is not None
    assert {name for name in one if one[name] != other[name]} <= {
        "ticker", "name", "price", "weight", "market_value", "market_cap", "pe", "ps",
        "pb", "fcf_yield", "earnings_yield", "ev_ebitda", "ev_sales", "net_cash_share",
    }  # fmt: skip


def test_the_simulator_imports_nothing_of_what_it_checks() -> None:
    for path in Path(__file__).parent.glob("*.py"):
        if path.name.startswith("test_"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not [name for name in names if name.split(".")[0] == "screener"], path.name


def test_a_market_is_the_beginning_of_a_larger_one_and_the_same_again(tmp_path: Path) -> None:
    small, large = list(market(5, 7)), list(market(9, 7))
    assert [company.name for company in small] == [company.name for company in large[:5]]
    for name in ("one", "two"):
        write_market(market(5, 7), tmp_path / name)
    files = [path for path in (tmp_path / "one").rglob("*") if path.is_file()]
    assert len(files) > 7
    for path in files:
        again = tmp_path / "two" / path.relative_to(tmp_path / "one")
        assert path.read_bytes() == again.read_bytes()


def test_every_trap_is_as_frequent_as_it_says() -> None:
    companies = list(market(2000, 7))
    untouched = [plain(number, 7) for number in range(2000)]
    for trap in TRAPS:
        count = sum(trap.name in company.traps for company in companies)
        expected = sum(map(trap.fits, untouched)) * trap.probability
        # Traps that others exclude are a little rarer than chance would have them.
        assert 0.6 * expected - 4 * expected**0.5 < count <= expected + 4 * expected**0.5, trap.name
        assert count, trap.name


def test_few_companies_can_not_be_known() -> None:
    companies = list(market(2000, 7))
    share = sum(bool(UNRESOLVABLE & set(company.traps)) for company in companies) / len(companies)
    assert 0.005 < share < 0.05


def test_it_is_like_the_index(tmp_path: Path) -> None:
    write_market(market(500, 7), tmp_path)
    table = pl.read_parquet(tmp_path / "truth.parquet").drop_nulls("net_income_ttm")
    losing = table.select((pl.col("net_income_ttm") <= 0).mean()).item()
    assert 0.34 < losing < 0.46
    verdicts = table.filter(pl.col("zombie_oecd").is_in(["yes", "no"]))["zombie_oecd"]
    assert 0.05 < (verdicts == "yes").mean() < 0.25


@pytest.mark.shared
def test_nobody_is_called_so(shared_data: Path) -> None:
    text = "".join(
        path.read_text(encoding="utf-8") for path in (shared_data / "tickers").glob("*.json")
    ).upper()
    for company in market(2000, 7):
        assert f'"{company.ticker}"' not in text
        assert company.name not in text
