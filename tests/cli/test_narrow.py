"""What a terminal of 80 columns shows whole: no line of a verb is longer, and nothing is lost."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest

VERBS = [
    ("show", "HXMV"),
    ("show", "HXMV", "--facts", "revenue_growth"),
    ("show", "HXMV", "--table", "debt"),
    ("debt",),
    ("debt", "HXMV"),
    ("zombies",),
    ("zombies", "--table", "differences"),
    ("presets", "list"),
    ("fields",),
    ("fields", "zombie_oecd"),
    ("status",),
    ("diff", "2025-12-31"),
    ("export", "--limit", "3", "--format", "text"),
    ("--version",),
]

OTHER_WORDS = (("show", "HXMV"), ("diff", "2025-12-31"))
"""A filing's address may be a shorter one, and names are cut in a table of changes."""


@pytest.fixture
def narrow(screen, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[str, str]]:
    """Return what the program shows on a terminal of 80 columns: standard output and messages."""

    def shown(*words: str) -> tuple[str, str]:
        monkeypatch.setenv("COLUMNS", "80")
        for stream in (sys.stdout, sys.stderr):
            monkeypatch.setattr(stream, "isatty", lambda: True, raising=False)
        ran = screen(*words)
        return ran.out, ran.err.replace("\x1b[K", "")

    return shown


@pytest.mark.parametrize("words", VERBS, ids=" ".join)
def test_no_line_is_longer_than_the_terminal(screen, narrow, words: tuple[str, ...]) -> None:
    piped = screen(*words)
    assert piped.code == 0
    out, err = narrow(*words)
    assert max(map(len, f"{out}{err}".splitlines())) <= 80
    if words not in OTHER_WORDS:  # words go on in the next line, none is dropped on the way
        assert sorted(out.split()) == sorted(piped.out.split())


def test_a_long_message_goes_on_below_on_a_terminal_and_is_one_line_to_a_pipe(
    screen, narrow
) -> None:
    first, step = screen("sectors", "--sort", "nothing").err.splitlines()
    assert len(step) > 80
    shown = narrow("sectors", "--sort", "nothing")[1].splitlines()
    assert shown[0] == first
    assert max(map(len, shown)) <= 80
    assert " ".join(shown[1:]).split() == step.split()
    assert all(line[:2] == "  " for line in shown[2:])
