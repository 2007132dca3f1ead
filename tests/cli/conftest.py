from __future__ import annotations

import datetime as dt
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.cli.six import write_six
from tests.frames import write_snapshot

from screener import cli
from screener.store.snapshot import Snapshot

YEAR = dt.date(2025, 12, 31)


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


@pytest.fixture(scope="module")
def six(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder whose snapshot has six rows."""
    folder = tmp_path_factory.mktemp("six")
    write_six(folder)
    return folder


@pytest.fixture
def snapshot(tmp_path: Path) -> Snapshot:
    """Return the current snapshot of the test's data folder: one company of each outcome."""
    fact = {
        "cik": 1, "metric": "net_income_ttm", "role": "net_income_ttm", "sign": 1,
        "tag": "NetIncomeLoss", "unit": "USD", "start": dt.date(2025, 1, 1), "end": YEAR,
        "value": 6e6, "filed": dt.date(2026, 2, 1), "form": "10-K",
        "accession": "0000000001-26-000001",
    }  # fmt: skip
    good = {
        "ticker": "GOOD", "name": "Good\x1b[31m Co", "cik": 1, "sector": "Energy",
        "net_income_ttm": 5e6, "revenue_growth": 0.184, "profitable": True, "zombie_oecd": "no",
        "filed": dt.date(2026, 2, 1), "period_end": YEAR, "stale": False, "weight": 0.5,
    }  # fmt: skip
    return write_snapshot(
        tmp_path / "data",
        metrics=[
            good,
            good | {"ticker": "LOSS", "name": "Loss", "cik": 2, "profitable": False},
            good | {"ticker": "DARK", "name": "Dark", "cik": None, "revenue_growth": None},
        ],
        constituents=[{"ticker": "DARK", "reason": "no CIK in the ticker files"}],
        lineage=[
            fact,
            fact | {"value": 1e6, "sign": -1, "accession": "0000000001-25-000001"},
            fact | {"metric": "revenue_ttm", "role": "revenue_ttm"},
        ],
        years=[
            {
                "cik": 1, "fiscal_year": 2025, "period_end": YEAR, "operating_income": 8e6,
                "interest_expense": 2e6, "interest_coverage": 4.0, "interest_proxy": True,
                "ebit": 8e6, "ebit_to_interest": 4.0, "coverage": "covered",
            }
        ],
    )  # fmt: skip


@pytest.fixture
def screen(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Callable[..., Ran]:
    """Return the program: called with arguments, it gives the exit code and both streams."""

    def run(*arguments: str) -> Ran:
        monkeypatch.setattr(sys, "argv", ["screen", *arguments])
        with pytest.raises(SystemExit) as left:
            cli.main()
        out, err = capfd.readouterr()
        return Ran(int(left.value.code or 0), out, err)

    return run


@pytest.fixture
def process(project_root: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ran]:
    """Return the program as a process of its own, run by a line of shell or of Python."""
    monkeypatch.setenv("PYTHONPATH", str(project_root / "src"))
    monkeypatch.setenv("PYTHON", sys.executable)

    def run(*, shell: str = "", python: str = "") -> Ran:
        command = ["bash", "-c", shell] if shell else [sys.executable, "-c", python]
        done = subprocess.run(
            command, capture_output=True, encoding="utf-8", check=False, stdin=subprocess.DEVNULL
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    return run
