"""``screen diff`` on two small snapshots."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from tests.cli.conftest import Ran
from tests.frames import write_snapshot

from screener.paths import sample_dir
from screener.store.snapshot import Snapshot

Row = dict[str, Any]
Screen = Callable[..., Ran]

MARCH, JUNE = dt.date(2026, 3, 31), dt.date(2026, 6, 30)
FUND = "iShares Russell 2000 ETF"


def company(ticker: str, cik: int, **figures: Any) -> Row:
    return {
        "ticker": ticker, "name": f"{ticker.title()} Systems", "cik": cik, "sector": "Energy",
        "profitable": True, "revenue_growth": 0.1, "zombie_oecd": "no", "weight": 0.1,
        "market_value": 2.5e6, "quantity": 1000.0,
    } | figures  # fmt: skip


BEFORE = [
    company("GOOD", 1, weight=0.2),
    company("SLOW", 2, revenue_growth=0.031, weight=0.3),
    company("DARK", 3),
    company("OLD", 4, weight=0.25),
    company("BIG", 5, weight=0.05, market_value=8e6),
    company("GONE", 6, profitable=False, weight=None),
]
AFTER = [
    company("GOOD", 1, weight=0.2, quantity=1100.0),
    company("SLOW", 2, revenue_growth=0.052, weight=0.375),
    company("DARK", 3, revenue_growth=None, weight=None),
    company("NEW", 4, weight=0.2),
    company("FRESH", 7, name="Fresh\x1b[31m Co", weight=0.002, market_value=1.23e6),
]


def published(root: Path, rows: list[Row], day: dt.date, *, fund: str = FUND) -> Snapshot:
    reasons = [
        {"cik": 3, "metric": "revenue_growth", "kind": "stale", "reason": "stale: ended 2025"}
    ]
    files = [{"cik": 1, "latest_accession": str(day), "latest_filed": day - dt.timedelta(days=40)}]
    found = write_snapshot(
        root, as_of=day, fund=fund, metrics=rows, constituents=rows, reasons=reasons,
        companies=files,
    )  # fmt: skip
    path = found.path / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"holdings_date": str(day)}))
    return found


@pytest.fixture(autouse=True)
def _piped(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines are as long as in a pipe, wherever the tests run."""
    monkeypatch.setenv("COLUMNS", "100")


@pytest.fixture
def both(tmp_path: Path) -> tuple[Snapshot, Snapshot]:
    """The two snapshots of the test's data folder, of which the later is current."""
    root = tmp_path / "data"
    return published(root, BEFORE, MARCH), published(root, AFTER, JUNE)


@pytest.fixture
def larger(tmp_path: Path) -> Path:
    """The holdings of a larger index's fund: BIG is there, and another company called GONE."""
    path = tmp_path / "larger.csv"
    columns = ["Ticker", "Name", "Sector", "Asset Class", "Market Value", "Weight (%)", "Quantity",
               "Price", "Exchange", "Currency"]  # fmt: skip
    rest = ["Energy", "Equity", "1,000.00", "50.00", "100", "10.00", "NYSE", "USD"]
    names = [("BIG", "BIG SYSTEMS CORP"), ("GONE", "ANOTHER MINER INC")]
    rows = [[ticker, name, *rest] for ticker, name in names]
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write('iShares Russell 1000 ETF\nFund Holdings as of,"Jul 17, 2026"\n\n')
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows([columns, *rows])
    return path


def rows_of(ran: Ran) -> list[dict[str, str]]:
    assert ran.code == 0, ran.err
    return list(csv.DictReader(io.StringIO(ran.out)))


# -- what people read ------------------------------------------------------------------------------

TEXT = """\
profitable-growers: profitable · growth > 4% · not a zombie (OECD)
From  31 Mar 2026  iShares Russell 2000 ETF, holdings of 31 Mar 2026
                   snapshot 2026-03-31_20260701T000000Z
To    30 Jun 2026  iShares Russell 2000 ETF, holdings of 30 Jun 2026
                   snapshot 2026-06-30_20260701T000000Z

Index   6 → 5 companies: 1 added, 2 removed (1 promoted), 1 renamed
Screen  4 → 4 pass: 2 entered, 2 left
        ✓ passes  ✗ fails  ? unknown; of the removed: before they left

Entered the screen: 2
  FRESH  Fresh\ufffd[31m Co  new in the index
  SLOW   Slow Systems   growth +3.1% → +5.2% (> 4%)

Left the screen: 2
  BIG   Big Systems   left the index: promoted
  DARK  Dark Systems  growth +10.0% → – (> 4%): stale: ended 2025

Added to the index: 1
     Ticker  Name           Sector  Weight   Held
  ✓  FRESH   Fresh\ufffd[31m Co  Energy  0.200%  1.23M

Removed from the index: 2
  1 promoted: in iShares Russell 1000 ETF, holdings of 17 Jul 2026
     Ticker  Name          Sector  Weight   Held
  ✓  BIG     Big Systems   Energy  5.000%  8.00M
  1 fallen out, taken over or delisted: which is not known
  ✗  GONE    Gone Systems  Energy       –  2.50M

Renamed: 1
  OLD → NEW  Old Systems → New Systems

Changes of weight or index shares, the largest first: 2
  Ticker  Name           Before      Now  Points  Index shares
  SLOW    Slow Systems  30.000%  37.500%  +7.500             –
  NEW     New Systems   25.000%  20.000%  −5.000             –
  unknown of 1 company

New filings: 1
  ✓  GOOD  Good Systems  filed 2026-02-19 → 2026-05-21
"""


@pytest.mark.usefixtures("both")
def test_everything_in_short(screen: Screen, larger: Path) -> None:
    ran = screen("diff", "2026-03", "--iwb", str(larger))
    assert ran.out == TEXT
    assert (ran.code, ran.err) == (0, "")


@pytest.mark.usefixtures("both")
def test_without_the_larger_fund_nobody_is_said_to_be_promoted_or_not(screen: Screen) -> None:
    ran = screen("diff", "2026-03")
    assert "1 added, 2 removed, 1 renamed" in ran.out
    assert "1 promoted" not in ran.out
    assert "Promoted, fallen out, taken over or delisted: which is not known." in ran.out


@pytest.mark.usefixtures("both")
def test_where_nobody_was_promoted_that_is_said(screen: Screen, larger: Path) -> None:
    larger.write_text(larger.read_text().replace("BIG SYSTEMS", "QUITE ANOTHER"))
    ran = screen("diff", "2026-03", "--iwb", str(larger))
    assert "2 removed (0 promoted)" in ran.out
    assert "  None is in iShares Russell 1000 ETF, holdings of 17 Jul 2026. Fallen out," in ran.out


@pytest.mark.usefixtures("both")
def test_a_narrow_terminal_gets_short_lines(
    screen: Screen, larger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    lines = screen("diff", "2026-03", "--iwb", str(larger)).out.splitlines()
    assert max(map(len, lines)) <= 80


def test_what_did_not_change_is_said_in_a_word(screen: Screen, tmp_path: Path) -> None:
    for day in (MARCH, JUNE):
        published(tmp_path / "data", [company("GOOD", 2)], day)
    lines = screen("diff", "2026-03").out.splitlines()
    assert lines[-7:] == [
        "Entered the screen: none",
        "Left the screen: none",
        "Added to the index: none",
        "Removed from the index: none",
        "Renamed: none",
        "Changes of weight or index shares, the largest first: none",
        "New filings: none",
    ]


def test_of_many_weights_and_filings_the_first_are_shown(screen: Screen, tmp_path: Path) -> None:
    many = [company(f"C{number:02}", 100 + number) for number in range(20)]
    later = [row | {"weight": 0.2, "filed": JUNE} for row in many]
    for day, rows in ((MARCH, many), (JUNE, later)):
        published(tmp_path / "data", rows, day)
    out = screen("diff", "2026-03").out
    assert "  and 10 more: --table weights\n" in out
    assert "  and 15 more: --table filings\n" in out
    full = screen("diff", "2026-03", "--table", "weights").out.splitlines()
    assert len(full) == 23
    assert screen("diff", "2026-03", "--table", "filings").out.count("filed") == 20


def test_a_change_of_index_shares_alone_is_shown(screen: Screen, tmp_path: Path) -> None:
    many = [company(f"C{number:02}", 100 + number) for number in range(25)]
    other = {3: {"quantity": 900.0}, 7: {"quantity": 1500.0}, 9: {"quantity": 1000.1},
             11: {"quantity": 1200.0, "weight": None}}  # fmt: skip
    later = [row | other.get(number, {}) for number, row in enumerate(many)]
    for day, rows in ((MARCH, many), (JUNE, later)):
        published(tmp_path / "data", rows, day)
    heading, *lines = screen("diff", "2026-03", "--table", "weights").out.splitlines()
    assert heading == "Changes of weight or index shares, the largest first: 3"
    assert [line.split()[:1] + line.split()[-2:] for line in lines[1:4]] == [
        ["C07", "0.000", "+50.0%"], ["C03", "0.000", "−10.0%"], ["C11", "–", "+20.0%"],
    ]  # fmt: skip


# -- data ------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("both")
def test_the_table_of_the_screen(screen: Screen) -> None:
    ran = screen("diff", "2026-03", "--table", "screen", "--format", "csv")
    fresh, slow, big, dark = rows_of(ran)
    blank = dict.fromkeys(slow, "")
    assert fresh == blank | {
        "change": "entered", "ticker": "FRESH", "name": "Fresh\ufffd[31m Co", "cik": "7",
        "now": "pass",
    }  # fmt: skip
    assert slow == blank | {
        "change": "entered", "ticker": "SLOW", "name": "Slow Systems", "cik": "2",
        "before": "fail", "now": "pass", "rule": "growth", "metric": "revenue_growth",
        "value_before": "0.031", "value_now": "0.052", "text_before": "+3.1%",
        "text_now": "+5.2%", "threshold": "> 4%",
    }  # fmt: skip
    assert (big["change"], big["before"], big["now"], big["rule"]) == ("left", "pass", "", "")
    assert (dark["before"], dark["now"], dark["value_now"]) == ("pass", "unknown", "")
    assert dark["reason"] == "stale: ended 2025"
    assert ran.err == (
        "from 31 Mar 2026 · iShares Russell 2000 ETF, holdings of 31 Mar 2026"
        " · snapshot 2026-03-31_20260701T000000Z\n"
        "to 30 Jun 2026 · iShares Russell 2000 ETF, holdings of 30 Jun 2026"
        " · snapshot 2026-06-30_20260701T000000Z\n"
    )


def test_a_rule_of_several_metrics_has_a_row_for_each(screen: Screen, tmp_path: Path) -> None:
    for day, profitable, verdict in ((MARCH, False, "unknown"), (JUNE, True, "yes")):
        row = company("GOOD", 1, profitable=profitable, zombie_oecd=verdict, pe=float(day.month))
        published(tmp_path / "data", [row], day)
    condition = "profitable AND zombie_oecd = 'yes' OR pe > 5"
    options = ["--preset", "everything", "--where", condition]
    found = rows_of(screen("diff", "2026-03", *options, "--table", "screen", "--format", "csv"))
    told = ("metric", "value_before", "value_now", "text_before", "text_now")
    assert [tuple(row[name] for name in told) for row in found] == [
        ("profitable", "", "", "no", "yes"),
        ("zombie_oecd", "", "", "unknown", "yes"),
        ("pe", "3.0", "6.0", "3.0x", "6.0x"),
    ]


@pytest.mark.usefixtures("both")
def test_the_table_of_the_index(screen: Screen, larger: Path) -> None:
    options = ["--table", "index", "--format", "csv"]
    found = rows_of(screen("diff", "2026-03", *options, "--iwb", str(larger)))
    told = ("change", "ticker", "cik", "weight", "market_value", "outcome", "promoted",
            "ticker_before", "name_before")  # fmt: skip
    assert [tuple(row[name] for name in told) for row in found] == [
        ("added", "FRESH", "7", "0.002", "1230000.0", "pass", "", "", ""),
        ("removed", "BIG", "5", "0.05", "8000000.0", "pass", "true", "", ""),
        ("removed", "GONE", "6", "", "2500000.0", "fail", "false", "", ""),
        ("renamed", "NEW", "4", "0.2", "2500000.0", "pass", "", "OLD", "Old Systems"),
    ]
    unknown = rows_of(screen("diff", "2026-03", *options))
    assert [row["promoted"] for row in unknown] == [""] * 4


@pytest.mark.usefixtures("both")
def test_the_tables_of_weights_filings_and_counts(screen: Screen) -> None:
    def table(name: str) -> list[dict[str, str]]:
        return rows_of(screen("diff", "2026-03", "--table", name, "--format", "csv"))

    weights = table("weights")
    assert [row["ticker"] for row in weights] == ["SLOW", "NEW", "GOOD", "DARK"]
    assert [row["weight_change"] for row in weights][2:] == ["0.0", ""]
    changes = [float(row["weight_change"]) for row in weights[:2]]
    assert changes == pytest.approx([0.075, -0.05])
    good = weights[2]
    assert (good["quantity_before"], good["quantity"]) == ("1000.0", "1100.0")
    [filing] = table("filings")
    assert (filing["ticker"], filing["filed_before"]) == ("GOOD", "2026-02-19")
    assert (filing["filed"], filing["accession"]) == ("2026-05-21", "2026-06-30")
    [counts] = table("counts")
    assert counts == {
        "companies_before": "6", "companies": "5", "added": "1", "removed": "2", "promoted": "",
        "renamed": "1", "passed_before": "4", "passed": "4", "entered": "2", "left": "2",
        "became_unknown": "0", "became_failing": "0", "new_filings": "1",
    }  # fmt: skip


@pytest.mark.usefixtures("both")
def test_a_workbook_says_of_both_sides_what_they_are_and_weights_have_their_digits(
    screen: Screen, larger: Path, tmp_path: Path
) -> None:
    path = tmp_path / "d.xlsx"
    options = ["--iwb", str(larger), "--rate-move", "-50bp", "-o", str(path)]
    assert screen("diff", "2026-03", *options).code == 0
    book = load_workbook(path)
    said = list(book["About"].iter_rows(min_row=2, values_only=True))
    assert [value for what, value in said if what == "rule"] == [
        "profitable: net income > 0", "growth: > 4%", "not a zombie (OECD): no or n/a",
    ]  # fmt: skip
    about = dict(said)
    wanted = {
        "preset": "profitable-growers (changed)",
        "assumed move of the rate": "-50bp", "definition of a zombie": "oecd",
        "larger index": "iShares Russell 1000 ETF, holdings of 17 Jul 2026",
        "from: as of": "2026-03-31", "to: as of": "2026-06-30",
        "from: membership": f"{FUND}, holdings of 2026-03-31",
        "to: snapshot": "2026-06-30_20260701T000000Z",
        "from: snapshot created": "2026-07-01T00:00:00Z",
    }  # fmt: skip
    assert {name: about.get(name) for name in wanted} == wanted
    looks = {cell.value: book["weights"].cell(2, cell.column).number_format
             for cell in book["weights"][1]}  # fmt: skip
    assert {looks[name] for name in ("weight_before", "weight", "weight_change")} == {"0.000%"}
    units = {row[:2]: row[3] for row in book["Columns"].iter_rows(min_row=2, values_only=True)}
    assert (units["screen", "value_before"] or "", units["weights", "quantity"]) == ("", "shares")


@pytest.mark.usefixtures("both")
def test_a_format_that_holds_one_table_wants_to_know_which(screen: Screen, tmp_path: Path) -> None:
    ran = screen("diff", "2026-03", "--output", str(tmp_path / "found.csv"))
    assert ran.code == 2
    assert "--table screen|index|weights|filings|counts" in ran.err
    assert not (tmp_path / "found.csv").exists()


@pytest.mark.usefixtures("both")
def test_a_file_of_text_says_the_same_from_any_terminal(
    screen: Screen, larger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    file = tmp_path / "found.txt"
    ran = screen("diff", "2026-03", "--iwb", str(larger), "-o", str(file), "--quiet")
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    assert file.read_text(encoding="utf-8") == TEXT


# -- what can't be compared, or only with a word ---------------------------------------------------


def test_the_order_of_two_is_as_given_but_told_where_it_is_odd(
    screen: Screen, both: tuple[Snapshot, Snapshot]
) -> None:
    march, june = (str(snapshot.path) for snapshot in both)
    ran = screen("diff", june, march)
    assert "Entered the screen: 2\n  BIG   Big Systems   new in the index\n" in ran.out
    assert ran.err.startswith("FROM is the later one")
    assert screen("diff", march, june).err == ""
    assert "FROM" not in screen("diff", june, march, "--quiet").err


@pytest.mark.usefixtures("both")
def test_a_snapshot_is_not_compared_with_itself(screen: Screen) -> None:
    ran = screen("diff", "2026-06")
    assert (ran.code, ran.out) == (2, "")
    assert "FROM and TO are the same snapshot: 2026-06-30_20260701T000000Z" in ran.err


@pytest.mark.usefixtures("both")
def test_fictional_companies_are_not_compared_with_real_ones(screen: Screen) -> None:
    for arguments in ([str(sample_dir())], ["2026-03", str(sample_dir())]):
        ran = screen("diff", *arguments)
        assert (ran.code, ran.out) == (2, "")
        assert "the sample of fictional companies, the other is real" in ran.err


def test_two_funds_are_compared_with_a_warning(screen: Screen, tmp_path: Path) -> None:
    published(tmp_path / "data", BEFORE, MARCH)
    published(tmp_path / "data", AFTER, JUNE, fund="Another \x1b Fund")
    ran = screen("diff", "2026-03")
    assert ran.code == 0
    assert ran.err.startswith(f"two funds, {FUND} and Another \ufffd Fund: ")


@pytest.mark.usefixtures("both")
def test_the_fund_itself_is_no_larger_one(screen: Screen, larger: Path) -> None:
    larger.write_text(larger.read_text().replace("iShares Russell 1000 ETF", FUND))
    ran = screen("diff", "2026-03", "--iwb", str(larger))
    assert (ran.code, ran.out) == (2, "")
    assert f"{FUND}, the fund that is compared" in ran.err


@pytest.mark.usefixtures("both")
@pytest.mark.parametrize(("content", "code"), [("<html>", 3), (None, 3)])
def test_holdings_that_can_not_be_read(
    screen: Screen, tmp_path: Path, content: str | None, code: int
) -> None:
    path = tmp_path / "broken.csv"
    if content is not None:
        path.write_text(content)
    ran = screen("diff", "2026-03", "--iwb", str(path))
    assert (ran.code, ran.out) == (code, "")
    assert "broken.csv" in ran.err


@pytest.mark.usefixtures("both")
def test_options_without_effect_and_tickers_of_nobody_are_told(screen: Screen) -> None:
    options = ["--limit", "1", "--sort", "pe", "--tickers", "GONE,FRESH,NOBODY"]
    ran = screen("diff", "2026-03", *options)
    assert "Screen  0 → 1 pass: 1 entered, 0 left" in ran.out
    assert ran.err.splitlines() == [
        "--sort, --limit: of no effect on a comparison",
        "no such ticker on either side: NOBODY",
    ]


@pytest.mark.usefixtures("both")
def test_a_presets_own_limit_cuts_no_change_off(screen: Screen, tmp_path: Path) -> None:
    (tmp_path / "two.toml").write_text('limit = 1\nsort = ["pe"]\ncolumns = ["pe"]\n')
    (tmp_path / "all.toml").write_text("")
    ran = [screen("diff", "2026-03", "--preset", str(tmp_path / f"{name}.toml"), "--table",
                  "screen", "--format", "csv") for name in ("two", "all")]  # fmt: skip
    assert ran[0].out == ran[1].out
    assert len(ran[0].out.splitlines()) > 2


def test_a_damaged_table_is_told(screen: Screen, both: tuple[Snapshot, Snapshot]) -> None:
    (both[0].path / "constituents.parquet").write_bytes(b"torn")
    ran = screen("diff", "2026-03")
    assert (ran.code, ran.out) == (3, "")
    assert "constituents.parquet: damaged table" in ran.err
