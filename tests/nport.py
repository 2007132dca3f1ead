"""N-PORT reports for tests: the form of real ones (iShares Trust, 2026), with invented holdings."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import polars as pl

from screener.sources.ishares import read_holdings
from screener.sources.match import match_ciks
from screener.sources.names import share_class

_HEAD = """\
<?xml version="1.0" encoding="UTF-8"?><edgarSubmission xmlns="http://www.sec.gov/edgar/nport" \
xmlns:com="http://www.sec.gov/edgar/common" xmlns:ncom="http://www.sec.gov/edgar/nportcommon">
  <headerData>
    <submissionType>{kind}</submissionType>
    <filerInfo>
      <filer><issuerCredentials><cik>0009990001</cik></issuerCredentials></filer>
      <seriesClassInfo><seriesId>{series}</seriesId></seriesClassInfo>
    </filerInfo>
  </headerData>
  <formData>
    <genInfo>
      <regName>Sample Trust</regName>
      <regCik>0009990001</regCik>
      <seriesName>{fund}</seriesName>
      <seriesId>{series}</seriesId>
      <repPdEnd>2027-03-31</repPdEnd>
      <repPdDate>{day}</repPdDate>
    </genInfo>
    <fundInfo><netAssets>1000000.00</netAssets></fundInfo>
    <invstOrSecs>
"""
_FOOT = """\
    </invstOrSecs>
    <signature><ncom:title>Treasurer</ncom:title></signature>
  </formData>
</edgarSubmission>
"""


def position(
    name: str = "Alfa Tools, Inc.",
    title: str | None = None,
    *,
    value: str = "6000.00000000",
    balance: str = "600.00000000",
    category: str = "<assetCat>EC</assetCat>",
    currency: str = "<curCd>USD</curCd>",
    units: str = "NS",
    cusip: str = "N/A",
    isin: str = "",
    lei: str = "N/A",
    identifiers: str = "",
    payoff: str = "Long",
    restricted: str = "N",
    level: str = "1",
) -> str:
    """Return a holding; ``title`` is the name where none is given."""
    known = f"<isin value={quoteattr(isin)}/>" if isin else ""
    inhouse = '<other otherDesc="Inhouse Asset ID" value="S1"/>'
    return f"""\
      <invstOrSec>
        <name>{escape(name)}</name>
        <lei>{lei}</lei>
        <title>{escape(name if title is None else title)}</title>
        <cusip>{cusip}</cusip>
        <identifiers>{known}{identifiers}{inhouse}</identifiers>
        <balance>{balance}</balance>
        <units>{units}</units>
        {currency}
        <valUSD>{value}</valUSD>
        <pctVal>0.6</pctVal>
        <payoffProfile>{payoff}</payoffProfile>
        {category}
        <issuerCat>CORP</issuerCat>
        <invCountry>US</invCountry>
        <isRestrictedSec>{restricted}</isRestrictedSec>
        <fairValLevel>{level}</fairValLevel>
        <securityLending><isLoanByFund>N</isLoanByFund></securityLending>
      </invstOrSec>
"""


def report(
    *positions: str,
    fund: str = "Sample Small-Cap Fund",
    series: str = "S000099999",
    day: str = "2026-06-30",
    kind: str = "NPORT-P",
) -> bytes:
    """Return a whole report of these holdings."""
    head = _HEAD.format(fund=escape(fund), series=series, day=day, kind=kind)
    return (head + "".join(positions) + _FOOT).encode()


def of_real_names(holdings: Path, lists: Sequence[pl.DataFrame], path: Path) -> list[int | None]:
    """Write the holdings as a report that calls companies as the oldest of the SEC's lists does;
    return who they are, by ticker, in the order of the numbers in the ISINs."""
    rows = match_ciks(read_holdings(holdings).constituents, lists)
    titles: dict[int, str] = {}
    for each in lists:
        titles |= dict(each.unique("cik", keep="first").select("cik", "title").iter_rows())
    positions = []
    for at, row in enumerate(rows.iter_rows(named=True)):
        issuer = titles.get(row["cik"], row["name"])
        letter = share_class(row["name"])
        title = f"{issuer}, Class {letter}" if letter else issuer
        value, balance = str(row["market_value"]), str(row["quantity"])
        positions.append(position(issuer, title, value=value, balance=balance, isin=f"US{at:010d}"))
    path.write_bytes(report(*positions, day="2026-01-21", fund="iShares Russell 2000 ETF"))
    return rows["cik"].to_list()
