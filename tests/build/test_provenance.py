"""Every input stands in the manifest with its address, its time and the hash of its bytes."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest
from tests.makers import market, plain_facts, write_folder, write_zip

from screener.build.provenance import provenance
from screener.errors import SourceError
from screener.sources.archive import open_archive


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def test_every_input_is_named_with_its_hash(tmp_path: Path) -> None:
    found = market(tmp_path)
    request = found.request()
    archive = write_zip(tmp_path / "facts.zip", found.files)
    history = write_folder(tmp_path / "s", {"CIK0000000101.json": b"{}"})
    os.utime(archive, (0, 86_400))
    sources = found.build(facts=(*request.facts, archive), submissions=(history,)).snapshot
    listed = [(source.kind, source.address, source.sha256) for source in sources.manifest.sources]
    folder = "".join(f"{name} {sha256(found.files[name])}\n" for name in sorted(found.files))
    assert listed == [
        ("holdings", str(request.holdings), sha256(request.holdings.read_bytes())),
        ("tickers", str(request.tickers[0]), sha256(request.tickers[0].read_bytes())),
        ("facts", str(request.facts[0]), sha256(folder.encode())),
        ("facts", str(archive), sha256(archive.read_bytes())),
        ("submissions", str(history), sha256(f"CIK0000000101.json {sha256(b'{}')}\n".encode())),
    ]
    assert sources.manifest.sources[3].modified == "1970-01-02T00:00:00Z"


def test_an_input_says_where_it_was_fetched_from_and_still_where_it_lay(tmp_path: Path) -> None:
    found = market(tmp_path)
    request = found.request()
    origins = {
        request.holdings: "https://fund.example/holdings.csv",
        request.facts[0]: "https://sec.example/companyfacts/",
        tmp_path / "else": "https://never.example/",
    }
    sources = found.build(origins=origins).snapshot.manifest.sources
    assert [(one.kind, one.origin, one.place) for one in sources] == [
        ("holdings", "https://fund.example/holdings.csv", "https://fund.example/holdings.csv"),
        ("tickers", "", str(request.tickers[0])),
        ("facts", "https://sec.example/companyfacts/", "https://sec.example/companyfacts/"),
    ]
    assert sources[0].address == str(request.holdings)


def test_a_folders_hash_is_that_of_the_companies_read(tmp_path: Path) -> None:
    found = market(tmp_path)
    hashes = [found.build().snapshot.manifest.sources[2].sha256]
    found.files["CIK0000000999.json"] = b"a company that the fund doesn't hold"
    found.files["README.md"] = b""
    hashes.append(found.build().snapshot.manifest.sources[2].sha256)
    found.add("NEW", 999, plain_facts(999))
    hashes.append(found.build().snapshot.manifest.sources[2].sha256)
    found.files["CIK0000000101.json"] += b" "
    hashes.append(found.build().snapshot.manifest.sources[2].sha256)
    assert hashes[0] == hashes[1]
    assert len(set(hashes)) == 3


def test_an_input_that_has_gone_since_is_one_clear_error(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "facts", {"CIK0000000101.json": b"{}"})
    archive = open_archive(folder)
    gone = tmp_path / "holdings.csv"
    with pytest.raises(SourceError, match="changed while it was read") as caught:
        provenance([("holdings", gone)], [("facts", archive)], frozenset({101}), {})
    assert caught.value.where == str(gone)


def test_a_folder_of_which_nothing_was_read_has_no_hash(tmp_path: Path) -> None:
    found = market(tmp_path)
    beside = write_folder(tmp_path / "beside", {"CIK0000000999.json": b"{}"})
    request = found.request()
    manifest = found.build(facts=(*request.facts, beside)).snapshot.manifest
    hashes = {Path(one.address).name: one.sha256 for one in manifest.sources}
    assert hashes["beside"] == ""
    assert len(hashes["facts"]) == 64
