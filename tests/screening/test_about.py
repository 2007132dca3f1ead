"""What an export says of itself."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import polars as pl
import pytest
from tests.frames import universe_of

from screener.model.screen import Screen
from screener.screening import about
from screener.screening.about import about_rules, about_screen, about_sides, about_universe
from screener.screening.compile import run
from screener.screening.universe import Universe
from screener.store.manifest import Source

SOURCES = [Source("holdings", "a/IWM.csv", "00ff"), Source("facts", "facts.zip", "11ee")]


@pytest.fixture
def universe() -> Universe:
    found = universe_of(
        [
            {"ticker": "A", "profitable": True, "revenue_growth": 0.1, "pe": 9.0},
            {"ticker": "B", "profitable": True, "revenue_growth": 0.01, "pe": 9.0},
            {"ticker": "C", "profitable": True, "pe": 9.0},
        ]
    )
    manifest = replace(
        found.snapshot.manifest,
        fund="iShares Russell 2000 ETF",
        holdings_date=dt.date(2026, 6, 29),
        sources=SOURCES,
    )
    return replace(found, snapshot=replace(found.snapshot, manifest=manifest))


def test_the_criteria_are_said_in_words_and_what_came_of_them(universe: Universe) -> None:
    screen = Screen(
        title="Growers",
        profitable=True,
        growth_above="4%",
        where="pe < 12 AND ticker <> 'Z'",
        sort=("-revenue_growth", "ticker"),
        limit=1,
        zombie_definition="fed",
        rate_move="-50bp",
    )
    assert about_screen(universe, screen, run(universe.metrics, screen), "mine (changed)")[:13] == (
        ("preset", "mine (changed)"),
        ("title", "Growers"),
        ("rule", "profitable: net income > 0"),
        ("rule", "growth: > 4%"),
        ("rule", "where: pe < 12"),
        ("rule", "where: ticker <> 'Z'"),
        ("order", "revenue_growth descending, ticker ascending"),
        ("limit", "1 row"),
        ("fail only for a missing figure", "left out"),
        ("assumed move of the rate", "-50bp"),
        ("definition of a zombie", "fed"),
        ("outcome", "1 pass, 1 fail, 1 unknown, of 3 rows"),
        ("rows written", "1"),
    )


def test_it_says_the_day_the_members_the_snapshot_and_each_source(
    universe: Universe, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(about, "__version__", "1.2.3")
    assert about_universe(universe) == (
        ("as of", "2026-06-30"),
        ("membership", "iShares Russell 2000 ETF, holdings of 2026-06-29"),
        ("snapshot", "nowhere"),
        ("snapshot created", "2026-07-01T00:00:00Z"),
        ("schema version", "3"),
        ("program", "smallcap-screener 1.2.3"),
        ("source: holdings", "a/IWM.csv, SHA-256 00ff"),
        ("source: facts", "facts.zip, SHA-256 11ee"),
    )


def test_unknown_rows_that_are_kept_and_fictional_companies_are_told(universe: Universe) -> None:
    sample = replace(universe.snapshot.manifest, sample=True)
    universe = replace(universe, snapshot=replace(universe.snapshot, manifest=sample))
    screen = Screen(unknown="include")
    said = dict(about_screen(universe, screen, run(universe.metrics, screen), "x"))
    assert said["fail only for a missing figure"] == "kept, marked"
    assert said["sample"] == "fictional companies"
    assert said["limit"] == "none"
    assert "title" not in said and "rule" not in said


def test_an_empty_universe_is_told_as_one(universe: Universe) -> None:
    empty = replace(universe, metrics=universe.metrics.filter(pl.lit(False)))
    said = dict(about_screen(empty, Screen(), run(empty.metrics, Screen()), "x"))
    assert said["outcome"] == "0 pass, 0 fail, 0 unknown, of 0 rows"


def test_of_a_comparison_the_rules_are_those_of_an_export_without_what_is_about_rows(
    universe: Universe,
) -> None:
    screen = Screen(title="Growers", growth_above="4%", zombie_definition="fed", limit=1)
    assert about_rules(screen, "mine") == (
        ("preset", "mine"),
        ("title", "Growers"),
        ("rule", "growth: > 4%"),
        ("assumed move of the rate", "-75bp"),
        ("definition of a zombie", "fed"),
    )


def earlier(universe: Universe, *sources: Source) -> Universe:
    old = replace(
        universe.snapshot.manifest,
        as_of=dt.date(2026, 3, 31),
        created="2026-04-01T00:00:00Z",
        holdings_date=dt.date(2026, 3, 30),
        sources=list(sources),
    )
    return replace(universe, snapshot=replace(universe.snapshot, manifest=old))


def test_two_sides_say_the_same_sources_once(
    universe: Universe, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(about, "__version__", "1.2.3")
    assert about_sides(earlier(universe, *SOURCES), universe) == (
        ("from: as of", "2026-03-31"),
        ("from: membership", "iShares Russell 2000 ETF, holdings of 2026-03-30"),
        ("from: snapshot", "nowhere"),
        ("from: snapshot created", "2026-04-01T00:00:00Z"),
        ("from: schema version", "3"),
        ("to: as of", "2026-06-30"),
        ("to: membership", "iShares Russell 2000 ETF, holdings of 2026-06-29"),
        ("to: snapshot", "nowhere"),
        ("to: snapshot created", "2026-07-01T00:00:00Z"),
        ("to: schema version", "3"),
        ("program", "smallcap-screener 1.2.3"),
        ("source: holdings", "a/IWM.csv, SHA-256 00ff"),
        ("source: facts", "facts.zip, SHA-256 11ee"),
    )


def test_a_source_that_was_fetched_is_told_by_its_origin(universe: Universe) -> None:
    fetched = Source("holdings", "a/IWM.csv", "00ff", "", "https://fund.example/IWM.csv")
    pairs = about_universe(earlier(universe, fetched, SOURCES[1]))
    assert [value for what, value in pairs if what.startswith("source")] == [
        "https://fund.example/IWM.csv, SHA-256 00ff",
        "facts.zip, SHA-256 11ee",
    ]


def test_where_one_source_is_another_each_side_has_all_of_its_own(universe: Universe) -> None:
    before = earlier(universe, Source("holdings", "b/IWM.csv", "22dd"), SOURCES[1])
    said = [pair for pair in about_sides(before, universe) if "source" in pair[0]]
    assert said == [
        ("from: source: holdings", "b/IWM.csv, SHA-256 22dd"),
        ("from: source: facts", "facts.zip, SHA-256 11ee"),
        ("to: source: holdings", "a/IWM.csv, SHA-256 00ff"),
        ("to: source: facts", "facts.zip, SHA-256 11ee"),
    ]
