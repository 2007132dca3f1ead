"""A universe of an earlier day is what a build of that day makes: nothing filed later is in it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal
from tests.makers import HOLDINGS_DATE, Market, build_fixtures, fact, facts_file, plain_facts

from screener import paths
from screener.build import BuildRequest, Built, build
from screener.build.membership import of_snapshot
from screener.build.rewind import rewind
from screener.errors import UsageError
from screener.model.screen import Screen
from screener.model.words import counted
from screener.screening.explain import reason
from screener.screening.universe import Universe, open_universe
from screener.store.schema import TABLES


def built_from(fixtures: Path, root: Path, as_of: dt.date | None = None) -> Universe:
    return open_universe(build_fixtures(fixtures, root, as_of).path)


@pytest.fixture(scope="module")
def universe(fixtures_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Universe:
    return built_from(fixtures_dir, tmp_path_factory.mktemp("now"))


def assert_same(left: Universe, right: Universe) -> None:
    for name in TABLES:
        assert_frame_equal(left.snapshot.table(name), right.snapshot.table(name))


@settings(
    max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True
)
@given(day=st.dates(dt.date(2015, 1, 1), HOLDINGS_DATE))
def test_every_table_is_the_one_that_a_build_of_that_day_makes(
    universe: Universe, fixtures_dir: Path, tmp_path_factory: pytest.TempPathFactory, day: dt.date
) -> None:
    then = built_from(fixtures_dir, tmp_path_factory.mktemp("then"), day)
    assert_same(rewind(universe, day, of_snapshot(universe)), then)


def test_nothing_that_was_filed_later_is_in_it(universe: Universe) -> None:
    day = dt.date(2024, 6, 30)
    found = rewind(universe, day)
    for name in ("facts", "lineage", "years", "metrics", "instruments"):
        newest = found.snapshot.table(name).select(pl.col("filed").max()).item()
        assert newest is None or newest <= day, name
    assert found.snapshot.table("companies").select(pl.col("latest_filed").max()).item() <= day
    assert found.metrics["revenue_ttm"].count() > 0
    assert set(found.metrics["as_of"]) == {day}


def test_the_manifest_says_whose_companies_and_whose_facts_they_are(universe: Universe) -> None:
    found = rewind(universe, dt.date(2024, 6, 30)).snapshot.manifest
    assert found.as_of == dt.date(2024, 6, 30)
    assert found.facts_until == HOLDINGS_DATE
    fund = universe.snapshot.manifest.fund
    assert found.membership == f"the snapshot's, {fund}, holdings of {HOLDINGS_DATE}"
    assert found.missing == (
        "companies that left before that day are missing;"
        " no prices of 2024-06-30, so market caps, multiples and yields are unknown"
    )
    assert found.newest_filing is not None
    assert found.newest_filing <= found.as_of


def test_a_price_is_known_on_its_own_day_only(universe: Universe) -> None:
    assert universe.metrics["price"].count() > 0
    day = HOLDINGS_DATE - dt.timedelta(days=1)
    found = rewind(universe, day)
    assert found.metrics["price"].count() == 0
    assert found.metrics["pe"].count() == 0
    told = found.reasons.filter(pl.col("metric") == "price")["reason"].unique().to_list()
    assert f"the price is of {HOLDINGS_DATE}, not of the as-of date {day}" in told


def test_a_screen_runs_on_it_and_explains(universe: Universe) -> None:
    found = rewind(universe, dt.date(2024, 6, 30))
    passing = found.screen(Screen(profitable=True))
    assert 0 < passing.height < found.metrics.height
    outcomes = found.explain(passing["ticker"][0], Screen(profitable=True))
    assert [outcome.outcome.value for outcome in outcomes] == ["pass"]


def test_its_own_day_changes_nothing(universe: Universe) -> None:
    assert rewind(universe, HOLDINGS_DATE) is universe


def test_a_day_that_the_snapshot_knows_nothing_of_is_refused(universe: Universe) -> None:
    with pytest.raises(
        UsageError, match="knows what was filed up to 2026-05-05, not to 2026-05-06"
    ):
        rewind(universe, HOLDINGS_DATE + dt.timedelta(days=1))


def test_before_the_first_filing_everything_is_unknown(universe: Universe) -> None:
    found = rewind(universe, dt.date(1999, 1, 1))
    assert found.metrics["revenue_ttm"].count() == 0
    assert found.metrics.height == universe.metrics.height
    reasons = found.constituents.filter(pl.col("cik").is_not_null())["reason"]
    assert reasons.null_count() == 0
    assert "no periodic report was filed by the as-of date" in set(reasons)


def test_a_day_may_be_written_and_a_moment_means_its_day(universe: Universe) -> None:
    day = dt.date(2024, 6, 30)
    for written in ("2024-06-30", dt.datetime(2024, 6, 30, 12)):
        assert_same(rewind(universe, written), rewind(universe, day))
    for wrong in ("30.6.2024", "2024-13-01", 2024):
        with pytest.raises(UsageError, match="is not a date\nWrite it as YYYY-MM-DD"):
            rewind(universe, wrong)  # type: ignore[arg-type]  # a notebook has no types


def test_the_first_of_all_days_is_one(universe: Universe) -> None:
    assert rewind(universe, dt.date.min).metrics["revenue_ttm"].count() == 0


def test_an_amendment_counts_from_its_day_on(tmp_path: Path) -> None:
    """Worked by hand: assets of 2025 were filed as 900 on 1 March 2026, as 700 on 1 April."""
    year = {"start": "2025-01-01", "filed": "2026-03-01"}
    tags = {
        "Revenues": [fact("2025-12-31", 400, **year)],
        "Assets": [
            fact("2025-12-31", 900, filed="2026-03-01", accn="0000000101-26-000001"),
            fact("2025-12-31", 700, filed="2026-04-01", form="10-K/A", accn="0000000101-26-000002"),
        ],
    }
    found = Market(tmp_path)
    found.add("AAA", 101, facts_file(101, tags))
    universe = open_universe(found.build().snapshot.path)
    known = {
        day: rewind(universe, dt.date.fromisoformat(day)).metrics["assets"][0]
        for day in ("2026-02-28", "2026-03-01", "2026-03-31", "2026-04-01")
    }
    assert known == {
        "2026-02-28": None, "2026-03-01": 900.0, "2026-03-31": 900.0, "2026-04-01": 700.0
    }  # fmt: skip


def test_companies_that_are_computed_apart_are_as_those_computed_together(
    universe: Universe, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = dt.date(2025, 3, 31)
    monkeypatch.setattr("screener.build.rewind.find", lambda key: None)  # always computed
    together = rewind(universe, day)
    monkeypatch.setattr("screener.build.rewind._AT_ONCE", 3)
    told: list[tuple[int, int]] = []
    apart = rewind(universe, day, on_progress=lambda *counts: told.append(counts))
    assert len(told) > 3
    assert told == sorted(told)
    assert told[-1][0] == told[-1][1]
    assert_same(apart, together)


def test_progress_is_told(tmp_path: Path) -> None:
    found = Market(tmp_path)
    found.add("AAA", 101, plain_facts(101))
    told: list[tuple[int, int]] = []
    universe = open_universe(found.build().snapshot.path)
    rewind(universe, dt.date(2025, 6, 30), on_progress=lambda done, all_: told.append((done, all_)))
    assert told == [(0, 1), (1, 1)]


@pytest.mark.shared
def test_the_real_files_give_at_three_days_what_builds_give(
    shared_data: Path, tmp_path: Path
) -> None:
    def of(day: dt.date) -> Universe:
        *_, last = build(
            BuildRequest(
                holdings=shared_data / "ishares" / "IWV_2025-05-21.csv",
                tickers=(shared_data / "tickers" / "company_tickers.json",),
                facts=(shared_data / "companyfacts", shared_data / "companyfacts_trimmed"),
                submissions=(shared_data / "submissions",),
                root=tmp_path / str(day),
                created=dt.datetime(2026, 7, 1, tzinfo=dt.UTC),
                as_of=day,
            )
        )
        assert isinstance(last, Built)
        return open_universe(last.snapshot.path)

    newest = of(dt.date(2026, 6, 30))
    for day in (dt.date(2025, 5, 21), dt.date(2023, 6, 30), dt.date(2014, 1, 1)):
        assert_same(rewind(newest, day), of(day))


def test_debt_that_only_later_filings_list_is_told(tmp_path: Path) -> None:
    universe = open_universe(paths.sample_dir())
    found = rewind(universe, dt.date(2025, 12, 31))
    later = universe.instruments.filter(pl.col("filed") > dt.date(2025, 12, 31))["cik"].n_unique()
    assert later > 100
    told = f"the debt by instrument of {later:,} companies is of later filings, so its type is"
    assert told in found.snapshot.manifest.missing


def test_a_day_before_most_facts_is_told(universe: Universe) -> None:
    before = rewind(universe, dt.date(2000, 1, 3))
    bare = {row["cik"] for row in before.constituents.iter_rows(named=True)
            if row["kind"] == "no facts"} - {None}  # fmt: skip
    told = f"of {counted(len(bare), 'company', 'companies')} no fact was filed by 2000-01-03"
    assert told in before.snapshot.manifest.missing
    assert before.metrics["revenue_ttm"].count() == 0


def test_a_weight_says_of_which_day_it_is(universe: Universe) -> None:
    found = rewind(universe, dt.date(2024, 6, 30))
    row = found.metrics.row(0, named=True)
    assert row["weight"] is not None
    assert reason(found, row, "weight") == f"of the holdings of {HOLDINGS_DATE}"
    assert reason(universe, universe.metrics.row(0, named=True), "weight") == ""
