"""Bytes and text from outside, made safe."""

from __future__ import annotations

import os
import select
import threading
import unicodedata
from pathlib import Path
from typing import BinaryIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.errors import SourceError
from screener.sources import text
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

    def refuse(path: Path) -> BinaryIO:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(text, "open_readable", refuse)
    with pytest.raises(SourceError, match="can't be read: Permission denied"):
        read_bytes(path, what="a file", limit=10, next_step="")


def test_a_pipe_is_read_to_its_end_and_one_that_nobody_writes_to_is_empty(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    with pytest.raises(SourceError, match="is empty"):
        read_bytes(path, what="a file", limit=10, next_step="")
    held = os.open(path, os.O_RDWR)  # as a shell holds the pipe of <(...)
    os.write(held, b"some text")

    def close_once_it_is_read() -> None:
        while select.select([held], [], [], 0)[0]:
            pass
        os.close(held)

    writer = threading.Thread(target=close_once_it_is_read)
    writer.start()
    assert read_bytes(path, what="a file", limit=10, next_step="") == b"some text"
    writer.join()


def test_what_has_no_end_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="can't be read: not a file"):
        read_bytes(Path("/dev/zero"), what="a file", limit=10, next_step="")
    path = tmp_path / "pipe"
    os.mkfifo(path)
    held = os.open(path, os.O_RDWR)
    os.write(held, b"x" * 100)
    with pytest.raises(SourceError, match="far too large for a file"):
        read_bytes(path, what="a file", limit=10, next_step="")
    os.close(held)
