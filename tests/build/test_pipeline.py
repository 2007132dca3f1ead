"""From files to a snapshot: everything is there, once, with its reason; nothing else matters."""

from __future__ import annotations

import datetime as dt
import json
import threading
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.makers import (
    CREATED,
    HOLDINGS_DATE,
    Market,
    assert_same_tables,
    fact,
    facts_file,
    market,
    plain_facts,
    tables,
    write_folder,
    write_zip,
)

from screener.build import BuildRequest, Built, Progress, build
from screener.errors import ScreenerError, SourceError, UsageError
from screener.store.places import current_snapshot, list_snapshots
from screener.store.schema import TABLES
from screener.store.snapshot import open_snapshot


def reasons(built: Built) -> dict[str, str]:
    return dict(built.snapshot.table("constituents").select("ticker", "reason").iter_rows())


@pytest.fixture
def mixed(tmp_path: Path) -> Market:
    """Return a market with one company of each fate."""
    found = Market(tmp_path)
    found.add("PLAIN", 101, plain_facts(101))
    found.add("NOCIK")
    found.add("NOFACTS", 103)
    found.add("IFRS", 104, facts_file(104, {"Revenue": []}, taxonomy="ifrs-full"))
    found.add("CAD", 105, plain_facts(105, unit="CAD"))
    found.add("LATER", 106, facts_file(106, {"Assets": [fact("2026-04-30", 1)]}))
    found.add("TWO-A", 107, plain_facts(107))
    found.add("TWO-B", 107)
    return found


def test_every_table_has_exactly_its_columns_and_dtypes(mixed: Market) -> None:
    found = tables(mixed.build().snapshot)
    assert {name: list(table.schema.items()) for name, table in found.items()} == {
        name: list(pl.Schema(schema).items()) for name, schema in TABLES.items()
    }


def test_no_constituent_vanishes_and_each_has_its_reason(mixed: Market) -> None:
    built = mixed.build()
    assert built.snapshot.table("metrics")["ticker"].to_list() == list(reasons(built))
    assert reasons(built) == {
        "PLAIN": None,
        "NOCIK": "no SEC filer under this ticker",
        "NOFACTS": "no facts in this snapshot",
        "IFRS": "reports under IFRS: its figures are not comparable",
        "CAD": "reports in CAD: its figures are not comparable",
        "LATER": "no periodic report was filed by the as-of date",
        "TWO-A": None,
        "TWO-B": None,
    }
    metrics = built.snapshot.table("metrics")
    without = [ticker for ticker, reason in reasons(built).items() if reason]
    known = metrics.filter(~pl.col("ticker").is_in(without))
    assert known["revenue_ttm"].to_list() == [490.0] * 3  # 3 x 120 + 130
    assert metrics.filter(pl.col("ticker").is_in(without))["revenue_ttm"].null_count() == 5
    assert set(metrics.filter(pl.col("ticker").is_in(without))["zombie_oecd"]) == {"unknown"}


def test_the_counts_add_up(mixed: Market) -> None:
    built = mixed.build()
    found, counts = tables(built.snapshot), built.snapshot.manifest.counts
    assert counts == {"rows_in": 8, "matched": 7, "with_facts": 3} | {
        name: found[name].height for name in built.snapshot.manifest.tables
    }
    report = built.report
    assert (report.rows_in, report.constituents, report.matched, report.with_facts) == (8, 8, 7, 3)
    assert report.facts == found["facts"].height
    assert sum(report.left_out.values()) == report.constituents - report.with_facts
    assert found["companies"]["cik"].to_list() == [101, 104, 105, 106, 107]
    assert found["metrics"].height == found["constituents"].height
    assert found["facts"]["cik"].is_sorted()


def test_the_manifest_says_of_which_day_and_how_much_is_known(mixed: Market) -> None:
    built = mixed.build()
    manifest = built.snapshot.manifest
    assert (manifest.as_of, manifest.holdings_date) == (HOLDINGS_DATE, HOLDINGS_DATE)
    assert (manifest.fund, manifest.created) == ("Test Fund", "2026-05-06T07:08:09Z")
    assert manifest.newest_filing == dt.date(2026, 4, 30)
    assert manifest.coverage == built.report.coverage
    assert manifest.coverage["revenue_ttm"] == 3 / 8
    assert manifest.coverage["ticker"] == 1
    assert manifest.warnings == built.report.warnings
    assert manifest == open_snapshot(mixed.folder / "root").manifest


def test_a_company_of_two_classes_has_one_price_and_all_its_shares(mixed: Market) -> None:
    two = mixed.build().snapshot.table("metrics").filter(pl.col("cik") == 107)
    assert two["price"].to_list() == [10.0, 10.0]
    assert two["market_value"].to_list() == [1000.0, 1000.0]
    assert two["revenue_ttm"].n_unique() == 1


def test_the_as_of_date_is_that_of_the_holdings(tmp_path: Path) -> None:
    metrics = market(tmp_path).build().snapshot.table("metrics")
    assert set(metrics["as_of"]) == {HOLDINGS_DATE}
    assert metrics["price"].null_count() == 0
    assert metrics["period_end"].to_list() == [dt.date(2026, 3, 31)] * 2


def test_at_another_date_prices_are_unknown_and_later_filings_unread(tmp_path: Path) -> None:
    snapshot = market(tmp_path).build(as_of=dt.date(2025, 6, 30)).snapshot
    metrics = snapshot.table("metrics")
    assert metrics["price"].null_count() == metrics["market_cap"].null_count() == 2
    assert metrics["ps"].null_count() == 2
    assert metrics["period_end"].to_list() == [dt.date(2025, 3, 31)] * 2
    assert metrics["revenue_ttm"].to_list() == [450.0, 900.0]  # 3 x 110 + 120
    assert snapshot.table("lineage")["filed"].max() <= dt.date(2025, 6, 30)
    why = snapshot.table("reasons").filter(pl.col("metric") == "ps")["reason"]
    assert all(
        "the price is of 2026-05-05, not of the as-of date 2025-06-30" in text for text in why
    )
    # Later facts are kept for other dates.
    assert snapshot.table("facts")["filed"].max() == dt.date(2025, 4, 30)


@pytest.mark.parametrize("price", ["-0.05", "(10.00)"])
def test_a_price_that_is_not_above_zero_is_none(tmp_path: Path, price: str) -> None:
    found = market(tmp_path)
    found.held[0] = (*found.held[0][:7], price, *found.held[0][8:])
    snapshot = found.build().snapshot
    metrics = snapshot.table("metrics")
    assert metrics["price"].to_list() == [None, 10.0]
    assert metrics.filter(pl.col("cik") == 101).select("market_cap", "ps", "pe").row(0) == (
        None, None, None,
    )  # fmt: skip
    why = snapshot.table("reasons").filter(pl.col("cik") == 101, pl.col("metric") == "price")
    assert why["reason"].to_list() == ["the price in the holdings file is not above zero"]


def test_a_holdings_file_without_a_date_needs_one(tmp_path: Path) -> None:
    undated = market(tmp_path)
    undated.date = None
    with pytest.raises(UsageError, match="says no date") as caught:
        undated.build()
    assert "--as-of" in caught.value.next_step
    snapshot = undated.build(as_of=dt.date(2026, 5, 5)).snapshot
    assert snapshot.table("metrics")["price"].null_count() == 2


@pytest.mark.parametrize("kind", ["folder", "zip"])
def test_an_archive_without_any_companys_file_is_one_clear_error(tmp_path: Path, kind: str) -> None:
    files = {"README.json": b"{}"}
    other = tmp_path / "other"
    path = write_folder(other, files) if kind == "folder" else write_zip(other, files)
    request = market(tmp_path / "market").request(facts=(path,))
    with pytest.raises(SourceError, match="no company's file") as caught:
        list(build(request))
    assert str(path) in caught.value.where
    assert "CIK##########.json" in caught.value.next_step
    assert not request.root.exists()


def test_a_market_in_which_nobody_is_known_is_still_built(tmp_path: Path) -> None:
    nobody = Market(tmp_path)
    nobody.add("NOCIK")
    built = nobody.build(facts=(write_folder(tmp_path / "f", {"CIK0000000001.json": b"{}"}),))
    assert built.snapshot.table("metrics").height == 1
    assert built.report.matched == 0


def test_two_folders_are_united_by_tag_unit_period_and_filing(tmp_path: Path) -> None:
    whole = plain_facts(101)
    first, second = json.loads(json.dumps(whole)), json.loads(json.dumps(whole))
    del first["facts"]["us-gaap"]["NetIncomeLoss"]
    # Another value of the same fact loses; another filing of it does not.
    assets = second["facts"]["us-gaap"]["Assets"]["units"]["USD"]
    assets[0]["val"] = 5
    assets.append(assets[0] | {"accn": "another", "val": 7})
    found = Market(tmp_path / "m")
    found.add("PLAIN", 101)
    folders = tuple(
        write_folder(tmp_path / name, {"CIK0000000101.json": json.dumps(content).encode()})
        for name, content in (("first", first), ("second", second))
    )
    facts = found.build(facts=folders).snapshot.table("facts")
    assert facts.height == 13 + 13 + 2
    assert sorted(facts.filter(pl.col("tag") == "Assets")["value"]) == [7, 1000]


def test_a_second_archive_with_the_same_files_changes_nothing(tmp_path: Path) -> None:
    found = market(tmp_path)
    request = found.request()
    once, twice = found.build(), found.build(facts=request.facts * 2)
    assert_same_tables(once.snapshot, twice.snapshot)


def test_a_zip_gives_the_snapshot_of_the_folder(mixed: Market) -> None:
    names = {**mixed.files, "folder/CIK0000000103.json": json.dumps(plain_facts(103)).encode()}
    mixed.files["CIK0000000103.json.gz"] = names["folder/CIK0000000103.json"]
    path = write_zip(mixed.folder / "facts.zip", names)
    assert_same_tables(mixed.build().snapshot, mixed.build(facts=(path,)).snapshot)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=3
)
@given(st.data())
def test_neither_order_nor_batches_nor_packing_change_a_figure(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("market")
    found = market(folder, companies=6)
    before = found.build()
    names = data.draw(st.permutations(list(found.files)))
    path = write_zip(folder / "facts.zip", {name: found.files[name] for name in names})
    after = found.build(facts=(path,), batch_size=data.draw(st.integers(1, 6)), workers=1)
    assert_same_tables(before.snapshot, after.snapshot)


def test_worker_processes_give_the_same_tables(tmp_path: Path) -> None:
    found = market(tmp_path, companies=7)
    found.add("BAD", 200, b"{")
    alone, together = found.build(workers=1), found.build(batch_size=2, workers=2)
    assert_same_tables(alone.snapshot, together.snapshot)
    assert alone.report == together.report
    assert [path.name for path in (tmp_path / "root" / "snapshots").glob(".*")] == []


def test_progress_reaches_the_whole_and_the_snapshot_comes_last(tmp_path: Path) -> None:
    *progress, last = build(market(tmp_path, companies=5).request(batch_size=2, workers=1))
    assert isinstance(last, Built)
    assert all(isinstance(event, Progress) for event in progress)
    done = [event.done for event in progress if isinstance(event, Progress)]
    assert done == sorted(done)
    assert (done[0], done[-1]) == (0, 5)


@pytest.mark.parametrize("events", [1, 2, 3])
def test_a_build_that_is_given_up_leaves_nothing_behind(tmp_path: Path, events: int) -> None:
    request = market(tmp_path).request()
    running = build(request)
    for _ in range(events):
        next(running)
    running.close()  # type: ignore[attr-defined]  # a generator
    assert list((request.root / "snapshots").iterdir()) == []
    assert current_snapshot(request.root) is None


def test_a_second_build_reads_the_files_as_they_are_now(tmp_path: Path) -> None:
    found = market(tmp_path)
    found.build()
    found.add("NEW", 301, plain_facts(301))
    assert found.build().report.with_facts == 3


def test_builds_into_one_root_at_once_all_end_well(tmp_path: Path) -> None:
    request = market(tmp_path).request()
    failed: list[ScreenerError] = []

    def run(request: BuildRequest) -> None:
        try:
            list(build(request))
        except ScreenerError as error:
            failed.append(error)

    threads = [threading.Thread(target=run, args=(request,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    found = list_snapshots(request.root)
    assert len(found) == 4
    assert {path.name.split("_")[1] for path in found} == {f"{CREATED:%Y%m%dT%H%M%SZ}"}
    current = current_snapshot(request.root)
    assert current in found
    for path in found:
        assert_same_tables(open_snapshot(path), open_snapshot(found[0]))
    assert sorted(path.name for path in request.root.iterdir()) == ["current", "snapshots"]


@pytest.mark.shared
def test_the_real_files(shared_data: Path, tmp_path: Path) -> None:
    built = None
    for event in build(
        BuildRequest(
            holdings=shared_data / "ishares" / "IWV_2025-05-21.csv",
            tickers=(
                shared_data / "tickers" / "company_tickers.json",
                shared_data / "tickers" / "company_tickers_exchange.json",
            ),
            facts=(shared_data / "companyfacts", shared_data / "companyfacts_trimmed"),
            submissions=(shared_data / "submissions",),
            root=tmp_path,
            created=CREATED,
            as_of=dt.date(2026, 6, 30),
        )
    ):
        built = event
    assert isinstance(built, Built)
    assert built.report.rows_in == 2658
    assert (
        built.report.constituents == sum(built.report.left_out.values()) + built.report.with_facts
    )
    assert built.report.left_out["no facts in this snapshot"] > 2500
    assert built.report.warnings == [] or all("CIK" not in text for text in built.report.warnings)


def test_facts_of_other_companies_are_a_warning(tmp_path: Path) -> None:
    found = Market(tmp_path)
    for number in range(20):
        cik = 101 + number
        found.add(f"T{chr(65 + number)}", cik, plain_facts(cik) if number < 9 else None)
    told = "only 9 of 20 companies that file with the SEC have figures: the facts may be of other"
    assert [text for text in found.build().report.warnings if text.startswith(told)]
    found.files["CIK0000000110.json"] = json.dumps(plain_facts(110)).encode()
    assert not [text for text in found.build().report.warnings if "have figures" in text]
