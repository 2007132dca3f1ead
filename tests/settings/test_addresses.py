"""Base addresses: https, or a server on this machine; nothing in them that two could read apart."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.settings.addresses import checked_address, is_loopback


@pytest.mark.parametrize(
    ("written", "used", "on_this_machine"),
    [
        ("https://www.sec.gov", "https://www.sec.gov", False),
        ("HTTPS://WWW.SEC.GOV//", "https://www.sec.gov", False),
        ("https://mirror.example:8443/sec/Files/", "https://mirror.example:8443/sec/Files", False),
        ("http://127.0.0.1:1234/", "http://127.0.0.1:1234", True),
        ("http://LocalHost", "http://localhost", True),
        ("http://[0:0:0:0:0:0:0:1]:80", "http://[::1]:80", True),
        ("https://localhost:1", "https://localhost:1", True),
        ("https://localhost.example.com", "https://localhost.example.com", False),
        ("https://[2001:DB8::1]", "https://[2001:db8::1]", False),
    ],
)
def test_an_address_is_kept_without_its_last_slash(
    written: str, used: str, on_this_machine: bool
) -> None:
    assert checked_address(written) == used
    assert is_loopback(used) == on_this_machine


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("http://www.sec.gov", "https is needed"),
        ("http://127.0.0.1.example.com", "https is needed"),
        ("http://127.0.0.2", "https is needed"),
        ("http://[::2]", "https is needed"),
        ("https://jane:secret@www.sec.gov", "name or password"),
        ("http://127.0.0.1@evil.example", "name or password"),
        ("https://www.sec.gov?x=1", "no query"),
        ("https://www.sec.gov/#x", "no fragment"),
        ("https://www.sec.gov:65536", "65535"),
        ("https://[::1", "web address is needed"),
        ("https://[1:2]", "no IPv6 address"),
        ("https://www.sec.gov/../x", "web address is needed"),
        ("https://", "web address is needed"),
        ("https:///files", "web address is needed"),
        ("ftp://www.sec.gov", "web address is needed"),
        ("www.sec.gov", "web address is needed"),
        ("https://www.sec.gov\\evil", "web address is needed"),
        ("https://www.sec.gov\n", "web address is needed"),
        ("https://www.sec.gov%2eevil.example", "web address is needed"),
        ("https://ѕec.gov", "web address is needed"),
        ("", "web address is needed"),
    ],
)
def test_any_other_address_is_refused_without_being_repeated(written: str, why: str) -> None:
    with pytest.raises(ValueError, match=why) as caught:
        checked_address(written)
    assert "secret" not in str(caught.value)


@given(st.text(alphabet="htps:/.@?#[]%\\ 1207localhostEvil-\n\t", max_size=30).map("http".__add__))
def test_whatever_passes_others_read_in_the_same_way(text: str) -> None:
    try:
        used = checked_address(text)
    except ValueError:
        return
    parts = urlsplit(used)
    assert parts.scheme == "https" or parts.hostname in {"127.0.0.1", "::1", "localhost"}
    assert (parts.username, parts.password, parts.query, parts.fragment) == (None, None, "", "")
    assert is_loopback(used) == (parts.hostname in {"127.0.0.1", "::1", "localhost"})
    assert not used.endswith("/")
    assert checked_address(used) == used
