"""``screen debt``: the instruments of a company or of a filing, and the verdict on them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from screener.cli import completing
from screener.cli.options import QuietOption, SnapshotOption
from screener.cli.streams import emit_lines, tell

if TYPE_CHECKING:
    import datetime as dt

    import polars as pl

_SHARES = ("floating_share", "fixed_share", "convertible_share")


def debt(
    company: Annotated[
        str | None,
        typer.Argument(
            metavar="TICKER_OR_FILE",
            help="A company of the snapshot, or an XBRL instance (.xml, .xml.gz or the filing's"
            " zip). Without one: what a rate move saves by sector.",
            autocompletion=completing.tickers,
        ),
    ] = None,
    form: Annotated[
        Literal["text", "json"], typer.Option("--format", help="How to write it.")
    ] = "text",
    rate_move: Annotated[
        str | None,
        typer.Option(
            "--rate-move",
            metavar="MOVE",
            help="Such as -75bp, the default.",
            autocompletion=completing.moves,
        ),
    ] = None,
    snapshot: SnapshotOption = None,
    quiet: QuietOption = False,
) -> None:
    """Show debt by instrument, its type, and what a rate move saves."""
    move = _move(rate_move)
    if company is None:
        found = _by_sector(snapshot, move)
    elif _is_file(company):
        found = _of_file(Path(company), move)
    else:
        found = _of_company(company, snapshot, move)
    if form == "json":
        emit_lines([json.dumps(found.data, indent=1)])
    else:
        emit_lines(found.lines)


class _Found:
    """What to write: as lines for people, as data for programs."""

    def __init__(self, lines: list[str], data: object) -> None:
        self.lines, self.data = lines, data


def _move(text: str | None) -> float:
    from screener.errors import UsageError
    from screener.model.metric import DEFAULT_RATE_MOVE
    from screener.model.screen import parse_rate_move

    if text is None:
        return DEFAULT_RATE_MOVE
    try:
        move = parse_rate_move(text)
    except ValueError as error:
        raise UsageError(str(error), where="--rate-move") from None
    assert isinstance(move, float)
    return move


def _is_file(text: str) -> bool:
    path = Path(text)
    try:
        return path.suffix.lower() in (".xml", ".gz", ".zip") or "/" in text or path.is_file()
    except (OSError, ValueError):
        return False


def _of_file(path: Path, move: float) -> _Found:
    from screener.build.debt_of_file import debt_of_file
    from screener.debt.relief import interest_saved
    from screener.present.text import safe

    found = debt_of_file(path)
    if found.warnings:
        tell(*found.warnings)
    verdict = found.verdict
    rows = list(found.instruments.iter_rows(named=True))
    title = f"{safe(found.entity) or 'Unnamed entity'} · {found.document_type or 'filing'}"
    total = found.total_debt
    floating: Any = verdict["floating_debt"]
    lines = [
        f"{title} · balance sheet of {found.period_end}",
        *_verdict_lines(verdict, total, found.finance_leases, move, rows),
        *_instrument_lines(rows, found.period_end),
    ]
    data = {
        "entity": found.entity,
        "cik": found.cik,
        "document_type": found.document_type,
        "period_end": found.period_end.isoformat(),
        "total_debt": total,
        "finance_leases": found.finance_leases,
        **_verdict_data(verdict),
        "rate_move": move,
        "floating_debt": floating,
        "interest_saved": interest_saved(floating, move),
        "instruments": [_instrument_data(row) for row in rows],
    }
    return _Found(lines, data)


def _of_company(company: str, snapshot: Path | None, move: float) -> _Found:
    import polars as pl

    from screener.cli.company import heading
    from screener.debt.relief import with_move
    from screener.present.debt import coverage_text
    from screener.screening.explain import reason
    from screener.screening.universe import open_universe

    universe = open_universe(snapshot)
    row = universe.find(company)
    mine = pl.col("cik") == pl.lit(row["cik"], dtype=pl.Int64)
    own = universe.instruments.filter(mine)
    rows = list(own.sort("amount", descending=True).iter_rows(named=True))
    moved = with_move(universe.metrics.filter(mine), move)
    after = moved.row(0, named=True) if moved.height else row
    verdict = {**row, "reason": reason(universe, row, "debt_type")}
    lines = [
        *heading(universe.snapshot.manifest, row),
        *_verdict_lines(verdict, row["total_debt"], 0.0, move, rows),
        coverage_text(after),
        *_instrument_lines(rows, universe.snapshot.manifest.as_of),
    ]
    data = {
        "entity": row["name"],
        "cik": row["cik"],
        "ticker": row["ticker"],
        "period_end": rows[0]["end"].isoformat() if rows else None,
        "total_debt": row["total_debt"],
        **_verdict_data(verdict),
        "rate_move": move,
        "floating_debt": row["floating_debt"],
        "interest_saved": after["interest_saved"],
        "coverage_after_move": after["coverage_after_move"],
        "instruments": [_instrument_data(one) for one in rows],
    }
    return _Found(lines, data)


def _verdict_lines(
    verdict: dict[str, Any],
    total: float | None,
    leases: float,
    move: float,
    instruments: list[dict[str, Any]],
) -> list[str]:
    from screener.debt.relief import saved_range
    from screener.present.debt import mix, money, saved_text, swap_text, type_text
    from screener.present.text import safe

    beside = f", of it finance leases {money(leases)}" if leases else ""
    kinds = [text for text in (mix(verdict), swap_text(instruments)) if text]
    saved = saved_range(verdict["debt_type"], verdict["floating_debt"], total, move)
    return [
        f"debt type: {type_text(verdict)}",
        f"  {safe(str(verdict['reason'] or ''))}",
        f"total debt {money(total)}{beside}",
        *(f"  {text}" for text in kinds),
        saved_text(saved, move),
    ]


def _instrument_lines(rows: list[dict[str, Any]], as_of: dt.date) -> list[str]:
    from screener.present.debt import NO_INSTRUMENTS, instrument_lines, source_text

    if not rows:
        return [NO_INSTRUMENTS]
    source = source_text(rows[0])
    return ["", *instrument_lines(rows, as_of), *([source] if source else [])]


def _verdict_data(verdict: dict[str, Any]) -> dict[str, Any]:
    return {
        "debt_type": verdict["debt_type"],
        "confidence": verdict["debt_confidence"],
        "coverage": verdict["debt_coverage"],
        **{name: verdict[name] for name in _SHARES},
        "reason": verdict["reason"],
    }


def _instrument_data(row: dict[str, Any]) -> dict[str, Any]:
    from screener.present.debt import rate_text

    return {
        "name": row["name"],
        "amount": row["amount"],
        "principal": row["principal"],
        "currency": row["currency"],
        "kind": row["kind"],
        "rate": rate_text(row) or None,
        "maturity": row["maturity"].isoformat() if row["maturity"] else None,
        "evidence": row["evidence"],
        "member": row["member"],
        "tag": row["tag"],
    }


def _by_sector(snapshot: Path | None, move: float) -> _Found:
    from screener.present.debt import money, move_text
    from screener.screening.universe import open_universe

    table: pl.DataFrame = open_universe(snapshot).relief(move)
    lines = [
        f"Interest saved a year at {move_text(move)}, before tax; the range is of companies whose"
        " type of debt is unknown",
        f"{'Sector':<26}{'companies':>10}{'known':>8}{'debt':>9}{'floating':>10}{'saved':>20}",
    ]
    for row in table.iter_rows(named=True):
        saved = f"{money(row['saved_low'])} to {money(row['saved_high'])}"
        lines.append(
            f"{row['sector'] or 'All':<26}{row['companies']:>10,}{row['known']:>8,}"
            f"{money(row['total_debt']):>9}{money(row['floating_debt']):>10}{saved:>20}"
        )
    return _Found(lines, table.to_dicts())
