"""The market of ``update.py``: two days of November, when figures cost most, at real sizes.

Most companies have filed two quarterly reports since their annual one by then, and a Monday of
November is the busiest day of a year. What a real EDGAR has beside the market is there, too: other
tickers, other companies' lines in a daily index, other members of the nightly archives.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import sys
import zipfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.edgar.market import companies, write_as_of

FIRST, LATER = date(2025, 11, 7), date(2025, 11, 10)
NOISE = 2.5
"""Megabytes of facts that nobody wants, a company, as in real files."""

TICKERS = 10_400
ARCHIVES = {"companyfacts.zip": (18_800, 1.4e9), "submissions.zip": (950_000, 1.5e9)}
"""Members and bytes of the SEC's own; the number of filing histories is not verified."""

STRANGERS = 5_000
"""Lines of a daily index."""


@dataclass(frozen=True, slots=True)
class Folders:
    """The market on both days, and that of the later one with archives of the SEC's size."""

    first: Path
    later: Path
    night: Path


def market(folder: Path, number: int) -> Folders:
    """Return the market of so many drawn companies; write it where it is not there. That takes
    a third of a second a company, and two minutes for the archives."""
    found = Folders(folder / "first", folder / "later", folder / "night")
    note = folder / "written.txt"
    if note.exists() and note.read_text() == str(number):
        return found
    shutil.rmtree(folder, ignore_errors=True)
    drawn = companies(number)
    for place, day in ((found.first, FIRST), (found.later, LATER)):
        write_as_of(drawn, place, day, noise=NOISE)
        _pad_tickers(place / "company_tickers.json")
    shutil.copytree(found.later, found.night, copy_function=os.link)
    for name, (members, size) in ARCHIVES.items():
        _pad_archive(found.later / name, found.night / name, members, size)
    note.write_text(str(number))
    return found


def sizes(folder: Path) -> dict[str, float]:
    """Return the mean kilobytes, gzipped, of a company's facts and history and of an instance."""

    def mean(name: str) -> float:
        with zipfile.ZipFile(folder / name) as archive:
            return statistics.mean(member.compress_size for member in archive.infolist()) / 1e3

    instances = [path.stat().st_size for path in (folder / "instances").iterdir()]
    return {
        "facts": round(mean("companyfacts.zip")),
        "history": round(mean("submissions.zip")),
        "instance": round(statistics.mean(instances) / 1e3),
    }


def _pad_tickers(path: Path) -> None:
    """Add companies that the fund doesn't hold."""
    rows = list(json.loads(path.read_bytes()).values())
    for number in range(len(rows), TICKERS):
        name = f"Stranger Number {number} Holdings Inc"
        rows.append({"cik_str": 9_500_000_000 + number, "ticker": f"S{number:05d}", "title": name})
    path.write_text(json.dumps({str(number): row for number, row in enumerate(rows)}))


def _pad_archive(ours: Path, path: Path, members: int, size: float) -> None:
    """Add members of companies that the fund doesn't hold, up to a number and to bytes."""
    path.unlink()
    shutil.copyfile(ours, path)
    chance = Random(7)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_STORED) as archive:
        more = members - len(archive.namelist())
        data = chance.randbytes(max(round((size - path.stat().st_size) / more) - 150, 0))
        for number in range(more):
            archive.writestr(zipfile.ZipInfo(f"CIK{1_000 + 2 * number:010d}.json"), data)
