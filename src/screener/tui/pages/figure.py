"""One figure as text: its value unrounded, what it means, and the filings that it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from textual.content import Content

from screener.model.metric import Group, Metric, Unit
from screener.model.percentile import percentile_column
from screener.present.age import price_text, uses_price
from screener.present.debt import evidence
from screener.present.text import (
    MINUS,
    MISSING,
    exact_number,
    exact_value,
    format_value,
    percentile_text,
    safe,
)
from screener.screening.explain import origin, reason
from screener.screening.operands import operands, same, sums
from screener.screening.recompute import recomputed
from screener.tui.pages.links import filing
from screener.tui.pages.wrapping import wrapped

if TYPE_CHECKING:
    from screener.screening.universe import Row
    from screener.tui.state import Session

_INSTRUMENT = 120  # characters of a line of an instrument: what is longer goes on below
_SIGNS = {1: "+", -1: MINUS, 0: "("}


def tooltip(session: Session, row: Row, metric: Metric) -> Content:
    """Return a few lines on a cell: the unrounded value, its formula, period and filing."""
    meant = session.screen.meaning(metric.name)
    lines = [
        Content.assemble((f"{metric.label}  ", "bold"), exact(metric, row[metric.name])),
        Content(metric.formula),
    ]
    if price := _price(session, row, metric):
        lines.append(Content(price))
    source = origin(session.universe, row["cik"], meant)
    if source is not None:
        filed = f"{safe(source.form)} filed {source.filed}"
        lines.append(Content(f"{safe(source.period)} · {filed} · {safe(source.accession)}"))
    if why := reason(session.universe, row, meant):
        lines.append(Content.styled(safe(why), "$warning"))
    return Content("\n").join(lines)


def figure_page(session: Session, row: Row, metric: Metric, width: int) -> Content:
    """Return all that is known of a figure of a company, for ``width`` cells: value, formula,
    standing in the sector, reason, operands with their filings, and whether they give the value
    again."""
    return Content("\n").join(wrapped(_lines(session, row, metric), width))


def exact(metric: Metric, value: object) -> str:
    """Return a value with all its digits and its unit."""
    text = exact_value(metric, value)
    unit = {Unit.MONEY: " USD", Unit.PRICE: " USD per share", Unit.SHARES: " shares"}
    known = text != MISSING
    return text + (unit.get(metric.unit, "") if known else " (unknown)")


def _lines(session: Session, row: Row, metric: Metric) -> Iterator[Content]:
    value, meant = row[metric.name], session.screen.meaning(metric.name)
    short, whole = format_value(metric, value), exact(metric, value)
    yield Content.assemble((short, "bold $accent"), f"  {whole}" if whole != short else "")
    yield Content(f"{metric.name} = {metric.formula}")
    if price := _price(session, row, metric):
        yield Content(price)
    standing = row.get(percentile_column(metric.name))
    if standing is not None:
        yield Content(f"percentile in {safe(row['sector'])}: {percentile_text(standing)}")
    if why := reason(session.universe, row, meant):
        yield Content.styled(safe(why), "$warning")
    yield Content("")
    found = operands(session.universe, row, meant)
    if not found.height and metric.group is Group.DEBT and not metric.operands:
        kept = session.universe.debt_of(row["cik"]).to_dicts()
        for line in evidence(
            metric, value, kept, session.universe.snapshot.manifest.as_of, _INSTRUMENT
        ):
            yield Content(line)
        return
    if not found.height:
        yield Content("No filing's fact is an operand of it.")
        return
    yield Content.styled("From these facts", "bold $primary")
    role = None
    for operand in found.iter_rows(named=True):
        if operand["role"] != role:
            role = operand["role"]
            yield Content.styled(f"  {safe(role)}", "bold")
        yield from _operand(operand, row["cik"])
    for name, total in sums(found):
        yield Content(f"  {safe(name)} = {_number(total)}")
    yield from _again(metric, meant, found, value)


def _price(session: Session, row: Row, metric: Metric) -> str:
    held = session.universe.snapshot.manifest.holdings_date
    return price_text(held, row) if uses_price(metric.name) else ""


def _operand(operand: dict[str, Any], cik: int | None) -> Iterator[Content]:
    sign = _SIGNS[operand["sign"]]
    close = ") evidence" if operand["sign"] == 0 else ""
    start, end = operand["start"], operand["end"]
    period = f"at {end}" if start is None else f"{start} to {end}"
    yield Content.assemble(
        f"    {sign} ", (_number(operand["value"]), "bold"), f" {safe(operand['unit'] or '')}",
        close, f"  {safe(operand['tag'] or '')}",
    )  # fmt: skip
    filed = f"{safe(operand['form'] or '')} filed {operand['filed']} "
    number = safe(operand["accession"] or "")
    link = filing(cik, operand["accession"]) if number else Content("")
    source = filed if number else "the holdings file"
    yield Content(f"      {period} · {source}") + link


def _again(metric: Metric, meant: str, found: Any, value: object) -> Iterator[Content]:
    if metric.unit is Unit.VERDICT or value is None:
        return
    again = recomputed(meant, found)
    if again is None:
        return
    text = exact_value(metric, again)
    if same(again, value):
        yield Content(f"  recomputed from them: {text}")
    else:
        wrong = f"  recomputed from them: {text}, which differs: the snapshot is damaged"
        yield Content.styled(wrong, "bold $warning")


def _number(value: float | None) -> str:
    return MISSING if value is None else exact_number(value)
