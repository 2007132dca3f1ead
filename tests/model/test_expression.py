from __future__ import annotations

import pickle

import pytest
from pydantic import ValidationError

from screener.model.expression import ExpressionError, Kind, parse
from screener.model.expression.nodes import (
    And,
    Arithmetic,
    Between,
    Call,
    Compare,
    Flag,
    IsNull,
    Like,
    Name,
    Negative,
    Node,
    Not,
    Number,
    Or,
    Text,
    metrics_of,
)
from screener.model.screen import Screen


def shape(node: Node) -> str:
    """A tree in brackets, the operator first: "a OR b" is "(or a b)"."""
    match node:
        case Number(value=value) | Text(value=value):
            return repr(value)
        case Flag(value=value):
            return str(value).lower()
        case Name(metric=metric):
            return metric
        case Compare(op=op) | Arithmetic(op=op):
            head = op
        case Call(function=function):
            head = function.lower()
        case Like(pattern=pattern):
            head = f"like {pattern!r}"
        case Negative():
            head = "minus"
        case IsNull() | Not() | And() | Or() | Between():
            head = type(node).__name__.lower()
        case _:
            raise AssertionError(node)
    return f"({' '.join([head, *map(shape, node.parts)])})"


def read(text: str) -> str:
    return shape(parse(text).root)


def refused(text: str) -> ExpressionError:
    with pytest.raises(ExpressionError) as caught:
        parse(text)
    return caught.value


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("pe > 1", "(> pe 1.0)"),
        ("pe <> 1", "(<> pe 1.0)"),
        ("pe != 1", "(<> pe 1.0)"),
        ("pe>=-1", "(>= pe (minus 1.0))"),
        ("profitable", "profitable"),
        ("FALSE", "false"),
        ("stale OR profitable AND TRUE", "(or stale (and profitable true))"),
        ("(stale OR profitable) AND TRUE", "(and (or stale profitable) true)"),
        ("stale AND profitable AND TRUE", "(and stale profitable true)"),
        ("NOT stale AND profitable", "(and (not stale) profitable)"),
        ("NOT (stale AND profitable)", "(not (and stale profitable))"),
        ("NOT NOT stale", "(not (not stale))"),
        ("NOT pe = 1", "(not (= pe 1.0))"),
        ("NOT pe IS NULL", "(not (isnull pe))"),
        ("stale = TRUE", "(= stale true)"),
        ("(pe > 1) = (pb > 1)", "(= (> pe 1.0) (> pb 1.0))"),
        ("pe + pb * 2 > 1", "(> (+ pe (* pb 2.0)) 1.0)"),
        ("(pe + pb) * 2 > 1", "(> (* (+ pe pb) 2.0) 1.0)"),
        ("pe - pb - 2 > 1", "(> (- (- pe pb) 2.0) 1.0)"),
        ("pe - (pb - 2) > 1", "(> (- pe (- pb 2.0)) 1.0)"),
        ("pe / pb / 2 > 1", "(> (/ (/ pe pb) 2.0) 1.0)"),
        ("pe / pb * 2 > 1", "(> (* (/ pe pb) 2.0) 1.0)"),
        ("-pe * pb < 1", "(< (* (minus pe) pb) 1.0)"),
        ("-(pe + pb) < +1", "(< (minus (+ pe pb)) 1.0)"),
        ("pe - -pb > 0", "(> (- pe (minus pb)) 0.0)"),
        ("pe IN (1, pb, 2 + 1)", "(or (= pe 1.0) (= pe pb) (= pe (+ 2.0 1.0)))"),
        ("pe IN (1)", "(or (= pe 1.0))"),
        ("pe NOT IN (1, 2)", "(not (or (= pe 1.0) (= pe 2.0)))"),
        ("pe BETWEEN 1 AND 2", "(between (>= pe 1.0) (<= pe 2.0))"),
        ("pe NOT BETWEEN 1 AND 2", "(not (between (>= pe 1.0) (<= pe 2.0)))"),
        ("pe BETWEEN 1 AND 2 AND stale", "(and (between (>= pe 1.0) (<= pe 2.0)) stale)"),
        ("pe BETWEEN pb - 1 AND pb + 1", "(between (>= pe (- pb 1.0)) (<= pe (+ pb 1.0)))"),
        ("name LIKE 'A%'", "(like 'A%' name)"),
        ("name NOT LIKE '_b'", "(not (like '_b' name))"),
        ("LOWER(name) LIKE 'a%'", "(like 'a%' (lower name))"),
        ("zombie_oecd LIKE 'y%'", "(like 'y%' zombie_oecd)"),
        ("pe IS NULL", "(isnull pe)"),
        ("pe / pb IS NOT NULL", "(not (isnull (/ pe pb)))"),
        ("(pe > 1) IS NULL", "(isnull (> pe 1.0))"),
        ("ABS(pe - pb) > 1", "(> (abs (- pe pb)) 1.0)"),
        ("least (pe, pb, 3) > 1", "(> (least pe pb 3.0) 1.0)"),
        ("Greatest(pe, pb) > 1", "(> (greatest pe pb) 1.0)"),
        ("UPPER(zombie_oecd) = 'YES'", "(= (upper zombie_oecd) 'YES')"),
        ("Pe > 1 aNd NoT StAlE", "(and (> pe 1.0) (not stale))"),
        ("MARKET_CAP iS nOt nUlL", "(not (isnull market_cap))"),
        ("pe\n>\t1", "(> pe 1.0)"),
        ("name = 'O''Neil'", '(= name "O\'Neil")'),
        ("name = ''", "(= name '')"),
        ("name = ''''", '(= name "\'")'),
        ("name = ' A  B -- ; \"5%\"'", "(= name ' A  B -- ; \"5%\"')"),
        ("filed > '2026-01-31'", "(> filed '2026-01-31')"),
        ("'2026-01-31' <= filed", "(<= '2026-01-31' filed)"),
        ("as_of - filed < 30", "(< (- as_of filed) 30.0)"),
        ("filed - '2026-01-31' - 1 > 0", "(> (- (- filed '2026-01-31') 1.0) 0.0)"),
        (
            "filed BETWEEN '2026-01-01' AND '2026-02-01'",
            "(between (>= filed '2026-01-01') (<= filed '2026-02-01'))",
        ),
        ("zombie_oecd IN ('no', 'n/a')", "(or (= zombie_oecd 'no') (= zombie_oecd 'n/a'))"),
        ("zombie_oecd <> 'unknown'", "(<> zombie_oecd 'unknown')"),
    ],
)
def test_a_text_becomes_its_tree(text: str, tree: str) -> None:
    assert read(text) == tree


@pytest.mark.parametrize(
    ("literal", "value"),
    [
        ("0", 0.0),
        ("007", 7.0),
        ("1.5", 1.5),
        (".5", 0.5),
        ("1_000_000", 1e6),
        ("1e6", 1e6),
        ("2.5E-3", 0.0025),
        ("4%", 0.04),
        ("4 %", 0.04),
        ("4\t%", 0.04),
        ("4.1%", 0.041),
        ("0.1%", 0.001),
        ("75bp", 0.0075),
        ("75 BP", 0.0075),
        ("75 Bp", 0.0075),
        ("5k", 5e3),
        ("5 K", 5e3),
        ("300m", 3e8),
        ("300 M", 3e8),
        ("5b", 5e9),
        ("5B", 5e9),
        ("1.5 B", 1.5e9),
        ("2t", 2e12),
        ("2  T", 2e12),
        ("1_500M", 1.5e9),
    ],
)
def test_a_number_may_carry_a_unit_in_either_case_and_after_a_space(
    literal: str, value: float
) -> None:
    for text in (f"pe < {literal}", f"pe<{literal} AND TRUE", f"(pe < {literal})"):
        numbers = [node for node in walk(parse(text).root) if isinstance(node, Number)]
        assert [number.value for number in numbers] == [pytest.approx(value, rel=1e-15)]


def walk(node: Node) -> list[Node]:
    return [node, *(found for part in node.parts for found in walk(part))]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("pe > 1", Kind.NUMBER),
        ("profitable_years > 1", Kind.NUMBER),
        ("name > ''", Kind.TEXT),
        ("zombie_oecd = 'no'", Kind.VERDICT),
        ("filed > as_of", Kind.DATE),
        ("stale = TRUE", Kind.CONDITION),
        ("LOWER(zombie_oecd) = 'no'", Kind.TEXT),
        ("filed - as_of = 1", Kind.NUMBER),
    ],
)
def test_a_part_has_the_kind_of_its_metric(text: str, kind: Kind) -> None:
    assert parse(text).root.parts[0].kind is kind


@pytest.mark.parametrize(
    "text",
    [
        "pe",
        "'yes'",
        "filed",
        "1",
        "zombie_oecd",
        "ABS(pe)",
        "pe > 'a'",
        "pe = name",
        "pe = stale",
        "stale = 'yes'",
        "name = filed",
        "filed > 5",
        "filed > 'soon'",
        "filed = '2026-02-30'",
        "filed IN ('2026-01-01', 'x')",
        "filed + 1 > as_of",
        "filed + as_of > 1",
        "1 - filed > 1",
        "-filed > 1",
        "-name = ''",
        "+stale",
        "name + 'a' = 'b'",
        "stale * 2 > 1",
        "zombie_oecd = 'maybe'",
        "zombie_oecd = 'Yes'",
        "zombie_oecd IN ('no', '')",
        "zombie_oecd > 'no'",
        "zombie_oecd BETWEEN 'n/a' AND 'no'",
        "stale > FALSE",
        "pe LIKE '1%'",
        "filed LIKE '2026%'",
        "stale LIKE 't%'",
        "name LIKE name",
        "pe AND stale",
        "stale AND pe",
        "stale OR 'x'",
        "NOT pe",
        "ABS(name) > 1",
        "ABS(stale) > 1",
        "LEAST(pe, name) > 1",
        "GREATEST(filed, as_of) > '2026-01-01'",
        "LOWER(pe) = '1'",
        "UPPER(filed) = '1'",
        "ABS(pe, pb) > 1",
        "LEAST(pe) > 1",
        "pe BETWEEN 'a' AND 'b'",
    ],
)
def test_kinds_that_do_not_fit_are_refused(text: str) -> None:
    refused(text)


@pytest.mark.parametrize(
    ("text", "position", "told"),
    [
        ("", 1, "the text ends here"),
        ("   ", 4, "the text ends here"),
        ("pe >", 5, "the text ends here"),
        ("(pe > 1", 8, "expected )"),
        ("pe > 1)", 7, "found )"),
        ("pe > 1 pb", 8, "found pb, expected AND, OR or the end"),
        ("market_cap < 5X", 14, "'5X' is no number"),
        ("pe > 1 AND nett_margin > 4%", 12, "did you mean 'net_margin'?"),
        ("stale AND\n  zombie_ocd = 'no'", 13, "did you mean 'zombie_oecd'?"),
        ("MIN(pe) > 1", 1, "'MIN' is no function here"),
        ("stale AND LEASST(pe, 1) > 1", 11, "did you mean 'LEAST'?"),
        ("pe > 1 AND LEAST(pe) > 1", 12, "2 to 20 arguments, not 1"),
        ("1 < pe < 3", 8, "can't be chained"),
        ("pe = NULL", 6, "IS NULL"),
        ("pe > 'a'", 1, "a number can't be compared with a text"),
        ("stale AND filed > 'soon'", 19, "no day"),
        ("zombie_oecd IN ('no', 'maybe')", 23, "yes, no, unknown, n/a"),
        ("stale AND name = 'abc", 18, "no closing '"),
        ('"pe" > 1', 1, "no quote"),
        ("pe > 1;", 7, "';'"),
        ("pe % 2 > 1", 4, "% stands only after a number"),
        ("pe NOT 1", 8, "IN, BETWEEN or LIKE"),
        ("pe BETWEEN 1 OR 2", 14, "expected AND"),
        ("pe > 1e999", 6, "too large"),
    ],
)
def test_an_error_names_the_character_and_what_is_near(text: str, position: int, told: str) -> None:
    error = refused(text)
    assert error.position == position
    assert error.where == f"character {position}"
    assert told in str(error)
    assert error.exit_code == 2


@pytest.mark.parametrize(
    "text",
    [
        "{} > 1",
        "{}(pe) > 1",
        "pe > 1 {}",
        "pe > 1 '{}'",
        "pe > 5{}",
        "filed > '{}'",
        "zombie_oecd = '{}'",
    ],
)
def test_a_long_word_is_cut_short_in_an_error(text: str) -> None:
    assert len(str(refused(text.format("x" * 5_000)))) < 250


@pytest.mark.parametrize(
    "text",
    [
        "pe" + " + pb" * 20 + " > 1",
        "pe" + " / pb" * 20 + " > 1",
        "(" * 20 + "pe > 1" + ")" * 20,
        "LEAST(" + ", ".join(["pe"] * 20) + ") > 1",
        " AND ".join(["pe > 1"] * 50),
        "pe IN (" + ", ".join("1" * 200) + ")",
    ],
)
def test_what_a_person_may_write_is_within_the_limits(text: str) -> None:
    parse(text)


def test_an_error_of_a_worker_keeps_its_place() -> None:
    error = refused("pe > 1 AND nett_margin > 4%")
    again = pickle.loads(pickle.dumps(error))
    assert (str(again), again.position) == (str(error), error.position)


def test_a_screen_names_the_character_of_the_text_as_it_was_written() -> None:
    with pytest.raises(ValidationError, match=r"'pee' is not a metric.*\(character 4\)"):
        Screen(where="   pee > 1")


@pytest.mark.parametrize(
    ("text", "conjuncts"),
    [
        ("pe > 1", ["pe > 1"]),
        ("  pe > 1  ", ["pe > 1"]),
        ("pe > 1 AND stale", ["pe > 1", "stale"]),
        ("pe>1\n  and\tNOT  stale", ["pe>1", "NOT stale"]),
        ("pe > 1 OR stale AND profitable", ["pe > 1 OR stale AND profitable"]),
        ("pe BETWEEN 1 AND 2", ["pe BETWEEN 1 AND 2"]),
        ("pe BETWEEN 1 AND 2 AND stale", ["pe BETWEEN 1 AND 2", "stale"]),
        ("pe NOT IN (1, 2) AND stale", ["pe NOT IN (1, 2)", "stale"]),
        ("LEAST(pe, pb) > 1 AND pe IS NOT NULL", ["LEAST(pe, pb) > 1", "pe IS NOT NULL"]),
        ("name = 'x AND y' AND stale", ["name = 'x AND y'", "stale"]),
        ("name = 'A  B' AND name <> 'a\tb'", ["name = 'A  B'", "name <> 'a\tb'"]),
        ("(pe + 1) * 2 > 3 AND stale", ["(pe + 1) * 2 > 3", "stale"]),
        ("2 < (pe + 1) AND stale", ["2 < (pe + 1)", "stale"]),
        ("NOT (stale OR profitable) AND pe > 1", ["NOT (stale OR profitable)", "pe > 1"]),
        ("(pe) IS NULL AND (name) LIKE 'a'", ["(pe) IS NULL", "(name) LIKE 'a'"]),
    ],
)
def test_conditions_that_must_all_hold_are_told_apart_as_they_were_written(
    text: str, conjuncts: list[str]
) -> None:
    expression = parse(text)
    assert [expression.spelled(node) for node in expression.conjuncts] == conjuncts


@pytest.mark.parametrize("text", ["(pe > 1) AND (stale OR profitable)", "(pe > 1 AND stale)"])
def test_a_bracketed_condition_is_spelled_so_that_it_reads_the_same(text: str) -> None:
    expression = parse(text)
    for node in expression.conjuncts:
        assert read(expression.spelled(node)) == shape(node)


def test_the_metrics_of_a_condition_are_told_once_in_the_order_of_the_text() -> None:
    root = parse("pb > 1 AND (ABS(PE) > pb OR name LIKE 'x%') AND filed IS NULL AND 1 < 2").root
    assert metrics_of(root) == ("pb", "pe", "name", "filed")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("((pe > 1) AND (ps > 1)) AND (pb > 1)", ["pe > 1", "ps > 1", "pb > 1"]),
        ("pe > 1 AND (ps > 1 AND (pb > 1 OR stale))", ["pe > 1", "ps > 1", "pb > 1 OR stale"]),
        ("pe BETWEEN 1 AND 2 AND stale", ["pe BETWEEN 1 AND 2", "stale"]),
        ("NOT (stale AND profitable)", ["NOT (stale AND profitable)"]),
    ],
)
def test_each_condition_that_must_hold_stands_alone_however_they_are_joined(
    text: str, parts: list[str]
) -> None:
    expression = parse(text)
    assert [expression.spelled(node) for node in expression.conjuncts] == parts


def test_a_number_in_words_is_told_how_it_is_written() -> None:
    with pytest.raises(ExpressionError, match=r"\(billion is written B: 2B\)"):
        parse("market_cap < 2 billion")
