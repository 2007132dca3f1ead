"""manifest.json: written whole, read whole, and anything else is one clear error."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.errors import SnapshotError
from screener.store.manifest import MANIFEST, Manifest, Source, encode, read_manifest
from screener.store.version import SCHEMA_VERSION

FULL = Manifest(
    schema_version=SCHEMA_VERSION,
    as_of=dt.date(2026, 6, 30),
    created="2026-07-01T00:00:00Z",
    fund="Fund “of” Funds",
    holdings_date=dt.date(2026, 6, 29),
    newest_filing=dt.date(2026, 6, 28),
    sample=True,
    sources=[Source("holdings", "a b/ü.csv", "00ff", "2026-06-30T12:00:00Z", "https://a.b/c.csv")],
    tables={"metrics": "ff"},
    counts={"rows_in": 3},
    coverage={"revenue_ttm": 0.25},
    reasons={"not reported": 4},
    warnings=["one", "two"],
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / MANIFEST).write_bytes(encode(FULL))
    return tmp_path


def test_it_is_read_as_it_was_written(folder: Path) -> None:
    assert read_manifest(folder) == FULL


def test_other_programs_can_read_it(folder: Path) -> None:
    text = (folder / MANIFEST).read_text(encoding="utf-8")
    assert json.loads(text) == json.loads(json.dumps(asdict(FULL), default=str))
    assert text.count("\n") > 20
    assert text.endswith("}\n")


def test_keys_of_a_newer_program_of_the_same_schema_are_ignored(folder: Path) -> None:
    content = json.loads((folder / MANIFEST).read_bytes()) | {"new": 1}
    (folder / MANIFEST).write_text(json.dumps(content))
    assert read_manifest(folder) == FULL


def test_a_manifest_from_before_origins_is_read_without_them(folder: Path) -> None:
    content = json.loads((folder / MANIFEST).read_bytes())
    del content["sources"][0]["origin"]
    (folder / MANIFEST).write_text(json.dumps(content))
    [source] = read_manifest(folder).sources
    assert (source.origin, source.place) == ("", "a b/ü.csv")


@pytest.mark.parametrize("version", [0, SCHEMA_VERSION + 1])
def test_another_schema_version_is_told_before_anything_else(folder: Path, version: int) -> None:
    (folder / MANIFEST).write_text(json.dumps({"schema_version": version, "as_of": "?"}))
    with pytest.raises(SnapshotError, match=f"schema version {version}, this program") as caught:
        read_manifest(folder)
    assert "screen build" in caught.value.next_step


@pytest.mark.parametrize(
    "data",
    [
        b"", b"{}", b"[]", b"null", b"{", b"\xff\xfe", b'{"schema_version": "1"}',
        b'{"schema_version": 3}', b'{"schema_version": 3, "as_of": "2026-02-30", "created": ""}',
        b'{"schema_version": 3, "as_of": "2026-02-03", "created": "\xff"}', b"[" * 10**5,
        b'{"schema_version": 3, "as_of": "2026-02-03", "created": "", "tables": []}',
    ],
)  # fmt: skip
def test_a_damaged_one_is_one_clear_error(folder: Path, data: bytes) -> None:
    (folder / MANIFEST).write_bytes(data)
    with pytest.raises(SnapshotError, match="damaged manifest") as caught:
        read_manifest(folder)
    assert caught.value.where == str(folder / MANIFEST)
    assert "screen build" in caught.value.next_step


@given(cut=st.integers(0, len(encode(FULL)) - 3))
def test_every_cut_is_seen(tmp_path_factory: pytest.TempPathFactory, cut: int) -> None:
    folder = tmp_path_factory.getbasetemp() / "cut"
    folder.mkdir(exist_ok=True)
    (folder / MANIFEST).write_bytes(encode(FULL)[:cut])
    with pytest.raises(SnapshotError):
        read_manifest(folder)


def test_a_folder_without_one_and_a_file_are_no_snapshots(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"")
    for path in (tmp_path, tmp_path / "absent", file):
        with pytest.raises(SnapshotError, match="no snapshot here"):
            read_manifest(path)
    (tmp_path / MANIFEST).mkdir()
    with pytest.raises(SnapshotError, match="not a file"):
        read_manifest(tmp_path)
