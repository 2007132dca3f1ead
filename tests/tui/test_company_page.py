from __future__ import annotations

from pathlib import Path

import pytest

from screener.tui.pages.company import company_page
from screener.tui.state import open_session


@pytest.mark.parametrize("width", [30, 74, 111, 112, 150])
def test_no_line_is_longer_than_the_page_and_nothing_is_lost(
    universe_path: Path, width: int
) -> None:
    session = open_session(universe_path, None, "")
    for index in range(session.rows):
        row = session.row(index)
        page, stacked = (company_page(session, row, cells) for cells in (width, 111))
        assert max(line.cell_length for line in page.split("\n")) <= width
        words, expected = ("".join(text.plain.split()) for text in (page, stacked))
        assert sorted(words) == sorted(expected)


def test_filings_are_linked_to_the_sec_and_hostile_accessions_are_not(universe_path: Path) -> None:
    session = open_session(universe_path, None, "")
    page = company_page(session, session.row(0), 100)
    links = {getattr(span.style, "link", None) for span in page.spans} - {None}
    assert links == {
        "https://www.sec.gov/Archives/edgar/data/1000/000000100026000007/0000001000-26-000007-index.htm"
    }


def test_growth_says_which_two_sums_it_compares(universe_path: Path) -> None:
    session = open_session(universe_path, None, "")
    lines = [line.plain.strip() for line in company_page(session, session.row(0), 80).split("\n")]
    growth = next(i for i, line in enumerate(lines) if line.startswith("✓ growth: +18.4%"))
    assert lines[growth + 1] == "revenue 2.10B against 1.77B a year before"
    assert "revenue " not in "".join(lines[:growth])


def test_figures_stand_beside_the_reasons_where_there_is_room(universe_path: Path) -> None:
    session = open_session(universe_path, None, "")
    lines = company_page(session, session.row(0), 150).split("\n")
    assert lines[0].plain.startswith("STQL  Stirlyng Infra")
    assert lines[2].plain.rstrip().endswith("Growth")
