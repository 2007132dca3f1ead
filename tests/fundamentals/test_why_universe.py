"""Every unknown figure of every company of a universe has exactly one kind of unknown."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path

import pytest
from tests.makers import market as plain_market

from screener import paths
from screener.build import BuildRequest, Built, build
from screener.fundamentals.formulas import FORMULAS, RECORDS
from screener.model.verdict import Answer, Unknown
from screener.store.snapshot import Snapshot, open_snapshot
from screener.zombies import UNCOVERED, VERDICTS


@pytest.fixture(scope="module")
def fictional(fixtures_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    edgar = fixtures_dir / "edgar"
    *_, last = build(
        BuildRequest(
            holdings=fixtures_dir / "ishares" / "holdings.csv",
            tickers=(edgar / "company_tickers.json", edgar / "company_tickers_older.json"),
            facts=(edgar / "companyfacts",),
            submissions=(edgar / "submissions",),
            root=tmp_path_factory.mktemp("fictional"),
            created=dt.datetime(2026, 5, 6, tzinfo=dt.UTC),
        )
    )
    assert isinstance(last, Built)
    return last.snapshot


def unexplained(snapshot: Snapshot) -> list[tuple[str, str, list[str]]]:
    """Unknown figures that have not exactly one kind of unknown, with the kinds they have."""
    kinds: dict[tuple[int, str], list[str]] = {}
    for cik, metric, kind in snapshot.table("reasons").select("cik", "metric", "kind").iter_rows():
        kinds.setdefault((cik, metric), []).append(kind)
    of_holding = snapshot.table("constituents").select("kind", "reason").rows()
    wrong = []
    for row, (kind, reason) in zip(
        snapshot.table("metrics").iter_rows(named=True), of_holding, strict=True
    ):
        assert (kind is None) == (reason is None)
        for metric in (*FORMULAS, *RECORDS, "price", *VERDICTS, UNCOVERED):
            if row[metric] in (None, Answer.UNKNOWN.value):
                found = kinds.get((row["cik"], metric), []) or [kind]
                if len(found) != 1 or found[0] not in set(Unknown):
                    wrong.append((row["ticker"], metric, found))
    return wrong


def test_every_unknown_of_the_fictional_market_has_one_kind(fictional: Snapshot) -> None:
    assert fictional.table("metrics").height >= 40
    assert unexplained(fictional) == []


def test_every_unknown_of_the_sample_has_one_kind() -> None:
    assert unexplained(open_snapshot(paths.sample_dir())) == []


def test_every_unknown_of_companies_with_hardly_any_facts_has_one_kind(tmp_path: Path) -> None:
    found = plain_market(tmp_path, 2)
    found.add("NONE")
    found.add("LISTED", 999)
    snapshot = found.build(as_of=dt.date(2027, 6, 30)).snapshot  # stale, and without a price
    assert unexplained(snapshot) == []
    counted = Counter(snapshot.table("reasons")["kind"])
    assert counted[Unknown.STALE] > 0
    assert counted[Unknown.NO_PRICE] > 0
