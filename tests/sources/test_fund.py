"""Holdings from whichever file has them."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from tests.nport import position, report

from screener.errors import SourceError
from screener.sources.fund import read_fund

CSV = (
    b"Ticker,Name,Sector,Asset Class,Market Value,Quantity,Price,Exchange\n"
    b"ALFA,ALFA TOOLS INC,Energy,Equity,6000,600,10,NYSE\n"
)


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize(("data", "name"), [(CSV, "ALFA TOOLS INC"), (report(position()), None)])
def test_the_content_tells_what_it_is(
    tmp_path: Path, data: bytes, name: str | None, packed: bool
) -> None:
    path = tmp_path / "any.bin"
    path.write_bytes(gzip.compress(data, mtime=0) if packed else data)
    found = read_fund(path)
    assert found.constituents["name"].to_list() == [name or "Alfa Tools, Inc."]
    assert (found.securities is None) == (name is not None)


def test_the_series_of_a_report_is_checked(tmp_path: Path) -> None:
    path = tmp_path / "primary_doc.xml"
    path.write_bytes(report(position()))
    assert read_fund(path, "S000099999").series == "S000099999"
    with pytest.raises(SourceError, match="is another fund's"):
        read_fund(path, "S000004344")
    path.write_bytes(CSV)
    assert read_fund(path, "S000004344").series is None


def test_a_report_in_utf_16_is_one(tmp_path: Path) -> None:
    path, plain = tmp_path / "primary_doc.xml", report(position())
    path.write_bytes(plain.decode().replace("UTF-8", "UTF-16").encode("utf-16"))
    wide = read_fund(path)
    path.write_bytes(plain)
    assert wide.constituents.equals(read_fund(path).constituents)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "is empty"),
        (b"<html>Sorry</html>", "is a web page"),
        (b"<!DOCTYPE html><html>Sorry</html>", "is a web page"),
        (b"<?xml version='1.0'?><html/>", "is a web page"),
        ("<html>Sorry</html>".encode("utf-16"), "is a web page"),
        (
            "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><edgarSubmission/>".encode(
                "utf-16"
            ),
            "declares a document type or entities",
        ),
        (report(position())[:-50], "is no XML, or cut"),
        (gzip.compress(report(position()), mtime=0)[:-9], "is cut"),
        (b"a,b\n1,2\n", "is not a holdings file"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_neither_is_one_clear_error(tmp_path: Path, data: bytes, told: str) -> None:
    path = tmp_path / "holdings.csv"
    path.write_bytes(data)
    with pytest.raises(SourceError, match=told) as caught:
        read_fund(path)
    assert caught.value.where == str(path)
    assert caught.value.next_step
