"""The daily index: every filing of the day whatever the widths, or one clear error."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.simulator.daily_index import FIRST_DAY, DailyIndex
from tests.simulator.draw import draw
from tests.simulator.exchange import history

from screener.errors import SourceError
from screener.sources.daily_index import IndexEntry, read_daily_index

PREAMBLE = """\
Description:           Daily Index of EDGAR Dissemination Feed by Form Type
Last Data Received:    Sep 9, 2026
Comments:              webmaster@sec.gov
Anonymous FTP:         ftp://ftp.sec.gov/edgar/



Form Type   Company Name                                                  CIK         Date Filed  File Name
"""  # noqa: E501 - lines as EDGAR writes them
RULE = "-" * 141 + "\n"
DAY = date(2026, 9, 9)
FORMS = (
    "10-K", "10-Q", "10-K405/A", "NT 10-K", "10-KT/A", "SC 13G/A", "N-14 8C/A", "4", "424B2",
    "S-8 POS", "SC TO-T/A", "DEF 14A", "20-F", "6-K", "NPORT-P/A",
)  # fmt: skip
NAMES = st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=58).map(
    lambda text: " ".join(f"A{text}".split())
)
"""Names as they come, of digits, blanks, dashes and whatever else."""


def entry(form: str = "10-K", company: str = "ALFA TOOLS INC", cik: int = 7) -> IndexEntry:
    return IndexEntry(form, company, cik, DAY, "0000000007-26-000003")


def line(one: IndexEntry, widths: tuple[int, int, int] = (17, 62, 12), day: str = "%Y%m%d") -> str:
    form, company, cik = (
        str(cell).ljust(width)
        for cell, width in zip((one.form, one.company, one.cik), widths, strict=True)
    )
    path = f"edgar/data/{one.cik}/{one.accession}.txt"
    return f"{form}{company}{cik}{one.filed.strftime(day)}    {path}    "


def document(*lines: str) -> bytes:
    return (PREAMBLE + RULE + "".join(f"{text}\n" for text in lines)).encode()


@given(st.lists(st.tuples(st.integers(0, 10**6), NAMES), min_size=1, max_size=3))
def test_what_the_simulator_writes_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, drawn: list[tuple[int, str]]
) -> None:
    folder, index = tmp_path_factory.mktemp("index"), DailyIndex()
    filed = set()
    for seed, name in drawn:
        company = replace(draw(seed, 7), entity_name=name, number=seed)
        index.add(company)
        filed |= {
            IndexEntry(form, company.title, company.cik, day, accession)
            for accession, day, _, form in history(company)
            if day >= FIRST_DAY
        }
    index.write(folder)
    read = set()
    for path in folder.rglob("*.idx"):
        unreadable: list[str] = []
        entries = read_daily_index(path.read_bytes(), str(path), unreadable)
        assert {one.filed for one in entries} == {date.fromisoformat(path.stem[-8:])}
        assert unreadable == []
        read |= set(entries)
    assert read == filed


@given(
    st.lists(
        st.builds(entry, st.sampled_from(FORMS), NAMES, st.integers(1, 9_999_999)),
        min_size=1,
        max_size=4,
    ),
    st.tuples(st.integers(12, 20), st.integers(61, 70), st.integers(11, 14)),
    st.sampled_from(["%Y%m%d", "%Y-%m-%d"]),
)
def test_widths_and_the_form_of_the_day_do_not_matter(
    entries: list[IndexEntry], widths: tuple[int, int, int], day: str
) -> None:
    assert read_daily_index(document(*(line(one, widths, day) for one in entries))) == entries


def test_the_longest_forms_leave_one_blank() -> None:
    found = [entry("SEC STAFF ACTION"), entry("SEC STAFF LETTER")]
    assert read_daily_index(document(*map(line, found))) == found


def test_names_in_another_encoding_and_windows_line_ends() -> None:
    [read] = read_daily_index(document(line(entry(company="CAFÉ INC"))).decode().encode("latin-1"))
    assert read.company == "CAFÉ INC"
    data = document(line(entry())).replace(b"\n", b"\r\n")
    assert read_daily_index(data) == [entry()]


def test_no_character_of_a_name_reaches_the_terminal_as_a_command() -> None:
    [read] = read_daily_index(document(line(entry(company="ALFA\x9b31m \u202eTOOLS"))))
    assert read.company == "ALFA 31m TOOLS"


def damaged(text: str) -> str:
    return text.replace("edgar/data", "elsewhere")


def test_a_few_lines_that_can_not_be_read_are_left_out_and_told() -> None:
    bad = (
        damaged(line(entry())),
        line(entry()).replace("20260909", "20260931"),
        line(entry()).replace("edgar/data/7/", "edgar/data/8/"),
        "x" * 5000,
    )
    told: list[str] = []
    assert read_daily_index(document(line(entry()), *bad), "form.idx", told) == [entry()]
    assert len(told) == len(bad)
    assert read_daily_index(document(line(entry()), *bad)) == [entry()]


def test_of_a_long_index_one_line_in_a_hundred_may_be_unreadable() -> None:
    lines = [line(entry())] * 990 + [damaged(line(entry()))] * 10
    assert len(read_daily_index(document(*lines))) == 990
    with pytest.raises(SourceError, match="layout changed: 11 of 1,001 lines"):
        read_daily_index(document(*lines, lines[-1]))


WHOLE = document(line(entry()), line(entry("10-Q")))


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "is empty"),
        (b" \n", "is empty"),
        (b"<html>Undeclared Automated Tool</html>", "web page"),
        (b"\x1f\x8b\x08\x00" + bytes(99), "layout changed: it has no line of dashes"),
        (b'{"error": "no such key"}', "layout changed: it has no line of dashes"),
        (PREAMBLE.encode(), "layout changed: it has no line of dashes"),
        ((PREAMBLE + RULE).encode(), "is cut: it names no filing"),
        (WHOLE.rstrip()[:-1], "is cut: its last line is not whole"),
        (WHOLE[:-90], "is cut: its last line is not whole"),
        (document(damaged(line(entry()))), "layout changed: 1 of 1 lines can't be read"),
        (document(*["10-K|ALFA|7|2026-09-09|edgar/data/7/x.txt"] * 9), "layout changed: 9 of 9"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_whole_index_is_one_clear_error(data: bytes, told: str) -> None:
    with pytest.raises(SourceError, match=told) as caught:
        read_daily_index(data, "form.20260909.idx")
    assert caught.value.where == "form.20260909.idx"


@given(st.binary(max_size=300))
def test_no_bytes_fail_in_another_way(data: bytes) -> None:
    for content in (data, document(line(entry())) + data):
        try:
            read_daily_index(content)
        except SourceError as error:
            assert error.what


@pytest.mark.parametrize("cut", range(-180, 0, 7))
def test_a_cut_line_is_never_half_a_filing(cut: int) -> None:
    try:
        read = read_daily_index(WHOLE[:cut])
    except SourceError:
        return
    assert set(read) <= {entry(), entry("10-Q")}
