"""Which entry a text means: the list itself, the universe, then parts of names."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.frames import universe_of

from screener.errors import SnapshotError, UsageError
from screener.model.watched import Watched
from screener.screening.universe import Universe
from screener.watchlist.finding import Finder, Meant, not_on_the_list

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
    return Finder(ENTRIES, lambda: universe).meant


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
    assert ask(text) == Meant((entry,))


def test_a_part_of_a_watched_name_never_stands_for_another_companys_ticker(ask: Ask) -> None:
    assert "on" in LEMON.name.casefold()
    found = ask("on")
    assert not found.entries
    assert found.row is not None and found.row["ticker"] == "ON"


def test_a_part_that_fits_a_watched_company_and_another_one_is_refused(ask: Ask) -> None:
    with pytest.raises(UsageError, match="fits 2 companies: GONE Left Behind Inc CIK 99, LFT"):
        ask("left")


@pytest.mark.parametrize("text", ["-", "NOPE", "12345", "\udcff"])
def test_what_nobody_is_called_means_nothing(ask: Ask, text: str) -> None:
    found = ask(text)
    assert (found.entries, found.row) == ((), None)
    assert isinstance(found.problem, UsageError)


@pytest.mark.parametrize("text", ["", " "])
def test_an_empty_text_names_nobody(ask: Ask, text: str) -> None:
    with pytest.raises(UsageError, match="no company is named"):
        ask(text)


def never() -> Universe:
    raise AssertionError("the universe is asked")


def test_the_universe_is_not_asked_for_what_the_list_knows() -> None:
    assert Finder(ENTRIES, never).meant("GONE") == Meant((GONE,))
    double = [Watched("TWO", "One", 1), Watched("TWO", "Other", 2)]
    with pytest.raises(UsageError, match="TWO One CIK 1, TWO Other CIK 2"):
        Finder(double, never).meant("two")


NUMBER, TICKER, NOTED = Watched(cik=2), Watched("NEW"), Watched("NEW", note="mine")


@pytest.mark.parametrize("text", ["2", "new", "Renamed Inc", "cik2"])
def test_every_entry_of_the_company_is_found_however_it_is_written(text: str) -> None:
    universe = universe_of(ROWS)
    finder = Finder([GONE, NUMBER, TICKER, NOTED, LEMON], lambda: universe)
    [*found] = finder.meant(text).entries
    assert finder.company_of(found[0]) == (NUMBER, TICKER, NOTED)
    assert finder.company_of(GONE) == (GONE,)


def test_a_name_that_two_companies_have_joins_neither() -> None:
    universe = universe_of([{"ticker": f"T{n}", "name": "Twin", "cik": n} for n in (1, 2)])
    one, two, name = Watched(name="Twin", cik=1), Watched(name="Twin", cik=2), Watched(name="Twin")
    finder = Finder([one, two, name], lambda: universe)
    assert finder.company_of(name) == (name,)
    assert two not in finder.company_of(one)
    with pytest.raises(UsageError, match="fits 3 companies"):
        finder.meant("twin")


def test_without_a_universe_the_list_says_who_is_one_company() -> None:
    def damaged() -> Universe:
        raise SnapshotError("damaged")

    finder = Finder([NUMBER, TICKER, NOTED, CLASS_A, Watched("XVQ B", cik=3)], damaged)
    assert finder.company_of(TICKER) == (TICKER, NOTED)
    assert len(finder.company_of(CLASS_A)) == 2


def test_a_long_text_is_told_by_its_beginning() -> None:
    assert len(str(not_on_the_list("x" * 10_000, ENTRIES))) < 200
