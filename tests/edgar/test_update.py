"""``screen update`` as a real process against the local EDGAR and iShares."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.edgar.faults import Fault
from tests.edgar.home import Right, assert_same, current, look_again_since
from tests.edgar.log import SEC
from tests.edgar.market import Folders
from tests.edgar.program import CONTACT
from tests.edgar.server import Server

Run = Callable[..., "subprocess.CompletedProcess[str]"]

TODAY = dt.datetime.now(tz=dt.UTC).date()


def test_the_first_update_gives_what_a_build_from_the_files_gives(
    run: Run, server: Server, tmp_path: Path, right: Right
) -> None:
    ran = run()
    assert (ran.returncode, ran.stdout) == (0, ""), ran.stderr
    found = current(tmp_path)
    assert_same(found, right.earlier)
    sources = {source.kind: source for source in found.manifest.sources}
    assert sources["holdings"].origin.endswith("/latest-holdings.csv")
    assert sources["tickers"].origin == f"{server.address}/files/company_tickers.json"
    assert sources["facts"].origin == f"{server.addresses['sec_data']}/api/xbrl/companyfacts"
    # Lines for a log, not a bar that is rewritten.
    assert "\r" not in ran.stderr
    assert "\x1b" not in ran.stderr
    assert re.search(r"^fetched: \d+ requests, .* in \d:\d\d; \d+ companies looked at$",
                     ran.stderr, re.MULTILINE)  # fmt: skip


def test_a_day_without_news_costs_a_few_requests_and_no_snapshot(
    run: Run, server: Server, updated: Path
) -> None:
    before = current(updated).path
    look_again_since(updated, TODAY - dt.timedelta(days=7))
    server.log.clear()
    ran = run()
    assert (ran.returncode, ran.stdout) == (0, "")
    assert "Nothing has changed" in ran.stderr
    assert server.log.count() == server.log.count("index") + 2 < 20
    assert current(updated).path == before


def test_a_damaged_snapshot_is_made_anew_of_the_files_that_are_there(
    run: Run, server: Server, updated: Path, right: Right
) -> None:
    damaged = current(updated).path / "metrics.parquet"
    damaged.write_bytes(damaged.read_bytes()[:-9])
    server.log.clear()
    ran = run()
    assert (ran.returncode, ran.stdout) == (0, "")
    assert "what changed can't be told" in ran.stderr
    assert server.log.count() < 20
    assert_same(current(updated), right.earlier)


def test_later_only_what_companies_have_filed_is_fetched(
    run: Run,
    server: Server,
    updated: Path,
    move_on: Callable[[], set[int]],
    right: Right,
) -> None:
    filed = move_on()
    ran = run()
    assert ran.returncode == 0, ran.stderr
    assert_same(current(updated), right.later)
    asked = {int(each.path[-15:-5]) for each in server.log if each.kind in ("history", "facts")}
    entered = set(right.later.table("constituents")["cik"]) - set(
        right.earlier.table("constituents")["cik"]
    )
    held = set(right.later.table("constituents")["cik"].drop_nulls())
    assert asked == (filed & held) | entered
    # Who newly passes or left, and why; who came into the index and left it; new filings.
    assert re.search(r"^Index .* 1 added, 1 removed", ran.stdout, re.MULTILINE)
    assert "left the index" in ran.stdout
    assert re.search(rf"^New filings: {len(filed & held)}$", ran.stdout, re.MULTILINE)


def test_full_fetches_everything_anew_and_finds_what_no_index_told(
    run: Run, server: Server, folders: Folders, updated: Path, right: Right
) -> None:
    server.served.move_on(folders.later)
    assert run("--full").returncode == 0
    assert server.log.count("history") == server.log.count(
        lambda each: each.kind == "history" and each.status in (200, 404)
    )
    held = set(right.later.table("constituents")["cik"].drop_nulls())
    assert server.log.count("history") == len(held)
    assert_same(current(updated), right.later)


def test_without_daily_indices_every_history_is_asked(
    run: Run,
    server: Server,
    updated: Path,
    move_on: Callable[[], set[int]],
    right: Right,
) -> None:
    move_on()
    look_again_since(updated, TODAY - dt.timedelta(days=12))
    server.faults.add(Fault.MISSING, "*.idx")
    ran = run()
    assert "there are no daily indices" in ran.stderr
    held = set(right.later.table("constituents")["cik"].drop_nulls())
    assert server.log.count("history") == len(held)
    assert_same(current(updated), right.later)


def test_offline_asks_nobody(run: Run, server: Server, updated: Path, right: Right) -> None:
    (updated / "data" / "current").unlink()
    assert run("--offline", SCREENER_CONTACT="").returncode == 0
    assert_same(current(updated), right.earlier)
    shutil.rmtree(updated / "data")
    ran = run("--offline")
    assert (ran.returncode, ran.stdout) == (3, "")
    assert "nothing has been fetched yet" in ran.stderr
    assert server.log.count() == 0


def test_the_contact_is_written_nowhere(run: Run, server: Server, tmp_path: Path) -> None:
    server.faults.add(Fault.SERVER_ERROR, times=3)
    ran = run("--contact", CONTACT, SCREENER_CONTACT="")
    assert ran.returncode == 0
    for text in (ran.stdout, ran.stderr):
        assert "example.com" not in text
    for path in tmp_path.rglob("*"):
        if path.is_file():
            assert b"test@example.com" not in path.read_bytes(), path
    assert {each.agent for each in server.log if each.asked.host in SEC} == {CONTACT}


def test_without_a_contact_nobody_is_asked_in_a_script(run: Run, server: Server) -> None:
    ran = run(SCREENER_CONTACT="")
    assert ran.returncode == 2
    assert "--contact" in ran.stderr
    assert server.log.count() == 0


# -- who is in the index ---------------------------------------------------------------------------


UNUSABLE = [
    Fault.HTML_200, Fault.WRONG_FUND, Fault.NO_DAY, Fault.CUT_HOLDINGS, Fault.RATE_REFUSAL,
    Fault.ELSEWHERE,
]  # fmt: skip


@pytest.mark.parametrize("fault", UNUSABLE, ids=str)
def test_the_second_address_serves_where_the_first_does_not(
    run: Run, updated: Path, server: Server, fault: Fault
) -> None:
    server.faults.add(fault, "*/latest-holdings.csv")
    ran = run()
    assert ran.returncode == 0, ran.stderr
    second = server.addresses["blackrock"].removeprefix("http://")
    assert f", holdings file of {second}\n" in ran.stderr
    assert "warning" not in ran.stderr


def test_the_funds_own_filing_is_the_last_resort(run: Run, tmp_path: Path, server: Server) -> None:
    server.faults.add(Fault.SERVER_ERROR, "/us/*")
    server.faults.add(Fault.SERVER_ERROR, "/varnish-api/*")
    ran = run()
    assert ran.returncode == 0, ran.stderr
    found = current(tmp_path).manifest
    [holdings] = [each for each in found.sources if each.kind == "holdings"]
    assert holdings.origin.endswith("/primary_doc.xml")
    assert any("N-PORT filing of" in warning for warning in found.warnings)
    assert "N-PORT" in ran.stderr
    assert found.as_of == found.holdings_date


def test_where_nothing_newer_is_to_be_had_the_holdings_stay(
    run: Run, updated: Path, server: Server, move_on: Callable[[], set[int]]
) -> None:
    move_on()
    for path in ("/us/*", "/varnish-api/*", "/cgi-bin/*", "/submissions/CIK0001100663*"):
        server.faults.add(Fault.SERVER_ERROR, path)
    ran = run()
    assert ran.returncode == 0, ran.stderr
    assert "no newer holdings could be had" in ran.stderr
    assert f"those of {current(updated).manifest.as_of} stay" in ran.stderr


def test_without_any_holdings_the_error_says_what_to_give(run: Run, server: Server) -> None:
    for path in ("/us/*", "/varnish-api/*", "/cgi-bin/*", "/submissions/CIK0001100663*"):
        server.faults.add(Fault.WRONG_FUND if path == "/us/*" else Fault.SERVER_ERROR, path)
    ran = run()
    assert ran.returncode == 3
    assert "--holdings FILE" in ran.stderr
    assert "not of iShares Russell 2000 ETF" in ran.stderr


def test_a_file_of_the_users_is_taken_and_named(
    run: Run, tmp_path: Path, server: Server, folders: Folders
) -> None:
    text = (folders.earlier / "holdings.csv").read_text(encoding="utf-8")
    (tmp_path / "mine.csv").write_text(text, encoding="utf-8")
    ran = run("--holdings", "mine.csv")
    assert ran.returncode == 3
    assert "not of iShares Russell 2000 ETF" in ran.stderr
    _, _, rest = text.partition("\n")
    (tmp_path / "mine.csv").write_text(f"\ufeffiShares Russell 2000 ETF\n{rest}", encoding="utf-8")
    ran = run("--holdings", "mine.csv")
    assert ran.returncode == 0, ran.stderr
    assert server.log.count("holdings") == 0
    [holdings] = [each for each in current(tmp_path).manifest.sources if each.kind == "holdings"]
    assert (Path(holdings.address).name, holdings.origin) == ("mine.csv", "")
    assert json.loads((current(tmp_path).path / "manifest.json").read_text())["fund"]
