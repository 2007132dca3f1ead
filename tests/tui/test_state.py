from __future__ import annotations

from pathlib import Path

import pytest

from screener.model.screen import Screen
from screener.tui.screens.growth import parse_growth
from screener.tui.state import Session, open_session
from screener.tui.state.finding import find
from screener.tui.state.wording import corners, counts, index_figures, titles


@pytest.fixture
def session(universe_path: Path) -> Session:
    return open_session(universe_path, None, "")


def test_a_screen_from_outside_is_where_it_starts_and_the_preset_where_it_returns(
    universe_path: Path,
) -> None:
    session = open_session(universe_path, Screen(sectors=("Energy",)), "everything")
    assert session.result.rows["ticker"].to_list() == ["ESC"]
    assert session.preset_label == "everything (changed)"
    session.reset()
    assert session.rows == 8
    assert session.preset_label == "everything"


@pytest.mark.parametrize(
    ("metric", "once", "twice"),
    [("pe", ("-pe", "ticker"), ("pe", "ticker")), ("ticker", ("ticker",), ("-ticker",))],
)
def test_figures_sort_downwards_first_and_texts_upwards(
    session: Session, metric: str, once: tuple[str, ...], twice: tuple[str, ...]
) -> None:
    session.sort_by(metric)
    assert session.screen.sort == once
    session.sort_by(metric)
    assert session.screen.sort == twice


def test_unknown_figures_sort_last_in_both_directions(session: Session) -> None:
    session.sort_by("pe")
    assert session.result.rows["ticker"].to_list()[:2] == ["STQL", "WIDE"]
    session.sort_by("pe")
    assert session.result.rows["ticker"].to_list()[:2] == ["WIDE", "STQL"]


@pytest.mark.parametrize(
    ("text", "value"),
    [("4%", 0.04), ("4", 0.04), (" 4.5 % ", 0.045), ("4,5", 0.045), ("-2", -0.02), ("", None),
     ("any", None), ("0", 0.0)],
)  # fmt: skip
def test_a_growth_threshold_is_read_as_percent(text: str, value: float | None) -> None:
    assert parse_growth(text) == value


@pytest.mark.parametrize("text", ["four", "4x", "nan", "inf", "1e3", "%", "[red]", "4%%"])
def test_what_is_no_percentage_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a percentage: write 4% or 4"):
        parse_growth(text)


def test_the_first_step_sets_growth_to_zero(session: Session) -> None:
    session.choose("growth", None)
    session.step_growth(-0.01)
    assert session.screen.growth_above == 0.0
    for _ in range(7):
        session.step_growth(0.01)
    assert session.screen.growth_above == 0.07


@pytest.mark.parametrize(
    ("text", "ticker", "listed"),
    [("acme", "ACME", True), ("AC", "ACME", True), ("undead", "ZOMB", False), ("京", "WIDE", True),
     ("s", "STQL", True), ("slow", "SLOW", False)],
)  # fmt: skip
def test_find_takes_tickers_beginnings_and_parts_of_names(
    session: Session, text: str, ticker: str, listed: bool
) -> None:
    found = find(session, text)
    assert found is not None
    assert found.row["ticker"] == ticker
    assert (found.index is not None) is listed


@pytest.mark.parametrize("text", ["", "   ", "nobody"])
def test_find_gives_nothing_for_what_is_not_there(session: Session, text: str) -> None:
    assert find(session, text) is None


def test_marks_tell_zombies_from_unknown_rows(universe_path: Path) -> None:
    session = open_session(universe_path, Screen(growth_above="-50%", unknown="include"), "")
    marks = dict(zip(session.result.rows["ticker"], session.marks(), strict=True))
    assert marks == {
        "STQL": "", "ACME": "", "ESC": "", "WIDE": "", "LOSS": "", "SLOW": "",
        "ZOMB": "†", "DARK": "?",
    }  # fmt: skip


def test_the_wordings_of_the_header_get_shorter(session: Session) -> None:
    for wordings in (
        titles(session),
        counts(session),
        corners(session),
        index_figures(session),
    ):
        lengths = [len(text) for text in wordings]
        assert lengths == sorted(lengths, reverse=True)
    assert len(titles(session)[-1]) <= 38


def test_a_preset_file_gives_its_stem_to_the_export(universe_path: Path, tmp_path: Path) -> None:
    file = tmp_path / "my picks.toml"
    file.write_text("profitable = true\n")
    session = open_session(universe_path, None, str(file))
    assert session.export_name == "my picks-2026-06-30.csv"
