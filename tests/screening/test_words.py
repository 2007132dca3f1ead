from __future__ import annotations

import pytest

from screener.model.screen import DEFAULT_SCREEN, Screen
from screener.screening.words import rules_in_words, same_rules, shown_in_words


@pytest.mark.parametrize(
    ("screen", "words"),
    [
        (Screen(), "every company"),
        (DEFAULT_SCREEN, "profitable · growth > 4% · not a zombie (OECD)"),
        (
            Screen(
                debt_types=("none", "fixed"), zombies="only", zombie_definition="bis",
                where="pe < 12 AND ps < 2 OR pb < 1",
            ),
            "debt none or fixed · zombie (BIS) · where pe < 12 AND ps < 2 OR pb < 1",
        ),
    ],
)  # fmt: skip
def test_rules_are_told_on_one_line(screen: Screen, words: str) -> None:
    assert rules_in_words(screen) == words


def test_order_columns_limit_and_rates_are_told_apart_from_the_rules() -> None:
    screen = Screen(columns=("ticker",), sort=("pe",), limit=1, rate_move="+50bp")
    assert shown_in_words(screen) == "by P/E ▲ · 1 column · at most 1 row · rates +50bp"


def test_how_rows_are_shown_is_no_rule() -> None:
    other = DEFAULT_SCREEN.model_copy(update={"title": "x", "columns": ("ticker",), "limit": 3})
    assert same_rules(DEFAULT_SCREEN, other)
    assert not same_rules(DEFAULT_SCREEN, other.model_copy(update={"zombies": "include"}))
