"""Folders and zips of companies' files: listed fast, read bounded, never extracted."""

from __future__ import annotations

import gzip
import pickle
import struct
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from screener.errors import SourceError
from screener.sources import archive
from screener.sources.archive import inflate, open_archive

ALFA = "CIK0000000007.json"
BODY = b'{"cik": 7, "facts": {}}'


def make_zip(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            file.writestr(name, data)
    return path


def test_a_folder_with_every_kind_of_name(tmp_path: Path) -> None:
    (tmp_path / ALFA).write_bytes(BODY)
    (tmp_path / "CIK0000000007_2026-01-30.json.gz").write_bytes(gzip.compress(b"older"))
    (tmp_path / "CIK0000000009.json.gz").write_bytes(b"plain in spite of its name")
    (tmp_path / "CIK0000000007-submissions-001.json").write_bytes(b"a page of older filings")
    (tmp_path / "CIK123.json").write_bytes(b"too short")
    (tmp_path / "README.md").write_bytes(b"")
    (tmp_path / "CIK0000000008.json").mkdir()
    found = open_archive(tmp_path)
    assert found.ciks == {7, 9}
    assert found.read(7) == [BODY, b"older"]
    assert found.read(9) == [b"plain in spite of its name"]
    assert found.read(8) == []
    assert found.warnings == ()


def test_links_are_not_followed_out_of_the_folder(tmp_path: Path) -> None:
    secret = tmp_path / "secret.json"
    secret.write_bytes(b"outside")
    folder = tmp_path / "facts"
    folder.mkdir()
    (folder / "CIK0000000009.json").write_bytes(BODY)
    (folder / ALFA).symlink_to(secret)
    (folder / "CIK0000000008.json").symlink_to(folder / "CIK0000000009.json")
    found = open_archive(folder)
    assert found.ciks == {8, 9}
    assert found.warnings == (f"1 link out of the folder left out, such as '{ALFA}'",)


def test_a_link_to_itself_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "CIK0000000009.json").write_bytes(BODY)
    (tmp_path / ALFA).symlink_to(tmp_path / ALFA)
    found = open_archive(tmp_path)
    assert found.ciks == {9}
    assert ALFA in found.warnings[0]


def test_a_zip_with_folders_gzipped_members_and_strangers(tmp_path: Path) -> None:
    members = {
        ALFA: BODY,
        "more/CIK0000000007.json.gz": gzip.compress(b"older"),
        "CIK0000000009.json": b"nine",
        "CIK0000000009-submissions-001.json": b"page",
        "notes.txt": b"",
    }
    found = open_archive(make_zip(tmp_path / "facts.zip", members))
    assert found.ciks == {7, 9}
    assert found.read(7) == [BODY, b"older"]
    assert found.warnings == ()
    found.close()


def test_of_a_zip_only_some_companies_may_be_wanted(tmp_path: Path) -> None:
    members = {ALFA: BODY, f"more/{ALFA}.gz": BODY, "CIK0000000009.json": b"nine", "notes.txt": b""}
    with closing(open_archive(make_zip(tmp_path / "facts.zip", members), {7, 8})) as found:
        assert found.ciks == {7}
        assert found.read(7) == [BODY, BODY]
        assert found.read(9) == []
        again = pickle.loads(pickle.dumps(found))
    assert again.ciks == {7}
    again.close()


@pytest.mark.parametrize("prefix", ["../", "a/../../", "/", "C:/", "..\\", "\\\\host\\share\\"])
def test_members_with_unsafe_names_are_left_out_and_counted(tmp_path: Path, prefix: str) -> None:
    found = open_archive(
        make_zip(tmp_path / "facts.zip", {prefix + ALFA: BODY, "CIK0000000009.json": b"9"})
    )
    assert found.ciks == {9}
    assert len(found.warnings) == 1
    assert "1 member with an unsafe name" in found.warnings[0]


def test_a_worker_gets_its_own_archive(tmp_path: Path) -> None:
    found = open_archive(make_zip(tmp_path / "facts.zip", {ALFA: BODY}))
    packed = pickle.dumps(found)
    found.close()
    assert len(packed) < 1000
    assert pickle.loads(packed).read(7) == [BODY]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "not a whole zip"),
        (b"no zip at all" * 99, "not a whole zip"),
        (BODY, "not a whole zip"),
    ],
)
def test_what_is_no_zip_is_one_clear_error(tmp_path: Path, content: bytes, told: str) -> None:
    path = tmp_path / "facts.zip"
    path.write_bytes(content)
    with pytest.raises(SourceError, match=told):
        open_archive(path)


def test_a_missing_archive_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no such folder or zip"):
        open_archive(tmp_path / "absent")


def test_a_cut_zip_is_one_clear_error(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "facts.zip", {ALFA: BODY * 50})
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(SourceError, match="not a whole zip"):
        open_archive(path)


def test_one_damaged_member_does_not_hide_the_others(tmp_path: Path) -> None:
    noise = bytes(range(256)) * 4
    path = make_zip(tmp_path / "facts.zip", {ALFA: noise, "CIK0000000009.json": b"nine"})
    data = bytearray(path.read_bytes())
    data[30 + len(ALFA) + 20] ^= 0xFF
    path.write_bytes(data)
    found = open_archive(path)
    with pytest.raises(SourceError, match="damaged") as caught:
        found.read(7)
    assert ALFA in caught.value.where
    assert found.read(9) == [b"nine"]


def test_an_encrypted_member_is_one_clear_error(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "facts.zip", {ALFA: BODY})
    data = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    path.write_bytes(data)
    with pytest.raises(SourceError, match="encrypted"):
        open_archive(path).read(7)


def test_a_bomb_in_a_zip_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "_FREE", 2**16)
    path = make_zip(tmp_path / "facts.zip", {ALFA: bytes(2**24)})
    with pytest.raises(SourceError, match="out of all proportion"):
        open_archive(path).read(7)


def test_a_bomb_that_lies_about_its_size_gives_no_more_than_it_says(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "facts.zip", {ALFA: bytes(2**24)})
    data = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<L", data, data.index(mark) + offset, 100)
    path.write_bytes(data)
    with pytest.raises(SourceError, match="damaged"):
        open_archive(path).read(7)


def test_a_gzip_bomb_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "_FREE", 2**16)
    with pytest.raises(SourceError, match="out of all proportion"):
        inflate(gzip.compress(bytes(2**24)), "bomb.gz")


def test_a_file_beyond_the_limit_is_refused_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "_LIMIT", 10)
    (tmp_path / ALFA).write_bytes(BODY)
    with pytest.raises(SourceError, match="out of all proportion"):
        open_archive(tmp_path).read(7)


@given(st.lists(st.binary(max_size=200), min_size=1, max_size=3))
def test_gzip_in_one_or_several_parts_is_inflated(parts: list[bytes]) -> None:
    assert inflate(b"".join(map(gzip.compress, parts)), "x.gz") == b"".join(parts)


@given(st.integers(min_value=3, max_value=10**6))
def test_every_cut_of_a_gzip_is_seen(length: int) -> None:
    whole = gzip.compress(BODY)
    with pytest.raises(SourceError, match="cut"):
        inflate(whole[: 3 + length % (len(whole) - 3)], "x.gz")


def test_a_gzip_with_a_wrong_checksum_or_a_tail_is_damaged() -> None:
    whole = bytearray(gzip.compress(BODY))
    with pytest.raises(SourceError, match="more after"):
        inflate(bytes(whole) + b"tail", "x.gz")
    whole[-6] ^= 1
    with pytest.raises(SourceError, match="damaged"):
        inflate(bytes(whole), "x.gz")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data())
def test_no_damage_to_a_zip_fails_in_another_way(tmp_path: Path, data: st.DataObject) -> None:
    path = make_zip(
        tmp_path / "facts.zip", {ALFA: BODY, "CIK0000000009.json.gz": gzip.compress(BODY)}
    )
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 3))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(content)
    try:
        found = open_archive(path)
        for cik in found.ciks:
            found.read(cik)
    except SourceError:
        pass


def test_a_name_that_is_no_utf_8_is_damage(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "facts.zip", {ALFA: BODY})
    content = bytearray(path.read_bytes())
    content[6:8] = b"\x00\x08"  # the local header says UTF-8,
    content[30] = 0x80  # and its name begins with a byte that none begins with
    path.write_bytes(content)
    found = open_archive(path)
    with pytest.raises(SourceError, match="is damaged"):
        found.read(min(found.ciks))


def test_damage_in_any_way_of_packing_is_damage(tmp_path: Path) -> None:
    path = tmp_path / "facts.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as file:
        file.writestr(ALFA, BODY)
    content = bytearray(path.read_bytes())
    start = 30 + len(ALFA)
    content[start + 4 : start + 9] = b"\xff" * 5  # the properties of the LZMA stream
    path.write_bytes(content)
    found = open_archive(path)
    with pytest.raises(SourceError, match="is damaged"):
        found.read(min(found.ciks))


@pytest.mark.shared
def test_the_real_folders(shared_data: Path) -> None:
    facts = open_archive(shared_data / "companyfacts")
    assert len(facts.ciks) == 21
    assert [data[:1] for data in facts.read(320193)] == [b"{"]
    assert len(open_archive(shared_data / "companyfacts_trimmed").ciks) == 46
    assert open_archive(shared_data / "companyfacts_older").ciks == {320193, 1652044}
