"""What the SEC is told of who asks: a name and an email address that fit into a header."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.settings import checked_contact


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("Jane Doe jane@example.com", "Jane Doe jane@example.com"),
        ("  Jane   Doe  jane@example.com ", "Jane Doe jane@example.com"),
        ("Acme & Co., Inc. a.b+sec@mail.acme.co.uk", "Acme & Co., Inc. a.b+sec@mail.acme.co.uk"),
        ("Jürgen Groß j@example.de", "Jürgen Groß j@example.de"),
        ("J " + "j" * 185 + "@example.com", "J " + "j" * 185 + "@example.com"),
    ],
)
def test_a_name_and_an_address_are_a_contact(typed: str, sent: str) -> None:
    assert checked_contact(typed) == sent


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "does not end in an email address"),
        ("Jane Doe", "does not end in an email address"),
        ("jane@example.com", "name before the email address is missing"),
        ("123 -- jane@example.com", "name before the email address is missing"),
        ("jane@example.com Jane", "does not end in an email address"),
        ("jane@example.com jane@example.com", "more than one email address"),
        ("Jane jane@localhost", "does not end in an email address"),
        ("Jane jane@127.0.0.1", "does not end in an email address"),
        ("Jane jane@-x.com", "does not end in an email address"),
        ("Jane .jane@example.com", "does not end in an email address"),
        ("Jane (bot) jane@example.com", "parentheses"),
        ("Jane jane@example.com\r\nX-Evil: 1", "line break"),
        ("Jane\x1b[2J jane@example.com", "can't be printed"),
        ("Jane\u00a0Doe jane@example.com", "can't be printed"),
        ("Jane\x85Doe jane@example.com", "line break"),
        ("Łucja l@example.com", "Latin-1"),
        ("J " + "j" * 187 + "@example.com", "longer than 200"),
    ],
)
def test_what_is_no_contact_is_told_without_being_repeated(typed: str, why: str) -> None:
    with pytest.raises(ValueError, match=why) as caught:
        checked_contact(typed)
    told = str(caught.value)
    assert not any(word in told for word in typed.split() if len(word) > 2)


@given(st.text() | st.from_regex(r"\A[^@\n]{0,9} ?\w{1,3}@\w{1,3}\.\w{2,3}.?\Z"))
def test_whatever_passes_is_one_printable_header(text: str) -> None:
    try:
        sent = checked_contact(text)
    except ValueError:
        return
    assert sent.encode("latin-1").decode("latin-1").isprintable()
    assert len(sent) <= 200
    assert not set("()") & set(sent)
    name, _, address = sent.rpartition(" ")
    assert name.strip()
    assert address.count("@") == 1
    assert checked_contact(sent) == sent


def test_an_address_in_brackets_is_taken_as_mail_programs_write_it() -> None:
    assert checked_contact("Jane Doe <jane@example.com>") == "Jane Doe jane@example.com"
    for odd in ("Jane <jane@example.com", "Jane jane@example.com>", "Jane <<jane@example.com>>"):
        with pytest.raises(ValueError, match="email address"):
            checked_contact(odd)
