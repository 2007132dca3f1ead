"""What the options of a screen do to the rows of an export."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.cli.six import NOT_TEXT, refused, tickers

from screener.model.metric import METRICS

if TYPE_CHECKING:
    from tests.cli.six import Program


@pytest.fixture(autouse=True)
def current(six: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the six the current snapshot, and a preset ``p`` that asks for Energy by condition."""
    monkeypatch.setenv("SCREENER_DATA_DIR", str(six))
    presets = tmp_path / "config" / "presets"
    presets.mkdir(parents=True)
    (presets / "p.toml").write_text("where = \"pe > 25 OR sector = 'Energy'\"\nsort = ['ticker']\n")


# -- --where ------------------------------------------------------------------------------------


def test_a_condition_is_joined_to_the_presets_by_and(screen: Program) -> None:
    assert tickers(screen("export", "--preset", "p")) == ["AAA", "BRKB", "CCC", "DDD", ""]
    ran = screen("export", "--preset", "p", "--where", "pe > 10 OR pe IS NULL")
    assert tickers(ran) == ["BRKB", "CCC", "DDD"]
    ran = screen("export", "--preset", "p", "--where", "zombie_oecd = 'yes' OR pe < 6")
    assert tickers(ran) == ["AAA", "BRKB"]
    assert ran.err == "p (changed) as of 2026-06-30: 2 pass · 1 fail · 3 unknown\n"


def test_a_condition_alone_is_all_there_is(screen: Program) -> None:
    ran = screen("export", "--preset", "everything", "--where", "pe < 10", "--sort", "ticker")
    assert tickers(ran) == ["AAA", ""]
    ran = screen(
        "export", "--preset", "everything", "--where", "pe < 10", "--unknown", "include",
        "--sort", "ticker", "--columns", "ticker",
    )  # fmt: skip
    assert ran.out == "ticker,outcome\nAAA,pass\nDDD,unknown\nEEE,unknown\n,pass\n"


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ("pe <", "the text ends here, expected a metric, a number or a text (character 5)"),
        ("pe < 5 AND pee > 1", "'pee' is not a metric"),
        ("pe < 5 AND pee > 1", "(character 12)"),
        ("sector = \"Energy\"", "(character 10)"),
        ("pe < 'a", "(character 6)"),
        ("pe; DROP TABLE x", "(character 3)"),
        ("pe", "(character 1)"),
        ("(" * 100 + "pe < 1", "(character 41)"),
        ("pe\n\n<\n\n)", "(character 8)"),
        ("pe < 1\x1b[31m", "(character 7)"),
    ],
)  # fmt: skip
def test_a_wrong_condition_names_its_option_and_the_character(
    screen: Program, condition: str, said: str
) -> None:
    error = refused(screen("export", "--where", condition))
    assert error.startswith("error: --where: ")
    assert said in error
    assert "\x1b" not in error


@pytest.mark.parametrize("nothing", ["", "  "])
def test_an_empty_condition_takes_nothing_from_the_presets(screen: Program, nothing: str) -> None:
    ran = screen("export", "--preset", "p", "--where", nothing)
    assert ran.code == 2 or tickers(ran) == ["AAA", "BRKB", "CCC", "DDD", ""]


def test_the_character_is_counted_from_the_beginning(screen: Program) -> None:
    assert "(character 7)" in refused(screen("export", "--where", "  pe <"))


@pytest.mark.parametrize("deep", [39, 40])
def test_a_joined_condition_that_is_too_deep_names_the_option(screen: Program, deep: int) -> None:
    folded = "(" * deep + "pe < 1" + ")" * deep
    screen("presets", "save", "deep", "--preset", "everything", "--where", folded)
    ran = screen("export", "--preset", "deep", "--where", "ps < 1 OR pb < 1")
    assert ran.code == 0 or "--where" in refused(ran)


def test_a_condition_that_is_no_text_is_refused(screen: Program) -> None:
    refused(screen("export", "--where", f"name <> '{NOT_TEXT}'", "--explain"))


# -- --columns, --explain, --all, --limit, --sort -------------------------------------------------


def group(name: str) -> list[str]:
    return [metric.name for metric in METRICS.values() if metric.group.value == name]


@pytest.mark.parametrize(
    ("given", "columns"),
    [
        ("growth", group("growth")),
        ("cash-flow", group("cash flow")),
        ("Cash Flow", group("cash flow")),
        ("ticker,growth,pe", ["ticker", *group("growth"), "pe"]),
        ("pe, valuation ,pe", ["pe", *(name for name in group("valuation") if name != "pe")]),
        ("all", list(METRICS)),
        ("pe,all", ["pe", *(name for name in METRICS if name != "pe")]),
    ],
)
def test_columns_are_metrics_or_groups_each_once(
    screen: Program, given: str, columns: list[str]
) -> None:
    ran = screen("export", "--preset", "everything", "--columns", given)
    assert ran.out.splitlines()[0].split(",") == columns
    assert len(columns) == len(set(columns)) > 1


def test_the_groups_hold_every_metric() -> None:
    names = {metric.group.value for metric in METRICS.values()}
    assert sorted(name for each in names for name in group(each)) == sorted(METRICS)
    assert {"revenue_growth", "dilution"} & set(group("growth"))
    assert {"free_cash_flow_ttm"} <= set(group("cash flow"))
    assert not {name.replace(" ", "-") for name in names} & {*METRICS, "all"}


@pytest.mark.parametrize("given", ["grwth", "cash--flow", "ticker,,pe", "*", "-pe", "growth;pe"])
def test_a_column_that_there_is_not_is_refused(screen: Program, given: str) -> None:
    error = refused(screen("export", "--columns", given))
    assert error.startswith("error: --columns: ")


def test_an_explanation_has_a_column_for_each_rule(screen: Program) -> None:
    ran = screen(
        "export", "--preset", "p", "--any-profit", "--zombies", "exclude", "--where", "pe > 1",
        "--tickers", "AAA,BRK.B,CCC,DDD", "--columns", "ticker", "--explain", "--all",
    )  # fmt: skip
    rows = list(csv.reader(io.StringIO(ran.out)))
    assert rows[0][:3] == ["ticker", "outcome", "ticker: AAA, BRK.B, CCC, DDD"]
    assert rows[0][3] == "not a zombie (OECD): no or n/a"
    assert [name.split(":")[0] for name in rows[0][4:]] == ["where", "where"]
    assert rows[1:] == [
        ["AAA", "pass", "pass", "pass", "pass", "pass"],
        ["BRKB", "fail", "pass", "fail", "pass", "pass"],
        ["CCC", "unknown", "pass", "unknown", "pass", "pass"],
        ["DDD", "unknown", "pass", "pass", "pass", "unknown"],
        ["EEE", "fail", "fail", "pass", "unknown", "unknown"],
        ["", "fail", "fail", "pass", "pass", "pass"],
    ]
    assert ran.err == "p (changed) as of 2026-06-30: 1 pass · 3 fail · 2 unknown\n"


def test_an_explanation_of_no_rule_adds_no_column(screen: Program) -> None:
    ran = screen("export", "--preset", "everything", "--explain", "--columns", "ticker")
    assert ran.out.splitlines()[0] == "ticker"


def test_an_explanation_without_all_is_of_the_rows_that_pass(screen: Program) -> None:
    ran = screen(
        "export", "--preset", "everything", "--where", "pe < 10 AND sector = 'Energy'",
        "--explain", "--columns", "ticker", "--sort", "ticker",
    )  # fmt: skip
    [header, *rows] = csv.reader(io.StringIO(ran.out))
    assert rows == [["AAA", "pass", "pass"], ["", "pass", "pass"]]
    assert header == ["ticker", "where: pe < 10", "where: sector = 'Energy'"]


def test_a_presets_text_brings_no_escape_into_a_header(screen: Program, tmp_path: Path) -> None:
    preset = tmp_path / "from-elsewhere.toml"
    preset.write_text("where = \"name <> '\\u001b]0;x\\u0007\\u202e' OR\\npe > 1\"")
    ran = screen("export", "--preset", str(preset), "--explain", "--all")
    assert ran.code == 0
    assert not {"\x1b", "\x07", "\u202e"} & set(ran.out)
    assert len(ran.out.splitlines()) == 7


def test_all_has_every_row_and_its_outcome_once(screen: Program) -> None:
    options = ("--preset", "p", "--where", "pe > 10", "--all", "--columns", "ticker")
    told = "AAA,fail\nBRKB,pass\nCCC,pass\nDDD,unknown\nEEE,unknown\n,fail\n"
    for unknown in ((), ("--unknown", "include"), ("--unknown", "exclude")):
        assert screen("export", *options, *unknown).out == f"ticker,outcome\n{told}"


def test_a_limit_counts_after_the_sorting(screen: Program) -> None:
    options = ("export", "--preset", "everything", "--columns", "ticker,pe", "--sort", "-pe")
    ran = screen(*options, "--limit", "2")
    assert ran.out == "ticker,pe\nBRKB,30.0\nCCC,20.0\n"
    assert "6 pass · 0 fail · 0 unknown\n2 rows written: --limit left out the rest\n" in ran.err
    ran = screen(*options, "--limit", "6")
    assert (len(tickers(ran)), "--limit" in ran.err) == (6, False)
    assert len(tickers(screen(*options, "--limit", "9" * 18))) == 6
    refused(screen(*options, "--limit", "9" * 30))


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        (("pe",), "AAA,,CCC,BRKB,DDD,EEE"),
        (("-pe",), "BRKB,CCC,,AAA,DDD,EEE"),
        (("ticker",), "AAA,BRKB,CCC,DDD,EEE,"),
        (("-ticker",), "EEE,DDD,CCC,BRKB,AAA,"),
        (("sector", "-pe"), "CCC,,AAA,DDD,BRKB,EEE"),
        (("-sector", "ticker"), "EEE,BRKB,AAA,CCC,DDD,"),
        (("-filed", "-pe"), "AAA,BRKB,CCC,,DDD,EEE"),
        (("zombie_oecd", "pe"), "DDD,AAA,,EEE,BRKB,CCC"),
        (("-zombie_oecd", "pe"), "BRKB,AAA,,EEE,DDD,CCC"),
    ],
    ids=lambda value: "".join(value) if isinstance(value, tuple) else "",
)
def test_unknowns_come_last_whichever_way_it_is_sorted(
    screen: Program, sort: tuple[str, ...], order: str
) -> None:
    options = [word for key in sort for word in ("--sort", key)]
    ran = screen("export", "--preset", "everything", *options)
    assert ",".join(tickers(ran)) == order


@pytest.mark.parametrize(
    ("option", "value"),
    [("--where", "pe < 1"), ("--tickers", "AAA"), ("--columns", "growth"), ("--limit", "3")],
)
def test_options_before_the_verb_are_refused(screen: Program, option: str, value: str) -> None:
    error = refused(screen(option, value, "export"))
    assert error == (
        f"error: options before the command: {option}\n"
        f"Write them after it: screen export {option} ...\n"
    )


@pytest.mark.parametrize("flag", ["--explain", "--all"])
def test_a_verbs_own_flag_before_it_is_refused(screen: Program, flag: str) -> None:
    refused(screen(flag, "export"))


def test_several_conditions_must_all_hold(screen: Program) -> None:
    both = screen("export", "--preset", "everything", "--where", "pe < 30", "--where", "ps > 1")
    one = screen("export", "--preset", "everything", "--where", "pe < 30 AND ps > 1")
    assert both.code == 0
    assert both.out == one.out


def test_a_ticker_that_nobody_bears_is_told_of(screen: Program) -> None:
    ran = screen("export", "--preset", "everything", "--tickers", "ZZZQQ")
    assert ran.code == 0
    assert "no such ticker in this snapshot: ZZZQQ" in ran.err


def test_what_a_preset_says_of_itself_is_not_kept_for_another_screen(screen: Program) -> None:
    screen("presets", "save", "mine", "--where", "pe < 10")
    assert "Profitable growers" not in screen("presets", "show", "mine").out
    screen("presets", "save", "narrow", "--limit", "5")
    assert "Profitable growers" in screen("presets", "show", "narrow").out
