from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
from collections.abc import Iterator

import pytest

from screener import __main__ as program
from screener import cli, interrupts

LOADED = """
import json, sys
from screener.cli import main
sys.argv = ["screen", *{arguments}]
try:
    main()
except SystemExit:
    pass
print(json.dumps(sorted(sys.modules)), file=sys.stderr)
"""


def loaded(process, *arguments: str) -> set[str]:
    ran = process(python=LOADED.format(arguments=list(arguments)))
    return set(json.loads(ran.err.splitlines()[-1]))


def test_help_loads_nothing_heavy(process) -> None:
    assert loaded(process, "--help").isdisjoint({"polars", "pydantic", "rich", "textual"})


@pytest.mark.parametrize(
    "arguments", [("export", "--help"), ("show", "--help"), ("presets", "path")], ids=" ".join
)
def test_a_verb_that_needs_no_table_loads_no_table_engine(
    process, arguments: tuple[str, ...]
) -> None:
    # Typer itself checks a verb's options with pydantic.
    assert loaded(process, *arguments).isdisjoint({"polars", "rich", "textual"})


def test_an_export_loads_no_screen_and_no_network(process, snapshot) -> None:
    modules = loaded(process, "export", "--quiet")
    assert "polars" in modules
    assert modules.isdisjoint({"rich", "textual", "httpx", "urllib.request", "http.client"})


def test_help_names_every_verb(screen) -> None:
    ran = screen("--help")
    assert ran.code == 0
    assert {"export", "show", "presets", "build"} <= set(ran.out.split())


@pytest.mark.parametrize(
    "arguments",
    [
        ("nope",),
        ("export", "--nope"),
        ("export", "--limit", "0"),
        ("export", "--limit", "x"),
        ("export", "--zombies", "maybe"),
        ("export", "--growth-above", "4"),
        ("export", "--preset", "../x"),
        ("export", "extra"),
        ("show",),
        ("--growth-above", "4%", "export"),
    ],
    ids=" ".join,
)
def test_wrong_usage_is_told_in_two_lines_with_code_2(screen, arguments: tuple[str, ...]) -> None:
    ran = screen(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("error: ")
    assert len(ran.err.splitlines()) <= 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("export", "--limit", "0"), "Invalid value for '--limit': at least 1 is needed, not '0'"),
        (("export", "--limit", "x"), "'--limit': a whole number is needed, not 'x'"),
        (
            ("export", "--zombies", "x"),
            "Invalid value for '--zombies': 'x' is not one of 'include', 'exclude', 'only'\n",
        ),
    ],
)
def test_a_refused_value_is_told_in_plain_words(
    screen, arguments: tuple[str, ...], said: str
) -> None:
    assert said in screen(*arguments).err


@pytest.mark.parametrize(
    ("arguments", "verbs"),
    [
        (("show", "HXMV", "--facts"), "screen show"),
        (("presets", "show"), "screen presets show"),
        (("--limit",), "screen"),
    ],
    ids=" ".join,
)
def test_wrong_usage_points_to_the_help_of_its_verb(
    screen, arguments: tuple[str, ...], verbs: str
) -> None:
    assert screen(*arguments).err.splitlines()[1] == f"See: {verbs} --help"


def test_options_before_the_verb_are_refused_with_advice(screen) -> None:
    ran = screen("--preset", "everything", "--limit", "2", "export")
    assert ran.code == 2
    assert ran.err == (
        "error: options before the command: --preset, --limit\n"
        "Write them after it: screen export --preset ...\n"
    )


def test_the_terminal_interface_needs_a_terminal(process) -> None:
    ran = process(shell='"$PYTHON" -m screener')
    assert ran.code == 2
    assert "needs a terminal" in ran.err


@pytest.mark.usefixtures("snapshot")
@pytest.mark.parametrize(
    ("shell", "code", "said"),
    [
        ('"$PYTHON" -m screener export --quiet | true; exit ${PIPESTATUS[0]}', 0, ""),
        ('"$PYTHON" -m screener export --quiet >/dev/full', 3, "No space left on device"),
        ('"$PYTHON" -m screener --help >/dev/full', 3, "No space left on device"),
        ('"$PYTHON" -m screener -h >&-', 3, "standard output is closed"),
        ('"$PYTHON" -m screener export --help >&-', 3, "standard output is closed"),
        ('"$PYTHON" -m screener export >&-', 3, "standard output is closed"),
        ('"$PYTHON" -m screener export 2>/dev/full', 0, ""),
        ('"$PYTHON" -m screener sectors | true; exit ${PIPESTATUS[0]}', 0, ""),
        ('"$PYTHON" -m screener sectors >/dev/full', 3, "No space left on device"),
        ('"$PYTHON" -m screener funnel | true; exit ${PIPESTATUS[0]}', 0, ""),
        ('"$PYTHON" -m screener funnel >/dev/full', 3, "No space left on device"),
        ('"$PYTHON" -m screener calendar >/dev/full', 3, "No space left on device"),
        ('"$PYTHON" -m screener calendar --format csv >&-', 3, "standard output is closed"),
        ('"$PYTHON" -m screener status >&-', 3, "standard output is closed"),
        ('"$PYTHON" -m screener calendar --format csv -o /dev/full', 2, "no place for a file"),
        ('"$PYTHON" -m screener --version >/dev/full', 3, "No space left on device"),
    ],
)
def test_a_stream_that_fails_ends_without_a_traceback(
    process, shell: str, code: int, said: str
) -> None:
    ran = process(shell=shell)
    assert ran.code == code
    assert "Traceback" not in ran.err
    assert said in ran.err
    assert len(ran.err.splitlines()) <= 2


@pytest.mark.skipif(os.name == "nt", reason="names are texts there")
@pytest.mark.parametrize("verb", ["presets", "watchlist"])
def test_a_path_goes_to_a_pipe_as_it_is(process, verb: str) -> None:
    name = {"presets": "presets", "watchlist": "watchlist.toml"}[verb]
    ran = process(
        shell="export SCREENER_CONFIG_DIR=$'/caf\\xe9'\n"
        f'"$PYTHON" -m screener {verb} path | cmp - <(echo "$SCREENER_CONFIG_DIR/{name}")'
    )
    assert (ran.code, ran.out, ran.err) == (0, "", "")


def test_an_interrupt_leaves_with_130(screen, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("screener.presets.load_preset", interrupt)
    assert screen("export").code == 130


def test_the_public_api_is_imported_when_first_used(process) -> None:
    ran = process(
        python="import sys, screener; assert 'polars' not in sys.modules;"
        "assert 'pydantic' not in sys.modules;"
        "from screener import Screen, Universe, open_universe;"
        "print(Screen(growth_above='4%').growth_above, sorted(dir(screener)))"
    )
    names = ["Screen", "Universe", "__version__", "load_preset", "open_universe", "rewind"]
    assert ran.out == f"0.04 {names}\n", ran.err


def test_the_public_api_has_no_other_names() -> None:
    import screener

    with pytest.raises(AttributeError, match="no attribute 'nope'"):
        screener.nope  # noqa: B018  # looking is what fails


@pytest.fixture
def ctrl_c(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setitem(interrupts._state, "came", False)
    monkeypatch.setattr(sys, "unraisablehook", sys.unraisablehook)
    numbers = [
        getattr(signal, name) for name in ("SIGINT", *program._ENDS) if hasattr(signal, name)
    ]
    before = {number: signal.getsignal(number) for number in numbers}
    signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def test_ctrl_c_ends_the_program_and_a_second_one_disturbs_no_cleaning_up(
    ctrl_c: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []

    def run() -> None:
        try:
            signal.raise_signal(signal.SIGINT)
            done.append("work")
        finally:
            signal.raise_signal(signal.SIGINT)
            done.append("cleaned up")

    monkeypatch.setattr(cli, "main", run)
    with pytest.raises(SystemExit) as left:
        program.main()
    assert (left.value.code, done) == (130, ["cleaned up"])


def test_a_ctrl_c_that_was_not_heard_is_no_success(
    ctrl_c: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run() -> None:
        with contextlib.suppress(KeyboardInterrupt):  # as polars does where it calls back
            signal.raise_signal(signal.SIGINT)
        sys.exit(0)

    monkeypatch.setattr(cli, "main", run)
    with pytest.raises(SystemExit) as left:
        program.main()
    assert left.value.code == 130


def test_where_ctrl_c_is_ignored_from_the_start_it_stays_ignored(
    ctrl_c: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # as nohup and a shell's & do
    monkeypatch.setattr(cli, "main", lambda: signal.raise_signal(signal.SIGINT))
    program.main()
    assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
