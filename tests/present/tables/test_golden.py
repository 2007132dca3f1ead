"""Every format byte by byte, as it was looked at and approved: of a small snapshot, by ``export``.

After a change that was meant, look at what it gives and approve it with ``--snapshot-update``. A
workbook is compared by its parts: how they are compressed is zlib's affair. The bytes of a Parquet
file depend on the version of polars: its schema, its rows and its metadata are compared, and that
two runs give the same."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension
from tests.frames import AS_OF, write_snapshot

from screener import cli
from screener.screening import about

ROW = {
    "ticker": "GOOD", "name": 'Good, "Great" & Co', "cik": 1, "sector": "Energy",
    "weight": 0.00034, "price": 12.5, "revenue_ttm": 3626396000.0, "net_income_ttm": 5e6,
    "revenue_growth": 0.184, "profitable": True, "profitable_years": 7, "pe": 12.3456789,
    "zombie_oecd": "no", "debt_type": "fixed", "filed": AS_OF, "shares_outstanding": 1234567.0,
}  # fmt: skip
ROWS = [
    ROW,
    ROW | {"ticker": "EVIL", "name": "=cmd|' /C calc'!A0", "cik": 2, "revenue_growth": 0.1 + 0.2},
    ROW | {"ticker": "MARK", "name": "*Mark* [x](http://y) <b>|\x1b[31m", "cik": 3, "pe": None},
    ROW | {"ticker": "DARK", "name": "資料 Ünïcode", "cik": None, "revenue_growth": None,
           "net_income_ttm": -1.5, "filed": None, "zombie_oecd": "unknown"},
    ROW | {"ticker": None, "name": None, "revenue_growth": float("nan"), "profitable": False},
]  # fmt: skip
COLUMNS = (
    "ticker,name,cik,weight,price,revenue_ttm,revenue_growth,net_income_ttm,profitable,"
    "profitable_years,pe,debt_type,zombie,filed,shares_outstanding"
)
EXPORT = ["export", "--columns", COLUMNS, "--unknown", "include", "--explain", "--all"]


class Bytes(SingleFileSnapshotExtension):
    """A file as it was written."""

    def serialize(self, data: Any, **_: Any) -> bytes:
        return bytes(data)


@pytest.fixture(autouse=True)
def _small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(about, "__version__", "1.2.3")
    write_snapshot(tmp_path / "data", metrics=ROWS, fund="A | fund", sample=True)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Return the program, to be called with arguments that it can carry out."""

    def program(*arguments: str) -> None:
        monkeypatch.setattr("sys.argv", ["screen", *arguments])
        with pytest.raises(SystemExit) as left:
            cli.main()
        assert not left.value.code

    return program


def exported(run: Callable[..., None], path: Path, *options: str) -> bytes:
    run(*EXPORT, "--output", str(path), *options)
    return path.read_bytes()


@pytest.mark.parametrize("suffix", [".csv", ".ndjson", ".json", ".md", ".txt"])
def test_text(run, tmp_path: Path, snapshot: SnapshotAssertion, suffix: str) -> None:
    assert exported(run, tmp_path / f"out{suffix}") == snapshot(extension_class=Bytes)


def test_csv_for_spreadsheets(run, tmp_path: Path, snapshot: SnapshotAssertion) -> None:
    data = exported(run, tmp_path / "out.csv", "--bom", "--excel-safe")
    assert data == snapshot(extension_class=Bytes)


def test_workbook(run, tmp_path: Path, snapshot: SnapshotAssertion) -> None:
    data = exported(run, tmp_path / "out.xlsx")
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        parts = b"".join(
            f"== {name}\n".encode() + file.read(name).replace(b"><", b">\n<") + b"\n"
            for name in file.namelist()
            if "theme" not in name  # the library's own: fonts and colours
        )
    assert parts == snapshot(extension_class=Bytes)
    assert exported(run, tmp_path / "again.xlsx") == data


def test_parquet(run, tmp_path: Path, snapshot: SnapshotAssertion) -> None:
    path = tmp_path / "out.parquet"
    data = exported(run, path)
    with duckdb.connect() as database:
        rows = database.execute("SELECT * FROM read_parquet(?)", [str(path)])
        schema = [f"{column[0]} {column[1]}" for column in rows.description]
        values = [repr(row) for row in rows.fetchall()]
        said = database.execute(
            "SELECT decode(key), decode(value) FROM parquet_kv_metadata(?)", [str(path)]
        ).fetchall()
        packed = database.execute(
            "SELECT DISTINCT compression FROM parquet_metadata(?)", [str(path)]
        ).fetchall()
    about = [f"{what}: {value}" for what, value in sorted(said) if what != "ARROW:schema"]
    text = "\n".join([*schema, "", *values, "", *about, ""])
    assert text.encode() == snapshot(extension_class=Bytes)
    assert packed == [("ZSTD",)]
    assert exported(run, tmp_path / "again.parquet") == data


@pytest.mark.parametrize("suffix", [".json", ".md", ".txt"])
def test_several_tables(run, tmp_path: Path, snapshot: SnapshotAssertion, suffix: str) -> None:
    path = tmp_path / f"out{suffix}"
    run("zombies", "--output", str(path))
    assert path.read_bytes() == snapshot(extension_class=Bytes)
