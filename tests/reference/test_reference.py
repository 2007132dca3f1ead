"""Annual figures agree with an independent vendor's, and every disagreement has a proved cause."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from tests.reference.causes import CAUSES, GATED
from tests.reference.comparing import compared, shares
from tests.reference.measure import disagreements, shares_told
from tests.reference.proofs import holds

pytestmark = pytest.mark.shared


@pytest.mark.parametrize("metric", GATED)
def test_the_share_that_agrees_is_reached(
    metric: str, shared_data: Path, record_property: Callable[[str, object], None]
) -> None:
    measured = shares(compared(shared_data)).row(
        by_predicate=pl.col("metric") == metric, named=True
    )
    record_property("shares", measured)
    print(shares_told(shared_data))
    assert measured["answerable"] >= GATED[metric], measured


def test_every_disagreement_has_a_cause_and_every_cause_a_disagreement(shared_data: Path) -> None:
    found = {d.key for d in disagreements(shared_data) if d.key[2] in GATED}
    assert found - set(CAUSES) == set(), "without a cause"
    assert set(CAUSES) - found == set(), "causes of nothing"


def test_the_files_bear_every_cause_out(shared_data: Path) -> None:
    refuted = [
        (d.key, d.cause.why)
        for d in disagreements(shared_data)
        if d.cause is not None and not holds(d.cause, d.row, shared_data)
    ]
    assert refuted == []


def test_few_rows_are_beyond_answering(shared_data: Path) -> None:
    # Else the share of the answerable rows would say little.
    for measured in shares(compared(shared_data)).iter_rows(named=True):
        assert measured["answerable_rows"] >= 0.94 * measured["rows"], measured
