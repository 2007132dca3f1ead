"""What can go wrong between a server and its client, each to be switched on by itself or at random.

A fault takes the honest answer and returns another. :meth:`Faults.add` names the addresses that it
befalls and how often; :meth:`Faults.at_random` befalls any of them, the same way for a seed."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase
from random import Random
from threading import Lock
from typing import Any

from tests.edgar import fault_bodies, fault_deliveries
from tests.edgar.answers import Answer, Asked
from tests.edgar.universe import Served


class Fault(StrEnum):
    """Each is described where it is made: ``fault_bodies`` and ``fault_deliveries``."""

    # The answer is another one.
    RATE_REFUSAL = "rate refusal"  # status=403 or 429, retry_after=
    UNDECLARED = "undeclared"
    HTML_200 = "html in a 200"
    SERVER_ERROR = "server error"  # status=500
    UNAVAILABLE = "unavailable"  # retry_after=, status=503, dated=False
    MISSING = "missing"
    MOVED = "moved"  # to an address on the same host that has it
    ELSEWHERE = "elsewhere"  # a redirect to another host
    LOOP = "loop"  # a redirect to itself
    # The body is another one.
    OTHER_SHAPE = "other shape"
    OTHER_COMPANY = "other company"
    CUT_JSON = "cut json"  # half of it, as if it were all
    EMPTY = "empty"
    WRONG_FUND = "wrong fund"
    NO_DAY = "no day"
    CUT_HOLDINGS = "cut holdings"  # half of its rows, as if they were all
    BROKEN_GZIP = "broken gzip"
    BOMB = "bomb"  # megabytes=2000, gzipped to a thousandth
    ENDLESS = "endless"
    # The delivery fails.
    RESET = "reset"
    CUT = "cut"  # at=0.5 of the body
    TOO_LITTLE = "too little"  # the stated length is more than what is sent
    TOO_MUCH = "too much"  # the stated length is less than what is sent
    DRIP = "drip"  # chunk=2048, pause=0.01
    STALL = "stall"  # seconds=30, in the middle of the body
    DELAY = "delay"  # seconds=1, before the first byte


TRANSIENT = (
    Fault.SERVER_ERROR, Fault.UNAVAILABLE, Fault.RESET, Fault.CUT, Fault.TOO_LITTLE,
    Fault.TOO_MUCH, Fault.BROKEN_GZIP, Fault.CUT_JSON, Fault.DRIP, Fault.EMPTY,
)  # fmt: skip
"""Faults of a moment, which a patient client overcomes by asking again. The cut of a company's JSON
befalls nothing but JSON; a file of holdings that is cut can't always be told from a whole one."""


@dataclass
class _Rule:
    fault: Fault
    path: str
    times: float
    after: int
    options: dict[str, Any]


@dataclass
class _Chance:
    random: Random
    probability: float
    among: tuple[Fault, ...]
    path: str


class Faults:
    """The faults that are switched on; ``struck`` counts those that befell a request."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._rules: list[_Rule] = []
        self._chance: _Chance | None = None
        self.struck: Counter[Fault] = Counter()
        self.elsewhere = "http://127.0.0.1:9"
        """Where :attr:`Fault.ELSEWHERE` sends a client."""

    def add(
        self,
        fault: Fault,
        path: str = "*",
        *,
        times: float = math.inf,
        after: int = 0,
        **options: Any,
    ) -> None:
        """Switch a fault on for addresses that match a pattern (``*`` matches ``/``, too).

        ``times``: how many requests it befalls; ``after``: how many it lets pass before."""
        with self._lock:
            self._rules.append(_Rule(fault, path, times, after, options))

    def at_random(
        self,
        seed: int,
        probability: float,
        among: Iterable[Fault] = TRANSIENT,
        path: str = "*",
    ) -> None:
        """Befall each request with a probability, by one of some faults."""
        with self._lock:
            self._chance = _Chance(Random(seed), probability, tuple(among), path)

    def clear(self) -> None:
        """Switch all faults off."""
        with self._lock:
            self._rules.clear()
            self._chance = None

    def befall(self, asked: Asked, honest: Answer, served: Served) -> tuple[Answer, str]:
        """Return the answer as a fault leaves it, and the fault's name; honest where none does."""
        with self._lock:
            for rule in self._candidates(asked):
                options = {"base": self.elsewhere} if rule.fault is Fault.ELSEWHERE else {}
                changed = _MAKERS[rule.fault](honest, asked, served, **options, **rule.options)
                if changed is not honest:  # not every fault can befall every answer
                    rule.times -= 1
                    self.struck[rule.fault] += 1
                    return changed, rule.fault.value
        return honest, ""

    def _candidates(self, asked: Asked) -> Iterator[_Rule]:
        for rule in self._rules:
            if rule.times > 0 and fnmatchcase(asked.path, rule.path):
                if rule.after > 0:
                    rule.after -= 1
                else:
                    yield rule
        chance = self._chance
        if chance is not None and fnmatchcase(asked.path, chance.path):
            struck = chance.random.random() < chance.probability
            fault = chance.random.choice(chance.among)
            if struck:
                yield _Rule(fault, "*", 1, 0, {})


_MAKERS = {**fault_bodies.MAKERS, **fault_deliveries.MAKERS}
