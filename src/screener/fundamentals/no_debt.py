"""Positive evidence that a company has no debt. An absent tag is never evidence by itself.

A company has no debt at a balance-sheet date if it has tagged debt before (it knows how to), tags
none now or a zero, and shows in its cash-flow statements of the last two years no interest, no
borrowing and no repayment. The financing section must be there: a file that lacks it is silent.
"""

from __future__ import annotations

import polars as pl

from screener.fundamentals.concepts import FLOWS
from screener.fundamentals.debt_tags import DEBT_MOVES, DEBT_TAGS, FINANCING_TAG

SILENT_DAYS = 730
"""Two years without interest, borrowing or repayment."""

_SHOWN_BEFORE_DAYS = 300
"""Cash-flow statements must reach back at least this far before the date, or silence is short."""

_INTEREST = {
    tag for flow in FLOWS if flow.name in ("interest_expense", "interest_paid") for tag in flow.tags
}
_NET_INTEREST = ["InterestIncomeExpenseNonoperatingNet", "InterestIncomeExpenseNet"]
_SIGNS = sorted({*DEBT_TAGS, *DEBT_MOVES, *_INTEREST})


def without_debt(known: pl.DataFrame, dates: pl.DataFrame) -> pl.DataFrame:
    """Return the dates (cik, end) at which the company is shown to have no debt, and ``evidence``.

    ``known``: see ``known.known_facts``. ``dates``: cik, end: balance-sheet dates. ``evidence``:
    List(Int64), the ids of the newest earlier debt (or of a zero at the date) and of the financing
    cash flow to the date.
    """
    since = pl.col("end") - pl.duration(days=SILENT_DAYS)
    net_expense = pl.col("tag").is_in(_NET_INTEREST) & (pl.col("value") < 0)
    signs = known.filter(net_expense | pl.col("tag").is_in(_SIGNS) & (pl.col("value") != 0))
    lively = (
        dates.join(signs.select("cik", sign="end").unique(), on="cik")
        .filter(pl.col("sign") > since, pl.col("sign") <= pl.col("end"))
        .select("cik", "end")
        .unique()
    )
    financing = known.filter(pl.col("tag") == FINANCING_TAG).select(
        "cik", shown="end", shown_id="id"
    )
    reached = dates.join(financing, on="cik").filter(
        pl.col("shown") > since,
        pl.col("shown") <= pl.col("end") - pl.duration(days=_SHOWN_BEFORE_DAYS),
    )
    current = financing.unique(["cik", "shown"], keep="first", maintain_order=True)
    tagged = known.filter(pl.col("tag").is_in(DEBT_TAGS)).select(
        "cik", tagged="end", tagged_value="value", tagged_id="id"
    )
    practised = (
        dates.join(tagged, on="cik")
        .filter(
            (pl.col("tagged") < pl.col("end")) & (pl.col("tagged_value") > 0)
            | (pl.col("tagged") == pl.col("end"))
        )
        .sort("tagged", "tagged_id")
        .unique(["cik", "end"], keep="last", maintain_order=True)
    )
    return (
        practised.join(lively, on=["cik", "end"], how="anti")
        .join(reached, on=["cik", "end"], how="semi")
        .join(current, left_on=["cik", "end"], right_on=["cik", "shown"])
        .select("cik", "end", evidence=pl.concat_list("tagged_id", "shown_id"))
        .sort("cik", "end")
    )
