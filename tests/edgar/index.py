"""The daily index of any day: what the market filed that day, among the filings of all others.

Real ones have some five thousand lines, most of them of no interest: of strangers, and of the
market's own companies on forms that state no figures. Weekends, holidays and days to come have no
index; nor has the current day before it is over, until something is published on it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

from tests.simulator.daily_index import page, row

HOLIDAYS = frozenset(
    date(*day)
    for day in (
        (2025, 11, 27), (2025, 12, 25), (2026, 1, 1), (2026, 1, 19), (2026, 2, 16), (2026, 5, 25),
        (2026, 6, 19), (2026, 7, 3), (2026, 9, 7), (2026, 10, 12), (2026, 11, 11), (2026, 11, 26),
        (2026, 12, 25), (2027, 1, 1), (2027, 1, 18), (2027, 2, 15),
    )
)  # fmt: skip
"""Federal holidays, on which EDGAR is closed."""

STRANGERS, CHATTER = 40, 6
"""Lines a day of other filers, and of the market's own companies on forms without figures."""

_FORMS = ("4", "8-K", "424B2", "SC 13G/A", "10-Q", "10-K", "NPORT-P", "D", "485BPOS", "144")
_CHATTER = ("4", "4/A", "8-K", "144", "SCHEDULE 13G/A", "3", "CORRESP")


@dataclass(frozen=True)
class Filed:
    """One filing as an index names it."""

    form: str
    company: str
    cik: int
    accession: str
    filed: date

    @property
    def path(self) -> str:
        """Return the address of the whole filing, below ``/Archives/``."""
        return f"edgar/data/{self.cik}/{self.accession}.txt"


class DailyIndices:
    """The indices of a market whose companies are ``names`` by CIK."""

    def __init__(
        self,
        names: dict[int, str],
        *,
        strangers: int = STRANGERS,
        chatter: int = CHATTER,
        today: Callable[[], date] = date.today,
    ) -> None:
        self._names, self._today = names, today
        self._strangers, self._chatter = strangers, chatter
        self._written: dict[date, list[str]] = {}

    def add(self, day: date, filings: Iterable[Filed]) -> None:
        """Name filings in the index of a day, whatever day they were filed on."""
        rows = [row(each.form, each.company, each.cik, day, each.path) for each in filings]
        self._written.setdefault(day, []).extend(rows)

    def read(self, path: Path) -> None:
        """Take the lines of an index file: ``form.YYYYMMDD.idx``."""
        day = date.fromisoformat(path.stem.removeprefix("form."))
        lines = path.read_text(encoding="utf-8").splitlines()
        start = next(at for at, line in enumerate(lines) if line.startswith("-----"))
        self._written.setdefault(day, []).extend(lines[start + 1 :])

    def text(self, day: date) -> str | None:
        """Return the index of a day; None where there is none."""
        written = self._written.get(day, [])
        closed = day.weekday() > 4 or day in HOLIDAYS or day >= self._today()
        if closed and not written:
            return None
        return page(day, [*written, *self._noise(day)])

    def _noise(self, day: date) -> Iterable[str]:
        chance = Random(day.toordinal())
        for number in range(self._strangers):
            cik = chance.randint(700_000, 2_100_000)
            filer = chance.choice((cik, 950_170, 1_104_659))
            accession = f"{filer:010d}-{day:%y}-{chance.randint(1, 99_999):06d}"
            name = f"Stranger {number} of {day:%B} {chance.choice(('Trust', 'LP', 'Corp', 'Plc'))}"
            form = chance.choice(_FORMS)
            yield row(form, name, cik, day, f"edgar/data/{cik}/{accession}.txt")
        ciks = sorted(self._names)
        for _ in range(self._chatter if ciks else 0):
            cik = chance.choice(ciks)
            accession = f"0001225208-{day:%y}-{chance.randint(1, 99_999):06d}"
            path = f"edgar/data/{cik}/{accession}.txt"
            yield row(chance.choice(_CHATTER), self._names[cik], cik, day, path)
