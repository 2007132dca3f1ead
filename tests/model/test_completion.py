from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from screener.model.expression import ExpressionError, parse
from screener.model.expression.completion import MOST_OPTIONS, Completion, complete
from screener.model.metric import METRICS, Unit

SECTORS = ("Energy", "Health Care", "Industrials", "Information Technology", "O'Hare & Co")


def values(metric: str) -> tuple[str, ...]:
    return SECTORS if metric == "sector" else ()


def at(marked: str) -> Completion:
    """The completion where ``|`` stands."""
    caret = marked.index("|")
    return complete(marked.replace("|", ""), caret, values)


def offered(marked: str) -> list[str]:
    return [option.text for option in at(marked).options]


def first(marked: str) -> str:
    """The text once the first option is in its place, with the caret marked."""
    found = at(marked)
    text, caret = found.applied(marked.replace("|", ""), found.options[0])
    return f"{text[:caret]}|{text[caret:]}"


@pytest.mark.parametrize(
    ("query", "best"),
    [
        ("reven", ["revenue_growth", "revenue_growth_quarter", "revenue_growth_3y", "revenue_ttm"]),
        ("margin", ["net_margin", "gross_margin", "operating_margin", "fcf_margin"]),
        ("MKT", ["market_cap"]),
        ("p/e", []),
        ("pe", ["period_end"]),
        ("net debt", ["net_debt", "net_debt_to_ebitda"]),
        ("ebitda", ["ebitda_ttm", "net_debt_to_ebitda", "ev_to_ebitda"]),
        ("zzz", []),
    ],
)
def test_names_are_found_by_beginning_label_and_part(query: str, best: list[str]) -> None:
    names = offered(f"{query}|")
    assert [name for name in names if name in best] == best


def test_a_name_may_stand_anywhere_in_the_text() -> None:
    assert first("pe < 5 AND (reven| > 4%)") == "pe < 5 AND (revenue_growth| > 4%)"
    assert first("rev|en > 4%") == "revenue_growth| > 4%"
    assert first("net de| > 5M") == "net_debt| > 5M"


def test_a_name_that_is_complete_is_not_offered_again() -> None:
    assert offered("net_margin|") == []
    assert at("net_margin|").metric == "net_margin"


@pytest.mark.parametrize(
    ("marked", "after"),
    [
        ("sector = 'ind|", "sector = 'Industrials'|"),
        ("sector = ind|", "sector = 'Industrials'|"),
        ("sector <> '|", "sector <> 'Energy'|"),
        ("sector = |", "sector = 'Energy'|"),
        ("sector = 'tech|", "sector = 'Information Technology'|"),
        ("sector = 'o''h|", "sector = 'O''Hare & Co'|"),
        ("sector = 'In|xx'", "sector = 'Industrials'|"),
        ("sector NOT IN ('Energy', 'h|", "sector NOT IN ('Energy', 'Health Care'|"),
        ("sector = '| AND debt_type = 'fixed'", "sector = 'Energy'| AND debt_type = 'fixed'"),
        ("debt_type = 'fl|' AND pe < 5", "debt_type = 'floating'| AND pe < 5"),
        ("zombie <> '|", "zombie <> 'yes'|"),
        ("zombie_bis = n|", "zombie_bis = 'no'|"),
        ("stale = f|", "stale = FALSE|"),
    ],
)
def test_values_are_offered_beside_texts_and_verdicts(marked: str, after: str) -> None:
    assert first(marked) == after


@pytest.mark.parametrize(
    ("marked", "words"),
    [
        ("pe |", ["> ", "< ", "BETWEEN ", "IS NULL", "IS NOT NULL"]),
        ("pe i|", ["IS NULL", "IS NOT NULL"]),
        ("pe IS |", ["NULL", "NOT NULL"]),
        ("sector |", ["= ", "<> ", "IN (", "LIKE ", "IS NULL"]),
        ("sector NOT |", ["IN (", "BETWEEN ", "LIKE "]),
        ("pe < 5 |", ["AND ", "OR "]),
        ("pe < ps |", ["AND ", "OR "]),
        ("pe BETWEEN 1 AND ps |", ["AND ", "OR "]),
        ("profitable |", ["AND ", "OR "]),
        ("(pe < 5) a|", ["AND "]),
        ("pe < 5|", []),
        ("pe < |", []),
        ("|", []),
    ],
)
def test_words_are_offered_where_a_name_can_not_stand(marked: str, words: list[str]) -> None:
    assert offered(marked) == words


@pytest.mark.parametrize(
    ("marked", "metric"),
    [
        ("pe < |", "pe"),
        ("pe < 5|", "pe"),
        ("ps > 1 AND pe BETWEEN 2 AND |", "pe"),
        ("ps > 1 AND sector IN ('|", "sector"),
        ("p|s > 1 AND pe < 3", "ps"),
        ("|ps > 1 AND pe < 3", "ps"),
        ("|", ""),
    ],
)
def test_the_metric_that_the_caret_is_about_is_known(marked: str, metric: str) -> None:
    assert at(marked).metric == metric


_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_PARTS = st.sampled_from(
    ["pe", "sector", "debt_type", "stale", "net", "margin", "zombie", "reven", "coverag", " ", " ",
     "<", ">", "=", "<>", "(", ")", ",", "'", "'fixed'", "AND", "OR", "NOT", "IN", "IS", "NULL",
     "BETWEEN", "LIKE", "5", "4%", "5B", ".5", "1e-3", "-", "/", "é", "東", "\x1b", "[red]", "--"]
)  # fmt: skip


@given(st.lists(_PARTS, max_size=12).map("".join) | st.text(max_size=40), st.integers(0, 60))
@example("5reven", 6)
@example("sector = 5x", 10)
def test_whatever_is_completed_a_metric_stands_whole_at_the_caret(text: str, caret: int) -> None:
    caret = min(caret, len(text))
    found = complete(text, caret, values)
    assert len(found.options) <= MOST_OPTIONS
    for option in found.options:
        after, at = found.applied(text, option)
        assert after[at:] == text[found.end :]
        if option.metric:
            before = list(_NAME.finditer(after[:at]))[-1]
            assert before.group() == option.metric in METRICS
            assert not re.match(r"[A-Za-z0-9_]", after[at:])


@given(st.sampled_from(list(METRICS)), st.integers(1, 8))
def test_every_metric_is_found_by_its_own_name_and_makes_a_condition(name: str, cut: int) -> None:
    text, caret = f"pe < 5 AND {name}", len("pe < 5 AND ") + len(name)
    assert complete(text, caret).metric == name
    part = complete(name[:-cut] or name[0], len(name[:-cut] or name[0]))
    names = [option.metric for option in part.options]
    assert name in names or len(names) == MOST_OPTIONS or name[:-cut] in METRICS


@given(st.sampled_from([m.name for m in METRICS.values() if m.unit is Unit.VERDICT]))
def test_every_value_of_a_verdict_makes_a_condition(name: str) -> None:
    found = complete(f"{name} = ", len(name) + 3)
    for option in found.options:
        text, _ = found.applied(f"{name} = ", option)
        try:
            parse(text)
        except ExpressionError as error:
            raise AssertionError(text) from error


def test_a_very_long_text_is_no_trouble() -> None:
    text = "pe < 5 AND " * 900 + "reven"
    assert complete(text, len(text)).options[0].text == "revenue_growth"
