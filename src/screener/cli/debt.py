"""``screen debt``: the instruments of a company or of a filing, and the verdict on them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from screener.cli import completing
from screener.cli.groups import takes
from screener.cli.options import SnapshotOption
from screener.cli.output import OutputOptions, deliver, send
from screener.cli.streams import tell
from screener.cli.width import line_width
from screener.files import path_text

if TYPE_CHECKING:
    import datetime as dt

    from screener.present.tables.table import About, Table

_SHARES = ("floating_share", "fixed_share", "convertible_share")


@takes(to=OutputOptions)
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
    *,
    to: OutputOptions,
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
) -> None:
    """Show debt by instrument, its type, and what a rate move saves.

    As json it is one object with the verdict and the instruments; any other format of data holds
    the instruments, or the sectors."""
    file = [Path(company)] if company is not None and _is_file(company) else []
    output_format = to.chosen("text", *file)

    from screener.present.debt import NO_INSTRUMENTS
    from screener.present.layout import fitted

    move, width = _move(rate_move), line_width(to.output)
    if company is None:
        found = _by_sector(snapshot, move)
    elif _is_file(company):
        found = _of_file(Path(company), move, width)
    else:
        found = _of_company(company, snapshot, move, width)
    if output_format == "json":
        send(f"{json.dumps(found.data, indent=1)}\n".encode(), to.output)
    else:
        if output_format != "text" and company is not None and found.table.frame.is_empty():
            tell(NO_INSTRUMENTS)
        lines = fitted(found.lines, width)
        deliver([found.table], to, found.about, lines=lambda: lines, created=found.created)


@dataclass(frozen=True, slots=True)
class _Found:
    """What to write: as lines for people, as an object or a table for programs."""

    lines: list[str]
    data: object
    table: Table
    about: About
    created: str = ""


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


def _of_file(path: Path, move: float, width: int | None) -> _Found:
    import polars as pl

    from screener.build.debt_of_file import debt_of_file
    from screener.cli.show_tables import debt_table
    from screener.debt.relief import interest_saved
    from screener.debt.tiers import with_tier
    from screener.present.text import safe

    found = debt_of_file(path)
    if found.warnings:
        tell(*found.warnings)
    verdict = {**found.verdict, "reason": with_tier(str(found.verdict["reason"] or ""))}
    rows = list(found.instruments.iter_rows(named=True))
    title = f"{safe(found.entity) or 'Unnamed entity'} · {found.document_type or 'filing'}"
    total = found.total_debt
    floating: Any = verdict["floating_debt"]
    lines = [
        f"{title} · balance sheet of {found.period_end}",
        *_verdict_lines(verdict, total, found.finance_leases, move, rows),
        *_instrument_lines(rows, found.period_end, width),
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
        **_range_data(_saved(verdict, total, found.finance_leases, move)),
        "instruments": [_instrument_data(row) for row in rows],
    }
    about = (("entity", found.entity or ""), ("file", path_text(path)), *_said(verdict, move))
    numbered = found.instruments.with_columns(
        cik=pl.lit(found.cik, dtype=pl.Int64), form=pl.lit(found.document_type, dtype=pl.String)
    )
    return _Found(lines, data, debt_table(numbered), about)


def _of_company(company: str, snapshot: Path | None, move: float, width: int | None) -> _Found:
    import polars as pl

    from screener.cli.company import heading
    from screener.cli.show_tables import debt_table
    from screener.debt.relief import with_move
    from screener.present.debt import coverage_text
    from screener.screening.about import about_universe
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
        *heading(universe.snapshot.manifest, row, width),
        *_verdict_lines(verdict, row["total_debt"], 0.0, move, rows),
        coverage_text(after),
        *_instrument_lines(rows, universe.snapshot.manifest.as_of, width),
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
        **_range_data(_saved(verdict, row["total_debt"], 0.0, move)),
        "coverage_after_move": after["coverage_after_move"],
        "instruments": [_instrument_data(one) for one in rows],
    }
    about = (
        ("company", f"{row['ticker']} {row['name']}"),
        *_said(verdict, move),
        *about_universe(universe),
    )
    created = universe.snapshot.manifest.created
    return _Found(lines, data, debt_table(own.sort("amount", descending=True)), about, created)


def _said(verdict: dict[str, Any], move: float) -> About:
    from screener.model.screen import format_rate_move

    told = {name: str(verdict[name] or "") for name in ("debt_type", "debt_confidence", "reason")}
    return (*told.items(), ("assumed move of the rate", format_rate_move(move)))


def _verdict_lines(
    verdict: dict[str, Any],
    total: float | None,
    leases: float,
    move: float,
    instruments: list[dict[str, Any]],
) -> list[str]:
    from screener.present.debt import mix, money, saved_text, swap_text, type_text
    from screener.present.text import safe

    beside = f", of it finance leases {money(leases)}" if leases else ""
    kinds = [text for text in (mix(verdict), swap_text(instruments)) if text]
    return [
        f"debt type: {type_text(verdict)}",
        f"  {safe(str(verdict['reason'] or ''))}",
        f"total debt {money(total)}{beside}",
        *(f"  {text}" for text in kinds),
        saved_text(verdict, _saved(verdict, total, leases, move), move),
    ]


def _saved(
    verdict: dict[str, Any], total: float | None, leases: float, move: float
) -> tuple[float, float] | None:
    from screener.debt.relief import saved_range

    # A finance lease bears the rate that was agreed upon: what can't float is not in the range.
    return saved_range(verdict, None if total is None else total - leases, move)


def _range_data(saved: tuple[float, float] | None) -> dict[str, float | None]:
    low, high = saved or (None, None)
    return {"interest_saved_low": low, "interest_saved_high": high}


def _instrument_lines(rows: list[dict[str, Any]], as_of: dt.date, width: int | None) -> list[str]:
    from screener.present.debt import NO_INSTRUMENTS, instrument_lines, source_text

    if not rows:
        return [NO_INSTRUMENTS]
    source = source_text(rows[0])
    return ["", *instrument_lines(rows, as_of, width), *([source] if source else [])]


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
    from screener.model.metric import Unit
    from screener.model.screen import format_rate_move
    from screener.present.debt import money, move_text
    from screener.present.tables.table import Table
    from screener.screening.about import about_universe
    from screener.screening.universe import open_universe

    universe = open_universe(snapshot)
    table = universe.relief(move)
    lines = [
        f"Interest saved a year at {move_text(move)}, before tax: from what is known to float",
        "to where all debt that is not classified floats, too",
        f"{'Sector':<23}{'count':>7}{'known':>7}{'debt':>8}{'floating':>9}{'range of':>10}"
        f"{'saved':>16}",
    ]
    for row in table.iter_rows(named=True):
        saved = f"{money(row['saved_low'])} to {money(row['saved_high'])}"
        lines.append(
            f"{row['sector'] or 'All':<23}{row['companies']:>7,}{row['known']:>7,}"
            f"{money(row['total_debt']):>8}{money(row['floating_debt']):>9}"
            f"{row['bounded']:>10,}{saved:>16}"
        )
    like = dict.fromkeys(("floating_debt", "total_debt", "saved_low", "saved_high"), Unit.MONEY)
    return _Found(
        lines,
        table.to_dicts(),
        Table("relief", "Interest saved by sector", table, like, _NOTES),
        (("assumed move of the rate", format_rate_move(move)), *about_universe(universe)),
        universe.snapshot.manifest.created,
    )


_NOTES = {
    "sector": "GICS sector; empty in the last row, that of all companies",
    "companies": "companies, those of several share classes once",
    "known": "companies whose floating debt is known",
    "bounded": "companies that the range is of: it is known how much of their debt is not"
    " classified",
    "floating_debt": "principal that floats, of the known",
    "total_debt": "debt of all whose debt is known, but for banks and insurers",
    "saved_low": "interest saved a year before tax, of debt known to float",
    "saved_high": "the same if all of their debt that is not classified floats, too",
}
