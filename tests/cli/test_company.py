"""The figures that ``screen show`` prints: each unknown with its reason, others with a note."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from tests.frames import write_snapshot

from screener import paths
from screener.cli.company import figures
from screener.debt.tiers import with_tier
from screener.model.metric import METRICS
from screener.model.verdict import Note, Unknown
from screener.screening.explain import summary
from screener.screening.universe import Universe, open_universe
from screener.store.schema import METRICS_TABLE

# From the holdings file or the submissions: what they leave out has no reason of its own.
LISTED = {"industry", "exchange", "sector", "name", "ticker"}


@pytest.fixture(scope="module")
def sample() -> Universe:
    """The companies of the sample that were made by hand, and as many of the random ones."""
    whole = open_universe(paths.sample_dir())
    by_hand = pl.int_range(pl.len()).filter(pl.col("cik") < 9_991_000_000)
    chosen = sorted({*whole.metrics.select(by_hand).to_series(), *range(0, 2_000, 40)})
    universe = Universe(whole.snapshot, whole.metrics[chosen])
    universe.__dict__["constituents"] = whole.constituents[chosen]
    ours = pl.col("cik").is_in(universe.metrics["cik"].implode())
    universe.__dict__["reasons"] = whole.reasons.filter(ours)
    return universe


def told(universe: Universe, position: int) -> dict[str, str]:
    """metric → its line after the name, of one row of the universe; with a reason that several
    share, which stands after the figures."""
    lines = figures(summary(universe, universe.metrics.row(position, named=True)))
    first = next((n for n, line in enumerate(lines) if "several figures" in line), len(lines))
    found = dict(line.split(maxsplit=1) for line in lines[:first] if line.startswith("  "))
    for names, reason in shared_reasons(lines[first:]):
        assert len(names) > 1
        for name in names:
            value, _, rest = found[name].partition("  ")
            assert reason not in rest
            found[name] = f"{value}  {reason}" + (f"; {rest}" if rest else "")
    assert list(found) == [
        metric.name
        for group in dict.fromkeys(metric.group for metric in METRICS.values())
        for metric in METRICS.values()
        if metric.group is group
    ]
    return found


def shared_reasons(lines: list[str]) -> list[tuple[list[str], str]]:
    """The names and the reason of each entry; what is indented further continues an entry."""
    entries: list[str] = []
    for line in lines:
        if line.startswith("    "):
            entries[-1] += " " + line.strip()
        elif line.startswith("  "):
            entries.append(line.strip())
    split = (entry.split(": ", 1) for entry in entries)
    return [(names.split(", "), reason) for names, reason in split]


def test_every_unknown_figure_of_the_sample_comes_with_its_reason(sample: Universe) -> None:
    reasons = {(cik, metric): text for cik, metric, _, text in sample.reasons.iter_rows()}
    rows = zip(
        sample.metrics.iter_rows(named=True),
        sample.constituents["reason"],
        strict=True,
    )
    seen = 0
    for position, (row, of_holding) in enumerate(rows):
        lines = told(sample, position)
        for name in METRICS_TABLE:
            if row[name] in (None, "unknown") and name not in LISTED:
                expected = reasons.get((row["cik"], name), of_holding)
                assert expected, (row["ticker"], name)
                expected = with_tier(expected)
                mark = "?" if row[name] == "unknown" else "–"
                assert lines[name].startswith(f"{mark}  {expected}"), (row["ticker"], name)
                seen += 1
    assert seen > 300


def test_every_note_of_the_sample_stands_beside_its_figure(sample: Universe) -> None:
    notes = [row for row in sample.reasons.iter_rows() if row[2] in set(Note)]
    assert {kind for _, _, kind, _ in notes} >= {Note.DERIVED, Note.PROXY}
    positions = {cik: n for n, cik in enumerate(sample.metrics["cik"])}
    for cik, metric, _, text in notes:
        line = told(sample, positions[cik])[metric]
        assert line.endswith(f"  {text}")
        assert not line.startswith("–")


def test_a_known_verdict_says_how_it_came_about(sample: Universe) -> None:
    verdicts = [row for row in sample.reasons.iter_rows() if row[2] is None]
    positions = {cik: n for n, cik in enumerate(sample.metrics["cik"])}
    assert {metric for _, metric, _, _ in verdicts} == {
        "zombie_oecd", "zombie_bis", "zombie_fed", "zombie_cash", "zombie_loss", "debt_type",
    }  # fmt: skip
    for cik, metric, _, text in verdicts:
        assert told(sample, positions[cik])[metric].endswith(f"  {with_tier(text)}")


def test_a_stale_figure_comes_with_the_last_known(sample: Universe) -> None:
    position = next(n for n, stale in enumerate(sample.metrics["stale"]) if stale)
    lines = told(sample, position)
    stale = [line for line in lines.values() if "stale: the newest period ended" in line]
    assert len(stale) == sum(
        kind == Unknown.STALE
        for cik, _, kind, _ in sample.reasons.iter_rows()
        if cik == sample.metrics["cik"][position]
    )
    assert "; last known " in lines["revenue_ttm"]


def test_show_prints_reasons_and_notes_without_their_escapes(screen, tmp_path: Path) -> None:
    row = {"ticker": "A", "cik": 1, "total_debt": 5e6, "stale": False}
    reasons = [
        ("pe", Unknown.DEGENERATE, "meaningless: a loss has no price-earnings ratio"),
        ("total_debt", Note.FLAGGED, "flagged: other debt tags of the date come to 6.0 M"),
        ("price", Unknown.NO_PRICE, "the price is in \x1b[2JEUR"),
    ]
    found = write_snapshot(
        tmp_path / "other",
        metrics=[row],
        constituents=[row],
        reasons=[
            {"cik": 1, "metric": metric, "kind": kind.value, "reason": text}
            for metric, kind, text in reasons
        ],
    )
    out = screen("show", "A", "--snapshot", str(found.path)).out
    lines = {line.split()[0]: line for line in out.splitlines() if line.startswith("  ")}
    assert lines["pe"].split(maxsplit=1)[1] == f"–  {reasons[0][2]}"
    assert lines["total_debt"].split(maxsplit=1)[1] == f"5.00M  {reasons[1][2]}"
    assert "the price is in \N{REPLACEMENT CHARACTER}[2JEUR" in lines["price"]
    assert "\x1b" not in out
