"""Whatever takes the data away or refuses it, in every format: no traceback, the right code, and
the file that was there as it was."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

import pytest
from tests.test_files import KILLED_BEFORE_THE_REPLACING, NO_RIGHTS

from screener import paths
from screener.paths import sample_dir
from screener.present.tables.writing import FORMATS, Format
from screener.watchlist import watchlist_path

OLD = b"old" * 1000
EXPORT = '"$PYTHON" -m screener export --quiet --format'
WITHOUT_ROOM = "ulimit -f 0; "  # Python itself ignores the signal that comes with it

in_every_format = pytest.mark.parametrize("output_format", FORMATS)
pytestmark = pytest.mark.usefixtures("snapshot")


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """Return a file that an export is to replace, alone in a folder."""
    path = tmp_path / "folder" / "out.file"
    path.parent.mkdir()
    path.write_bytes(OLD)
    return path


def unharmed(old: Path) -> bool:
    return old.read_bytes() == OLD and [*old.parent.iterdir()] == [old]


def python(hook: str, output_format: Format, target: Path) -> str:
    arguments = ["screen", "export", "--quiet", "--format", output_format, "--output", str(target)]
    return f"{hook}\nimport sys\nsys.argv = {arguments}\nfrom screener.cli import main\nmain()"


@in_every_format
def test_a_reader_that_leaves_ends_it_quietly(process, output_format: Format) -> None:
    # All columns of the sample's companies: far more than a pipe holds.
    everything = "--preset everything --columns all --snapshot"
    line = f'{EXPORT} {output_format} {everything} "$SAMPLE"'
    ran = process(shell=f"{line} | head -c 1 >/dev/null; exit ${{PIPESTATUS[0]}}")
    assert (ran.code, ran.out, ran.err) == (0, "", "")


@in_every_format
@pytest.mark.parametrize(
    ("stdout", "said"),
    [
        (">&-", "error: standard output is closed\nName a file with --output.\n"),
        (">/dev/full", "error: standard output: No space left on device\n"),
    ],
    ids=["closed", "full"],
)
def test_a_standard_output_that_takes_nothing_is_told(
    process, output_format: Format, stdout: str, said: str
) -> None:
    ran = process(shell=f"{EXPORT} {output_format} {stdout}")
    assert (ran.code, ran.out, ran.err) == (3, "", said)


@in_every_format
def test_a_full_disk_leaves_the_old_file(process, output_format: Format, old: Path) -> None:
    ran = process(shell=f'{WITHOUT_ROOM}{EXPORT} {output_format} --output "{old}"')
    assert (ran.code, ran.out) == (3, "")
    assert ran.err == (
        f"error: {old}: File too large\n"
        "Choose another place with --output; nothing that was there is lost.\n"
    )
    assert unharmed(old)


@in_every_format
def test_a_place_that_cannot_be_is_told(process, output_format: Format, old: Path) -> None:
    ran = process(shell=f'{EXPORT} {output_format} --output "{old}/under/a/file"')
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.startswith(f"error: {old}/under/a/file: Not a directory\nChoose another place")
    assert unharmed(old)


@pytest.mark.skipif(sys.platform != "linux", reason="capabilities are Linux's")
@in_every_format
def test_a_read_only_folder_is_told(process, output_format: Format, old: Path) -> None:
    old.parent.chmod(0o555)
    ran = process(python=python(NO_RIGHTS, output_format, old))
    old.parent.chmod(0o755)
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.startswith(f"error: {old}: Permission denied\nChoose another place")
    assert unharmed(old)


@in_every_format
def test_a_process_that_is_killed_while_it_writes_leaves_the_old_file(
    process, output_format: Format, old: Path
) -> None:
    ran = process(python=python(KILLED_BEFORE_THE_REPLACING, output_format, old))
    assert ran.code == -signal.SIGKILL
    assert old.read_bytes() == OLD
    # It had written all of the new one, under a name that nobody takes for it.
    [left] = [path for path in old.parent.iterdir() if path != old]
    assert left.name.startswith(".") and left.suffix == ".part"
    assert left.stat().st_size


@pytest.mark.parametrize(
    ("verb", "output_format"),
    [
        ("zombies --table years", "xlsx"),
        ("fields", "json"),
        ("zombies", "text"),
        ("watchlist list", "csv"),
        ("compare HXMV QRMFB3", "json"),
        ("histogram pe", "text"),
    ],
)
def test_other_verbs_fail_alike(process, verb: str, output_format: Format, old: Path) -> None:
    run = f'"$PYTHON" -m screener {verb} --snapshot "$SAMPLE" --format {output_format}'
    ran = process(shell=f'{WITHOUT_ROOM}{run} --output "{old}"')
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.startswith(f"error: {old}: File too large\n")
    assert unharmed(old)
    assert process(shell=f"{run} >/dev/full").code == 3


@pytest.fixture(autouse=True)
def _sample(project_root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAMPLE", str(project_root / "src" / "screener" / "sample"))


@pytest.mark.parametrize(
    "words", ["export --all", "zombies --table differences", "fields", "export --format json"]
)
def test_an_unbuffered_stream_is_written_whole_or_refused(
    process, words: str, tmp_path: Path
) -> None:
    """With PYTHONUNBUFFERED one write may take a part of the data, and say so only by its count."""
    words += f" --quiet --snapshot {sample_dir()}"
    whole = process(shell=f'"$PYTHON" -m screener {words}').out
    run = f'PYTHONUNBUFFERED=1 "$PYTHON" -m screener {words}'
    assert process(shell=f"{run} | cat").out == whole
    target = tmp_path / "part"
    ran = process(shell=f"ulimit -f 8; trap '' XFSZ; {run} >{target}")
    assert ran.code == 3
    assert ran.err.startswith("error: standard output: File too large")


def test_what_is_read_is_never_written_over(screen, snapshot, tmp_path: Path) -> None:
    tickers = tmp_path / "mine.txt"
    tickers.write_text("GOOD\n")
    preset = tmp_path / "mine.toml"
    preset.write_text('title = "Mine"\n')
    table = snapshot.path / "metrics.parquet"
    before = table.read_bytes()
    pointer = snapshot.path.parent.parent / "current"
    assert screen("presets", "save", "mine", "--limit", "3").code == 0
    mine, yours = paths.user_presets_dir() / "mine.toml", "this is your settings, watchlist or"
    kept = mine.read_text()
    for output, words, what in (
        (table, ["export"], "this is a part of a snapshot"),
        (snapshot.path / "manifest.json", ["status", "--format", "json"], "a part of a snapshot"),
        (pointer, ["sectors", "--format", "text"], "this is a part of a snapshot"),
        (tickers, ["export", "--tickers", str(tickers)], "this file is read for it"),
        (preset, ["show", "GOOD", "--preset", str(preset), "--format", "json"], "is read for it"),
        (tickers, ["diff", "2026", str(tickers), "--format", "json"], "this file is read for it"),
        ("/dev/fd/1", ["export", "--format", "csv"], "this is no place for a file"),
        (mine, ["export", "--preset", "mine", "--format", "csv"], yours),
        (watchlist_path(), ["presets", "list", "--format", "csv"], yours),
        (paths.settings_file(), ["sectors", "--format", "json"], yours),
    ):
        ran = screen(*words, "--output", str(output))
        assert (ran.code, ran.out) == (2, "")
        assert what in ran.err
    assert table.read_bytes() == before
    assert tickers.read_text() == "GOOD\n"
    assert preset.read_text() == 'title = "Mine"\n'
    assert mine.read_text() == kept
    (tmp_path / "manifest.json").write_text("{}")  # of a web project
    assert screen("export", "-q", "-o", str(tmp_path / "a.csv")).code == 0


@pytest.mark.parametrize("name", ["-", "/dev/stdout"])
def test_standard_output_has_a_name(screen, snapshot, name: str) -> None:
    assert screen("export", "-q", "-o", name).out == screen("export", "-q").out


def test_damage_is_told_also_where_nobody_reads(process, snapshot) -> None:
    path = snapshot.path / "facts.parquet"
    path.write_bytes(path.read_bytes() + b"x")
    ran = process(shell='"$PYTHON" -m screener status --check | true; exit ${PIPESTATUS[0]}')
    assert ran.code == 3
    assert "damaged: facts" in ran.err


def test_a_help_that_nobody_reads_to_its_end_is_done(process) -> None:
    ran = process(shell='"$PYTHON" -m screener -h | true; exit ${PIPESTATUS[0]}')
    assert (ran.code, ran.err) == (0, "")
