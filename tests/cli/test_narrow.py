"""What a terminal of 80 columns shows whole: no line of a verb is longer, and nothing is lost."""

from __future__ import annotations

import sys

import pytest

VERBS = [
    ("show", "HXMV"),
    ("show", "HXMV", "--facts", "revenue_growth"),
    ("debt",),
    ("debt", "HXMV"),
    ("zombies",),
    ("zombies", "--table", "differences"),
]


@pytest.mark.parametrize("words", VERBS, ids=" ".join)
def test_no_line_is_longer_than_the_terminal(
    screen, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    piped = screen(*words)
    monkeypatch.setenv("COLUMNS", "80")
    for stream in (sys.stdout, sys.stderr):
        monkeypatch.setattr(stream, "isatty", lambda: True, raising=False)
    shown = screen(*words)
    assert shown.code == piped.code == 0
    assert max(map(len, f"{shown.out}{shown.err}".splitlines())) <= 80
    # Words go on in the next line, and none is dropped on the way.
    if words[0] != "show" or "--facts" in words:  # a filing's address may be a shorter one
        assert sorted(shown.out.split()) == sorted(piped.out.split())
