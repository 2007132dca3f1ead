"""Base addresses: https alone, but for a server on this very machine.

The form is matched as a whole, so that nothing is left for two readers to read differently. What is
wrong is told without the address, which may hold a password."""

from __future__ import annotations

import ipaddress
import re

_LOOPBACK = ("127.0.0.1", "[::1]", "localhost")
_FORM = re.compile(
    r"(?P<scheme>https?)://"
    r"(?P<host>\[[\da-f:.]+\]|[a-z\d](?:[a-z\d.-]*[a-z\d])?)"
    r"(?P<port>:[1-9]\d{0,4})?"
    r"(?P<path>(?:/(?!\.\.?(?:/|$))[\w.~-]+)*)"
    r"/*",
    re.ASCII | re.IGNORECASE,
)


def checked_address(text: str) -> str:
    """Return a base address without a slash at its end. Raise ``ValueError`` with what is wrong."""
    if "@" in text:
        raise ValueError("a user's name or password has no place in an address")
    if "?" in text or "#" in text:
        raise ValueError("an address that others are made from has no query and no fragment")
    match = _FORM.fullmatch(text)
    if match is None:
        raise ValueError("a web address is needed, such as https://www.sec.gov")
    host, port = _canonical(match["host"].lower()), match["port"] or ""
    if port and int(port[1:]) > 65_535:
        raise ValueError("ports end at 65535")
    if match["scheme"].lower() == "http" and host not in _LOOPBACK:
        raise ValueError(f"https is needed; http is for this machine alone: {_LOOPBACK_WORDS}")
    return f"{match['scheme'].lower()}://{host}{port}{match['path']}"


_LOOPBACK_WORDS = ", ".join(host.strip("[]") for host in _LOOPBACK)


def is_loopback(address: str) -> bool:
    """Whether an address that was checked is of a server on this machine."""
    match = _FORM.fullmatch(address)
    return match is not None and match["host"] in _LOOPBACK


def _canonical(host: str) -> str:
    """The one spelling of a host; of IPv6 there are many."""
    if not host.startswith("["):
        return host
    try:
        return f"[{ipaddress.IPv6Address(host[1:-1]).compressed}]"
    except ValueError:
        raise ValueError("what stands in [ ] is no IPv6 address") from None
