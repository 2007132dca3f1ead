from __future__ import annotations

import pytest

from screener.model.metric import nearest


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("revenu_growth", "; did you mean 'revenue_growth'?"),
        ("net_margn", "; did you mean 'net_margin'?"),
        ("xyzzy", ""),
    ],
)
def test_a_guess_that_is_much_worse_than_the_best_is_not_made(name: str, text: str) -> None:
    assert nearest(name) == text


def test_guesses_that_are_as_good_are_all_made() -> None:
    assert nearest("ABD", among=["ABC", "ABE", "XBX"]) == "; did you mean 'ABE' or 'ABC'?"
