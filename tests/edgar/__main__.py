"""Serve a market to the program, by hand: ``python -m tests.edgar --folder DIR``.

The folder is one that ``tests.simulator`` or ``--write N`` has written. It prints the settings that
send the program here. An empty line moves on to the day of ``--later``; Ctrl-D ends it, and what
was asked is printed."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from tests.edgar.faults import TRANSIENT
from tests.edgar.log import Log
from tests.edgar.market import EARLIER, LATER, companies, write_as_of
from tests.edgar.server import Server, serving
from tests.edgar.universe import Served


def main() -> None:
    """Read the options, write what is asked for, serve."""
    parser = argparse.ArgumentParser(prog="python -m tests.edgar", description=__doc__)
    parser.add_argument("--folder", type=Path, required=True, metavar="DIR")
    parser.add_argument("--later", type=Path, metavar="DIR", help="the same market, later")
    parser.add_argument("--write", type=int, metavar="N", help="write a market of N companies")
    parser.add_argument("--noise", type=float, default=0, metavar="MB", help="a company; with N")
    parser.add_argument("--port", type=int, default=0, metavar="N")
    parser.add_argument("--apart", action="store_true", help="four hosts, four ports")
    parser.add_argument("--limit", type=int, default=10, metavar="N", help="requests a second")
    parser.add_argument("--block", type=float, default=600, metavar="SECONDS")
    parser.add_argument("--trouble", type=float, default=0, metavar="SHARE", help="of requests")
    parser.add_argument("--seed", type=int, default=7, metavar="N", help="of the trouble")
    given = parser.parse_args()
    if given.write:
        market = companies(given.write)
        write_as_of(market, given.folder, EARLIER, noise=given.noise)
        if given.later:
            write_as_of(market, given.later, LATER, noise=given.noise)
    with serving(Served(given.folder), apart=given.apart, port=given.port) as server:
        server.rules.limit, server.rules.block_seconds = given.limit, given.block
        if given.trouble:
            server.faults.at_random(given.seed, given.trouble, TRANSIENT)
        _serve(server, given.later, sys.stdin)


def _serve(server: Server, later: Path | None, lines: Iterable[str]) -> None:
    for name, value in server.environment.items():
        print(f"export {name}={value}", flush=True)
    try:
        for _ in lines:
            if later:
                new = server.served.move_on(later, published_on=date.today())
                print(f"{len(new)} new filings, published today", flush=True)
            print(json.dumps(summary(server.log)), flush=True)
    except KeyboardInterrupt:
        pass
    print(json.dumps(summary(server.log)), flush=True)


def summary(log: Log) -> dict[str, object]:
    """Return the figures of a log."""
    return {
        "requests": log.count(), "bytes": log.sent(), "most_in_a_second": log.max_in_a_second(),
        "kinds": dict(log.kinds()), "statuses": dict(log.statuses()),
    }  # fmt: skip


if __name__ == "__main__":
    main()
