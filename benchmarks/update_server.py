"""The server of ``update.py`` in a process of its own, so that its work is not the program's."""

from __future__ import annotations

import json
import multiprocessing
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.edgar import fund, universe
from tests.edgar.server import Server, serving
from tests.edgar.universe import Served


@dataclass(frozen=True, slots=True)
class Remote:
    """The running server, from outside. ``environment``: the settings that lead there."""

    environment: dict[str, str]
    _line: Connection

    def ask(self, what: str, *values: object) -> Any:
        """Have it do something of :data:`_ORDERS`; return what comes of it."""
        self._line.send((what, values))
        return self._line.recv()


@contextmanager
def remote(folder: Path, **options: int) -> Iterator[Remote]:
    """Serve a market until the block ends. ``limit``: requests a second before it refuses; other
    ``options`` are those of a daily index."""
    spawning = multiprocessing.get_context("spawn")
    here, there = spawning.Pipe()
    process = spawning.Process(target=_serve, args=(folder, options, there), daemon=True)
    process.start()
    try:
        yield Remote(here.recv(), here)
        here.send(("stop", ()))
        process.join(30)
    finally:
        process.terminate()


def _serve(folder: Path, options: dict[str, int], line: Connection) -> None:
    limit = options.pop("limit")
    with serving(Served(folder, **options), apart=True) as server:
        server.rules.limit = limit
        line.send(server.environment)
        while (order := line.recv())[0] != "stop":
            name, values = order
            line.send(_ORDERS[name](server, *values))


def _traffic(server: Server) -> dict[str, Any]:
    """Return what was asked since the last time."""
    log = server.log
    found = {
        "kinds": dict(log.kinds().most_common()),
        "statuses": {str(status): count for status, count in log.statuses().items()},
        "sent": dict(_sent(server)),
        "most_in_a_second": log.max_in_a_second(),
        "asked_again": log.count() - len({each.asked.target for each in log}),
        "blocks": server.rules.blocks,
    }
    log.clear()
    return found


def _sent(server: Server) -> Counter[str]:
    found: Counter[str] = Counter()
    for each in server.log:
        found[each.kind] += each.sent
    return found


def _later(server: Server, folder: Path, day: date) -> int:
    """Serve the later folder; its news are in the index of a day. Return how many filed."""
    new = server.served.move_on(folder, published_on=day)
    return len({each.cik for each in new if each.form.startswith(("10-", "20-F", "40-F"))})


def _next_day(server: Server, day: date) -> None:
    """Serve what changes on each day: new holdings, and a ticker list with one stranger more."""
    served = server.served
    before, text = served.day, served.holdings[served.day]
    served.holdings[day] = text.replace(f"{before:%b %d, %Y}", f"{day:%b %d, %Y}", 1)
    served.day = day
    rows = json.loads((served.folder / "company_tickers.json").read_bytes())
    rows[str(len(rows))] = {"cik_str": 9_600_000_000, "ticker": "S99999", "title": "New Stranger"}
    served.put(universe.TICKERS, json.dumps(rows).encode())
    assert fund.day_of(served.holdings[day]) == day


def _tonight(server: Server) -> None:
    """Have the archives be of last night, whatever the market's day."""
    server.served.archived = datetime.now(UTC).replace(hour=8, minute=0) - timedelta(days=1)


_ORDERS: dict[str, Callable[..., Any]] = {
    "traffic": _traffic,
    "later": _later,
    "next day": _next_day,
    "tonight": _tonight,
}
