"""The contact for the SEC: from the option, the settings, or asked for at a terminal, once."""

from __future__ import annotations

import io
import json
import os
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from screener.cli.contact import contact
from screener.errors import UsageError
from screener.paths import settings_file
from screener.settings import Settings, load_settings

if os.name == "nt":
    pytest.skip("no pseudo-terminals", allow_module_level=True)

from tests.tui.pseudo_terminal import Terminal, program

JANE = "Jane Doe jane@example.com"
MINE = Settings(contact="Mine Own mine@example.com")

ASKS = """
import os, sys
from screener import cli

os.chdir(sys.argv.pop())

@cli.app.command()
def ask() -> None:
    from pathlib import Path
    from screener.cli.contact import contact
    from screener.settings import load_settings
    Path("answer").write_text(contact(None, load_settings()))

cli.main()
"""
"""The program with a verb more, which asks as the others do."""

PROMPT = b"jane@example.com: "

Typed = Callable[[bytes], None]


@contextmanager
def asking(folder: Path) -> Iterator[Terminal]:
    """The program at its question, in a real terminal."""
    with program("-c", ASKS, "ask", str(folder)) as terminal:
        yield terminal


def test_the_option_wins_over_the_settings() -> None:
    assert contact(f"  {JANE}", MINE) == JANE
    assert contact(None, MINE) == MINE.contact


def test_a_wrong_option_is_refused_without_being_repeated() -> None:
    for wrong in ("", "Jane Secret", "Jane (x) jane@secret.example"):
        with pytest.raises(UsageError) as caught:
            contact(wrong, MINE)
        assert str(caught.value).startswith("--contact: ")
        assert "Name email@domain" in caught.value.next_step
        assert "ecret" not in str(caught.value)


class Stream(io.TextIOWrapper):
    def __init__(self, data: bytes = b"", *, terminal: bool) -> None:
        super().__init__(io.BytesIO(data), encoding="utf-8", write_through=True)
        self._terminal = terminal

    def isatty(self) -> bool:
        return self._terminal

    @property
    def text(self) -> str:
        raw = self.buffer
        assert isinstance(raw, io.BytesIO)
        return raw.getvalue().decode()


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Iterator[Typed]:
    """Let somebody type at a terminal that is none: a pipe, for what waits wants a real file."""
    with ExitStack() as stack:

        def give(data: bytes) -> None:
            out, into = os.pipe()
            os.write(into, data)
            os.close(into)
            stream = stack.enter_context(os.fdopen(out, encoding="utf-8"))
            monkeypatch.setattr(sys, "stdin", stream)
            monkeypatch.setattr(stream, "isatty", lambda: True, raising=False)

        yield give
        monkeypatch.undo()


@pytest.mark.parametrize(("stdin", "stderr"), [(False, True), (True, False)])
def test_without_a_terminal_it_says_where_to_give_one(
    stdin: bool, stderr: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", Stream(f"{JANE}\n".encode(), terminal=stdin))
    monkeypatch.setattr(sys, "stderr", Stream(terminal=stderr))
    with pytest.raises(UsageError) as caught:
        contact(None, Settings())
    for name in ("--contact", "SCREENER_CONTACT", str(settings_file())):
        assert name in caught.value.next_step
    assert not settings_file().exists()


def test_a_closed_stream_is_no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(UsageError, match="there is none"):
        contact(None, Settings())


def test_it_asks_again_up_to_three_times(typed: Typed, monkeypatch: pytest.MonkeyPatch) -> None:
    typed(b"Secret\n\xff jane@secret.example\n" + f"{JANE}\n".encode())
    said = Stream(terminal=True)
    monkeypatch.setattr(sys, "stderr", said)
    assert contact(None, Settings()) == JANE
    assert load_settings().contact == JANE
    for told in ("sec.gov only", "never logged", "does not end in an email address", "no text"):
        assert told in said.text
    assert said.text.count(PROMPT.decode()) == 3
    assert "ecret" not in said.text


def test_after_three_wrong_answers_it_leaves(typed: Typed, monkeypatch: pytest.MonkeyPatch) -> None:
    typed(b"\nx\n\x1b[A\n" + JANE.encode())
    monkeypatch.setattr(sys, "stderr", Stream(terminal=True))
    with pytest.raises(UsageError, match="after 3 tries"):
        contact(None, Settings())
    assert not settings_file().exists()


def test_an_answer_that_cannot_be_kept_serves_once(
    typed: Typed, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    settings = load_settings()
    (tmp_path / "config").write_text("a file")
    said = Stream(terminal=True)
    typed(f"{JANE}\n".encode())
    monkeypatch.setattr(sys, "stderr", said)
    assert contact(None, settings) == JANE
    assert f"It is not kept, and asked for again: {tmp_path / 'config'}" in said.text


def test_at_a_terminal_it_asks_once_and_remembers(tmp_path: Path) -> None:
    with asking(tmp_path) as terminal:
        at = terminal.until(PROMPT)
        terminal.write(b"Jane Doe\r")
        at = terminal.until(PROMPT, after=at)
        terminal.write("Jürgen Maß j@example.org\x7f\x7f\x7fcom\r".encode())
        assert terminal.exit_code() == 0
    answer = (tmp_path / "answer").read_text()
    assert answer == "Jürgen Maß j@example.com"
    assert load_settings().contact == answer
    assert stat.S_IMODE(settings_file().stat().st_mode) == 0o600
    with asking(tmp_path) as terminal:
        assert terminal.exit_code() == 0
        assert PROMPT not in terminal.seen


@pytest.mark.parametrize(("keys", "code"), [(b"\x03", 130), (b"Jane\x03", 130), (b"\x04", 2)])
def test_leaving_the_question_is_clean(tmp_path: Path, keys: bytes, code: int) -> None:
    with asking(tmp_path) as terminal:
        at = terminal.until(PROMPT)
        terminal.write(keys)
        assert terminal.exit_code() == code
        said = bytes(terminal.seen[at:]).decode()
        assert said.endswith("\n")
        assert "Traceback" not in said
        assert ("SCREENER_CONTACT" in said) == (code == 2)
    assert not (tmp_path / "answer").exists()
    assert not settings_file().exists()


def test_the_module_waits_for_nothing_heavy(process) -> None:
    ran = process(
        python="import sys, json, screener.cli.contact; print(json.dumps(list(sys.modules)))"
    )
    assert {"pydantic", "polars", "tomlkit"}.isdisjoint(json.loads(ran.out))
