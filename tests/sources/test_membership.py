from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from screener.errors import SourceError
from screener.sources.membership import MEMBERSHIP, read_membership


def write(folder: Path, text: str | bytes) -> Path:
    path = folder / "members.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_columns_may_stand_in_any_order_among_others(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "\ufeffEnd_Date,note,TICKER,start_date\r\n"
        '2024-06-30,"a, b",bf.b,2020-01-01\r\n\r\n,,XX,2021-01-01\r\n',
    )
    found = read_membership(path)
    assert dict(found.schema) == MEMBERSHIP
    assert found.rows() == [
        ("BF.B", dt.date(2020, 1, 1), dt.date(2024, 6, 30)),
        ("XX", dt.date(2021, 1, 1), None),
    ]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "is empty"),
        ("ticker,start\nA,2020-01-01\n", "has no column end"),
        ("ticker,start,end\n", "holds no member"),
        ("ticker,start,end\nA,2020-01-01\n", "line 2: a row is too short"),
        ("ticker,start,end\nA,soon,\n", "line 2: 'soon' is not a day"),
        ("ticker,start,end\nA,2020-01-01,\n,2020-01-01,\n", "line 3: a row without a ticker"),
        ("ticker,start,end\nA,,\n", "line 2: a row without a start"),
        ("ticker,start,end\nA,2020-01-02,2020-01-01\n", "line 2: A ends before it starts"),
        ("<html><body>Denied</body></html>", "is a web page"),
        (b"ticker,start,end\n\xff\xfe,2020-01-01,\n", "not UTF-8 text"),
        ("ticker,start,end\nA,\x1b[31m,\n", "line 2: '[31m' is not a day"),
    ],
)
def test_what_is_no_such_table_is_refused_where_it_is(
    tmp_path: Path, text: str | bytes, what: str
) -> None:
    with pytest.raises(SourceError) as caught:
        read_membership(write(tmp_path, text))
    assert what in str(caught.value)
    assert "members.csv" in str(caught.value)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="there is no such file"):
        read_membership(tmp_path / "none.csv")


@pytest.mark.shared
def test_the_real_table(shared_data: Path) -> None:
    """The counts are those of its lines."""
    found = read_membership(shared_data / "membership" / "r2k_membership.csv")
    lines = (shared_data / "membership" / "r2k_membership.csv").read_text().splitlines()
    assert found.height == len(lines) - 1
    open_ended = sum(line.endswith(",") for line in lines[1:])
    assert found["end"].null_count() == open_ended > 1000
