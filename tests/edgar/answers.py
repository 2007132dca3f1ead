"""Requests as the server sees them, answers as it means them, and the pages with which it refuses.

An :class:`Answer` also says how it is delivered: whole and at once, unless a fault decides
otherwise (``faults``)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.edgar import fund, universe

REFUSED, TOO_MANY = 403, 429

MOVED = "/moved"
"""Below it, everything is under its address once more; ``faults.Fault.MOVED`` sends there."""

_KINDS = (
    ("tickers", re.escape(universe.TICKERS)),
    ("history", r"/submissions/.*"),
    ("facts", r"/api/xbrl/companyfacts/.*"),
    ("archive", r"/Archives/edgar/daily-index/(?:xbrl|bulkdata)/.*"),
    ("index", r"/Archives/edgar/daily-index/.*"),
    ("listing", r"/Archives/edgar/data/.*/index\.json"),
    ("fund filing", r"/Archives/edgar/data/0*1100663/.*"),
    ("instance", r"/Archives/edgar/data/.*_htm\.xml"),
    ("feed", re.escape(universe.FEED)),
    ("holdings", rf"{re.escape(fund.PRODUCT)}/.*|/varnish-api/.*"),
)


def kind_of(path: str) -> str:
    """Return what sort of thing an address is about; ``other`` where none of the usual."""
    return next((kind for kind, known in _KINDS if re.fullmatch(known, path)), "other")


def host_of(path: str) -> str:
    """Return which of the real hosts has such an address: sec, sec_data, ishares or blackrock."""
    for host, start in (
        ("sec_data", "/submissions/"), ("sec_data", "/api/"),
        ("ishares", "/us/products/"), ("blackrock", "/varnish-api/"),
    ):  # fmt: skip
        if path.startswith(start):
            return host
    return "sec"


@dataclass(frozen=True)
class Asked:
    """One request; the names of headers are in small letters."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    target: str = ""  # the path with its query, as it was asked

    @property
    def kind(self) -> str:
        """Return what it is about."""
        return kind_of(self.path.removeprefix(MOVED))

    @property
    def host(self) -> str:
        """Return which of the real hosts it is meant for."""
        return host_of(self.path.removeprefix(MOVED))

    @property
    def takes_gzip(self) -> bool:
        """Return whether the client can unpack gzip."""
        return "gzip" in self.headers.get("accept-encoding", "").lower()


@dataclass(frozen=True)
class Delivery:
    """How an answer's bytes reach the client."""

    reset: bool = False  # the connection, before a byte
    cut_at: int | None = None  # bytes of the body after which the connection closes
    chunk: int = 0  # bytes at a time; 0: as they come
    pause: float = 0.0  # seconds between chunks
    stall: float = 0.0  # seconds of silence in the middle of the body
    delay: float = 0.0  # seconds of silence before the first byte


@dataclass(frozen=True)
class Answer:
    """``body`` is bytes, pieces whose number may have no end, or part of a file.

    ``length`` is what the server claims; None is the truth, and for pieces no claim at all."""

    status: int
    body: bytes | Iterable[bytes] | FilePart = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    length: int | None = None
    delivery: Delivery = Delivery()


@dataclass(frozen=True)
class FilePart:
    """Bytes of a file: ``size`` of them from ``start``."""

    path: Path
    start: int
    size: int


def page(status: int, html: str, **headers: str) -> Answer:
    """Return a web page."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(status, html.encode(), {"Content-Type": "text/html", **named})


def undeclared() -> Answer:
    """Return the refusal of who doesn't say who asks. Its title is that of the other refusal."""
    text = (
        "<h1>Your Request Originates from an Undeclared Automated Tool</h1>\n"
        "<p>Requests of automated tools are limited unless they declare who sends them.</p>\n"
        "<p>Please declare your traffic by updating your user agent to include company specific"
        " information.</p>"
    )
    return page(REFUSED, _PAGE.format(text))


def too_fast(status: int = REFUSED, retry_after: int = 600) -> Answer:
    """Return the refusal of who asks too often."""
    text = (
        "<h1>Request Rate Threshold Exceeded</h1>\n"
        "<p>Your request rate has exceeded the maximum allowable requests per second. Access may"
        " be restored when it stays below the threshold for 10 minutes.</p>"
    )
    found = page(status, _PAGE.format(text))
    if status == TOO_MANY:
        found = Answer(status, found.body, {**found.headers, "Retry-After": str(retry_after)})
    return found


def not_found(host: str) -> Answer:
    """Return what a host says of an address that holds nothing: a page, or its storage's XML."""
    if host == "sec_data":
        text = _STORAGE.format(code="NoSuchKey", text="The specified key does not exist.")
        return Answer(404, text.encode(), {"Content-Type": universe.XML})
    return page(404, "<html><head><title>404 Not Found</title></head><body></body></html>")


def access_denied() -> Answer:
    """Return what the storage behind www.sec.gov says of a daily index that isn't there."""
    text = _STORAGE.format(code="AccessDenied", text="Access Denied")
    return Answer(REFUSED, text.encode(), {"Content-Type": universe.XML})


_PAGE = (
    "<!DOCTYPE html>\n<html><head><title>SEC.gov | Request Rate Threshold Exceeded</title></head>\n"
    "<body>\n{}\n<p>Reference ID: 0.5dfd733e.1773</p>\n</body></html>\n"
)
_STORAGE = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>{code}</Code><Message>{text}</Message>'
    "<RequestId>5D3F0SAMPLE</RequestId><HostId>invented</HostId></Error>"
)
