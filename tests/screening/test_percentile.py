from __future__ import annotations

import math

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.errors import UsageError
from screener.model.few import FEWEST
from screener.model.metric import METRICS
from screener.model.percentile import has_percentile, percentile_column
from screener.screening.percentile import with_percentiles

VALUES = st.one_of(st.none(), st.sampled_from([0.0, 1.0, 1.5, -2.0, math.nan, math.inf]))
ROWS = st.lists(
    st.tuples(st.sampled_from([None, 1, 2, 3, 4, 5, 6, 7, 8]), st.sampled_from("AB"), VALUES),
    max_size=40,
)
SCHEMA = {"cik": pl.Int64, "sector": pl.String, "pe": pl.Float64}


def frame(rows: list[tuple[int | None, str | None, float | None]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def ranked(rows: list[tuple[int | None, str | None, float | None]]) -> list[float | None]:
    return with_percentiles(frame(rows), ["pe"])[percentile_column("pe")].to_list()


@given(ROWS)
def test_a_percentile_is_the_share_of_the_sector_below_with_ties_counting_half(
    rows: list[tuple[int | None, str, float | None]],
) -> None:
    # A company has one sector and one figure, whichever of its classes is asked.
    firsts = {cik: (sector, value) for cik, sector, value in reversed(rows) if cik is not None}
    rows = [(cik, *(firsts[cik] if cik is not None else (s, v))) for cik, s, v in rows]
    companies = [*firsts.values(), *((s, v) for cik, s, v in rows if cik is None)]
    for (_, sector, value), got in zip(rows, ranked(rows), strict=True):
        peers = [v for s, v in companies if s == sector and v is not None and math.isfinite(v)]
        if value is None or not math.isfinite(value) or len(peers) < FEWEST:
            assert got is None
        else:
            below = sum(peer < value for peer in peers) + sum(peer == value for peer in peers) / 2
            assert got == pytest.approx(below / len(peers))


def test_the_rows_stay_as_they_are() -> None:
    rows = frame([(3, "B", 1.0), (1, "A", None), (None, None, 2.0)])
    assert with_percentiles(rows, ["pe"]).select(*SCHEMA).equals(rows)
    assert with_percentiles(rows, []).equals(rows)


def test_texts_dates_and_what_belongs_to_the_position_have_no_percentile() -> None:
    without = {"name", "cik", "sector", "filed", "weight", "price", "market_value", "debt_type"}
    assert not any(has_percentile(METRICS[name]) for name in without)
    assert has_percentile(METRICS["revenue_growth"])
    for name, why in (("sector", "is a text"), ("weight", "of a holding"), ("pf", "'pe'")):
        with pytest.raises(UsageError, match=why):
            with_percentiles(frame([]), [name])
