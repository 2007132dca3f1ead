"""What a request is answered with: first the rules, then what the address holds, then the faults.

No socket is touched here: ``server`` delivers what this decides."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from email.utils import format_datetime, parsedate_to_datetime

from tests.edgar import answers
from tests.edgar.answers import MOVED, Answer, Asked, FilePart
from tests.edgar.faults import Faults
from tests.edgar.log import Log
from tests.edgar.resources import Resource
from tests.edgar.rules import Rules
from tests.edgar.universe import Served

_LEADING_ZEROS = re.compile(r"(/Archives/edgar/data/)0+([1-9].*)")
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


@dataclass
class Site:
    """``validators``: whether answers carry ETag and Last-Modified, and conditionals are honoured.
    ``absent_index``: how an index that isn't there is refused, 404 or as the storage does it, 403.
    """

    served: Served
    rules: Rules = field(default_factory=Rules)
    faults: Faults = field(default_factory=Faults)
    log: Log = field(default_factory=Log)
    validators: bool = True
    absent_index: int = 404

    def answer(self, asked: Asked, at: float) -> tuple[Answer, str]:
        """Return the answer, and the name of the fault that is in it, if any."""
        refusal = self.rules.refusal(asked, at)
        if refusal:
            return refusal, ""
        if asked.method not in ("GET", "HEAD"):
            return Answer(405, b"", {"Allow": "GET, HEAD"}), ""
        return self.faults.befall(asked, self._honest(asked), self.served)

    def _honest(self, asked: Asked) -> Answer:
        zeros = _LEADING_ZEROS.fullmatch(asked.path)
        if zeros:
            return Answer(301, b"", {"Location": zeros[1] + zeros[2]})
        path = asked.path.removeprefix(MOVED)
        found = self.served.find(path, asked.query)
        if found is None:
            if answers.kind_of(path) == "index" and self.absent_index == answers.REFUSED:
                return answers.access_denied()
            return answers.not_found(answers.host_of(path))
        return self._of(found, asked)

    def _of(self, found: Resource, asked: Asked) -> Answer:
        headers = {"Content-Type": found.media}
        if self.validators:
            headers["Last-Modified"] = format_datetime(found.modified, usegmt=True)
            headers["ETag"] = f'"{found.tag}"'
            if _unchanged(found, asked):
                return Answer(304, b"", headers)
        if found.file:
            headers["Accept-Ranges"] = "bytes"
        if "range" in asked.headers and not _other_version(found, asked):
            part = _part(found, asked.headers["range"])
            if part is not None:
                return _partial(found, headers, *part)
        if found.packed and asked.takes_gzip:
            headers |= {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
            return Answer(200, found.packed(), headers)
        return Answer(200, _bytes(found, 0, found.size), headers)


def _unchanged(found: Resource, asked: Asked) -> bool:
    """Whether the client has this version; what tags say counts more than what days do."""
    tags = asked.headers.get("if-none-match")
    if tags is not None:
        return tags == "*" or f'"{found.tag}"' in tags
    since = asked.headers.get("if-modified-since")
    return since is not None and parsedate_to_datetime(since) >= found.modified


def _other_version(found: Resource, asked: Asked) -> bool:
    """Whether a part would be of another version than the client has (``If-Range``)."""
    known = asked.headers.get("if-range")
    if known is None:
        return False
    if known.startswith('"'):
        return known != f'"{found.tag}"'
    return known != format_datetime(found.modified, usegmt=True)


def _part(found: Resource, wanted: str) -> tuple[int, int] | None:
    """The first byte and the one after the last; None where the header is not understood."""
    match = _RANGE.fullmatch(wanted)
    if match is None or not any(match.groups()):
        return None
    first, last = match.groups()
    if not first:
        return max(found.size - int(last), 0), found.size
    return int(first), min(int(last) + 1, found.size) if last else found.size


def _partial(found: Resource, headers: dict[str, str], start: int, end: int) -> Answer:
    if start >= found.size or end <= start:
        return Answer(416, b"", {**headers, "Content-Range": f"bytes */{found.size}"})
    headers |= {"Content-Range": f"bytes {start}-{end - 1}/{found.size}"}
    return Answer(206, _bytes(found, start, end), headers)


def _bytes(found: Resource, start: int, end: int) -> bytes | FilePart:
    if found.file:
        return FilePart(found.file, start, end - start)
    return found.plain()[start:end]
