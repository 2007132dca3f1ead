"""The rules of fair access: who asks must say who it is, and not ask more than ten times a second.

Only the SEC's hosts have them; both count together."""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, field
from threading import Lock

from tests.edgar.answers import REFUSED, Answer, Asked, too_fast, undeclared
from tests.edgar.log import SEC

LIMIT = 10
BLOCK_SECONDS = 600.0

_DECLARED = re.compile(r"[^\s()@/][^()@]*\s[^\s()@]+@[^\s()@]+\.[^\s()@]+")
"""A name and an address; no comment in brackets."""


@dataclass
class Rules:
    """``limit`` requests in any second are answered; one more, and the client is refused with
    ``status`` (403 or 429) until it has asked nothing for ``block_seconds``."""

    limit: int = LIMIT
    block_seconds: float = BLOCK_SECONDS
    status: int = REFUSED
    declared: bool = True  # whether the client must say who it is
    blocks: int = 0  # how often a client was blocked
    _times: deque[float] = field(default_factory=deque)
    _blocked: bool = False
    _lock: Lock = field(default_factory=Lock)

    def refusal(self, asked: Asked, at: float) -> Answer | None:
        """Return why a request is refused; None where it is not."""
        if asked.host not in SEC:
            return None
        if self._too_fast(at):
            return too_fast(self.status, round(self.block_seconds))
        if self.declared and not _DECLARED.fullmatch(asked.headers.get("user-agent", "")):
            return undeclared()
        return None

    def _too_fast(self, at: float) -> bool:
        with self._lock:
            quiet = at - self._times[-1] if self._times else self.block_seconds
            if self._blocked and quiet >= self.block_seconds:
                self._blocked = False
                self._times.clear()
            while self._times and at - self._times[0] >= 1:
                self._times.popleft()
            self._times.append(at)
            if len(self._times) > self.limit and not self._blocked:
                self._blocked = True
                self.blocks += 1
            return self._blocked
