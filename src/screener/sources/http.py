"""The only room with a door to the network: who asks, how often, what is tried again, what is not.

A request waits for its turn (:mod:`screener.sources.pace`), names who asks, follows redirects to
known hosts only, takes a bounded number of bytes and looks at them before it trusts them. What may
pass by itself is tried again, later each time; a refusal ends everything at once, and is remembered
by every process of the machine.
"""

from __future__ import annotations

import asyncio
import contextlib
import ssl
import zlib
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Self

import httpx
import stamina

from screener.errors import NetworkError, RefusedError, SourceError, UsageError
from screener.sources.addresses import Addresses
from screener.sources.answers import Answer, Inflating, is_bearable, judged, seconds_to_wait
from screener.sources.pace import COOL_DOWN, Pace, refused_before
from screener.version import __version__

AT_ONCE = 8
"""Requests under way at once: as many as may begin in a second."""

_ATTEMPTS = 5
_MOST_REDIRECTS = 4
_LONGEST_VALIDATOR = 200
_LONGEST_BACKOFF = 30.0

AGAIN = "What was fetched is kept: run `screen update` again, it goes on from there."

Check = Callable[[bytes], None]
"""Looks at inflated bytes; raises :class:`SourceError` where they are not what is wanted."""


class TransientError(NetworkError):
    """What may pass by itself; ``after``: the seconds to wait that the source asks for."""

    def __init__(self, what: str, *, where: str = "", after: float | None = None) -> None:
        super().__init__(what, where=where, next_step=AGAIN)
        self.after = after


class LostError(TransientError):
    """There is no connection at all."""


class UnusableError(NetworkError):
    """An address gives something else than the file: the next address may do better."""


PASSING = (TransientError, UnusableError, SourceError)
"""What concerns one address: others may be asked."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What is known of the file that is there already: the validators of its last answer."""

    etag: str = ""
    modified: str = ""


@dataclass(slots=True)
class Traffic:
    """What went over the network: requests made, bytes of bodies received."""

    requests: int = 0
    received: int = 0


class Client:
    """Asks the sources. Use as an asynchronous context manager, from one event loop.

    ``contact``: ``Name email@domain``, told to the SEC alone and to nobody else. ``patience``:
    seconds without a byte after which a connection is given up. Raises :class:`UsageError` where
    the environment names a proxy or certificates that can't be used."""

    def __init__(
        self, addresses: Addresses, contact: str, pace: Pace, per_second: float, patience: float
    ) -> None:
        stamina.instrumentation.set_on_retry_hooks(())  # they would write to the log
        self.addresses = addresses
        self.traffic = Traffic()
        self.trouble = ""
        """Why something is tried again at the moment; empty where nothing is."""
        self.backoff = min(1.0, 8 / per_second)
        """Seconds before the first new try, and how much chance adds to each."""
        self._contact = contact
        self._pace = pace
        self._longest = 20 * patience
        self._refusal: RefusedError | None = None
        self._places = asyncio.Semaphore(AT_ONCE)
        self._line = asyncio.Lock()
        self._http = _http(patience)

    async def __aenter__(self) -> Self:
        await self._http.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._http.__aexit__(kind, error, trace)

    async def get(
        self,
        url: str,
        *,
        limit: int,
        check: Check | None = None,
        kept: Kept | None = None,
        attempts: int = _ATTEMPTS,
    ) -> Answer:
        """Return what is at an address, of at most ``limit`` bytes when inflated.

        ``kept``: ask only for what has changed since. Raise :class:`RefusedError` where nothing
        more may be asked, :class:`UnusableError` where the address gives a web page or leads
        elsewhere, :class:`TransientError` where trying again did not help, what ``check`` raises
        where that was of no help either, and :class:`NetworkError` where the connection can't be
        trusted."""
        headers = {}
        if kept is not None and kept.etag:
            headers["If-None-Match"] = kept.etag
        if kept is not None and kept.modified:
            headers["If-Modified-Since"] = kept.modified
        async for attempt in stamina.retry_context(
            on=self._retries, attempts=attempts, timeout=None, wait_initial=self.backoff,
            wait_max=_LONGEST_BACKOFF, wait_jitter=self.backoff,
        ):  # fmt: skip
            with attempt:
                answer = await self._once(url, headers, limit, check)
                self.trouble = ""
                return answer
        raise AssertionError("the last attempt raises")

    def _retries(self, error: Exception) -> bool | float:
        again = _worth_another_try(error)
        if isinstance(error, NetworkError) and again:
            self.trouble = error.what
        return again

    async def _once(
        self, url: str, headers: dict[str, str], limit: int, check: Check | None
    ) -> Answer:
        for _ in range(_MOST_REDIRECTS + 1):
            response, body = await self._exchange(url, headers, limit)
            if response.status_code == 304 and headers:
                return Answer("unchanged", url)
            if response.has_redirect_location:
                url = self.followed(url, response.headers["location"])
                continue
            return self._trusted(url, response, body, check)
        raise UnusableError("leads in a circle", where=url, next_step=AGAIN)

    async def _exchange(
        self, url: str, headers: dict[str, str], limit: int
    ) -> tuple[httpx.Response, Inflating]:
        """Send one request and read its body."""
        try:
            async with asyncio.timeout(self._longest), self.stream(url, headers) as response:
                body = Inflating(limit, gzipped=_is_gzip(response))
                async for chunk in response.aiter_raw():
                    self.traffic.received += len(chunk)
                    body.add(chunk)
        except OverflowError:
            raise UnusableError(
                f"is larger than {limit / 2**20:,.0f} MB and was not read", where=url
            ) from None
        except zlib.error as error:
            raise TransientError(f"came damaged: {error}", where=url) from error
        except TimeoutError:
            raise TransientError("took too long", where=url) from None
        if not body.is_whole and response.status_code == 200:
            raise TransientError("came cut: the gzip has no end", where=url)
        return response, body

    @contextlib.asynccontextmanager
    async def stream(self, url: str, headers: dict[str, str]) -> AsyncIterator[httpx.Response]:
        """Send one request in its turn; give the answer before its body is read.

        Raise what a broken connection means, also while the body is read."""
        # As bytes: a name may have letters beyond ASCII.
        every = (headers | self.identity(url)).items()
        asked = {name.encode(): value.encode("latin-1") for name, value in every}
        # A few at once: where one is refused, no more than these are under way.
        async with self._places:
            await self.wait_for_turn(url)
            try:
                async with self._http.stream("GET", url, headers=asked) as response:
                    yield response
            except httpx.HTTPError as error:
                raise connection_error(error, url) from error
            except (httpx.InvalidURL, UnicodeError) as error:  # of where a redirect leads
                raise UnusableError("leads to what is no address", where=url) from error

    async def wait_for_turn(self, url: str) -> None:
        """Wait until one more request may be made; raise :class:`RefusedError` while none may."""
        of_sec = self.addresses.is_sec(url)
        async with self._line:
            while (wait := self._pace.turn(patient=of_sec)) > 0:
                await asyncio.sleep(wait)
        if self._refusal is not None and of_sec:  # it came while others waited
            raise self._refusal
        self.traffic.requests += 1

    def identity(self, url: str) -> dict[str, str]:
        """Return the header that says who asks: the contact for the SEC, the program for others."""
        known = self.addresses.is_sec(url)
        return {"User-Agent": self._contact if known else f"smallcap-screener/{__version__}"}

    def followed(self, url: str, location: str) -> str:
        """Return where a redirect leads; raise :class:`UnusableError` where that is none of the
        sources."""
        try:
            target = str(httpx.URL(url).join(location))
        except (httpx.InvalidURL, ValueError):
            target = ""
        if not self.addresses.knows(target):
            raise UnusableError(
                "leads to an address that is none of the sources'",
                where=url,
                next_step="Where a source has moved, its base address is a setting.",
            )
        return target

    def _trusted(
        self, url: str, response: httpx.Response, body: Inflating, check: Check | None
    ) -> Answer:
        data = bytes(body.data)
        match judged(response.status_code, data):
            case "found" if not data.strip():
                raise TransientError("came empty", where=url)
            case "found":
                if check is not None:
                    check(data)
                return Answer(
                    "found",
                    url,
                    data,
                    bytes(body.packed),
                    _is_gzip(response),
                    *validators(response.headers),
                )
            case "absent":
                return Answer("absent", url)
            case kind:
                raise self.refusal(kind, url, response)

    def refusal(self, kind: str, url: str, response: httpx.Response) -> NetworkError:
        """Return the error of an answer that is no file; have everybody stop where the SEC asks for
        it."""
        status = response.status_code
        after = seconds_to_wait(response.headers)
        if kind == "busy":
            if after is None or is_bearable(after):
                what = f"the source is busy (status {status})"
                return TransientError(what, where=url, after=after)
            what = f"the source is closed for {after / 60:,.0f} minutes (status {status})"
            # Of the SEC there is no other address to ask.
            closed = NetworkError if self.addresses.is_sec(url) else UnusableError
            return closed(what, where=url, next_step=AGAIN)
        if not self.addresses.is_sec(url):
            return UnusableError(f"gives a web page or a refusal (status {status})", where=url)
        if kind == "unidentified":
            self._refusal = RefusedError(
                "the SEC does not take the contact: it wants a name and an email address",
                where=url,
                next_step="Give one that it can write to: --contact 'Name email@domain'",
            )
        elif kind in ("too many", "page"):
            self._refusal = refused_before(self._pace.refuse(after or COOL_DOWN))
        else:
            return UnusableError(f"answers with status {status}", where=url, next_step=AGAIN)
        return self._refusal


def _http(patience: float) -> httpx.AsyncClient:
    """Raise :class:`UsageError` where the environment names a proxy or certificates of no use."""
    try:
        return httpx.AsyncClient(
            timeout=httpx.Timeout(patience, pool=None),
            limits=httpx.Limits(max_connections=AT_ONCE, max_keepalive_connections=AT_ONCE),
            headers={"Accept": "*/*", "Accept-Encoding": "gzip"},
            follow_redirects=False,
        )
    except (httpx.InvalidURL, ImportError, ValueError):
        # What it says may hold a password; SOCKS would need a package that is not there.
        raise UsageError(
            "the proxy that the environment names can't be used",
            where="HTTPS_PROXY, HTTP_PROXY, ALL_PROXY",
            next_step="It has the form http://host:port; or take the variable away.",
        ) from None
    except OSError as error:  # ssl.SSLError is one
        raise UsageError(
            f"the certificates can't be read: {error.strerror or error}",
            where="SSL_CERT_FILE, SSL_CERT_DIR",
            next_step="Name a file of certificates (PEM); or take the variable away.",
        ) from error


def validators(headers: Mapping[str, str]) -> tuple[str, str]:
    """Return an answer's ETag and Last-Modified; empty where it has none that can be sent back."""
    found = (headers.get(name, "") for name in ("etag", "last-modified"))
    etag, modified = (
        text if text.isascii() and text.isprintable() and len(text) <= _LONGEST_VALIDATOR else ""
        for text in found
    )
    return etag, modified


def _worth_another_try(error: Exception) -> bool | float:
    """Say whether, or after how many seconds, to try again; see ``stamina.retry_context``."""
    if isinstance(error, TransientError):
        # Who says "at once" is asked as if it had said nothing.
        return error.after if error.after is not None and error.after >= 1 else True
    # What a check refuses may have come over a bad line.
    return isinstance(error, SourceError)


def connection_error(error: httpx.HTTPError, url: str) -> NetworkError:
    """Return what a failed connection means: a certificate is no matter of patience."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return NetworkError(
                f"the certificate can't be verified: {cause.verify_message}",
                where=url,
                next_step="Check the clock of this machine; behind a proxy of your firm, name its "
                "certificates in SSL_CERT_FILE. Nothing was taken over this connection.",
            )
        cause = cause.__cause__ or cause.__context__
    host = httpx.URL(url).host
    if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout):
        return LostError(f"no connection to {host}", where=url)
    if isinstance(error, httpx.TimeoutException):
        return TransientError(f"{host} does not answer", where=url)
    if isinstance(error, httpx.ProxyError | httpx.UnsupportedProtocol):
        return NetworkError("the proxy can't be used", where=url, next_step="See HTTPS_PROXY.")
    return TransientError(f"the connection to {host} broke", where=url)


def _is_gzip(response: httpx.Response) -> bool:
    return response.headers.get("content-encoding", "").strip().lower() in ("gzip", "x-gzip")
