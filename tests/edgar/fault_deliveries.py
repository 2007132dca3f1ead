"""Faults on the way: the right answer, but it does not arrive, or not whole, or not soon."""

from __future__ import annotations

from dataclasses import replace

from tests.edgar.answers import Answer, Asked, Delivery, FilePart
from tests.edgar.universe import Served

_LACKING = 1000
"""Bytes by which a stated length is wrong, where the body has as many."""


def size_of(answer: Answer) -> int:
    """Return the length of an honest answer's body."""
    if isinstance(answer.body, FilePart):
        return answer.body.size
    assert isinstance(answer.body, bytes)
    return len(answer.body)


def reset(honest: Answer, asked: Asked, served: Served) -> Answer:
    """The connection breaks off before a byte."""
    return replace(honest, delivery=Delivery(reset=True))


def cut(honest: Answer, asked: Asked, served: Served, at: float = 0.5) -> Answer:
    """The connection closes in the middle of the body."""
    size = size_of(honest)
    return replace(honest, delivery=Delivery(cut_at=int(size * at))) if size > 1 else honest


def too_little(honest: Answer, asked: Asked, served: Served) -> Answer:
    """The stated length is more than what is sent."""
    size = size_of(honest)
    return replace(honest, length=size + _LACKING) if size else honest


def too_much(honest: Answer, asked: Asked, served: Served) -> Answer:
    """The stated length is less than what is sent: who believes it has a cut body."""
    size = size_of(honest)
    return replace(honest, length=max(size - _LACKING, size // 2)) if size > 1 else honest


def drip(
    honest: Answer, asked: Asked, served: Served, chunk: int = 2048, pause: float = 0.01
) -> Answer:
    """The body comes in small pieces, with pauses."""
    return replace(honest, delivery=Delivery(chunk=chunk, pause=pause))


def stall(honest: Answer, asked: Asked, served: Served, seconds: float = 30) -> Answer:
    """Half of the body, then silence."""
    return replace(honest, delivery=Delivery(stall=seconds)) if size_of(honest) > 1 else honest


def delay(honest: Answer, asked: Asked, served: Served, seconds: float = 1) -> Answer:
    """Silence before the first byte."""
    return replace(honest, delivery=Delivery(delay=seconds))


MAKERS = {
    "reset": reset, "cut": cut, "too little": too_little, "too much": too_much, "drip": drip,
    "stall": stall, "delay": delay,
}  # fmt: skip
"""The functions by the names of ``faults.Fault``."""
