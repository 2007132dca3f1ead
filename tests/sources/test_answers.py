from __future__ import annotations

import gzip
import time
import zlib
from email.utils import formatdate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.sources.answers import Inflating, is_page, judged, seconds_to_wait

UNDECLARED = (
    b"<!DOCTYPE html><html><head><title>SEC.gov | Request Rate Threshold Exceeded</title></head>"
    b"<body><h1>Your Request Originates from an Undeclared Automated Tool</h1></body></html>"
)
TOO_MANY = (
    b"<html><head><title>SEC.gov | Request Rate Threshold Exceeded</title></head><body>"
    b"requests originating from undeclared automated tools</body></html>"
)
MISSING = b'<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>AccessDenied</Code></Error>'
INSTANCE = b"<?xml version='1.0'?><!-- made of a html report --><xbrl xmlns='x'></xbrl>"


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (200, b'{"cik": 1}', "found"),
        (200, b"form type ...", "found"),
        (200, INSTANCE, "found"),
        (206, b"PK", "found"),
        (200, UNDECLARED, "unidentified"),
        (200, TOO_MANY, "too many"),
        (200, b"\xef\xbb\xbf\n<!doctype HTML>", "page"),
        (200, b"<?xml version='1.0'?><!DOCTYPE html PUBLIC 'x'><html/>", "page"),
        (403, UNDECLARED, "unidentified"),
        (403, TOO_MANY, "too many"),
        (403, MISSING, "absent"),
        (403, b"", "page"),
        (404, b"<html>not here</html>", "absent"),
        (404, UNDECLARED, "absent"),
        (410, b"", "absent"),
        (429, b"", "too many"),
        (429, b"slow down", "too many"),
        (500, b"<html>", "busy"),
        (503, b"", "busy"),
        (418, b"", "odd"),
    ],
)
def test_each_answer_is_judged_by_status_and_beginning(status: int, body: bytes, kind: str) -> None:
    assert judged(status, body) == kind


@given(st.binary(max_size=200))
def test_no_bytes_of_a_file_are_taken_for_a_page_unless_they_begin_as_one(data: bytes) -> None:
    assert not is_page(b"{" + data)
    assert is_page(b" \n<!DOCTYPE html" + data)


def test_retry_after_is_seconds_or_a_day() -> None:
    assert seconds_to_wait({"retry-after": "7"}) == 7
    later = formatdate(time.time() + 100, usegmt=True)
    assert seconds_to_wait({"retry-after": later}) == pytest.approx(100, abs=3)
    assert seconds_to_wait({"retry-after": "Wed, 21 Oct 2015 07:28:00 GMT"}) == 0
    for odd in ("", "soon", "-5", "1e9", "٣"):
        assert seconds_to_wait({"retry-after": odd}) is None


@given(st.binary(min_size=1, max_size=5000), st.integers(1, 700))
def test_what_was_packed_comes_out_whole_in_any_pieces(data: bytes, size: int) -> None:
    packed = gzip.compress(data)
    body = Inflating(5000, gzipped=True)
    for start in range(0, len(packed), size):
        assert not body.is_whole
        body.add(packed[start : start + size])
    assert body.is_whole
    assert (bytes(body.data), bytes(body.packed)) == (data, packed)


def test_a_bomb_is_stopped_at_the_limit_before_it_is_inflated() -> None:
    bomb = gzip.compress(bytes(50_000_000))
    body = Inflating(1_000_000, gzipped=True)
    with pytest.raises(OverflowError):
        body.add(bomb)
    assert len(body.data) <= 1_000_001
    endless = Inflating(10, gzipped=False)
    with pytest.raises(OverflowError):
        endless.add(bytes(11))


def test_bytes_after_the_end_and_damaged_ones_are_told() -> None:
    for data in (
        gzip.compress(b"x") + b"more",
        b"no gzip at all",
        gzip.compress(b"x" * 99)[:-6] + b"123456",
    ):
        body = Inflating(1000, gzipped=True)
        with pytest.raises(zlib.error):
            body.add(data)
