"""Bytes and text from outside, made safe."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.errors import SourceError
from screener.sources.text import clean, is_web_page, read_bytes


@given(st.text())
def test_no_text_can_steer_a_terminal(text: str) -> None:
    cleaned = clean(text)
    assert not any(unicodedata.category(char) == "Cc" for char in cleaned)
    assert not set(cleaned) & set("\u202e\u2066\u2028\u2029")
    assert cleaned == clean(cleaned)


def test_no_break_spaces_are_spaces() -> None:
    assert clean("\xa0 ALFA\xa0TOOLS\t\n") == "ALFA TOOLS"


@pytest.mark.parametrize(
    "page", [b"<html>", b"\xef\xbb\xbf\r\n <!DOCTYPE", "\ufeff<p>".encode("utf-16-le")]
)
def test_a_web_page_is_known_by_its_first_character(page: bytes) -> None:
    assert is_web_page(page)
    assert not is_web_page(b'{"a": "<html>"}')


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "file"
    path.write_text("x")

    def refuse(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(SourceError, match="can't be read: Permission denied"):
        read_bytes(path, what="a file", limit=10, next_step="")
