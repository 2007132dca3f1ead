"""The fund's quarterly portfolio report to the regulator (form NPORT-P), of the same holdings.

The form of a real one: ``invstOrSec`` for each holding, with the issuer's legal name, LEI, title of
the security, CUSIP and ISIN, but neither ticker nor sector. CUSIPs, ISINs and LEIs are invented and
have right check digits."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from xml.sax.saxutils import escape

from tests.simulator.calendars import month_end
from tests.simulator.company import Company
from tests.simulator.exchange import Row, positions, worth

TRUST, TRUST_NAME = 1_100_663, "iShares Trust"
SERIES, CLASS, FUND_NAME = "S000004344", "C000012074", "iShares Russell 2000 ETF"
OTHER_SERIES = {
    "S000004310": ("C000012040", "iShares Core S&P 500 ETF"),
    "S000004347": ("C000012083", "iShares Russell 1000 ETF"),
    "S000004345": ("C000012079", "iShares Russell 2000 Growth ETF"),
}
"""Other funds of the trust: their filings stand among the fund's in its history."""

LAG = timedelta(days=58)
"""A quarter's third month is public about two months after its end."""

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True)
class FundFiling:
    """One portfolio report of one series of the trust."""

    accession: str
    series: str
    filed: date
    period: date


def fund_filings(day: date, quarters: int = 4) -> list[FundFiling]:
    """Return the portfolio reports of the trust's series that are public on a day, newest first."""
    found: list[FundFiling] = []
    for back in range(quarters + 2):
        end = month_end(day.year, (day.month + 2) // 3 * 3 - 3 * back)
        filed = end + LAG
        filed -= timedelta(max(filed.weekday() - 4, 0))
        for number, series in enumerate([SERIES, *OTHER_SERIES] if filed <= day else [], 1):
            accession = f"0001752724-{filed:%y}-{filed:%m%d}{number:02d}"
            found.append(FundFiling(accession, series, filed, end))
    return found


def write_fund_filings(companies: Iterable[Company], folder: Path, day: date) -> None:
    """Write ``nport/filings.json`` and ``nport/<accession>.xml`` of each series' newest reports."""
    place = folder / "nport"
    place.mkdir(parents=True, exist_ok=True)
    rows = positions(companies)
    listed = fund_filings(day)
    for filing in listed:
        # The other funds hold a part of the same: a reader that takes one for the other is wrong.
        held = rows if filing.series == SERIES else rows[::2]
        (place / f"{filing.accession}.xml").write_text(nport(held, filing), encoding="utf-8")
    text = json.dumps(
        [
            {"accession": each.accession, "series": each.series,
             "filed": each.filed.isoformat(), "period": each.period.isoformat()}
            for each in listed
        ],
        indent=1,
    )  # fmt: skip
    (place / "filings.json").write_text(text, encoding="utf-8")


def nport(rows: Iterable[Row], filing: FundFiling) -> str:
    """Return the ``primary_doc.xml`` of a report."""
    rows = list(rows)
    others = OTHER_SERIES.get(filing.series)
    class_, name = others or (CLASS, FUND_NAME)
    total = sum(worth(row) for row in rows)
    year_end = date(filing.period.year + (filing.period.month > 3), 3, 31)
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>'
            '<edgarSubmission xmlns="http://www.sec.gov/edgar/nport" '
            'xmlns:com="http://www.sec.gov/edgar/common" '
            'xmlns:ncom="http://www.sec.gov/edgar/nportcommon" '
            'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">',
            "  <headerData>",
            "    <submissionType>NPORT-P</submissionType>",
            "    <isConfidential>false</isConfidential>",
            "    <filerInfo>",
            "      <filer><issuerCredentials>"
            f"<cik>{TRUST:010d}</cik><ccc>XXXXXXXX</ccc></issuerCredentials></filer>",
            f"      <seriesClassInfo><seriesId>{filing.series}</seriesId>"
            f"<classId>{class_}</classId></seriesClassInfo>",
            "    </filerInfo>",
            "  </headerData>",
            "  <formData>",
            "    <genInfo>",
            f"      <regName>{TRUST_NAME}</regName>",
            "      <regFileNumber>811-09729</regFileNumber>",
            f"      <regCik>{TRUST:010d}</regCik>",
            f"      <seriesName>{escape(name)}</seriesName>",
            f"      <seriesId>{filing.series}</seriesId>",
            f"      <repPdEnd>{year_end}</repPdEnd>",
            f"      <repPdDate>{filing.period}</repPdDate>",
            "      <isFinalFiling>N</isFinalFiling>",
            "    </genInfo>",
            "    <fundInfo>",
            f"      <totAssets>{total:.2f}0000000000</totAssets>",
            "      <totLiabs>0.000000000000</totLiabs>",
            f"      <netAssets>{total:.2f}0000000000</netAssets>",
            "    </fundInfo>",
            "    <invstOrSecs>",
            *(_holding(row, number, total) for number, row in enumerate(rows, 1)),
            "    </invstOrSecs>",
            "  </formData>",
            "</edgarSubmission>",
            "",
        ]
    )


def _holding(row: Row, number: int, total: float) -> str:
    _, name, _, asset_class, quantity, *_ = row
    legal, title = _names(name)
    value = worth(row)
    category, level, more = _category(name, asset_class)
    cusip = cusip_of(row[0], name)
    lines = [
        f"<name>{escape(legal)}</name>",
        f"<lei>{lei_of(legal) if category == 'EC' and level == 1 else 'N/A'}</lei>",
        f"<title>{escape(title)}</title>",
        f"<cusip>{cusip if category in ('EC', 'STIV') else 'N/A'}</cusip>",
        f'<identifiers><isin value="{isin_of(cusip)}"/></identifiers>'
        if category == "EC"
        else f'<identifiers><other otherDesc="Internal" value="{number:09d}"/></identifiers>',
        f"<balance>{quantity:.8f}</balance>",
        f"<units>{'NC' if asset_class == 'Futures' else 'NS'}</units>",
        "<curCd>USD</curCd>",
        f"<valUSD>{value:.2f}000000</valUSD>",
        f"<pctVal>{100 * value / total:.12f}</pctVal>",
        "<payoffProfile>Long</payoffProfile>",
        f"<assetCat>{category}</assetCat>",
        f"<issuerCat>{'CORP' if category == 'EC' else 'RF' if category == 'STIV' else 'CORP'}"
        "</issuerCat>",
        "<invCountry>US</invCountry>",
        f"<isRestrictedSec>{'Y' if level == 3 else 'N'}</isRestrictedSec>",
        f"<fairValLevel>{level}</fairValLevel>",
        *more,
        "<securityLending><isCashCollateral>N</isCashCollateral>"
        "<isNonCashCollateral>N</isNonCashCollateral><isLoanByFund>N</isLoanByFund>"
        "</securityLending>",
    ]
    inner = "\n".join(f"        {line}" for line in lines)
    return f"      <invstOrSec>\n{inner}\n      </invstOrSec>"


def _names(name: str) -> tuple[str, str]:
    """The issuer's name as a lawyer writes it, and the security's."""
    words = name.title()
    for class_ in ("A", "B"):
        words = words.removesuffix(f" Class {class_}")
    legal = f"{words}." if words.endswith((" Inc", " Corp", " Co", " Ltd")) else words
    title = legal
    for class_ in ("A", "B"):
        if name.upper().endswith(f"CLASS {class_}"):
            title = f"{legal}, Class {class_}"
    return legal, title


def _category(name: str, asset_class: str) -> tuple[str, int, list[str]]:
    """Asset category, level of the fair value, and what only such a holding has."""
    if asset_class == "Futures":
        return "DE", 1, ['<derivativeInfo><futrDeriv derivCat="FUT"/></derivativeInfo>']
    if asset_class != "Equity":
        return "STIV", 1, []
    last = name.upper().split()[-1]
    if last in ("RIGHTS", "WARRANTS"):
        return "DE", 3, ['<derivativeInfo><optionSwaptionWarrantDeriv derivCat="WAR"/>'
                         "</derivativeInfo>"]  # fmt: skip
    return "EC", 3 if last in ("CVR", "ESCROW") else 1, []


def cusip_of(ticker: str, name: str) -> str:
    """Return an invented CUSIP: a hash of the ticker, the issue and the check digit."""
    number, stem = _hash(f"{ticker} {name}", 36**5), ""
    for _ in range(5):
        number, digit = divmod(number, 36)
        stem += _ALPHABET[digit]
    base = f"9{stem}10"
    return f"{base}{_cusip_digit(base)}"


def _hash(text: str, below: int) -> int:
    number = 0
    for letter in text:
        number = (number * 131 + ord(letter)) % below
    return number


def _cusip_digit(base: str) -> int:
    total = 0
    for place, letter in enumerate(base):
        value = _ALPHABET.index(letter) * (1 + place % 2)
        total += value // 10 + value % 10
    return -total % 10


def isin_of(cusip: str) -> str:
    """Return the ISIN of an American CUSIP."""
    base = f"US{cusip}"
    digits = "".join(str(_ALPHABET.index(letter)) for letter in base)
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 - place % 2)
        total += value // 10 + value % 10
    return base + str(-total % 10)


def lei_of(name: str) -> str:
    """Return an invented legal entity identifier (ISO 17442: 18 characters, two of check)."""
    base = f"9999{_hash(name, 10**14):014d}"
    return f"{base}{98 - int(base + '00') % 97:02d}"
