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
from tests.simulator.tables import BY_MEDIAN
from tests.simulator.traps import TRAPS, UNRESOLVABLE
from tests.simulator.truth import COLUMNS, LABELS, truth
from tests.simulator.write import HOLDINGS_DATE, write_market

from screener.build import BuildRequest, Built, build
from screener.store.snapshot import Snapshot

FIRST_DAY = dt.date(2022, 3, 1)
RECAST_DAY = dt.date(2025, 4, 10)
"""After the 8-Ks that restate whole statements, before the 10-Qs that do."""


@pytest.fixture(scope="module")
def trapped(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Company], Path]:
    """Return six companies in each trap, and the folder of their files."""
    companies, folder = [], tmp_path_factory.mktemp("trapped")
    for trap in TRAPS:
        fitting = (c for n in range(1000) if trap.fits(c := plain(1000 * TRAPS.index(trap) + n, 3)))
        for number, company in zip(range(6), fitting, strict=False):
            companies.append(trap.apply(company, Random(f"{trap.name} {number}")))
    assert len(companies) == 6 * len(TRAPS)
    write_market(companies, folder)
    return companies, folder


@pytest.fixture(scope="module")
def crowd_built(crowd_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """Return the snapshot of the crowd."""
    return built(crowd_files, HOLDINGS_DATE, tmp_path_factory.mktemp("built"))


def written(companies: Iterable[Company], folder: Path) -> Path:
    write_market(companies, folder)
    return folder


def built(folder: Path, as_of: dt.date, root: Path) -> Snapshot:
    """Build a market that is written, as of a day."""
    request = BuildRequest(
        holdings=folder / "holdings.csv",
        tickers=(folder / "company_tickers.json", folder / "company_tickers_older.json"),
        facts=(folder / "companyfacts.zip",),
        submissions=(folder / "submissions.zip",),
        root=root,
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


def errors(companies: list[Company], snapshot: Snapshot, as_of: dt.date) -> str:
    found = answers(snapshot)
    texts = [text for company in companies for text in wrong(company, found[company.ticker], as_of)]
    return "\n".join([*texts, *wrong_quarters(companies, snapshot, as_of)])


def test_every_figure_of_a_random_market_is_right_or_rightly_unknown(
    crowd: list[Company], crowd_built: Snapshot
) -> None:
    assert not errors(crowd, crowd_built, HOLDINGS_DATE)


def test_the_verdicts_that_compare_with_the_market_are_the_true_ones(
    crowd_files: Path, crowd_built: Snapshot
) -> None:
    truths = pl.read_parquet(crowd_files / "truth.parquet")
    metrics = crowd_built.table("metrics")
    names = [name for name in ("zombie_oecd", *BY_MEDIAN) if name in metrics.columns]
    assert names
    both = truths.join(metrics, on="ticker", suffix="_found")
    doubted = pl.col("or_unknown").str.split(" ").list.contains("zombie_oecd")
    for name in names:
        careful = doubted & (pl.col(f"{name}_found") == "unknown")
        wrong = both.filter(pl.col(name) != pl.col(f"{name}_found"), ~careful)
        assert wrong.select("ticker", name, f"{name}_found", "traps").rows() == []
        assert set(both[name].drop_nulls()) == {"yes", "no", "unknown", "n/a"} - (
            {"yes"} if name == "zombie_bis" else set()
        )


@pytest.mark.parametrize("seed", range(4))
def test_at_a_random_day_it_is_what_could_be_known_then(tmp_path: Path, seed: int) -> None:
    day = FIRST_DAY + dt.timedelta(Random(seed).randrange((HOLDINGS_DATE - FIRST_DAY).days))
    companies = list(market(70, seed))
    files = written(companies, tmp_path / "files")
    assert not errors(companies, built(files, day, tmp_path / "built"), day)


@pytest.mark.parametrize("as_of", [HOLDINGS_DATE, RECAST_DAY])
def test_each_trap_alone_misleads_nobody(
    trapped: tuple[list[Company], Path], tmp_path: Path, as_of: dt.date
) -> None:
    companies, files = trapped
    assert not errors(companies, built(files, as_of, tmp_path), as_of)


def test_both_classes_of_a_company_bear_its_figures(tmp_path: Path) -> None:
    trap = next(trap for trap in TRAPS if trap.name == "two_classes")
    company = trap.apply(plain(5, 3), Random(0))
    files = written([company], tmp_path / "files")
    found = answers(built(files, HOLDINGS_DATE, tmp_path / "built"))
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


def test_every_trap_is_as_frequent_as_it_says(index: list[Company]) -> None:
    untouched = [plain(number, 7) for number in range(2000)]
    for trap in TRAPS:
        count = sum(trap.name in company.traps for company in index)
        expected = sum(map(trap.fits, untouched)) * trap.probability
        # Traps that others exclude are a little rarer than chance would have them.
        assert 0.6 * expected - 4 * expected**0.5 < count <= expected + 4 * expected**0.5, trap.name
        assert count, trap.name


def test_few_companies_can_not_be_known(index: list[Company]) -> None:
    share = sum(bool(UNRESOLVABLE & set(company.traps)) for company in index) / len(index)
    assert 0.005 < share < 0.05


def test_it_is_like_the_index(index: list[Company]) -> None:
    rows = [truth(company, HOLDINGS_DATE) for company in index[:500]]
    incomes = [row["net_income_ttm"] for row in rows if row["net_income_ttm"] is not None]
    assert 0.34 < sum(float(income) <= 0 for income in incomes) / len(incomes) < 0.46
    verdicts = [row["zombie_oecd"] for row in rows if row["net_income_ttm"] is not None]
    zombies, others = verdicts.count("yes"), verdicts.count("no")
    assert 0.05 < zombies / (zombies + others) < 0.25


@pytest.mark.shared
def test_nobody_is_called_so(shared_data: Path, index: list[Company]) -> None:
    text = "".join(
        path.read_text(encoding="utf-8") for path in (shared_data / "tickers").glob("*.json")
    ).upper()
    for company in index:
        assert f'"{company.ticker}"' not in text
        assert company.name not in text
