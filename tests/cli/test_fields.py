from __future__ import annotations

from pathlib import Path

import pytest
from tests.frames import write_snapshot

from screener.model.metric import METRICS

LOSS = {"metric": "pe", "kind": "degenerate", "reason": "meaningless: a loss has no ratio"}


@pytest.fixture
def three(tmp_path: Path) -> None:
    """The current snapshot: three companies, of which two know their growth and one its P/E."""
    rows = [
        {"ticker": "A", "cik": 1, "revenue_growth": 0.1},
        {"ticker": "B", "cik": 2, "revenue_growth": 0.1},
        {"ticker": "C", "cik": 3, "pe": 12.0},
    ]
    write_snapshot(
        tmp_path / "data",
        metrics=rows,
        constituents=[{"ticker": row["ticker"], "cik": row["cik"]} for row in rows],
        reasons=[LOSS | {"cik": 1}, LOSS | {"cik": 2}, LOSS | {"cik": 2, "metric": "ps"}],
    )


@pytest.mark.usefixtures("three")
def test_without_a_name_every_metric_is_listed(screen) -> None:
    ran = screen("fields")
    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert {line.split(" ")[0] for line in lines} >= set(METRICS)
    at = next(i for i, line in enumerate(lines) if line.startswith("revenue_growth "))
    assert " 66.7%  revenue_ttm / revenue_ttm one year before - 1" in lines[at]
    assert lines[at + 1].strip() == "unknown: not reported 1"


@pytest.mark.usefixtures("three")
def test_one_metric_is_shown_in_full(screen) -> None:
    ran = screen("fields", "roe")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines()[:4] == [
        "roe (ROE), fraction",
        "formula: net_income_ttm / equity",
        "known for 0 of 3 rows: 0.0%",
        "unknown where: equity is not above zero",
    ]


def test_without_a_snapshot_the_sample_is_told_of(screen) -> None:
    ran = screen("fields", "revenue_ttm")
    assert ran.code == 0
    assert "of 2,025 rows" in ran.out
    assert "Why it is unknown" in ran.out


@pytest.mark.usefixtures("three")
def test_why_a_metric_is_unknown_is_counted_by_kind_and_by_words(screen) -> None:
    out = screen("fields", "pe").out
    assert "known for 1 of 3 rows: 33.3%" in out
    assert "        2  degenerate\n" in out
    assert "        2  degenerate: meaningless: a loss has no ratio\n" in out


def test_the_snapshot_that_is_named_is_read(screen, tmp_path: Path) -> None:
    one = {"ticker": "A", "cik": 1}
    other = write_snapshot(tmp_path / "other", metrics=[one], constituents=[one])
    out = screen("fields", "pe", "--snapshot", str(other.path)).out
    assert "known for 0 of 1 row: 0.0%" in out


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("ebitda_tm", "error: 'ebitda_tm' is not a metric; did you mean 'ebitda_ttm'?"),
        ("dividend_yeild", "did you mean 'dividend_yield'?\nAll names: screen fields"),
        ("xyzzy", "error: 'xyzzy' is not a metric\n"),
        ("\x1b[2Jroe", "is not a metric"),
    ],
)  # fmt: skip
def test_an_unknown_name_is_refused_with_the_nearest(screen, name: str, message: str) -> None:
    ran = screen("fields", name)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err
    assert "\x1b" not in ran.err
    assert len(ran.err.splitlines()) == 2


def test_two_names_are_wrong_usage(screen) -> None:
    ran = screen("fields", "roe", "roa")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.splitlines()[1] == "See: screen fields --help"


def test_a_wrong_name_is_told_without_reading_the_snapshot(screen, tmp_path: Path) -> None:
    assert screen("fields", "nope", "--snapshot", str(tmp_path / "none")).code == 2


@pytest.mark.parametrize("arguments", [(), ("roe",)])
@pytest.mark.parametrize("damage", ["absent", "manifest", "metrics", "reasons", "constituents"])
def test_a_damaged_snapshot_is_told_with_code_3(
    screen, tmp_path: Path, damage: str, arguments: tuple[str, ...]
) -> None:
    found = write_snapshot(tmp_path / "other", metrics=[{"ticker": "A", "cik": 1}],
                           constituents=[{"ticker": "A", "cik": 1}])  # fmt: skip
    path = found.path
    if damage == "absent":
        path = tmp_path / "nothing"
    else:
        name = "manifest.json" if damage == "manifest" else f"{damage}.parquet"
        (path / name).write_bytes(b"PAR1 cut")
    ran = screen("fields", *arguments, "--snapshot", str(path))
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.startswith("error: ")
    assert str(path) in ran.err
    assert len(ran.err.splitlines()) <= 2


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(
    ("shell", "code", "said"),
    [
        ('"$PYTHON" -m screener fields >&-', 3, "standard output is closed"),
        ('"$PYTHON" -m screener fields roe >/dev/full', 3, "No space left on device"),
        ('"$PYTHON" -m screener fields | true; exit ${PIPESTATUS[0]}', 0, ""),
        ('PYTHONIOENCODING=ascii "$PYTHON" -m screener fields', 0, ""),
    ],
)
def test_a_stream_that_fails_ends_without_a_traceback(
    process, shell: str, code: int, said: str
) -> None:
    ran = process(shell=shell)
    assert ran.code == code
    assert "Traceback" not in ran.err
    assert said in ran.err
    assert len(ran.err.splitlines()) <= 2
