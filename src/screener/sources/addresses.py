"""Where the sources are: EDGAR's and iShares' addresses, below base addresses that are settings.

Source of the paths: https://www.sec.gov/search-filings/edgar-application-programming-interfaces and
https://www.sec.gov/search-filings/edgar-search-assistance/accessing-edgar-data.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

FUND = "iShares Russell 2000 ETF"
"""The name that the fund bears in every source of its holdings."""

TRUST_CIK = 1_100_663
SERIES = "S000004344"
"""iShares Trust, which files for the fund, and the fund's series there."""

_PRODUCT = "us/products/239710/ishares-russell-2000-etf"
_DOCUMENT = "varnish-api/blk-one01-product-data/product-data/api/v1/get-fund-document"


@dataclass(frozen=True, slots=True)
class Addresses:
    """The base addresses (``https://www.sec.gov``), without a slash at the end."""

    sec: str = "https://www.sec.gov"
    sec_data: str = "https://data.sec.gov"
    ishares: str = "https://www.ishares.com"
    blackrock: str = "https://www.blackrock.com"

    # -- the SEC ---------------------------------------------------------------------------------

    @property
    def tickers(self) -> str:
        """The list of all tickers and who files under them."""
        return f"{self.sec}/files/company_tickers.json"

    def submissions(self, cik: int) -> str:
        """Return the address of a company's filing history."""
        return f"{self.sec_data}/submissions/CIK{cik:010d}.json"

    def facts(self, cik: int) -> str:
        """Return the address of all facts of a company."""
        return f"{self.sec_data}/api/xbrl/companyfacts/CIK{cik:010d}.json"

    def daily_index(self, day: dt.date) -> str:
        """Return the address of the list of what was filed on a day."""
        quarter = f"{day.year}/QTR{(day.month + 2) // 3}"
        return f"{self.sec}/Archives/edgar/daily-index/{quarter}/form.{day:%Y%m%d}.idx"

    def filing(self, cik: int, accession: str) -> str:
        """Return the folder of a filing, without a slash at the end."""
        return f"{self.sec}/Archives/edgar/data/{cik}/{accession.replace('-', '')}"

    @property
    def bulk_facts(self) -> str:
        """The nightly archive of all companies' facts."""
        return f"{self.sec}/Archives/edgar/daily-index/xbrl/companyfacts.zip"

    @property
    def bulk_submissions(self) -> str:
        """The nightly archive of all filing histories."""
        return f"{self.sec}/Archives/edgar/daily-index/bulkdata/submissions.zip"

    @property
    def fund_reports(self) -> str:
        """The feed of the fund's N-PORT filings, the newest first."""
        asked = {
            "action": "getcompany", "CIK": SERIES, "type": "NPORT-P", "count": "10",
            "output": "atom",
        }  # fmt: skip
        return f"{self.sec}/cgi-bin/browse-edgar?{urlencode(asked)}"

    # -- iShares ---------------------------------------------------------------------------------

    @property
    def holdings(self) -> tuple[str, ...]:
        """The fund's holdings file, in the order in which to ask."""
        asked = {
            "appType": "PRODUCT_PAGE", "appSubType": "ISHARES", "targetSite": "us-ishares",
            "locale": "en_US", "portfolioId": "239710", "userType": "individual",
            "component": "holdings",
        }  # fmt: skip
        legacy = {"fileType": "csv", "fileName": "IWM_holdings", "dataType": "fund"}
        return (
            f"{self.ishares}/{_PRODUCT}/latest-holdings.csv",
            f"{self.blackrock}/{_DOCUMENT}?{urlencode(asked)}",
            f"{self.ishares}/{_PRODUCT}/1467271812596.ajax?{urlencode(legacy)}",
        )

    # -- what is trusted -------------------------------------------------------------------------

    def is_sec(self, url: str) -> bool:
        """Whether the SEC answers there: it counts requests and wants a contact."""
        return _origin(url) in (_origin(self.sec), _origin(self.sec_data))

    def knows(self, url: str) -> bool:
        """Whether one of the four answers there, over a connection that can be trusted."""
        every = (self.sec, self.sec_data, self.ishares, self.blackrock)
        return _origin(url) in {_origin(base) for base in every}


def _origin(url: str) -> tuple[str, str, int | None]:
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:  # no number, or out of range
        return ("", "", None)
    standard = {"https": 443, "http": 80}.get(parts.scheme)
    return parts.scheme, (parts.hostname or "").lower(), port or standard
