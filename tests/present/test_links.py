from __future__ import annotations

import pytest

from screener.present.links import filing_url


def test_a_filing_has_its_index_page() -> None:
    assert filing_url(320193, "0000320193-25-000079") == (
        "https://www.sec.gov/Archives/edgar/data/320193/000032019325000079/0000320193-25-000079-index.htm"
    )


@pytest.mark.parametrize(
    "accession", ["", "x", "0000320193-25-000079/../..", "٠000320193-25-000079"]
)
def test_what_is_no_accession_number_gets_no_address(accession: str) -> None:
    assert filing_url(320193, accession) is None


def test_without_a_company_there_is_no_address() -> None:
    assert filing_url(None, "0000320193-25-000079") is None
