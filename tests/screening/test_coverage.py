"""How much of a universe each metric covers: every row is known, or unknown for one kind."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import polars as pl
from tests.frames import metrics_frame
from tests.makers import Market, plain_facts

from screener import paths
from screener.model.metric import METRICS, Unit
from screener.model.verdict import Answer, Note, Unknown
from screener.screening.coverage import unknown_kinds
from screener.store.schema import CONSTITUENTS, METRICS_TABLE, REASONS
from screener.store.snapshot import Snapshot, open_snapshot

Kinds = dict[str, Counter[str]]


def kinds(
    metrics: pl.DataFrame, of_holding: list[str | None], *reasons: tuple[object, ...]
) -> Kinds:
    constituents = pl.DataFrame(
        [
            dict.fromkeys(CONSTITUENTS) | {"kind": kind, "ticker": ticker}
            for kind, ticker in zip(of_holding, metrics["ticker"], strict=True)
        ],
        schema=CONSTITUENTS,
    )
    told = pl.DataFrame(list(reasons), schema=REASONS, orient="row")
    return by_metric(unknown_kinds(metrics, constituents, told))


def by_metric(unknown: pl.DataFrame) -> Kinds:
    assert unknown.columns == ["metric", "kind", "count"]
    assert unknown.select("metric", "kind").is_unique().all()
    assert unknown.null_count().row(0) == (0, 0, 0)
    found: Kinds = {name: Counter() for name in METRICS_TABLE}
    for metric, kind, count in unknown.iter_rows():
        found[metric][kind] = count
    return found


def test_a_row_without_a_value_counts_under_its_reasons_kind() -> None:
    metrics = metrics_frame({"cik": 1, "pe": 12.0}, {"cik": 2}, {"cik": 3}, {"cik": 4})
    found = kinds(
        metrics,
        [None] * 4,
        (2, "pe", "degenerate", "meaningless: a loss has no price-earnings ratio"),
        (3, "pe", "no price", "the price is in EUR"),
        (4, "pe", "degenerate", "meaningless: a loss has no price-earnings ratio"),
        (3, "ps", "stale", "another metric's"),
    )
    assert found["pe"] == {"degenerate": 2, "no price": 1}
    assert found["cik"] == {}


def test_a_note_on_a_known_figure_is_no_reason() -> None:
    metrics = metrics_frame({"cik": 1, "total_debt": 5.0}, {"cik": 2})
    found = kinds(
        metrics,
        [None, None],
        (1, "total_debt", Note.FLAGGED.value, "flagged: others find more"),
        (2, "total_debt", Unknown.CONFLICTING.value, "debt tags contradict"),
    )
    assert found["total_debt"] == {"conflicting": 1}


def test_both_rows_of_a_company_count() -> None:
    metrics = metrics_frame({"cik": 1, "ticker": "A"}, {"cik": 1, "ticker": "B"})
    found = kinds(metrics, [None, None], (1, "roe", "degenerate", "meaningless: x"))
    assert found["roe"] == {"degenerate": 2}


def test_a_holding_without_figures_has_its_own_kind_for_all() -> None:
    metrics = metrics_frame({"ticker": "A"}, {"ticker": "B", "cik": 2}, {"ticker": "C", "cik": 3})
    found = kinds(metrics, ["no facts", "other standard", None], (None, "roe", "stale", "x"))
    assert found["roe"] == {"no facts": 1, "other standard": 1, "not reported": 1}
    assert found["ticker"] == {}


def test_a_reason_of_the_company_goes_before_that_of_the_holding() -> None:
    found = kinds(metrics_frame({"cik": 1}), ["no facts"], (1, "price", "no price", "x"))
    assert found["price"] == {"no price": 1}
    assert found["roe"] == {"no facts": 1}


def test_a_verdict_is_unknown_by_its_word_and_not_applicable_is_an_answer() -> None:
    answers = [{"cik": n, "zombie_oecd": answer.value} for n, answer in enumerate(Answer)]
    unknown = next(row["cik"] for row in answers if row["zombie_oecd"] == "unknown")
    found = kinds(
        metrics_frame(*answers), [None] * 4, (unknown, "zombie_oecd", "too short", "two years")
    )
    assert found["zombie_oecd"] == {"too short": 1}


def test_of_nothing_nothing_is_unknown() -> None:
    assert set(map(len, kinds(metrics_frame(), []).values())) == {0}


def counted(snapshot: Snapshot) -> tuple[Kinds, pl.DataFrame]:
    metrics, constituents = snapshot.table("metrics"), snapshot.table("constituents")
    return by_metric(unknown_kinds(metrics, constituents, snapshot.table("reasons"))), metrics


def unknown_cells(metrics: pl.DataFrame, name: str) -> int:
    cells = metrics[name].to_list()
    if METRICS[name].unit is Unit.VERDICT:
        return cells.count(Answer.UNKNOWN.value)
    return sum(cell is None for cell in cells)


def test_known_and_unknown_of_the_sample_are_all_its_rows() -> None:
    found, metrics = counted(open_snapshot(paths.sample_dir()))
    assert metrics.height > 40
    for name in METRICS_TABLE:
        assert sum(found[name].values()) == unknown_cells(metrics, name), name
        assert set(found[name]) <= set(Unknown)
    assert sum(bool(kinds) for kinds in found.values()) > 40


def test_the_manifest_of_the_sample_counts_every_unknown_figure_by_kind() -> None:
    snapshot = open_snapshot(paths.sample_dir())
    found, _ = counted(snapshot)
    assert snapshot.manifest.reasons == sum(found.values(), Counter())
    counts = list(snapshot.manifest.reasons.values())
    assert counts == sorted(counts, reverse=True)


def test_a_build_counts_its_reasons_in_the_manifest(tmp_path: Path) -> None:
    market = Market(tmp_path)
    market.add("NONE")
    market.files["CIK0000000999.json"] = b"{}"  # of a company that the fund doesn't hold
    # What the holdings file says: ticker, name, sector, exchange, weight, price, market value; and
    # the as-of date.
    assert market.build().snapshot.manifest.reasons == {"no facts": len(METRICS_TABLE) - 8}


def test_a_build_counts_the_reasons_of_every_company(tmp_path: Path) -> None:
    market = Market(tmp_path)
    market.add("AAA", 101, plain_facts(101))
    market.add("EURO", 102, plain_facts(102, unit="EUR"))
    market.add("NONE")
    snapshot = market.build().snapshot
    found, metrics = counted(snapshot)
    reasons = snapshot.manifest.reasons
    assert sum(reasons.values()) == sum(unknown_cells(metrics, name) for name in METRICS_TABLE)
    assert reasons["no facts"] == len(METRICS_TABLE) - 8
    figures = [name for name in METRICS_TABLE if METRICS[name].unit is not Unit.VERDICT]
    # Of a company in another currency the CIK is known, too; without submissions nobody's industry.
    assert found["industry"] == {"not reported": 2, "no facts": 1}
    assert sum(found[name]["other currency"] for name in figures) == len(figures) - 10
