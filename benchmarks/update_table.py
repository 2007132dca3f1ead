"""The README's table of what an update costs, from the record of the last measurement.

Usage: python benchmarks/update_table.py, to write it anew.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
README, RECORD = ROOT / "README.md", ROOT / "benchmarks" / "update.json"
START, END = "<!-- update figures -->\n", "<!-- /update figures -->"


def table(record: dict[str, Any]) -> str:
    """Return the table and what it rests on, in Markdown."""
    runs = record["runs"]
    rows = {
        "first": f"the first update, {runs['first']['companies']:,} companies",
        "bulk": "the first one with both nightly archives (`--bulk`)",
        "again": "once more on the same day",
        "quiet": "a day on which nobody filed: new prices",
        "busy": f"a day in November on which {runs['busy']['companies']:,} companies filed",
    }
    lines = ["| | requests | received | time | of it building |", "|---|--:|--:|--:|--:|"]
    for name, what in rows.items():
        run = runs[name]
        build = _time(run["build_seconds"]) if name != "again" else "–"
        lines.append(
            f"| {what} | {sum(run['kinds'].values()):,} | {_size(sum(run['sent'].values()))} "
            f"| {_time(run['seconds'])} | {build} |"
        )
    return "\n".join([*lines, "", _basis(record), ""])


def _basis(record: dict[str, Any]) -> str:
    disk, sizes = record["runs"]["bulk"]["disk"], record["kilobytes"]
    kept = sum(disk.values()) - disk["snapshot"]
    most = max(run["megabytes"] for run in record["runs"].values())
    return (
        f"Measured with `benchmarks/update.py` on {record['processors']} processors, at "
        f"{record['per_second']:g} requests a second, against the local server of `tests/edgar`, "
        "which costs no time on the line. Its files have real ones' sizes: gzipped, "
        f"{sizes['facts']} KB of facts a company, {sizes['history']} KB of filing history, "
        f"{sizes['instance']} KB an instance. The fetched files then take {_size(kept)} of disk, "
        f"the snapshot {_size(disk['snapshot'])}; no process takes more than {most:,} MB "
        "of memory."
    )


def _size(count: float) -> str:
    if count >= 1e9:
        return f"{count / 1e9:.1f} GB"
    return f"{count / 1e6:.1f} MB" if count < 1e7 else f"{count / 1e6:,.0f} MB"


def _time(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 100 else f"{seconds / 60:.0f} min"


def told() -> str:
    """Return what stands in the README."""
    return README.read_text("utf-8").partition(START)[2].partition(END)[0]


def write_readme() -> None:
    """Write the table of the record into the README."""
    text = README.read_text("utf-8")
    before, after = text.partition(START)[0], text.partition(END)[2]
    new = table(json.loads(RECORD.read_text("utf-8")))
    README.write_text(f"{before}{START}{new}{END}{after}", "utf-8")


if __name__ == "__main__":
    write_readme()
