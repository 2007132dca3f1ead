"""``screen sectors`` against a plain loop over the sample's rows; whom it is about; what it
refuses."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from statistics import median
from typing import Any

import polars as pl
import pytest

from screener.paths import sample_dir

Row = dict[str, Any]


@pytest.fixture(scope="module")
def companies() -> list[Row]:
    """Return the sample's companies: the first row of each filer, every row without one."""
    sic = pl.read_parquet(sample_dir() / "companies.parquet").select("cik", "sic")
    metrics = pl.read_parquet(sample_dir() / "metrics.parquet")
    rows = metrics.join(sic, on="cik", how="left", maintain_order="left").to_dicts()
    found, seen = [], set[int]()
    for row in rows:
        if row["cik"] is None or row["cik"] not in seen:
            found.append(row)
            seen.add(row["cik"])
    return found


def table(ran) -> dict[str, dict[str, str]]:
    """Return the rows by sector; that of all is under ""."""
    assert ran.code == 0, ran.err
    return {row["sector"]: row for row in csv.DictReader(io.StringIO(ran.out))}


def data(screen, *arguments: str) -> dict[str, dict[str, str]]:
    return table(screen("sectors", "--format", "csv", *arguments))


def is_before_sales(company: Row) -> bool:
    """Whether it makes drugs or does biological research and has less than $10M of revenue."""
    drugs = company["sic"] in ("2833", "2834", "2835", "2836", "8731")
    return drugs and company["revenue_ttm"] is not None and company["revenue_ttm"] < 10e6


def check(told: dict[str, dict[str, str]], companies: list[Row]) -> None:
    """Compare three figures and the debt mix of every row with a loop's."""
    names = {row["sector"] for row in companies if row["sector"] is not None}
    assert set(told) == {"", *names}
    for name, row in told.items():
        own = [one for one in companies if name in ("", one["sector"])]
        assert int(row["companies"]) == len(own)
        profits = [one["profitable"] for one in own if one["profitable"] is not None]
        if profits:
            assert float(row["profitable_share"]) == pytest.approx(sum(profits) / len(profits))
        assert int(row["profitable_known"]) == len(profits)
        verdicts = [
            one["zombie_cash"]
            for one in own
            if one["zombie_cash"] in ("yes", "no") and not is_before_sales(one)
        ]
        if verdicts:
            zombies = verdicts.count("yes") / len(verdicts)
            assert float(row["zombies_cash_share"]) == pytest.approx(zombies)
        assert int(row["zombies_cash_known"]) == len(verdicts)
        growths = [one["revenue_growth"] for one in own if one["revenue_growth"] is not None]
        if growths:
            assert float(row["revenue_growth_median"]) == pytest.approx(median(growths))
        types = [one["debt_type"] or "unknown" for one in own]
        for kind in ("none", "fixed", "floating", "convertible", "mixed", "unknown"):
            assert int(row[f"debt_{kind}"]) == types.count(kind)
            if asked := len(types) - types.count("n/a"):
                assert float(row[f"debt_{kind}_share"]) == pytest.approx(types.count(kind) / asked)


def test_the_index_and_its_sectors_are_what_a_loop_finds(screen, companies: list[Row]) -> None:
    check(data(screen), companies)


@pytest.mark.parametrize(
    ("arguments", "passes"),
    [
        (
            ("--preset", "profitable-growers"),
            lambda row: (
                row["profitable"]
                and row["revenue_growth"] is not None
                and row["revenue_growth"] > 0.04
                and row["zombie_oecd"] in ("no", "n/a")
            ),
        ),
        (("--debt-type", "floating"), lambda row: row["debt_type"] == "floating"),
        (("--sector", "Energy", "--any-profit"), lambda row: row["sector"] == "Energy"),
    ],
    ids=["a preset", "a rule alone", "a sector"],
)
def test_those_that_pass_are_what_a_loop_finds(
    screen, companies: list[Row], arguments: tuple[str, ...], passes: Callable[[Row], bool]
) -> None:
    passing = [row for row in companies if passes(row)]
    assert passing
    check(data(screen, *arguments), passing)


def test_a_column_tells_the_sectors_from_the_row_of_all(screen) -> None:
    whole = data(screen)
    assert whole[""]["scope"] == "index"
    assert {row["scope"] for name, row in whole.items() if name} == {"sector"}
    assert data(screen, "--zombies", "exclude")[""]["scope"] == "passing"


def test_what_a_move_saves_is_of_the_floating_debt(screen, companies: list[Row]) -> None:
    row = data(screen, "--rate-move", "-200bp", "--debt-type", "floating")[""]
    floating = sum(one["floating_debt"] for one in companies if one["debt_type"] == "floating")
    assert row["scope"] == "passing"
    assert float(row["interest_saved_low"]) == pytest.approx(floating * 0.02)
    assert data(screen, "--rate-move", "-200bp")[""]["scope"] == "index"


def test_the_text_says_whom_it_is_about(screen) -> None:
    whole = screen("sectors").out
    assert whole.startswith(
        "Sample Small-Cap Fund (fictional companies), holdings of 2026-05-05: 2,025 rows, as of"
        " 2026-05-05, zombies by OECD, rates −75bp\n"
    )
    assert "Index" in whole
    some = screen("sectors", "--preset", "profitable-growers", "--zombie-definition", "fed").out
    assert "profitable-growers (changed): profitable · growth > 4% · not a zombie (FED)" in some
    counts = some.splitlines()[0]
    assert ": of 2,025 rows " in counts
    assert " pass · " in counts
    assert " unknown, as of" in counts
    assert "All that pass" in some
    assert "Index" not in some


def test_a_preset_of_few_rows_is_not_cut_and_none_pass_is_no_failure(screen) -> None:
    assert data(screen, "--preset", "fresh-results")[""]["companies"] != "0"
    nobody = data(screen, "--where", "pe < 0 AND pe > 0")
    assert list(nobody) == [""]
    assert nobody[""]["companies"] == "0"
    assert nobody[""]["profitable_share"] == ""
    assert screen("sectors", "--where", "pe < 0 AND pe > 0").code == 0


def test_unknown_rows_can_be_kept(screen) -> None:
    rule = ("--growth-above", "4%")
    least, most = (
        int(data(screen, *rule, "--unknown", keep)[""]["companies"])
        for keep in ("exclude", "include")
    )
    assert most > least
    assert "(kept: --unknown include)" in screen("sectors", *rule, "--unknown", "include").out


@pytest.mark.parametrize(
    ("key", "name", "down"),
    [("-companies", "companies", True), ("revenue_growth_median", "revenue_growth_median", False)],
)
def test_sectors_are_sorted_by_a_column_and_the_row_of_all_stays_last(
    screen, key: str, name: str, down: bool
) -> None:
    found = list(data(screen, "--sort", key).values())
    figures = [float(row[name]) for row in found[:-1]]
    assert figures == sorted(figures, reverse=down)
    assert found[-1]["sector"] == ""


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--limit", "3"), "--limit: the rows are sectors here"),
        (("--columns", "pe"), "--columns: the rows are sectors here"),
        (("--sort", "compnies"), "did you mean 'companies'?"),
        (("--preset", "nope"), "no preset 'nope'"),
        (("--where", "nope > 1"), "nope"),
    ],
    ids=" ".join,
)
def test_what_makes_no_sense_of_sectors_is_refused(
    screen, arguments: tuple[str, str], said: str
) -> None:
    ran = screen("sectors", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert len(ran.err.splitlines()) == 2 or arguments[0] == "--where"


def test_a_ticker_that_is_not_listed_is_told(screen) -> None:
    ran = screen("sectors", "--tickers", "HXMV,NOPE1")
    assert ran.code == 0
    assert ran.err == "no such ticker in this snapshot: NOPE1\n"
