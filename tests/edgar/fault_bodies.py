"""Faults of content: a refusal, a redirect, or a body that is not what was asked for."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from tests.edgar import answers, fund, universe
from tests.edgar.answers import MOVED, Answer, Asked
from tests.edgar.universe import Served

_MEGABYTE = 1 << 20


def rate_refusal(
    honest: Answer, asked: Asked, served: Served, status: int = 403, retry_after: int = 600
) -> Answer:
    """The refusal of who asks too often, as 403 or 429."""
    return answers.too_fast(status, retry_after)


def undeclared(honest: Answer, asked: Asked, served: Served) -> Answer:
    """The refusal of who doesn't say who asks."""
    return answers.undeclared()


def html_200(honest: Answer, asked: Asked, served: Served) -> Answer:
    """A refusal that calls itself a success."""
    return replace(answers.undeclared(), status=200)


def server_error(honest: Answer, asked: Asked, served: Served, status: int = 500) -> Answer:
    """Something is wrong with the server."""
    return answers.page(status, "<html><body>Internal Server Error</body></html>")


def unavailable(
    honest: Answer, asked: Asked, served: Served,
    status: int = 503, retry_after: int = 1, dated: bool = False,
) -> Answer:  # fmt: skip
    """The server asks to come back later: in so many seconds, or at a time of day."""
    until = datetime.now(UTC) + timedelta(seconds=retry_after)
    when = format_datetime(until, usegmt=True) if dated else str(retry_after)
    return answers.page(status, "<html><body>Unavailable</body></html>", Retry_After=when)


def missing(honest: Answer, asked: Asked, served: Served) -> Answer:
    """Nothing is under this address, it says."""
    return answers.not_found(asked.host)


def moved(honest: Answer, asked: Asked, served: Served, status: int = 302) -> Answer:
    """Another address of the same host has it."""
    if asked.path.startswith(MOVED):
        return honest
    return Answer(status, b"", {"Location": MOVED + asked.target})


def elsewhere(honest: Answer, asked: Asked, served: Served, base: str, status: int = 302) -> Answer:
    """Another host has it: one that nobody should trust."""
    return Answer(status, b"", {"Location": base + asked.target})


def loop(honest: Answer, asked: Asked, served: Served, status: int = 302) -> Answer:
    """The address itself has it."""
    return Answer(status, b"", {"Location": asked.target})


def other_shape(honest: Answer, asked: Asked, served: Served) -> Answer:
    """JSON, but nothing that anybody knows; for what is no JSON, text that says nothing."""
    if _is_json(honest):
        body = json.dumps({"version": 2, "items": [{"id": 1}], "cik": "x", "facts": []}).encode()
        return _with_body(honest, body)
    return _with_body(honest, b"version 2\nsee the new interface\n")


def other_company(honest: Answer, asked: Asked, served: Served) -> Answer:
    """What is under the address of another company."""
    if asked.kind not in ("history", "facts") or honest.status != 200:
        return honest
    path = universe.history_path if asked.kind == "history" else universe.facts_path
    others = (served.find(path(cik), {}) for cik in sorted(served.names()))
    mine = served.find(asked.path, {})
    found = next((each for each in others if each and mine and each.tag != mine.tag), None)
    return _with_body(honest, found.plain()) if found else honest


def cut_json(honest: Answer, asked: Asked, served: Served) -> Answer:
    """Half of the JSON, with a length that fits it."""
    return _changed(honest, lambda data: data[: len(data) // 2]) if _is_json(honest) else honest


def empty(honest: Answer, asked: Asked, served: Served) -> Answer:
    """Nothing at all, and all is well."""
    return _with_body(honest, b"") if honest.status == 200 else honest


def wrong_fund(honest: Answer, asked: Asked, served: Served) -> Answer:
    """Another fund's holdings."""
    return _of_holdings(honest, asked, lambda text: fund.named(text, fund.OTHER_NAME))


def no_day(honest: Answer, asked: Asked, served: Served) -> Answer:
    """The file of a day without trading."""
    return _of_holdings(honest, asked, fund.dateless)


def cut_holdings(honest: Answer, asked: Asked, served: Served) -> Answer:
    """The first half of the holdings: it ends in the middle of a row."""
    return _of_holdings(honest, asked, lambda text: text[: text.rindex(",", 0, len(text) // 2)])


def broken_gzip(honest: Answer, asked: Asked, served: Served) -> Answer:
    """Packed bytes of which some are others."""
    if honest.status != 200 or not asked.takes_gzip or not isinstance(honest.body, bytes):
        return honest
    packed = _packs(honest)
    data = bytearray(honest.body if packed else gzip.compress(honest.body))
    middle = len(data) // 2
    data[middle : middle + 8] = bytes(byte ^ 0xA5 for byte in data[middle : middle + 8])
    return replace(honest, body=bytes(data), headers={**honest.headers, "Content-Encoding": "gzip"})


def bomb(honest: Answer, asked: Asked, served: Served, megabytes: int = 2000) -> Answer:
    """Zeros without measure, packed to a thousandth."""
    headers = {**honest.headers, "Content-Encoding": "gzip"}
    return replace(honest, body=_zeros(megabytes), headers=headers)


def endless(honest: Answer, asked: Asked, served: Served) -> Answer:
    """A body that never ends; no length is stated."""
    return Answer(200, _forever(), {"Content-Type": universe.JSON})


def _zeros(megabytes: int) -> Iterator[bytes]:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    one = b"\0" * _MEGABYTE
    yield packer.compress(one) + packer.flush(zlib.Z_FULL_FLUSH)
    # After a full flush nothing depends on what came before: the next are all the same.
    again = packer.compress(one) + packer.flush(zlib.Z_FULL_FLUSH)
    for _ in range(megabytes - 1):
        yield again


def _forever() -> Iterator[bytes]:
    yield b'{"facts": ["'
    while True:
        yield b"never " * 10_000


def _is_json(honest: Answer) -> bool:
    return honest.status == 200 and honest.headers.get("Content-Type") == universe.JSON


def _packs(honest: Answer) -> bool:
    return honest.headers.get("Content-Encoding") == "gzip"


def _with_body(honest: Answer, body: bytes) -> Answer:
    """The answer with another body, packed as the honest one was."""
    return replace(honest, body=gzip.compress(body, mtime=0) if _packs(honest) else body)


def _changed(honest: Answer, change: Callable[[bytes], bytes]) -> Answer:
    if not isinstance(honest.body, bytes):
        return honest
    plain = gzip.decompress(honest.body) if _packs(honest) else honest.body
    return _with_body(honest, change(plain))


def _of_holdings(honest: Answer, asked: Asked, change: Callable[[str], str]) -> Answer:
    if asked.kind != "holdings" or honest.status != 200:
        return honest
    return _changed(honest, lambda data: change(data.decode()).encode())


MAKERS: dict[str, Callable[..., Answer]] = {
    "rate refusal": rate_refusal, "undeclared": undeclared, "html in a 200": html_200,
    "server error": server_error, "unavailable": unavailable, "missing": missing, "moved": moved,
    "elsewhere": elsewhere, "loop": loop, "other shape": other_shape,
    "other company": other_company, "cut json": cut_json, "empty": empty,
    "wrong fund": wrong_fund, "no day": no_day, "cut holdings": cut_holdings,
    "broken gzip": broken_gzip, "bomb": bomb, "endless": endless,
}  # fmt: skip
"""The functions by the names of ``faults.Fault``."""
