from __future__ import annotations

import datetime as dt

import pytest

from screener.present.membership import facts_of, membership, moment_lines
from screener.store.manifest import Manifest

DAY = dt.date(2026, 5, 5)


@pytest.mark.parametrize(
    ("fund", "held", "sample", "text"),
    [
        ("The Fund", dt.date(2026, 5, 5), False, "The Fund, holdings of 5 May 2026"),
        ("A\x1b Fund", None, False, "A\ufffd Fund, holdings of an unknown day"),
        (
            None, dt.date(2026, 5, 5), False,
            "a fund that its file does not name, holdings of 5 May 2026",
        ),
        ("The Fund", dt.date(2026, 5, 5), True, "sample data: fictional companies"),
    ],
)  # fmt: skip
def test_whose_holdings_they_are(
    fund: str | None, held: dt.date | None, sample: bool, text: str
) -> None:
    manifest = Manifest(3, dt.date(2026, 5, 5), "", fund=fund, holdings_date=held, sample=sample)
    assert membership(manifest) == text


def test_another_day_than_the_snapshots_is_told_with_whom_it_can_not_name() -> None:
    found = Manifest(
        3, dt.date(2024, 6, 30), "", membership="members.csv at 2024-06-30",
        missing="3 of 9 members without facts", facts_until=DAY, sample=True,
    )  # fmt: skip
    assert moment_lines(found, "2026-05-05_x") == [
        "membership: members.csv at 2024-06-30; 3 of 9 members without facts",
        "facts filed by 30 Jun 2024, of snapshot 2026-05-05_x",
    ]


def test_the_snapshots_own_day_needs_no_words() -> None:
    assert moment_lines(Manifest(3, DAY, ""), "x") == []
    assert facts_of(Manifest(3, DAY, ""), "x\x1b") == "snapshot x\ufffd"
