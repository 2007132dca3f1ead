from __future__ import annotations

import pytest

from screener.model.words import counted


@pytest.mark.parametrize(
    ("count", "words", "text"),
    [
        (0, ("row",), "0 rows"),
        (1, ("row",), "1 row"),
        (2000, ("row",), "2,000 rows"),
        (1, ("company", "companies"), "1 company"),
        (2, ("company", "companies"), "2 companies"),
    ],
)
def test_a_noun_agrees_with_its_count(count: int, words: tuple[str, ...], text: str) -> None:
    assert counted(count, *words) == text
