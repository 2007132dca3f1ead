from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from screener.build.events import Progress
from screener.cli.meter import line
from screener.update.events import Fetching

HALF = Fetching("fetching filings", 950, 1900, 2900, 350_000_000, 400.0, 361.4)


def test_a_line_says_companies_requests_bytes_rate_and_time_left() -> None:
    said = "950 of 1,900 companies · 2,900 requests · 350.0 MB · 7.2/s · 6:01 left"
    assert line(HALF, 0) == f"fetching filings: {said}"
    assert line(HALF, 120) == f"fetching filings [{'#' * 14}{'.' * 14}]: {said}"


def test_a_narrow_terminal_is_told_the_time_left_rather_than_the_requests() -> None:
    said = "950 of 1,900 companies · 350.0 MB · 7.2/s · 6:01 left"
    assert line(HALF, 80) == f"fetching filings: {said}"
    assert len(line(HALF, 80)) < 80


def test_what_is_not_known_is_not_said() -> None:
    assert line(Fetching("asking who has filed", 0, 0, 0, 0, 0.2, None), 100) == (
        "asking who has filed: 0 requests · 0 bytes"
    )
    assert line(Progress("reading facts", 3, 9), 60).endswith("]: 3 of 9 companies")


@given(st.integers(0, 300), st.integers(0, 5000), st.integers(1, 5000))
def test_a_bar_never_breaks_the_line_in_two(width: int, done: int, total: int) -> None:
    event = Progress("reading facts", min(done, total), total)
    said = line(event, width)
    assert "[" not in said or len(said) < width
