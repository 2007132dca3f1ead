"""``screen funnel`` against a plain loop over the sample's rows, and against ``screen export`` with
the options that it names."""

from __future__ import annotations

import csv
import io
import json
import shlex
from collections.abc import Callable
from typing import Any

import polars as pl
import pytest

from screener.paths import sample_dir

Row = dict[str, Any]
Says = Callable[[Row], bool | None]


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return pl.read_parquet(sample_dir() / "metrics.parquet").to_dicts()


def table(screen, name: str, *options: str) -> list[dict[str, str]]:
    ran = screen("funnel", "--table", name, "--format", "csv", *options)
    assert ran.code == 0, ran.err
    return list(csv.DictReader(io.StringIO(ran.out)))


# -- rules -----------------------------------------------------------------------------------------


def grows(row: Row) -> bool | None:
    return None if row["revenue_growth"] is None else row["revenue_growth"] > 0.04


def is_no_zombie(row: Row) -> bool | None:
    return {"yes": False, "no": True, "n/a": True}.get(row["zombie_oecd"])


def is_energy_or_material(row: Row) -> bool:
    return row["sector"] in ("Energy", "Materials")


def owes_fixed_or_nothing(row: Row) -> bool | None:
    kind = row["debt_type"] or "unknown"
    return None if kind == "unknown" else kind in ("fixed", "none")


def is_cheap(row: Row) -> bool | None:
    return None if row["pe"] is None else row["pe"] < 15


def is_small(row: Row) -> bool | None:
    return None if row["market_cap"] is None else row["market_cap"] < 2e9


RULES: dict[str, Says] = {
    "profitable": lambda row: row["profitable"],
    "growth": grows,
    "sector": is_energy_or_material,
    "debt": owes_fixed_or_nothing,
    "zombies": is_no_zombie,
    "where.1": is_cheap,
    "where.2": is_small,
}
OPTIONS = (
    "--sector", "Energy", "--sector", "Materials", "--debt-type", "fixed", "--debt-type", "none",
    "--where", "pe < 15 AND market_cap < 2B",
)  # fmt: skip


def counted(rows: list[Row], says: list[Says]) -> list[int]:
    """How many pass, fail and are unknown: one failure decides, else one unknown does."""
    outcomes = [[rule(row) for rule in says] for row in rows]
    passed = sum(all(answers) for answers in outcomes)
    failed = sum(False in answers for answers in outcomes)
    return [passed, failed, len(rows) - passed - failed]


def test_what_each_rule_removes_is_what_a_loop_finds(screen, rows: list[Row]) -> None:
    found = table(screen, "rules", *OPTIONS)
    assert [row["rule"] for row in found] == list(RULES)
    says = list(RULES.values())
    for at, row in enumerate(found):
        for name, asked in (
            ("alone", [says[at]]),
            ("so_far", says[: at + 1]),
            ("without", says[:at] + says[at + 1 :]),
        ):
            told = [int(row[f"{name}_{outcome}"]) for outcome in ("pass", "fail", "unknown")]
            assert told == counted(rows, asked), (row["rule"], name)
    most = max(found, key=lambda row: int(row["without_pass"]))
    assert [row["rule"] for row in found if row["costliest"] == "true"] == [most["rule"]]


def exported(screen, *options: str) -> int:
    """How many lines an export has below its head."""
    ran = screen("export", "--columns", "ticker", *options)
    assert ran.code == 0, ran.err
    return len(ran.out.splitlines()) - 1


def test_the_option_of_a_rule_takes_it_off(screen) -> None:
    options = ("--sector", "Energy", "--debt-type", "fixed", "--where", "pe < 15")
    for row in table(screen, "rules", *options):
        if row["rule"].startswith("where"):
            assert row["option"] == ""
            continue
        without = shlex.split(row["option"])
        kept = [part for part in without_option(options, without[0]) if part]
        assert exported(screen, *kept, *without) == int(row["without_pass"]), row["rule"]


def without_option(options: tuple[str, ...], name: str) -> list[str]:
    """Leave out an option with its value: where it is repeatable a second one would be added."""
    pairs = zip(options[::2], options[1::2], strict=True)
    return [part for pair in pairs if pair[0] != name for part in pair]


# -- filters ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "options",
    [
        (),
        ("--growth-above", "-7.5%", "--debt-type", "fixed", "--debt-type", "n/a"),
        ("--unknown", "include", "--zombies", "only", "--sector", "Health Care"),
        ("--preset", "zombie-watch", "--where", "zombie <> 'no'", "--zombie-definition", "fed"),
    ],
    ids=["the preset", "several", "unknown kept", "a condition on the definition"],
)
def test_a_count_is_what_export_writes_with_the_option(screen, options: tuple[str, ...]) -> None:
    found = table(screen, "filters", *options)
    assert {row["filter"] for row in found} == {
        "profitable", "growth", "debt", "sector", "definition", "zombies"
    }  # fmt: skip
    for row in found:
        [name, *_] = chosen = shlex.split(row["option"])
        assert int(row["count"]) == exported(screen, *without_option(options, name), *chosen), row


def test_what_is_chosen_is_what_the_options_said(screen) -> None:
    found = table(screen, "filters", "--sector", "Energy", "--growth-above", "7%", "--any-profit")
    chosen = {(row["filter"], row["value"]) for row in found if row["chosen"] == "true"}
    assert chosen == {
        ("profitable", "any"), ("growth", "7%"), ("sector", "Energy"), ("definition", "oecd"),
        ("zombies", "exclude"),
    }  # fmt: skip


# -- what people read, and what is refused ---------------------------------------------------------


def test_the_text_shows_both_in_short_in_eighty_columns(
    screen, monkeypatch: pytest.MonkeyPatch, rows: list[Row]
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    ran = screen("funnel")
    passed, failed, unknown = counted(rows, [RULES["profitable"], grows, is_no_zombie])
    told = f"{passed:,} pass · {failed:,} fail · {unknown:,} unknown"
    assert f"profitable-growers as of 2026-05-05: {told}" in ran.out
    assert "Sample Small-Cap Fund (fictional companies), holdings of 2026-05-05" in ran.out
    assert (ran.code, ran.err) == (0, "")
    assert max(map(len, ran.out.splitlines())) <= 80
    most = counted(rows, [RULES["profitable"], is_no_zombie])[0]
    assert f"the costliest: growth > 4%; without it {most:,} pass (--growth-above any)" in ran.out
    assert f"✓ 4%: {passed:,}" in ran.out
    short = ran.out
    for name in ("rules", "filters"):
        full = screen("funnel", "--table", name).out
        assert max(map(len, full.splitlines())) <= 80
        assert full.splitlines()[:3] == short.splitlines()[:3]
    assert "--debt-type convertible" in full


def test_data_is_told_as_an_export_is(screen) -> None:
    ran = screen("funnel", "--sector", "Energy", "--format", "json")
    assert set(json.loads(ran.out)) == {"rules", "filters", "about"}
    assert ran.err == screen("export", "--sector", "Energy").err
    assert ran.err.splitlines()[-1].startswith("profitable-growers (changed) as of 2026-05-05: ")


def test_without_rules_every_row_passes(screen, rows: list[Row]) -> None:
    assert table(screen, "rules", "--preset", "everything") == []
    assert "no rule: every row passes" in screen("funnel", "--preset", "everything").out
    [anyone, *_] = [
        row for row in table(screen, "filters", "--preset", "everything") if row["value"] == "any"
    ]
    assert int(anyone["count"]) == len(rows)


@pytest.mark.parametrize(
    "option", [("--sort", "pe"), ("--columns", "pe"), ("--limit", "3")], ids=" ".join
)
def test_what_is_about_a_list_is_refused(screen, option: tuple[str, str]) -> None:
    ran = screen("funnel", *option)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        f"error: {option[0]}: the rows are rules and filters here, not companies\n"
        "For a list of companies: screen export --help\n"
    )


def test_where_the_watchlist_costs_most_it_is_what_to_leave_out(screen) -> None:
    assert screen("watchlist", "add", "HXMV", "--quiet").code == 0
    asked = ("--watched", "--where", "ticker <> 'HXMV'")
    ran = screen("export", *asked)
    assert "costliest rule is watched: without it " in ran.err
    assert "pass (leave out --watched)" in ran.err
    [row] = [row for row in table(screen, "rules", *asked) if row["rule"] == "watched"]
    assert (row["costliest"], row["option"]) == ("true", "")
