"""What was asked of the server: every request, and how many came in a second."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from threading import Lock

from tests.edgar.answers import Asked

SEC = ("sec", "sec_data")


@dataclass
class Request:
    """One request and what became of it; ``at`` in seconds of a clock that only moves on.

    ``sent`` are the body's bytes on the wire so far; ``fault`` names what went wrong on purpose."""

    at: float
    asked: Asked
    status: int
    fault: str = ""
    sent: int = 0

    @property
    def path(self) -> str:
        """Return the address without its query."""
        return self.asked.path

    @property
    def kind(self) -> str:
        """Return what it was about (``answers.kind_of``)."""
        return self.asked.kind

    @property
    def agent(self) -> str:
        """Return the client's name for itself."""
        return self.asked.headers.get("user-agent", "")


class Log:
    """Requests in the order in which they came; each is there before its answer is sent."""

    def __init__(self) -> None:
        self._lock, self._requests = Lock(), list[Request]()

    def add(self, request: Request) -> None:
        """Write a request down."""
        with self._lock:
            self._requests.append(request)

    def clear(self) -> None:
        """Forget all."""
        with self._lock:
            self._requests.clear()

    def __iter__(self) -> Iterator[Request]:
        with self._lock:
            return iter(list(self._requests))

    def count(self, wanted: Callable[[Request], bool] | str | None = None) -> int:
        """Return how many requests there were, of a kind, or that a function wants."""
        if isinstance(wanted, str):
            return sum(each.kind == wanted for each in self)
        return sum(wanted is None or wanted(each) for each in self)

    def kinds(self) -> Counter[str]:
        """Return the number of requests by kind."""
        return Counter(each.kind for each in self)

    def statuses(self) -> Counter[int]:
        """Return the number of answers by status."""
        return Counter(each.status for each in self)

    def sent(self) -> int:
        """Return the bytes of all bodies on the wire."""
        return sum(each.sent for each in self)

    def max_in_a_second(self) -> int:
        """Return the most requests to the SEC's hosts that arrived within any one second."""
        times = sorted(each.at for each in self if each.asked.host in SEC)
        most = first = 0
        for last, moment in enumerate(times):
            while moment - times[first] >= 1:
                first += 1
            most = max(most, last - first + 1)
        return most


now = time.monotonic
"""The clock of :attr:`Request.at`."""
