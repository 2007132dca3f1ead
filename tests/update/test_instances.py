from __future__ import annotations

import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.errors import SourceError
from screener.sources.filing_history import Report
from screener.update.instances import (
    ANNUAL,
    QUARTERLY,
    candidates,
    check_instance,
    groups,
    instance_in,
)

FORMS = st.lists(st.sampled_from(["10-K", "10-Q", "20-F", "10-K/A", "6-K"]), max_size=12)


def reports(forms: list[str]) -> list[Report]:
    """Reports of these forms, the newest first."""
    day = dt.date(2026, 5, 5)
    return [
        Report(f"0000000001-26-{n:06}", form, day - dt.timedelta(days=90 * n), None, "a.htm",
               is_xbrl=True, is_inline=True)
        for n, form in enumerate(forms)
    ]  # fmt: skip


def tried(*forms: str) -> list[int]:
    """The places of the reports whose instances are tried, in order."""
    every = reports(list(forms))
    return [every.index(one) for one in candidates(every)]


def test_a_quarter_after_the_year_comes_before_the_year_and_what_is_older_never() -> None:
    assert tried("10-Q", "10-K", "10-Q", "10-Q") == [0, 1]
    assert tried("10-Q", "10-Q", "10-Q", "10-K", "10-Q", "10-K", "10-K") == [0, 3, 5]
    assert tried("10-K", "10-Q", "10-K/A", "20-F") == [0, 3]
    assert tried("10-K/A", "6-K") == []


@given(FORMS, st.integers(-100, 1200))
def test_what_was_filed_by_the_day_is_chosen_as_if_nothing_had_been_filed_since(
    forms: list[str], age: int
) -> None:
    every = reports(forms)
    day = dt.date(2026, 5, 5) - dt.timedelta(days=age)
    after, by_then = groups(every, day)
    assert [*after, *by_then] == every
    known = [one for one in every if one.filed <= day]
    assert list(candidates(by_then)) == list(candidates(known))


@given(FORMS)
def test_the_newest_annual_report_is_always_among_those_that_are_tried(forms: list[str]) -> None:
    every = reports(forms)
    found = list(candidates(every))
    assert found == sorted(found, key=lambda one: one.filed, reverse=True)
    annual = [one for one in every if one.form in ANNUAL]
    assert [one for one in found if one.form in ANNUAL] == annual[:2]
    assert all(one.filed > annual[0].filed for one in found if one.form in QUARTERLY and annual)


def listing(*names: str) -> bytes:
    return json.dumps({"directory": {"item": [{"name": name} for name in names]}}).encode()


def test_the_instance_is_told_from_what_lies_beside_it() -> None:
    assert instance_in(listing("a.htm", "a_cal.xml", "a_htm.xml", "R1.xml")) == "a_htm.xml"
    assert instance_in(listing("abc-20201231.xml", "abc-20201231_lab.xml", "a.xsd")) == (
        "abc-20201231.xml"
    )
    assert instance_in(listing("a.htm", "FilingSummary.xml", "Financial_Report.xlsx")) is None


@pytest.mark.parametrize(
    "data",
    [b"", b"[]", b"{}", b'{"directory": {"item": 3}}', b"\xff\xfe", listing("../../a_htm.xml"),
     listing("/etc/a_htm.xml"), listing("https://x.test/a_htm.xml"), listing("a\n_htm.xml")],
)  # fmt: skip
def test_no_name_of_a_listing_leads_elsewhere(data: bytes) -> None:
    assert instance_in(data) is None


def test_an_instance_is_whole_or_refused() -> None:
    whole = b'<?xml version="1.0"?>\n<xbrl xmlns="http://www.xbrl.org/2003/instance"><a/></xbrl>\n'
    check_instance(whole)
    check_instance(whole.replace(b"<xbrl", b"<xbrli:xbrl").replace(b"</xbrl", b"</xbrli:xbrl"))
    check_instance(whole + b"<!-- made by a filing agent -->\n")
    for damaged in (whole[:-9], b"{}", b"<html></html>", b"<?xml version='1.0'?><rss></rss>"):
        with pytest.raises(SourceError):
            check_instance(damaged)
