"""The fund's side: its holdings file at three addresses, and its filings with the regulator.

The fund's hosts refuse nothing: a day without trading gives a file without rows or day (200, and
``Fund Holdings as of,"-"``), and another portfolio's number another fund's holdings."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from xml.sax.saxutils import escape

from tests.simulator.nport import TRUST, TRUST_NAME, FundFiling

NAME = "iShares Russell 2000 ETF"
OTHER_NAME = "iShares Russell 1000 ETF"
PRODUCT = "/us/products/239710/ishares-russell-2000-etf"
LATEST = f"{PRODUCT}/latest-holdings.csv"
LEGACY = f"{PRODUCT}/1467271812596.ajax"
DOCUMENTS = "/varnish-api/blk-one01-product-data/product-data/api/v1/get-fund-document"
PORTFOLIO = "239710"

_SEC = "https://www.sec.gov"


def named(text: str, name: str = NAME) -> str:
    """Return a holdings file under another fund's name; one without a name stays as it is."""
    first, rest = text.split("\n", 1)
    return text if "," in first else f"\ufeff{name}\n{rest}"


def day_of(text: str) -> date:
    """Return the day of a holdings file."""
    line = next(line for line in text.splitlines() if line.startswith("Fund Holdings as of,"))
    return datetime.strptime(line.split(",", 1)[1].strip().strip('"'), "%b %d, %Y").date()


def dateless(text: str) -> str:
    """Return the file that is served for a day without trading: no day, no rows."""
    lines = text.splitlines()
    header = next(at for at, line in enumerate(lines) if line.startswith("Ticker,"))
    head = [
        'Fund Holdings as of,"-"' if line.startswith("Fund Holdings as of,") else line
        for line in lines[: header + 1]
    ]
    return "\n".join([*head, "\u00a0", ""])


def filings_in(folder: Path) -> list[FundFiling]:
    """Return the fund's filings of a market's folder, newest first; none where it has none."""
    path = folder / "nport" / "filings.json"
    rows = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
    return [
        FundFiling(
            row["accession"], row["series"],
            date.fromisoformat(row["filed"]), date.fromisoformat(row["period"]),
        )
        for row in rows
    ]  # fmt: skip


def trust_history(filings: Iterable[FundFiling]) -> str:
    """Return the trust's filing history: the reports of all of its series, and other forms."""
    rows = [
        (each.accession, "NPORT-P", each.filed, each.period.isoformat(),
         "xslFormNPORT-P_X01/primary_doc.xml")
        for each in filings
    ]  # fmt: skip
    others = [
        (number.replace("0001752724", "0001193125"), form, filed, "", f"d{at}d497.htm")
        for at, (number, _, filed, *_) in enumerate(rows)
        for form in ("497", "24F-2NT")[at % 2 : at % 2 + 1]
    ]
    ordered = sorted([*rows, *others], key=lambda each: (each[2], each[0]), reverse=True)
    columns = {
        "accessionNumber": [each[0] for each in ordered],
        "filingDate": [each[2].isoformat() for each in ordered],
        "reportDate": [each[3] for each in ordered],
        "acceptanceDateTime": [f"{each[2]}T20:30:00.000Z" for each in ordered],
        "form": [each[1] for each in ordered],
        "isXBRL": [0 for _ in ordered],
        "isInlineXBRL": [0 for _ in ordered],
        "primaryDocument": [each[4] for each in ordered],
    }
    return json.dumps(
        {
            "cik": f"{TRUST:010d}", "entityType": "investment", "sic": "",
            "sicDescription": "", "name": TRUST_NAME, "tickers": [], "exchanges": [],
            "fiscalYearEnd": "0331", "formerNames": [],
            "filings": {"recent": columns, "files": []},
        }
    )  # fmt: skip


def feed(filings: Iterable[FundFiling], series: str, count: int) -> str:
    """Return the atom feed of a series' portfolio reports, newest first."""
    entries = [_entry(each) for each in filings if each.series == series][:count]
    return "\n".join(
        [
            '<?xml version="1.0" encoding="ISO-8859-1" ?>',
            '<feed xmlns="http://www.w3.org/2005/Atom">',
            "  <author><email>webmaster@sec.gov</email><name>Webmaster</name></author>",
            "  <company-info>",
            f"    <cik>{TRUST:010d}</cik>",
            f"    <conformed-name>{TRUST_NAME}</conformed-name>",
            "    <fiscal-year-end>0331</fiscal-year-end>",
            "  </company-info>",
            *entries,
            f"  <id>urn:tag:www.sec.gov:cik={TRUST:010d}</id>",
            f"  <title>{TRUST_NAME}  ({TRUST:010d})</title>",
            "</feed>",
            "",
        ]
    )


def _entry(filing: FundFiling) -> str:
    folder = f"{_SEC}/Archives/edgar/data/{TRUST}/{filing.accession.replace('-', '')}"
    page = f"{folder}/{filing.accession}-index.htm"
    title = "NPORT-P  - Monthly Portfolio Investments Report on Form N-PORT (Public)"
    summary = f"<b>Filed:</b> {filing.filed} <b>AccNo:</b> {filing.accession} <b>Size:</b> 3 MB"
    return "\n".join(
        [
            "  <entry>",
            '    <category label="form type" scheme="https://www.sec.gov/" term="NPORT-P" />',
            '    <content type="text/xml">',
            f"      <accession-number>{filing.accession}</accession-number>",
            "      <act>40</act>",
            "      <file-number>811-09729</file-number>",
            f"      <filing-date>{filing.filed}</filing-date>",
            f"      <filing-href>{page}</filing-href>",
            "      <filing-type>NPORT-P</filing-type>",
            "      <size>3 MB</size>",
            "    </content>",
            f"    <id>urn:tag:sec.gov,2008:accession-number={filing.accession}</id>",
            f'    <link href="{page}" rel="alternate" type="text/html" />',
            f'    <summary type="html">{escape(summary)}</summary>',
            f"    <title>{title}</title>",
            f"    <updated>{filing.filed}T16:30:00-05:00</updated>",
            "  </entry>",
        ]
    )
