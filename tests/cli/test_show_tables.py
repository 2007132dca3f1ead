"""``screen show`` as data."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from openpyxl import load_workbook
from tests.cli.conftest import YEAR, Ran
from tests.cli.six import refused
from tests.frames import write_snapshot

from screener.model.metric import METRICS, Unit
from screener.paths import sample_dir
from screener.present.tables.sheets import number_format

NAMES = ["figures", "rules", "years", "debt", "filings"]
FILED = dt.date(2026, 2, 1)


def rows_of(ran: Ran) -> list[dict[str, str]]:
    assert ran.code == 0, ran.err
    return list(csv.DictReader(io.StringIO(ran.out)))


def table(screen, name: str, company: str = "GOOD", *options: str) -> list[dict[str, Any]]:
    ran = screen("show", company, "--table", name, "--format", "json", *options)
    assert ran.code == 0, ran.err
    return json.loads(ran.out)


@pytest.mark.usefixtures("snapshot")
def test_figures_are_numbers_or_texts_as_they_are_stored(screen) -> None:
    figures = {row["metric"]: row for row in table(screen, "figures")}
    assert figures["net_income_ttm"] == {
        "group": "profitability", "metric": "net_income_ttm", "label": "Net income", "unit": "USD",
        "value": 5e6, "text": None, "reason": None, "last_known": None, "last_known_text": None,
    }  # fmt: skip
    told = {name: (row["value"], row["text"]) for name, row in figures.items()}
    assert told["revenue_growth"] == (0.184, None)
    assert told["cik"] == (1.0, None)
    assert told["profitable"] == (None, "true")
    assert told["stale"] == (None, "false")
    assert told["filed"] == (None, "2026-02-01")
    assert told["zombie_oecd"] == told["zombie"] == (None, "no")
    assert told["name"] == (None, "Good\ufffd[31m Co")
    assert told["pe"] == (None, None)


def test_what_counts_is_written_as_an_integer_and_every_figure_reads_back(screen) -> None:
    stored = pl.read_parquet(sample_dir() / "metrics.parquet").filter(ticker="HXMV")
    of_csv = rows_of(screen("show", "HXMV", "--table", "figures", "--format", "csv"))
    of_json = table(screen, "figures", "HXMV")
    known = 0
    for csv_row, json_row in zip(of_csv, of_json, strict=True):
        name = json_row["metric"]
        if name not in stored.columns or json_row["value"] is None:
            continue
        value = stored[name][0]
        assert float(csv_row["value"]) == json_row["value"] == value
        assert ("." in csv_row["value"]) is isinstance(json_row["value"], float)
        assert isinstance(value, int) is isinstance(json_row["value"], int), name
        known += 1
    assert known > 40
    told = {row["metric"]: row["value"] for row in of_csv}
    assert (told["cik"], told["profitable_years"]) == ("9990000001", "8")


def test_a_cell_of_a_workbook_has_the_type_and_the_format_of_its_metric(
    screen, tmp_path: Path
) -> None:
    path = tmp_path / "hxmv.xlsx"
    assert screen("show", "HXMV", "--output", str(path)).code == 0
    book = load_workbook(path)
    for name in ("figures", "rules"):
        titles = [cell.value for cell in book[name][1]]
        metric, value, text = map(titles.index, ("metric", "value", "text"))
        for row in book[name].iter_rows(min_row=2):
            of = METRICS[row[metric].value]
            assert row[value].number_format == number_format(of) or row[value].value is None
            kind = {Unit.DATE: dt.datetime, Unit.FLAG: bool}.get(of.unit, str)
            assert isinstance(row[text].value, kind | None), of.name
    figures = {row[1].value: row for row in book["figures"].iter_rows(min_row=2)}
    assert figures["stale"][5].value is False
    assert figures["filed"][5].number_format == "yyyy-mm-dd"
    assert figures["net_margin"][4].number_format == "0.0%"
    assert {cell.number_format for cell in book["debt"]["E"][1:]} == {"#,##0;[Red]-#,##0"}


def test_a_company_without_instruments_is_told(screen) -> None:
    for words in (("show", "QRMFB3", "--table", "debt", "--format", "markdown"),
                  ("debt", "QRMFB3", "--format", "csv")):  # fmt: skip
        ran = screen(*words)
        assert (ran.code, ran.err.partition(":")[0]) == (0, "no instruments")
    assert screen("debt", "QRMFB3", "--format", "csv", "--quiet").err == ""


def test_headings_for_people_are_words(screen) -> None:
    heads = screen("show", "HXMV", "--table", "debt", "--format", "markdown").out.splitlines()[0]
    words = heads.strip("| ").split(" | ")
    assert {"CIK", "Name", "Member", "Spread low"} <= set(words)
    assert all(word[0].isupper() and "_" not in word for word in words)


@pytest.mark.usefixtures("snapshot")
def test_an_unknown_figure_has_its_reason(screen) -> None:
    figures = {row["metric"]: row for row in table(screen, "figures", "DARK")}
    growth = figures["revenue_growth"]
    assert (growth["value"], growth["text"]) == (None, None)
    assert growth["reason"] == "no CIK in the ticker files"


def test_a_stale_figure_has_what_was_known_last(screen, tmp_path: Path) -> None:
    part = {"cik": 1, "sign": 1, "tag": "T", "unit": "USD", "end": YEAR, "filed": FILED,
            "form": "10-K", "accession": "0000000001-26-000001"}  # fmt: skip
    lineage = [
        part | {"metric": name, "role": "net_income_ttm", "value": 7e6}
        for name in ("net_income_ttm", "profitable")
    ]
    write_snapshot(
        tmp_path / "data", metrics=[{"ticker": "OLD", "cik": 1, "stale": True}], lineage=lineage
    )
    figures = {row["metric"]: row for row in table(screen, "figures", "OLD")}
    last = ("value", "last_known", "last_known_text")
    assert [figures["net_income_ttm"][name] for name in last] == [None, 7e6, None]
    assert [figures["profitable"][name] for name in last] == [None, None, "true"]


@pytest.mark.usefixtures("snapshot")
def test_rules_have_a_row_for_each_metric(screen, tmp_path: Path) -> None:
    profit, growth, zombie = table(screen, "rules")
    assert (profit["rule"], profit["outcome"], profit["metric"]) == (
        "profitable", "pass", "profitable",
    )  # fmt: skip
    assert (profit["value"], profit["text"]) == (None, "true")
    assert growth == {
        "rule": "growth", "outcome": "pass", "metric": "revenue_growth", "value": 0.184,
        "text": None, "threshold": "> 4%", "period": None, "form": None, "filed": None,
        "accession": None, "reason": None,
    }  # fmt: skip
    assert zombie["text"] == "no"
    two = tmp_path / "two.toml"
    two.write_text('title = "Two"\nwhere = "net_income_ttm > 1 OR pe < 5"\n')
    found = table(screen, "rules", "GOOD", "--preset", str(two))
    asked = [row for row in found if row["metric"] in ("net_income_ttm", "pe")]
    assert [(row["metric"], row["value"], row["outcome"]) for row in asked] == [
        ("net_income_ttm", 5e6, "pass"), ("pe", None, "pass"),
    ]  # fmt: skip
    assert {(row["period"], row["form"], row["filed"], row["accession"]) for row in asked} == {
        ("2025-01-01 to 2025-12-31", "10-K", "2026-02-01", "0000000001-26-000001")
    }


@pytest.mark.usefixtures("snapshot")
def test_fiscal_years_and_filings(screen) -> None:
    [year] = rows_of(screen("show", "GOOD", "--table", "years", "--format", "csv"))
    told = ("cik", "fiscal_year", "period_end", "ebit", "interest_proxy", "coverage", "revenue")
    assert [year[name] for name in told] == [
        "1", "2025", "2025-12-31", "8000000.0", "true", "covered", "",
    ]  # fmt: skip
    assert table(screen, "filings") == [
        {
            "filed": "2026-02-01", "form": "10-K", "accession": f"0000000001-{number}-000001",
            "url": f"https://www.sec.gov/Archives/edgar/data/1/0000000001{number}000001/"
            f"0000000001-{number}-000001-index.htm",
        }
        for number in (26, 25)
    ]  # fmt: skip
    assert table(screen, "filings", "DARK") == table(screen, "years", "DARK") == []


def test_debt_is_by_instrument_the_largest_first(screen, tmp_path: Path) -> None:
    loan = {"cik": 1, "name": "Loan", "amount": 2e6, "currency": "EUR", "kind": "floating",
            "spread_low": 0.02125, "spread_high": 0.02125, "total": 5e6}  # fmt: skip
    write_snapshot(
        tmp_path / "data",
        metrics=[{"ticker": "A", "cik": 1}],
        instruments=[loan, loan | {"name": "Notes", "amount": 3e6}, loan | {"cik": 2}],
    )
    found = table(screen, "debt", "A")
    assert [(row["name"], row["amount"], row["principal"]) for row in found] == [
        ("Notes", 3e6, None), ("Loan", 2e6, None),
    ]  # fmt: skip
    path = tmp_path / "a.xlsx"
    assert screen("show", "A", "--output", str(path)).code == 0
    book = load_workbook(path)
    looks = {
        cell.value: book["debt"].cell(2, cell.column).number_format for cell in book["debt"][1]
    }
    # The amount is in the currency beside it: no format of dollars, and no such unit.
    assert looks["amount"] == "General"
    assert (looks["total"], looks["spread_low"]) == ("#,##0;[Red]-#,##0", "0.000%")
    units = {row[:2]: row[3] for row in book["Columns"].iter_rows(min_row=2, values_only=True)}
    assert (units["debt", "amount"] or "", units["debt", "total"]) == ("", "USD")


@pytest.mark.usefixtures("snapshot")
def test_formats_of_several_tables_hold_all_and_say_what_they_are_about(
    screen, tmp_path: Path
) -> None:
    path = tmp_path / "good.xlsx"
    options = ("--zombie-definition", "fed", "--rate-move", "-50bp", "--output", str(path))
    assert screen("show", "good", *options).code == 0
    book = load_workbook(path)
    assert book.sheetnames == [*NAMES, "About", "Columns"]
    assert book.properties.created == dt.datetime(2026, 7, 1)
    about = dict(book["About"].iter_rows(min_row=2, values_only=True))
    wanted = {
        "ticker": "GOOD", "name": "Good\ufffd[31m Co", "cik": "1",
        "preset": "profitable-growers (changed)", "outcome": "unknown",
        "assumed move of the rate": "-50bp", "definition of a zombie": "fed",
        "as of": "2026-06-30", "snapshot created": "2026-07-01T00:00:00Z",
    }  # fmt: skip
    assert {name: about.get(name) for name in wanted} == wanted
    read = json.loads(screen("show", "GOOD", "--format", "json").out)
    assert list(read) == [*NAMES, "about"]
    assert {row["what"]: row["value"] for row in read["about"]}["ticker"] == "GOOD"


@pytest.mark.usefixtures("snapshot")
@pytest.mark.parametrize("output_format", ["csv", "ndjson", "parquet"])
def test_a_format_of_one_table_asks_which(screen, tmp_path: Path, output_format: str) -> None:
    path = tmp_path / "out"
    said = refused(screen("show", "GOOD", "--format", output_format, "--output", str(path)))
    assert f"--table {'|'.join(NAMES)}" in said
    assert not path.exists()


@pytest.mark.usefixtures("snapshot")
def test_text_is_the_same_in_a_file(screen, tmp_path: Path) -> None:
    for number, options in enumerate(([], ["--facts", "net_income_ttm"])):
        path = tmp_path / f"{number}.txt"
        out = screen("show", "GOOD", *options).out
        assert screen("show", "GOOD", *options, "--output", str(path)).out == ""
        assert path.read_text(encoding="utf-8") == out
    assert screen("show", "GOOD", "--table", "filings").out.splitlines()[0].split() == [
        "Filed", "Form", "Accession", "URL",
    ]  # fmt: skip


# -- the operands of a metric ----------------------------------------------------------------------


@pytest.mark.usefixtures("snapshot")
def test_operands_are_a_table_of_their_own(screen, tmp_path: Path) -> None:
    first, second = rows_of(screen("show", "GOOD", "--facts", "net_income_ttm", "--format", "csv"))
    assert first == {
        "tag": "NetIncomeLoss", "unit": "USD", "start": "2025-01-01", "end": "2025-12-31",
        "value": "1000000.0", "filed": "2026-02-01", "form": "10-K",
        "accession": "0000000001-25-000001", "role": "net_income_ttm", "sign": "-1",
    }  # fmt: skip
    assert (second["value"], second["sign"]) == ("6000000.0", "1")
    path = tmp_path / "f.parquet"
    options = ("--facts", "net_income_ttm", "--output", str(path))
    assert screen("show", "GOOD", *options).code == 0
    assert pl.read_parquet(path)["sign"].to_list() == [-1, 1]
    about = pl.read_parquet_metadata(path)
    wanted = {
        "ticker": "GOOD", "metric": "net_income_ttm", "value": "5000000.0",
        "formula": "net income of the parent over the trailing twelve months",
        "recomputed value": "5000000.0", "as of": "2026-06-30",
    }  # fmt: skip
    assert {name: about.get(name) for name in wanted} == wanted
    assert "reason" not in about


@pytest.mark.usefixtures("snapshot")
def test_an_unknown_value_has_no_operands_but_its_reason(screen, tmp_path: Path) -> None:
    path = tmp_path / "f.xlsx"
    options = ("--facts", "revenue_growth", "--output", str(path))
    assert screen("show", "DARK", *options).code == 0
    book = load_workbook(path)
    assert book.sheetnames == ["operands", "About", "Columns"]
    assert book["operands"].max_row == 1
    about = dict(book["About"].iter_rows(min_row=2, values_only=True))
    assert (about["value"], about["reason"]) == ("unknown", "no CIK in the ticker files")
    assert "recomputed value" not in about


@pytest.mark.parametrize("options", [(), ("--format", "json"), ("--output", "x.xlsx")])
def test_operands_that_give_another_value_are_damage_and_nothing_is_written(
    screen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    operand = {"cik": 1, "metric": "cash", "role": "cash", "sign": 1, "value": 2.0}
    write_snapshot(
        tmp_path / "data", metrics=[{"ticker": "A", "cik": 1, "cash": 3.0}], lineage=[operand]
    )
    ran = screen("show", "A", "--facts", "cash", *options)
    assert (ran.code, ran.out) == (3, "")
    assert "cash recomputes to 2, the snapshot says 3" in ran.err
    assert not (tmp_path / "x.xlsx").exists()


def test_debt_without_operands_says_where_its_instruments_are(screen, tmp_path: Path) -> None:
    loan = {"cik": 1, "name": "Loan", "amount": 2e6, "currency": "USD", "kind": "floating",
            "sure": True, "form": "10-K", "filed": FILED, "accession": "7"}  # fmt: skip
    row = {"ticker": "A", "cik": 1, "floating_debt": 2e6}
    write_snapshot(tmp_path / "data", metrics=[row], instruments=[loan])
    path = tmp_path / "f.parquet"
    ran = screen("show", "A", "--facts", "floating_debt", "--output", str(path))
    assert (ran.code, ran.out) == (0, "")
    assert ran.err == "floating_debt has no operands; the instruments behind it: --table debt\n"
    assert pl.read_parquet(path).height == 0
    assert "from the 10-K filed 2026-02-01 (7)" in pl.read_parquet_metadata(path)["evidence"]
    assert screen("show", "A", "--facts", "floating_debt").err == ""


@pytest.mark.usefixtures("snapshot")
def test_operands_are_one_table_and_no_other(screen) -> None:
    said = refused(screen("show", "GOOD", "--facts", "net_income_ttm", "--table", "years"))
    assert said == (
        "error: the operands of a metric are one table\nLeave out --table, or --facts.\n"
    )
