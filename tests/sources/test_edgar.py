"""Ticker lists of EDGAR."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from screener.errors import SourceError
from screener.sources.edgar import TICKERS, read_tickers

PLAIN = {
    "0": {"cik_str": 67887, "ticker": "MOG-A", "title": "MOOG INC."},
    "1": {"cik_str": "0000320193", "ticker": "AAPL", "title": "Apple Inc."},
}
TABLE = {
    "fields": ["cik", "name", "ticker", "exchange"],
    "data": [[67887, "MOOG INC.", "MOG-A", "NYSE"], [320193, "Apple Inc.", "AAPL", None]],
}


def write(tmp_path: Path, content: Any) -> Path:
    path = tmp_path / "tickers.json"
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return path


@pytest.mark.parametrize(
    "content", [PLAIN, TABLE, gzip.compress(json.dumps(TABLE).encode(), mtime=0)]
)
def test_both_shapes_plain_or_gzipped_give_the_same_rows(tmp_path: Path, content: Any) -> None:
    frame = read_tickers(write(tmp_path, content))
    assert dict(frame.schema) == TICKERS
    assert frame.rows() == [("MOG-A", 67887, "MOOG INC."), ("AAPL", 320193, "Apple Inc.")]


def test_a_filer_without_ticker_is_left_out(tmp_path: Path) -> None:
    data = [[1, "NO TICKER INC", None, None], [2, None, "b", None]]
    assert read_tickers(write(tmp_path, TABLE | {"data": data})).rows() == [("B", 2, "")]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is empty"),
        (b"<html>Request Rate Threshold Exceeded</html>", "web page"),
        (json.dumps(PLAIN).encode()[:-9], "is no JSON, or cut"),
        (gzip.compress(json.dumps(PLAIN).encode(), mtime=0)[:-9], "is cut"),
        (b"\xff\xfe\x00", "is no JSON"),
        (b"[1, 2]", "not a ticker list"),
        (b"7", "not a ticker list"),
        (b'{"a": 1}', "not a ticker list"),
        (b'{"fields": ["cik", "name"], "data": []}', "not a ticker list"),
        (b'{"fields": ["cik", "name", "ticker"], "data": [[1]]}', "not a ticker list"),
        (b'{"0": {"cik_str": "x", "ticker": "A", "title": "B"}}', "not a ticker list"),
        (b'{"0": {"cik_str": 1.5, "ticker": "A", "title": "B"}}', "not a ticker list"),
        (b'{"0": {"cik_str": true, "ticker": "A", "title": "B"}}', "not a ticker list"),
        (b'{"0": {"cik_str": -1, "ticker": "A", "title": "B"}}', "not a ticker list"),
        (b'{"0": {"cik_str": 1, "ticker": 5, "title": "B"}}', "not a ticker list"),
        (b"{}", "holds no tickers"),
    ],
)
def test_what_is_no_ticker_list_is_one_clear_error(
    tmp_path: Path, content: bytes, told: str
) -> None:
    with pytest.raises(SourceError, match=told) as caught:
        read_tickers(write(tmp_path, content))
    assert "tickers.json" in caught.value.where


def test_brackets_without_end_are_one_clear_error(tmp_path: Path) -> None:
    path = tmp_path / "tickers.json"
    path.write_bytes(b"[" * 200_000)
    with pytest.raises(SourceError):
        read_tickers(path)


def test_a_missing_ticker_list(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no such file"):
        read_tickers(tmp_path / "absent.json")


@pytest.mark.shared
def test_the_real_ticker_lists(shared_data: Path) -> None:
    newest = read_tickers(shared_data / "tickers" / "company_tickers.json")
    older = read_tickers(shared_data / "tickers" / "company_tickers_exchange.json")
    assert (newest.height, older.height) == (10_433, 9_708)
    assert newest.row(0) == ("NVDA", 1045810, "NVIDIA CORP")
