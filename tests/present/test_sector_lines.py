"""The sectors' table as lines: whole columns, in as many blocks as the width needs."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.frames import metrics_frame

from screener.present.sector_lines import LIKE, sector_lines
from screener.screening.sectors import sectors

FRAME = metrics_frame(
    *({"ticker": "A", "cik": n, "sector": "Energy", "profitable": True, "zombie_oecd": "no",
       "debt_type": "fixed", "zombie_fed": "yes"} for n in range(6)),
    *({"ticker": "B", "cik": n, "sector": "Health\x1b[31m Care", "profitable": False,
       "zombie_oecd": "yes", "debt_type": "none", "zombie_cash": "yes" if n > 15 else None}
      for n in range(10, 20)),
)  # fmt: skip
BESIDE = (10, 11, 12, 13)
ROWS = sectors(FRAME, BESIDE).to_dicts()
HEADS = ("Count", "able", "OECD", "losses", "fixed", "floating", "mixed", "unknown")


@given(st.one_of(st.none(), st.integers(40, 200)))
def test_every_column_is_told_whatever_the_width(width: int | None) -> None:
    lines = sector_lines(ROWS, "oecd", -0.0075, "Index", width)
    words = set(re.findall(r"[\w/]+", " ".join(lines)))
    assert words >= {*HEADS, "oecd", "bis", "fed", "cash", "loss"}
    assert all(len(line) <= (width or 200) for line in lines)
    assert all(sign.isprintable() for line in lines for sign in line)


def test_eighty_columns_hold_what_matters_most_in_one_block() -> None:
    heads = sector_lines(ROWS, "oecd", -0.0075, "Index", 80)[1].split()
    assert heads[:7] == ["Sector", "Count", "able", "OECD", "median", "median", "losses"]


def test_figures_stand_in_columns() -> None:
    lines = sector_lines(ROWS, "oecd", -0.0075, "Index", None)
    index = next(line for line in lines if line.startswith("Index"))
    assert index.split()[:4] == ["Index", "16", "38%", "50%"]
    at = lines[1].index("able") + len("able")
    assert [line[at - 4 : at].strip() for line in lines[2:5]] == ["100%", "0%", "38%"]


def test_the_five_definitions_stand_side_by_side() -> None:
    lines = sector_lines(ROWS, "fed", -0.0075, "Index", None)
    first = next(number for number, line in enumerate(lines) if line.startswith("Zombies,"))
    assert lines[first].split()[-6:] == ["oecd", "bis", "fed", "cash", "loss", "pre-revenue"]
    assert lines[first + 1].split() == ["Energy", "0.0%", "–", "100.0%", "–", "–", "0"]
    assert "6 judged by FED (4 pre-revenue biotechs beside: it flags 0)" in " ".join(lines)


def test_a_share_of_fewer_than_five_is_a_dash_that_is_explained() -> None:
    assert ROWS[1]["zombies_cash_share"] == 1.0  # data keeps it, and the count
    assert ROWS[1]["zombies_cash_known"] == 4
    lines = sector_lines(ROWS, "oecd", -0.0075, "Index", None)
    first = next(number for number, line in enumerate(lines) if line.startswith("Zombies,"))
    assert lines[first + 2].split()[-6:] == ["100.0%", "–", "–", "–", "–", "4"]
    assert " ".join(lines).count("– also of fewer than 5 companies") == 1
    enough = sector_lines(ROWS[:1], "oecd", -0.0075, "Index", None)
    assert "fewer" not in " ".join(enough)


@given(st.integers(80, 160))
def test_the_types_of_debt_stand_side_by_side(width: int) -> None:
    lines = sector_lines(ROWS, "oecd", -0.0075, "Index", width)
    [first] = [n for n, line in enumerate(lines) if line[:6] == "Sector" and "floating" in line]
    kinds = ["none", "fixed", "floating", "conv.", "mixed", "unknown"]
    assert lines[first].split()[-6:] == kinds
    assert lines[first + 3].split()[-6:] == ["62%", "38%", "0%", "0%", "0%", "0%"]


@pytest.mark.parametrize("width", [None, 60])
def test_of_nobody_everything_is_a_dash(width: int | None) -> None:
    rows = sectors(FRAME.clear(), ()).to_dicts()
    lines = sector_lines(rows, "oecd", -0.0075, "All that pass", width)
    whole = next(line for line in lines if line.startswith("All that pass"))
    assert whole.split()[3] == "0"
    assert "%" not in whole


def test_every_column_that_is_no_count_says_what_it_is_read_like() -> None:
    floats = {name for name, dtype in sectors(FRAME, ()).schema.items() if dtype.is_float()}
    assert floats == set(LIKE)
