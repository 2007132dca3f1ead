"""``screen debt`` as data: the instruments of a company, or what a move saves by sector."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from pathlib import Path

import pytest
from tests.frames import write_snapshot

from screener.paths import sample_dir

FILED = {
    "end": dt.date(2025, 12, 31), "filed": dt.date(2026, 3, 9), "form": "10-K",
    "accession": "0000000001-26-000021", "cik": 1, "currency": "USD", "sure": True,
}  # fmt: skip


@pytest.fixture(autouse=True)
def _indebted(tmp_path: Path) -> None:
    row = {
        "ticker": "OWES", "name": "Owes Much", "cik": 1, "sector": "Energy", "debt_type": "mixed",
        "floating_debt": 4e8, "total_debt": 1e9, "debt_coverage": 0.9,
    }  # fmt: skip
    write_snapshot(
        tmp_path / "data",
        metrics=[
            row, row | {"ticker": "OWES B"},
            {"ticker": "BARE", "name": "Bare", "sector": "Energy", "debt_type": "unknown"},
        ],
        instruments=[
            FILED | {"name": "Term Loan", "amount": 4e8, "kind": "floating"},
            FILED | {"name": "=Notes\x1b", "amount": 6e8, "kind": "fixed", "coupon_low": 0.0525},
        ],
    )  # fmt: skip


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_the_instruments_of_a_company_the_largest_first(screen) -> None:
    found = rows(screen("debt", "OWES", "--format", "csv").out)
    assert [(one["name"], one["amount"], one["coupon_low"]) for one in found] == [
        ("=Notes\N{REPLACEMENT CHARACTER}", "600000000.0", "0.0525"),
        ("Term Loan", "400000000.0", ""),
    ]
    assert screen("debt", "OWES", "--format", "csv", "--excel-safe").out.count("'=Notes") == 1


def test_by_sector_a_company_of_two_classes_counts_once_and_one_without_filer_too(screen) -> None:
    """A cut by 75 bp saves 0.0075 x 400M, and of 500M where the 10 % that is not classified floats,
    too."""
    for line in screen("debt", "--format", "ndjson").out.splitlines():
        one = json.loads(line)
        assert one["sector"] in ("Energy", None)
        assert (one["companies"], one["known"], one["bounded"]) == (2, 1, 1)
        assert (one["saved_low"], one["saved_high"]) == pytest.approx((3e6, 3.75e6))
        assert (one["floating_debt"], one["total_debt"]) == (4e8, 1e9)


def test_json_is_one_object_also_in_a_file(screen, tmp_path: Path) -> None:
    path = tmp_path / "owes.json"
    ran = screen("debt", "OWES", "--output", str(path))
    assert (ran.code, ran.out) == (0, "")
    assert path.read_text() == screen("debt", "OWES", "--format", "json").out
    found = json.loads(path.read_text())
    assert (found["debt_type"], found["total_debt"], len(found["instruments"])) == ("mixed", 1e9, 2)


def test_json_says_what_a_move_saves_at_least_and_at_most(screen) -> None:
    """Of QZCBB9's 994.888 million 81.98 % are classified, all of them as floating."""
    for move, ends in (("-1%", (8_155_889, 9_948_880)), ("+1%", (-9_948_880, -8_155_889))):
        ran = screen("debt", "QZCBB9", "--rate-move", move, "--format", "json",
                     "--snapshot", str(sample_dir()))  # fmt: skip
        found = json.loads(ran.out)
        saved = [found[f"interest_saved_{end}"] for end in ("low", "high")]
        assert saved == pytest.approx(ends, abs=1)
        assert found["interest_saved"] in saved


@pytest.mark.shared
def test_an_instance_may_come_from_a_pipe(process, shared_data: Path) -> None:
    path = shared_data / "instances" / "aeon-20230930x10q_htm.xml.gz"
    of_file = process(shell=f'"$PYTHON" -m screener debt {path} --format json')
    piped = process(shell=f'"$PYTHON" -m screener debt <(cat {path}) --format json')
    assert (piped.code, piped.out) == (0, of_file.out), piped.err
