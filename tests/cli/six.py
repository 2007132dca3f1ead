"""A small universe whose every row an option can be told by, and how to read a run."""

from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.frames import AS_OF, write_snapshot

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Ran

    Program = Callable[..., Ran]

NOT_TEXT = "\udcff"
"""A byte of a command line that is no UTF-8, as Python hands it on."""

ROWS: tuple[dict[str, Any], ...] = (
    {"ticker": "AAA", "sector": "Energy", "pe": 5.0, "zombie_oecd": "no", "filed": AS_OF},
    {"ticker": "BRKB", "sector": "Financials", "pe": 30.0, "zombie_oecd": "yes"},
    {"ticker": "CCC", "sector": "Energy", "pe": 20.0, "zombie_oecd": "unknown"},
    {"ticker": "DDD", "sector": "Energy", "pe": None, "zombie_oecd": "n/a"},
    {"ticker": "EEE", "sector": "Utilities", "pe": float("nan"), "zombie_oecd": "no"},
    {"ticker": None, "sector": "Energy", "pe": 7.0, "zombie_oecd": "no"},
)


def write_six(folder: Path) -> None:
    """Make ``folder`` a data folder whose current snapshot has the six rows."""
    dates = {"as_of": AS_OF, "filed": AS_OF - dt.timedelta(days=40)}
    write_snapshot(folder, metrics=[dates | row for row in ROWS])


def tickers(ran: Ran) -> list[str]:
    """Return the column ``ticker`` of a run that gave data."""
    assert (ran.code, "error" in ran.err) == (0, False), ran.err
    return [row["ticker"] for row in csv.DictReader(io.StringIO(ran.out))]


def refused(ran: Ran, code: int = 2) -> str:
    """Return the error of a run that gave nothing but one."""
    assert (ran.code, ran.out) == (code, "")
    assert ran.err.startswith("error: ")
    # On a terminal a line that is too long goes on below, indented.
    assert sum(not line.startswith("  ") for line in ran.err.splitlines()) <= 2
    assert "Traceback" not in ran.err
    return ran.err
