"""What an update remembers from one run to the next: nothing is missed for good, nothing stays
broken. The update runs in this process, against the local servers."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from tests.edgar import fund
from tests.edgar.faults import Fault
from tests.edgar.home import Right, assert_same, current, look_again_since
from tests.edgar.market import Folders
from tests.edgar.program import CONTACT
from tests.edgar.server import Server
from tests.edgar.universe import facts_path, history_path

from screener.build import Built
from screener.build.events import Progress
from screener.cli.update_text import up_to_date
from screener.errors import RefusedError
from screener.store.places import list_snapshots
from screener.update import Addresses, Fetched, UpdateEvent, UpdateRequest, UpToDate, update

NOW = dt.datetime.now(tz=dt.UTC)
FRIDAY = NOW.date() - dt.timedelta(days=(NOW.weekday() - 4) % 7 or 7)
"""A day of business whose index is asked for where the last look is of the day before."""

Ask = Callable[..., list[UpdateEvent]]


@pytest.fixture
def ask(server: Server, updated: Path) -> Ask:
    """Return what runs one update; it returns the events but for those of progress."""

    def run(**more: object) -> list[UpdateEvent]:
        request = UpdateRequest(
            root=updated / "data",
            sources=updated / "data" / "sources",
            pace=updated / "pace",
            created=dt.datetime.now(tz=dt.UTC),
            contact=CONTACT,
            addresses=Addresses(**server.addresses),
            per_second=500,
            patience=0.5,
            workers=1,
        )
        events = update(replace(request, **more))  # type: ignore[arg-type]  # by name
        return [event for event in events if not isinstance(event, Progress)]

    return run


def warnings(events: list[UpdateEvent]) -> str:
    """What a person is told."""
    [fetched] = [event for event in events if isinstance(event, Fetched)]
    return "\n".join(fetched.warnings)


def later(server: Server, folders: Folders, home: Path, *, indexed: bool = True) -> set[int]:
    """Let two weeks pass; return the constituents that filed in them."""
    new = server.served.move_on(folders.later, FRIDAY if indexed else None)
    look_again_since(home, FRIDAY - dt.timedelta(days=1))
    server.log.clear()
    return {each.cik for each in new}


def ledger(home: Path, statement: str, *values: object) -> list[tuple[object, ...]]:
    """Look into the state, or change it."""
    path = home / "data" / "sources" / "fetched.sqlite"
    with closing(sqlite3.connect(path)) as database, database:
        return database.execute(statement, values).fetchall()


# -- nothing is missed for good --------------------------------------------------------------------


def test_after_the_archives_later_filings_are_fetched_as_ever(
    ask: Ask, server: Server, updated: Path, folders: Folders, right: Right
) -> None:
    ask(bulk=("companyfacts.zip", "submissions.zip"))
    filed = later(server, folders, updated)
    ask()
    assert server.log.count("archive") == 0
    assert server.log.count("history") >= len(filed) - 1  # one of them has left the index
    assert_same(current(updated), right.later)


def test_what_the_index_names_after_the_archives_were_made_is_fetched(
    ask: Ask, server: Server, updated: Path, folders: Folders, right: Right
) -> None:
    archives = {
        path: (folders.earlier / name).read_bytes()
        for path, name in (
            ("/Archives/edgar/daily-index/xbrl/companyfacts.zip", "companyfacts.zip"),
            ("/Archives/edgar/daily-index/bulkdata/submissions.zip", "submissions.zip"),
        )
    }
    later(server, folders, updated)
    for path, data in archives.items():  # of before
        server.served.put(path, data, "application/zip")
    ask(bulk=("companyfacts.zip", "submissions.zip"))
    assert_same(current(updated), right.later)


def test_who_comes_back_into_the_index_after_months_is_looked_at_anew(
    ask: Ask, server: Server, updated: Path, folders: Folders
) -> None:
    [cik] = ledger(updated, "SELECT min(cik) FROM companies WHERE newest IS NOT NULL")[0]
    old = (FRIDAY - dt.timedelta(days=40)).isoformat()
    ledger(updated, "INSERT INTO awaited VALUES (?, '0000000001-26-000001', '10-Q', ?)", 5, old)
    ledger(updated, "INSERT INTO companies VALUES (5, '2026-01-01', NULL, NULL, '')")
    ledger(updated, "INSERT INTO awaited VALUES (?, '0000000001-26-000002', '10-Q', ?)", cik, old)
    server.faults.add(Fault.SERVER_ERROR, history_path(int(str(cik))))
    assert "could not be fetched" in warnings(ask())
    assert ledger(updated, "SELECT cik FROM companies WHERE cik IN (5, ?)", cik) == []
    server.faults.clear()
    server.log.clear()
    ask()
    assert server.log.count("history") == 1


def test_a_history_that_is_gone_for_a_moment_loses_no_report(
    ask: Ask, server: Server, updated: Path, folders: Folders, right: Right
) -> None:
    filed = later(server, folders, updated)
    gone = history_path(max(filed & set(right.later.table("constituents")["cik"])))
    server.faults.add(Fault.MISSING, gone, times=1)
    assert "the filing history is gone" in warnings(ask())
    ask()
    assert_same(current(updated), right.later)


def test_facts_that_come_late_are_fetched_when_they_are_there(
    ask: Ask, server: Server, updated: Path, folders: Folders, right: Right
) -> None:
    then = dt.datetime(2026, 5, 6, tzinfo=dt.UTC)  # by the market's own clock and indices
    path = facts_path(9991000001)  # files its year and a quarter in these weeks
    old = server.served.find(path, {})
    server.served.move_on(folders.later)
    new = server.served.find(path, {})
    assert old is not None
    assert new is not None
    assert old.plain() != new.plain()
    look_again_since(updated, dt.date(2026, 4, 20))
    server.served.put(path, old.plain())
    ask(created=then)
    assert not current(updated).table("metrics").equals(right.later.table("metrics"))
    server.served.put(path, new.plain())
    server.log.clear()
    ask(created=then)
    assert server.log.count("facts") == 1
    assert_same(current(updated), right.later)


# -- nothing stays broken --------------------------------------------------------------------------


def test_an_archive_that_cannot_be_had_is_done_without_and_not_asked_for_again(
    ask: Ask, server: Server, updated: Path, right: Right
) -> None:
    server.faults.add(Fault.MISSING, "*.zip")
    assert "companyfacts.zip can't be used" in warnings(ask(bulk=("companyfacts.zip",)))
    assert_same(current(updated), right.earlier)
    server.log.clear()
    ask()
    assert server.log.count("archive") == 0


def test_one_company_that_fails_leaves_the_next_full_update_a_full_one(
    ask: Ask, server: Server, updated: Path, folders: Folders, right: Right
) -> None:
    [cik] = ledger(updated, "SELECT min(cik) FROM companies WHERE newest IS NOT NULL")[0]
    server.faults.add(Fault.SERVER_ERROR, history_path(int(str(cik))))
    ask(full=True)
    server.faults.clear()
    later(server, folders, updated, indexed=False)
    ask(full=True)
    assert_same(current(updated), right.later)


def test_an_index_that_cannot_be_read_has_every_history_asked_and_that_once(
    ask: Ask, server: Server, updated: Path
) -> None:
    look_again_since(updated, FRIDAY - dt.timedelta(days=1))
    server.faults.add(Fault.OTHER_SHAPE, "*.idx")
    assert "every company's filing history was looked at" in warnings(ask())
    assert ledger(updated, "SELECT text FROM remarks WHERE name = 'look at all since'") == [("",)]


def test_holdings_of_a_day_to_come_are_not_taken(
    ask: Ask, server: Server, updated: Path, folders: Folders, right: Right
) -> None:
    text = fund.named((folders.earlier / "holdings.csv").read_text(encoding="utf-8"))
    future = text.replace("Apr 21, 2026", "Apr 21, 2062")
    assert future != text
    sources = updated / "data" / "sources" / "holdings"
    (sources / "IWM_2062-04-21.csv").write_text(future, encoding="utf-8")
    server.served.holdings[server.served.day] = future
    ask()
    assert current(updated).manifest.as_of == right.earlier.manifest.as_of


def test_a_damaged_ticker_list_is_fetched_anew(ask: Ask, updated: Path, right: Right) -> None:
    tickers = updated / "data" / "sources" / "tickers"
    (tickers / "company_tickers.json.gz").write_bytes(b"\x1f\x8bdamaged")
    (tickers / "company_tickers_2026Q1.json.gz").write_bytes(b"\x1f\x8bdamaged")
    ask()
    assert_same(current(updated), right.earlier)


def test_after_a_file_of_the_users_the_funds_own_holdings_count_again(
    ask: Ask, server: Server, updated: Path, folders: Folders
) -> None:
    text = fund.named((folders.earlier / "holdings.csv").read_text(encoding="utf-8"))
    mine = updated / "mine.csv"
    mine.write_text(text.replace("Apr 21, 2026", "Mar 31, 2026"), encoding="utf-8")
    ask(holdings=mine)
    assert current(updated).manifest.as_of == dt.date(2026, 3, 31)
    [built] = [event for event in ask(offline=True) if isinstance(event, Built)]
    assert built.snapshot.manifest.as_of == server.served.day


def test_a_closed_source_of_holdings_is_passed_by(ask: Ask, server: Server) -> None:
    server.faults.add(Fault.UNAVAILABLE, "*/latest-holdings.csv", retry_after=3600)
    [fetched] = [event for event in ask() if isinstance(event, Fetched)]
    assert fetched.holdings.endswith(server.addresses["blackrock"].removeprefix("http://"))


# -- what is told ----------------------------------------------------------------------------------


def test_what_could_not_be_had_is_told_also_where_nothing_is_built(
    ask: Ask, server: Server
) -> None:
    for path in ("/us/*", "/varnish-api/*", "/cgi-bin/*", "/submissions/CIK0001100663*"):
        server.faults.add(Fault.SERVER_ERROR, path)
    fetched, last = ask()
    assert isinstance(fetched, Fetched)
    assert isinstance(last, UpToDate)
    said = up_to_date(last.snapshot, fetched)
    assert said[0].startswith("warning: no newer holdings could be had")
    assert said[1].startswith("Nothing new was to be had")


def test_the_snapshot_of_before_goes_only_after_it_was_compared(
    server: Server, updated: Path, folders: Folders
) -> None:
    later(server, folders, updated)
    before = current(updated).path
    request = UpdateRequest(
        root=updated / "data", sources=updated / "data" / "sources", pace=updated / "pace",
        created=dt.datetime.now(tz=dt.UTC), contact=CONTACT, keep=1, per_second=500,
        addresses=Addresses(**server.addresses), workers=1,
    )  # fmt: skip
    for event in update(request):
        if isinstance(event, Built):
            assert before.is_dir()
    assert list_snapshots(updated / "data") == [current(updated).path]


def test_a_refusal_in_the_middle_of_an_archive_stops_at_once_and_keeps_what_came(
    ask: Ask, server: Server, updated: Path
) -> None:
    server.faults.add(Fault.CUT, "*.zip", times=1, at=0.6)
    server.faults.add(Fault.RATE_REFUSAL, "*.zip", status=200)
    with pytest.raises(RefusedError):
        ask(bulk=("companyfacts.zip",))
    assert server.log.count("archive") == 2
    assert (updated / "data" / "sources" / "bulk" / "companyfacts.zip.piece").stat().st_size > 0


# -- what is damaged or absurd ---------------------------------------------------------------------


def test_a_clock_that_was_ahead_hides_nothing_for_long(
    ask: Ask, server: Server, updated: Path, folders: Folders, right: Right
) -> None:
    ask(created=NOW + dt.timedelta(days=700))
    ledger(updated, "UPDATE companies SET settled = '2099-01-01T00:00:00.000000Z'")
    server.served.move_on(folders.later)
    ask()
    assert_same(current(updated), right.later)


def test_files_that_are_lost_or_exchanged_are_fetched_again(
    ask: Ask, updated: Path, right: Right
) -> None:
    places = updated / "data" / "sources"
    facts = sorted((places / "facts").iterdir())
    facts[0].write_bytes(facts[0].read_bytes()[:-99])
    facts[1].unlink()
    facts[2].write_bytes(facts[3].read_bytes())
    histories = sorted((places / "submissions").iterdir())
    histories[4].write_bytes(histories[5].read_bytes())
    next((places / "instances").iterdir()).unlink()
    ask()
    assert_same(current(updated), right.earlier)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE remarks SET text = 'soon' WHERE name = 'looked until'",
        "UPDATE companies SET filed = 'once'",
        "UPDATE files SET size = 'much'",
        "UPDATE remarks SET text = 'nonsense' WHERE name = 'bulk'",
        "ALTER TABLE files RENAME COLUMN size TO length",
        "DROP TABLE awaited",
    ],
)
def test_a_state_of_odd_values_or_of_another_program_is_no_end(
    ask: Ask, updated: Path, right: Right, change: str
) -> None:
    ledger(updated, change)
    ask()
    assert_same(current(updated), right.earlier)


def test_an_absurd_figure_of_one_company_stops_no_other(
    ask: Ask, server: Server, updated: Path, right: Right
) -> None:
    path = facts_path(9991000001)
    facts = json.loads(server.served.find(path, {}).plain())  # type: ignore[union-attr]  # it is there
    for fact in facts["facts"]["us-gaap"]["OperatingIncomeLoss"]["units"]["USD"]:
        fact["val"] = 1e308
    server.served.put(path, json.dumps(facts).encode())
    ask(full=True)
    same = current(updated).table("constituents").equals(right.earlier.table("constituents"))
    assert same


@pytest.mark.parametrize("location", ["javascript:1", "http://xn--/", "http://[", "\x7f"])
def test_a_redirect_to_what_is_no_address_concerns_one_company(
    ask: Ask, server: Server, updated: Path, location: str
) -> None:
    [cik] = ledger(updated, "SELECT min(cik) FROM companies WHERE newest IS NOT NULL")[0]
    server.faults.elsewhere = location
    server.faults.add(Fault.ELSEWHERE, history_path(int(str(cik))))
    ask(full=True)
    assert current(updated).manifest.as_of == server.served.day
