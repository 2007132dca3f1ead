"""Zombie firms by published definition: yes, no, unknown or n/a, each with its reason.

The word has several scholarly meanings that give very different lists; each has a file and a
function here whose docstring cites the paper and states every departure from it:
:func:`~screener.zombies.oecd.oecd`, :func:`~screener.zombies.bis.bis`,
:func:`~screener.zombies.fed.fed`, :func:`~screener.zombies.cash.cash`,
:func:`~screener.zombies.loss.loss`. :func:`judge` judges every company by all of them, today and
for every fiscal year on record.

What all have in common:

- Interest coverage = EBIT / interest expense. EBIT is operating income, else pre-tax income +
  interest (*derived*); real-estate trusts get depreciation added back, because it stands for no
  loss of value there. Where interest is missing, bounds decide what they can
  (:mod:`screener.zombies.coverage`); no debt is an answer of its own and never "below 1".
- Banks, insurers and other financials are n/a: interest is their business.
- One criterion that fails decides *no*. A record shorter than the definition needs, or with a gap,
  is *unknown*.
- A fiscal year of the past is judged with what is known on the as-of date, restatements included,
  and with the age at its end; the latest one with the age on the as-of date.
"""

from screener.zombies.companies import is_drug_company, pre_revenue
from screener.zombies.uncovered import UNCOVERED, recount
from screener.zombies.verdicts import DEFINITIONS, NEVER_YES, VERDICTS, Judgement, judge

__all__ = [
    "DEFINITIONS",
    "NEVER_YES",
    "UNCOVERED",
    "VERDICTS",
    "Judgement",
    "is_drug_company",
    "judge",
    "pre_revenue",
    "recount",
]
