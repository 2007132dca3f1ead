"""The server: real sockets on loopback, in a thread of the process that asks for it.

``with serving(Served(folder)) as server:`` answers until the block ends; ``server.environment``
tells a program where it is. Four hosts are one port, unless ``apart``: then each has its own, which
knows only its own addresses."""

from __future__ import annotations

import os
import socket
import ssl
import struct
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from tests.edgar import answers
from tests.edgar.answers import Answer, Asked, FilePart
from tests.edgar.faults import Faults
from tests.edgar.log import Log, Request, now
from tests.edgar.rules import Rules
from tests.edgar.site import Site
from tests.edgar.universe import Served

HOSTS = ("sec", "sec_data", "ishares", "blackrock")
_PIECE = 64 * 1024
_GONE = (ConnectionError, TimeoutError, ssl.SSLError, BrokenPipeError)


class Listener(ThreadingHTTPServer):
    """One port. ``host`` is the only one whose addresses it knows, None where it knows all."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(
        self, site: Site, host: str | None, tls: ssl.SSLContext | None, port: int = 0
    ) -> None:
        self.site, self.host, self._tls = site, host, tls
        self.stopping = threading.Event()
        self.failures: list[BaseException] = []
        self._open: set[socket.socket] = set()
        self._threads_of: list[threading.Thread] = []
        super().__init__(("127.0.0.1", port), Handler)

    @property
    def address(self) -> str:
        """Return the base address."""
        return f"{'https' if self._tls else 'http'}://127.0.0.1:{self.server_address[1]}"

    @property
    def connections(self) -> int:
        """Return how many connections were made."""
        return len(self._threads_of)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Give a connection a thread of its own."""
        thread = threading.Thread(
            target=self.process_request_thread, args=(request, client_address), daemon=True
        )
        self._threads_of.append(thread)
        thread.start()

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Answer one connection's requests."""
        try:
            if self._tls:
                request.settimeout(30)
                request = self._tls.wrap_socket(request, server_side=True)
        except (OSError, ssl.SSLError):
            self.shutdown_request(request)  # a client that doesn't trust the certificate
            return
        self._open.add(request)
        super().process_request_thread(request, client_address)
        self._open.discard(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Keep what went wrong here; that a client went away is nothing wrong."""
        error = sys.exception()
        if error is not None and not isinstance(error, _GONE):
            self.failures.append(error)

    def stop(self) -> None:
        """Close every connection and wait for the threads."""
        self.shutdown()
        self.stopping.set()
        for connection in list(self._open):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for thread in self._threads_of:
            thread.join(10)
        self.server_close()


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    server_version, sys_version = "nginx", ""
    disable_nagle_algorithm = True  # head and body are two writes; the second must not wait
    server: Listener

    def do_GET(self) -> None:
        """Answer a request, and write it down."""
        at = now()
        parts = urlsplit(self.path)
        asked = Asked(
            self.command,
            unquote(parts.path),
            dict(parse_qsl(parts.query)),
            {name.lower(): value for name, value in self.headers.items()},
            self.path,
        )
        if self.server.host not in (None, asked.host):
            answer, fault = answers.not_found(self.server.host or ""), ""
        else:
            answer, fault = self.server.site.answer(asked, at)
        self._record = Request(at, asked, answer.status, fault)
        self.server.site.log.add(self._record)
        self._deliver(answer)

    do_HEAD = do_POST = do_PUT = do_DELETE = do_GET

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: the log is kept elsewhere."""

    def _deliver(self, answer: Answer) -> None:
        how = answer.delivery
        self._wait(how.delay)
        if how.reset:
            self._reset()
            return
        whole = _length(answer)
        claimed = whole if answer.length is None else answer.length
        bodyless = answer.status in (204, 304)
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if claimed is not None and not bodyless:
            self.send_header("Content-Length", str(claimed))
        if claimed != whole or claimed is None or how.cut_at is not None:
            self.close_connection = True
        self.end_headers()
        if self.command != "HEAD" and not bodyless:
            self._send(answer, whole or 0)

    def _send(self, answer: Answer, whole: int) -> None:
        how, done = answer.delivery, 0
        stall_at = whole // 2 if how.stall else None
        for piece in _pieces(answer, how.chunk):
            if self.server.stopping.is_set():
                self.close_connection = True
                return
            if how.cut_at is not None and done + len(piece) >= how.cut_at:
                self._write(piece[: how.cut_at - done])
                return
            if stall_at is not None and done + len(piece) > stall_at:
                self._write(piece[: stall_at - done])
                self._wait(how.stall)
                self._write(piece[stall_at - done :])
                stall_at = None
            else:
                self._write(piece)
            done += len(piece)
            self._wait(how.pause)

    def _write(self, data: bytes) -> None:
        self._record.sent += len(data)
        self.wfile.write(data)

    def _wait(self, seconds: float) -> None:
        if seconds:
            self.server.stopping.wait(seconds)

    def _reset(self) -> None:
        """Break the connection off without a word (RST, not FIN)."""
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        os.close(self.connection.detach())


def _length(answer: Answer) -> int | None:
    """The body's true length; None where it has no known end."""
    if isinstance(answer.body, bytes):
        return len(answer.body)
    return answer.body.size if isinstance(answer.body, FilePart) else None


def _pieces(answer: Answer, chunk: int) -> Iterator[bytes]:
    size = chunk or _PIECE
    if isinstance(answer.body, bytes):
        for start in range(0, len(answer.body), size):
            yield answer.body[start : start + size]
    elif isinstance(answer.body, FilePart):
        with answer.body.path.open("rb") as file:
            file.seek(answer.body.start)
            left = answer.body.size
            while left > 0 and (data := file.read(min(size, left))):
                left -= len(data)
                yield data
    else:
        yield from answer.body


class Server:
    """The running server: its ports, and what a test asks it and changes in it."""

    def __init__(self, site: Site, tls: ssl.SSLContext | None, *, apart: bool, port: int) -> None:
        self.site = site
        hosts = HOSTS if apart else (None,)
        self.listeners = [
            Listener(site, host, tls, port and port + number) for number, host in enumerate(hosts)
        ]
        self.stranger = Listener(Site(site.served), None, None)
        """A host that nobody was told of; a client that follows a redirect there has been had."""
        self.site.faults.elsewhere = self.stranger.address
        self._threads = [
            threading.Thread(target=each.serve_forever, args=(0.02,), daemon=True)
            for each in self._all
        ]

    @property
    def _all(self) -> list[Listener]:
        return [*self.listeners, self.stranger]

    @property
    def served(self) -> Served:
        """Return what is served."""
        return self.site.served

    @property
    def log(self) -> Log:
        """Return what was asked."""
        return self.site.log

    @property
    def faults(self) -> Faults:
        """Return what goes wrong."""
        return self.site.faults

    @property
    def rules(self) -> Rules:
        """Return the rules of fair access."""
        return self.site.rules

    @property
    def address(self) -> str:
        """Return the base address of the first port."""
        return self.listeners[0].address

    @property
    def addresses(self) -> Mapping[str, str]:
        """Return the base address of each of the hosts of :data:`HOSTS`."""
        ports = self.listeners if len(self.listeners) > 1 else self.listeners * len(HOSTS)
        return {host: port.address for host, port in zip(HOSTS, ports, strict=True)}

    @property
    def environment(self) -> dict[str, str]:
        """Return the settings that send the program here instead of to the real hosts."""
        return {f"SCREENER_{host.upper()}_ADDRESS": base for host, base in self.addresses.items()}

    def start(self) -> None:
        """Begin to answer."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Stop, and raise what went wrong in here meanwhile."""
        for each in self._all:
            each.stop()
        for thread in self._threads:
            thread.join(10)
        failures = [error for each in self._all for error in each.failures]
        if failures:
            raise ExceptionGroup("the server failed", failures)


@contextmanager
def serving(
    served: Served,
    *,
    apart: bool = False,
    tls: ssl.SSLContext | None = None,
    port: int = 0,
    **options: Any,
) -> Iterator[Server]:
    """Serve until the block ends. ``options`` are those of :class:`~tests.edgar.site.Site`.

    ``port``: the first one; 0 takes any that is free. ``tls``: a certificate (``tests.edgar.tls``).
    """
    server = Server(Site(served, **options), tls, apart=apart, port=port)
    server.start()
    try:
        yield server
    finally:
        server.stop()
