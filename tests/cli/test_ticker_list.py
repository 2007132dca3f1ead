"""``--tickers``: a list, or a file of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.cli.six import NOT_TEXT, refused, tickers

if TYPE_CHECKING:
    from tests.cli.six import Program


@pytest.fixture(autouse=True)
def current(six: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the six the current snapshot."""
    monkeypatch.setenv("SCREENER_DATA_DIR", str(six))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("AAA", ["AAA"]),
        ("aaa,Ccc", ["AAA", "CCC"]),
        (" AAA , CCC ,", ["AAA", "CCC"]),
        ("BRK.B", ["BRKB"]),
        ("brk-b,ZZZ", ["BRKB"]),
        ("BRK/B", ["BRKB"]),
        ("ZZZ", []),
        ("ANY,AAA", ["AAA"]),
    ],
)
def test_a_list_keeps_only_these(screen: Program, given: str, kept: list[str]) -> None:
    ran = screen("export", "--preset", "everything", "--sort", "ticker", "--tickers", given)
    assert tickers(ran) == kept
    assert f"{len(kept)} pass · {6 - len(kept)} fail · 0 unknown" in ran.err


@pytest.mark.parametrize("name", ["list.txt", "list", "a list.csv", "AAA.B"])
def test_a_file_is_known_by_its_name_or_by_being_there(
    screen: Program, tmp_path: Path, name: str
) -> None:
    (tmp_path / name).write_text("AAA\nCCC\n")
    ran = screen("export", "--preset", "everything", "--tickers", str(tmp_path / name))
    assert sorted(tickers(ran)) == ["AAA", "CCC"]


@pytest.mark.parametrize(
    "content",
    [
        b"AAA\nCCC\n",
        b"# mine\r\nAAA # the first\r\n\r\nCCC\r\n",
        b"\xef\xbb\xbfAAA,CCC",
        b"\xef\xbb\xbf# mine\r\naaa,ccc",
        b"AAA\n#CCC\nCCC#BRKB\n",
        b"AAA\tCCC\n\n\n",
        b"AAA\rCCC",
    ],
)
def test_a_file_lists_them_with_comments(screen: Program, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "list.txt"
    path.write_bytes(content)
    ran = screen("export", "--preset", "everything", "--tickers", str(path))
    assert sorted(tickers(ran)) == ["AAA", "CCC"]


def test_a_file_beside_one_is_meant_before_a_share_class(
    screen: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    options = ("export", "--preset", "everything", "--tickers", "BRK.B")
    assert tickers(screen(*options)) == ["BRKB"]
    (tmp_path / "BRK.B").write_text("CCC\n")
    assert tickers(screen(*options)) == ["CCC"]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("none.txt", None, "No such file or directory"),
        ("binary.bin", b"\x89PNG\r\n\x1a\n\xff\xfe", "not UTF-8 text"),
        ("wide.txt", "AAA\n".encode("utf-16"), "not UTF-8 text"),
        ("huge.txt", b"A" * 1_000_001, "larger than 1 MB"),
        ("folder.d", "folder", "not a file"),
    ],
    ids=["none", "binary", "utf-16", "huge", "folder"],
)
def test_a_file_that_lists_nothing_is_refused_by_its_name(
    screen: Program, tmp_path: Path, name: str, content: bytes | str | None, said: str
) -> None:
    path = tmp_path / name
    if isinstance(content, bytes):
        path.write_bytes(content)
    elif content:
        path.mkdir()
    error = refused(screen("export", "--tickers", str(path)))
    assert error.startswith(f"error: --tickers {path}: {said}")


def test_any_takes_the_presets_list_away(screen: Program, tmp_path: Path) -> None:
    preset = tmp_path / "q.toml"
    preset.write_text('tickers = ["AAA"]\nsort = ["ticker"]\n')
    assert tickers(screen("export", "--preset", str(preset))) == ["AAA"]
    assert len(tickers(screen("export", "--preset", str(preset), "--tickers", "Any"))) == 6
    assert tickers(screen("export", "--preset", str(preset), "--tickers", "CCC")) == ["CCC"]


@pytest.mark.parametrize("given", ["", " ", ",", "empty.txt", "comments.txt"])
def test_a_list_of_nothing_does_not_keep_everything(
    screen: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "comments.txt").write_text("# AAA\n\n")
    ran = screen("export", "--preset", "everything", "--tickers", given)
    assert ran.code == 2 or tickers(ran) == []


@pytest.mark.parametrize("given", ["folder", "./none", "folder/none"])
def test_a_path_without_a_suffix_is_not_a_ticker(
    screen: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    refused(screen("export", "--preset", "everything", "--tickers", given))


def test_a_list_can_come_from_a_program(process: Program) -> None:
    ran = process(
        shell='"$PYTHON" -m screener export --preset everything --tickers <(echo CCC) --quiet'
    )
    assert tickers(ran) == ["CCC"]


def test_a_ticker_that_is_no_text_is_refused(screen: Program) -> None:
    refused(screen("export", "--tickers", NOT_TEXT))
