from __future__ import annotations

import datetime as dt
import sqlite3
from pathlib import Path

import pytest

from screener.errors import StorageError
from screener.update.ledger import Awaited, Company, Origin, open_ledger

DAY = dt.date(2026, 5, 5)
ORIGIN = Origin("https://www.sec.gov/x", '"tag"', "Tue, 05 May 2026", "2026-05-05T10:00:00Z", 7)


def test_what_was_noted_is_there_the_next_time(tmp_path: Path) -> None:
    report = Awaited(5, "0000000005-26-000001", "10-Q", DAY)
    company = Company("2026-05-05T10:00:00Z", "0000000005-26-000000", DAY, "")
    with open_ledger(tmp_path / "state") as ledger:
        ledger.note_file("facts/a", ORIGIN)
        ledger.settle(5, company)
        ledger.look(DAY, [report, report])
        ledger.note_without("0000000005-26-000003")
        ledger.set_remark("x", "y")
    with open_ledger(tmp_path / "state") as ledger:
        assert ledger.origin("facts/a") == ORIGIN
        assert ledger.origin("facts/b") is None
        assert ledger.companies() == {5: company}
        assert ledger.awaited() == [report]
        assert ledger.looked_until == DAY
        assert ledger.is_without_note("0000000005-26-000003")
        assert not ledger.is_without_note("0000000005-26-000004")
        assert (ledger.remark("x"), ledger.remark("z")) == ("y", "")


def test_a_settled_company_awaits_only_what_it_lacks_still(tmp_path: Path) -> None:
    with open_ledger(tmp_path / "state") as ledger:
        reports = [Awaited(5, f"0000000005-26-00000{n}", "10-Q", DAY) for n in range(3)]
        others = [Awaited(6, reports[0].accession, "10-Q", DAY)]
        ledger.look(DAY, [*reports, *others])
        assert ledger.awaited(5) == reports
        ledger.settle(5, Company("2026-05-05T10:00:00Z", None, None, ""), reports[2:])
        assert ledger.awaited() == [reports[2], *others]
        ledger.give_up(DAY + dt.timedelta(days=1))
        assert ledger.awaited() == []


def test_files_are_listed_by_the_beginning_of_their_names(tmp_path: Path) -> None:
    with open_ledger(tmp_path / "state") as ledger:
        for name in ("instances/CIK1-a", "instances/CIK1-b", "instances/CIK10-a", "facts/CIK1"):
            ledger.note_file(name, ORIGIN)
        ledger.forget_file("instances/CIK1-b")
        assert ledger.files("instances/CIK1-") == ["instances/CIK1-a"]


@pytest.mark.parametrize("damage", [b"", b"no database at all" * 100, None])
def test_a_damaged_state_is_set_aside_and_begun_anew(tmp_path: Path, damage: bytes | None) -> None:
    path = tmp_path / "state"
    with open_ledger(path) as ledger:
        ledger.set_remark("x", "y")
    if damage is None:  # of a later program
        database = sqlite3.connect(path)
        database.execute("PRAGMA user_version = 99")
        database.close()
    else:
        path.write_bytes(damage)
    with open_ledger(path) as ledger:
        assert ledger.remark("x") == ""
        ledger.set_remark("x", "z")
        assert ledger.remark("x") == "z"
    assert damage == b"" or path.with_suffix(".damaged").exists()


def test_a_state_that_cannot_be_written_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "state").mkdir()
    with pytest.raises(StorageError, match="Free some space"), open_ledger(tmp_path / "state"):
        pass
