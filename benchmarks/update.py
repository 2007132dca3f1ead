"""What ``screen update`` costs: requests, bytes and time of its first run and of later days.

Usage: python benchmarks/update.py FOLDER [days|archives] [COMPANIES] [PER_SECOND]

Writes a market of real sizes to FOLDER (5 GB; one that is there is used again) and serves it as
EDGAR and iShares do. ``days``: the first run and the days after it; ``archives``: a first run with
the nightly archives; without either both, which takes an hour at 1,900 companies and 8 requests a
second. These are the figures of the README: they are kept in ``update.json`` and written to the
README from there. Other numbers are only printed.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from timing import ROOT
from update_market import ARCHIVES, LATER, STRANGERS, Folders, market, sizes
from update_server import Remote, remote
from update_table import RECORD, write_readme

sys.path.insert(0, str(ROOT / "src"))

from tests.edgar.home import look_again_since
from tests.edgar.program import environment

COMPANIES, PER_SECOND = 1_900, 8.0
Run = tuple[str, dict[str, Any]]
"""What was done, and what it cost."""

LIMIT = 10
"""Requests a second from which on the SEC refuses them."""


def main(folder: Path, parts: Sequence[str], companies: int, per_second: float) -> None:
    """Measure each kind of day; print it all, and keep it where it is what the README tells."""
    folders = market(folder, companies)
    is_told = (companies, per_second) == (COMPANIES, PER_SECOND)
    options = {"limit": LIMIT if is_told else 1_000_000, "strangers": STRANGERS}
    runs: dict[str, Any] = {}
    for part in parts:
        with tempfile.TemporaryDirectory(dir=folder) as name:
            for what, run in PARTS[part](folders, Path(name), options, per_second):
                print(what, json.dumps(run), flush=True)
                runs[what] = run
    if not is_told:
        return
    before = json.loads(RECORD.read_text("utf-8"))["runs"] if RECORD.exists() else {}
    record = {
        "measured": dt.datetime.now(tz=dt.UTC).date().isoformat(),
        "per_second": per_second,
        "processors": os.cpu_count(),
        "kilobytes": sizes(folders.first),
        "runs": before | runs,
    }
    RECORD.write_text(json.dumps(record, indent=1) + "\n", "utf-8")
    if {"first", "bulk"} <= set(record["runs"]):
        write_readme()


def days(folders: Folders, home: Path, options: dict[str, int], per_second: float) -> Iterator[Run]:
    """Yield what the first run costs, one more on that day, a busy day and a quiet one."""
    yesterday = _business_day_before(dt.datetime.now(tz=dt.UTC).date())
    with remote(folders.first, **options) as server:
        yield "first", spent(home, server, per_second)
        yield "again", spent(home, server, per_second)
        server.ask("later", folders.later, yesterday)
        look_again_since(home, yesterday - dt.timedelta(days=1))
        yield "busy", spent(home, server, per_second)
        server.ask("next day", LATER + dt.timedelta(days=1))
        look_again_since(home, yesterday - dt.timedelta(days=1))
        yield "quiet", spent(home, server, per_second)


def archives(
    folders: Folders, home: Path, options: dict[str, int], per_second: float
) -> Iterator[Run]:
    """Yield what a first run costs that takes the archives of last night."""
    with remote(folders.night, **options) as server:
        server.ask("tonight")
        bulk = [word for name in ARCHIVES for word in ("--bulk", name)]
        run = spent(home, server, per_second, *bulk)
        yield "bulk", run | {"disk": disk(home)}


PARTS = {"days": days, "archives": archives}


def spent(home: Path, server: Remote, per_second: float, *arguments: str) -> dict[str, Any]:
    """Run ``screen update`` to its end; return what it cost, and what the server saw of it."""
    own = environment(server, home, SCREENER_REQUESTS_PER_SECOND=f"{per_second:g}")  # type: ignore[arg-type]  # anything with an ``environment``
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "screener", "update", *arguments],
        env=own | {"PYTHONPATH": str(ROOT / "src")}, cwd=home, stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    told: list[tuple[float, str]] = []

    def listen() -> None:
        told.extend((time.perf_counter() - began, line) for line in process.stderr or ())

    listener = threading.Thread(target=listen)
    listener.start()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - began
    listener.join()
    if status:
        sys.exit("".join(line for _, line in told))
    fetched = next(at for at, line in told if line.startswith("fetched: "))
    [looked_at] = [
        line.rpartition("; ")[2].split()[0] for _, line in told if line.startswith("fetched: ")
    ]
    return {
        "seconds": round(seconds, 1),
        "build_seconds": round(seconds - fetched, 1),
        "cpu_seconds": round(usage.ru_utime + usage.ru_stime, 1),
        "megabytes": round(usage.ru_maxrss / 1e3),
        "companies": int(looked_at.replace(",", "")),
        **server.ask("traffic"),
    }


def disk(home: Path) -> dict[str, int]:
    """Return the bytes of what is kept: the fetched files by place, and the snapshot."""
    data = home / "data"
    places = {place.name: place for place in (data / "sources").iterdir() if place.is_dir()}
    [snapshot] = (data / "snapshots").iterdir()
    return {name: _size(place) for name, place in places.items()} | {"snapshot": _size(snapshot)}


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _business_day_before(day: dt.date) -> dt.date:
    day -= dt.timedelta(days=1)
    return day - dt.timedelta(days=max(day.weekday() - 4, 0))


if __name__ == "__main__":
    given = sys.argv[1:]
    if not given:
        sys.exit(__doc__)
    one = [given.pop(1)] if given[1:] and given[1] in PARTS else list(PARTS)
    main(
        Path(given[0]).absolute(),
        one,
        int(given[1]) if len(given) > 1 else COMPANIES,
        float(given[2]) if len(given) > 2 else PER_SECOND,
    )
