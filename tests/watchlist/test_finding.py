"""Which entry a text means: the list itself, the universe, then parts of names."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.frames import universe_of

from screener.errors import UsageError
from screener.model.watched import Watched
from screener.watchlist.finding import Meant, meant

ROWS = [
    {"ticker": "ON", "name": "Onward Corp", "cik": 1},
    {"ticker": "NEW", "name": "Renamed Inc", "cik": 2},
    {"ticker": "XVQ B", "name": "Xevique Inc B", "cik": 3},
    {"ticker": "LFT", "name": "Leftover Corp", "cik": 4},
    {"ticker": "MLA", "name": "Milady Inc", "cik": 6},
    {"ticker": "MLB", "name": "Milan Inc", "cik": 7},
]
LEMON = Watched("LMN", "Lemon Inc", 10)
OLD = Watched("OLD", "Old name", 2)
CLASS_A = Watched("XVQ.A", "Xevique Inc A", 3)
GONE = Watched("GONE", "Left Behind Inc", 99)
MILL = Watched("MLL", "Milford Inc", 11)
BARE = Watched(cik=320193)
ENTRIES = [LEMON, OLD, CLASS_A, GONE, MILL, BARE]

Ask = Callable[[str], Meant]


@pytest.fixture
def ask() -> Ask:
    universe = universe_of(ROWS)
    return lambda text: meant(text, ENTRIES, universe.find)


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("gone", GONE),
        ("xvq-a", CLASS_A),
        (" XVQ/A ", CLASS_A),
        ("99", GONE),
        ("CIK0000000099", GONE),
        ("cik 320193", BARE),
        ("LEMON INC", LEMON),
        ("lemo", LEMON),
        ("NEW", OLD),  # listed under another ticker now
        ("xvq b", CLASS_A),  # another class of the same filer
        ("renamed", OLD),
        ("mil", MILL),  # of two in the universe none is meant
    ],
)
def test_an_entry_is_found_by_what_it_or_the_universe_calls_it(
    ask: Ask, text: str, entry: Watched
) -> None:
    assert ask(text) == Meant(entry)


def test_a_part_of_a_watched_name_never_stands_for_another_companys_ticker(ask: Ask) -> None:
    assert "on" in LEMON.name.casefold()
    found = ask("on")
    assert found.entry is None
    assert found.row is not None and found.row["ticker"] == "ON"


def test_a_part_that_fits_a_watched_company_and_another_one_is_refused(ask: Ask) -> None:
    with pytest.raises(UsageError, match="fits 2 companies: GONE Left Behind Inc CIK 99, LFT"):
        ask("left")


@pytest.mark.parametrize("text", ["", " ", "-", "NOPE", "12345", "\udcff"])
def test_what_nobody_is_called_means_nothing(ask: Ask, text: str) -> None:
    found = ask(text)
    assert (found.entry, found.row) == (None, None)
    assert isinstance(found.problem, UsageError)


def test_the_universe_is_not_asked_for_what_the_list_knows() -> None:
    def never(text: str) -> dict[str, object]:
        raise AssertionError(text)

    assert meant("GONE", ENTRIES, never) == Meant(GONE)
    double = [Watched("TWO", "One", 1), Watched("TWO", "Other", 2)]
    with pytest.raises(UsageError, match="TWO One CIK 1, TWO Other CIK 2"):
        meant("two", double, never)
