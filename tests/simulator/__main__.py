"""Write a random fictional market: ``python -m tests.simulator --companies 2000 --out DIR``."""

from __future__ import annotations

import argparse
from pathlib import Path

from tests.simulator.draw import market
from tests.simulator.write import write_market


def main() -> None:
    """Read the options, write the market, say what it came to."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulator", description=__doc__)
    parser.add_argument("--companies", type=int, default=2000, metavar="N")
    parser.add_argument("--seed", type=int, default=7, metavar="N")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    parser.add_argument(
        "--noise",
        type=float,
        default=0,
        metavar="MB",
        help="unwanted facts a company, before compression; real files have some 2.5",
    )
    given = parser.parse_args()
    count = write_market(market(given.companies, given.seed), given.out, noise=given.noise)
    size = sum(path.stat().st_size for path in given.out.rglob("*") if path.is_file())
    instances = sum(1 for _ in (given.out / "instances").glob("*.xml.gz"))
    print(f"{count:,} companies, {instances:,} instances, {size:,} bytes in {given.out}")


if __name__ == "__main__":
    main()
