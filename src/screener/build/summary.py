"""What a finished build came to, in lines for people: each front end puts them in its order."""

from __future__ import annotations

from screener.build.events import Report
from screener.model.words import counted

_MOST_WARNINGS = 10


def counts(report: Report) -> list[str]:
    """Return how many companies there are at each step."""
    return [
        f"rows in the holdings file   {report.rows_in:>9,}",
        f"listed companies            {report.constituents:>9,}",
        f"matched to an SEC filer     {report.matched:>9,}",
        f"with comparable figures     {report.with_facts:>9,}",
        f"facts kept                  {report.facts:>9,}",
    ]


def coverage(report: Report) -> list[str]:
    """Return for each metric the share of the companies whose value is known."""
    shares = (f"  {name:<25} {share:>8.1%}" for name, share in report.coverage.items())
    return ["coverage", *shares]


def left_out(report: Report) -> list[str]:
    """Return why companies have no figures, and how many for each reason."""
    if not report.left_out:
        return []
    return [
        "without figures",
        *(f"  {count:>7,}  {reason}" for reason, count in report.left_out.items()),
    ]


def warnings(report: Report) -> list[str]:
    """Return the first warnings, and how many there are."""
    if not report.warnings:
        return []
    return [
        f"{counted(len(report.warnings), 'warning')} (all of them are in the manifest)",
        *(f"  {warning}" for warning in report.warnings[:_MOST_WARNINGS]),
    ]
