"""The watchlist's text: what is written reads back, comments stay, damage names its line."""

from __future__ import annotations

import datetime as dt
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.errors import DataError
from screener.model.watched import Watched, WatchIndex
from screener.watchlist.reading import parse
from screener.watchlist.writing import text_of, with_entries, with_note, without

TEXTS = st.text(st.characters(codec="utf-8"), max_size=40)
ENTRIES = st.builds(
    Watched,
    ticker=st.sampled_from(["", "-", "AA", "BF.B", "x\ny"]),
    name=TEXTS.filter(bool),
    cik=st.none() | st.integers(1, 10**10 - 1),
    added=st.none() | st.dates(dt.date(1, 1, 1)),
    note=TEXTS,
)


@given(st.lists(ENTRIES, max_size=5), st.booleans())
def test_what_is_written_reads_back(entries: list[Watched], windows: bool) -> None:
    text = "# mine\r\n" if windows else ""
    text = with_entries(text, entries, "w.toml")
    assert parse(text, "w.toml") == tuple(entries)
    if windows:
        assert text.startswith("# mine\r\n")
        assert text.count("\n") == text.count("\r\n")


@given(st.lists(ENTRIES, min_size=1, max_size=5), st.data(), TEXTS)
def test_a_change_of_one_entry_leaves_the_others(
    entries: list[Watched], data: st.DataObject, note: str
) -> None:
    text = with_entries("", entries, "w.toml")
    assert parse(text_of(entries), "w.toml") == tuple(entries)
    one = data.draw(st.sampled_from(entries))

    def same(other: Watched) -> bool:
        return (other.identity, other.note) == (one.identity, one.note)

    noted = parse(with_note(text, [one], note, "w.toml"), "w.toml")
    assert noted == tuple(e.with_note(note) if same(e) else e for e in entries)
    fewer = parse(without(text, [one], "w.toml"), "w.toml")
    assert fewer == tuple(e for e in entries if not same(e))


BY_HAND = """\
# My list, since 2020.

[[company]]   # the first
ticker = "AA"
x-mood = "good"  # my own key

# Bought in March.
[[company]]
name = "Beta"
note = 'old'  # ask Ann

[x]
anything = [1, 2]
"""


def test_comments_and_the_users_own_keys_stay_where_they_are() -> None:
    first, second = parse(BY_HAND, "w.toml")
    text = with_note(BY_HAND, [first], "new", "w.toml")
    assert 'x-mood = "good"  # my own key\nnote = "new"\n\n# Bought in March.\n[[company]]' in text
    text = with_note(text, [second], "newer", "w.toml")
    assert 'note = "newer"  # ask Ann' in text
    text = without(text, [first.with_note("new")], "w.toml")
    assert text == (
        "# My list, since 2020.\n\n# Bought in March.\n[[company]]\n"
        'name = "Beta"\nnote = "newer"  # ask Ann\n\n[x]\nanything = [1, 2]\n'
    )
    text = with_entries(text, [Watched("CC", note="third")], "w.toml")
    assert tomllib.loads(text)["x"] == {"anything": [1, 2]}
    assert [entry.label for entry in parse(text, "w.toml")] == ["Beta", "CC"]


def test_companies_on_one_line_can_be_changed_too() -> None:
    text = 'company = [{ticker = "AA", note = "a"}, {ticker = "BB"}]  # short\n'
    text = with_note(text, [Watched("BB")], "b", "w.toml")
    text = without(text, [Watched("AA", note="a")], "w.toml")
    text = with_entries(text, [Watched("CC", "Gamma", 3)], "w.toml")
    assert parse(text, "w.toml") == (Watched("BB", note="b"), Watched("CC", "Gamma", 3))
    assert "# short" in text


@pytest.mark.parametrize("end", ["", "\n", "\r\n", "\n\n# the end\n", "\n[x]\na = 1\n"])
def test_taking_the_last_one_off_leaves_what_was_before_it(end: str) -> None:
    before = "# mine\n\n[[company]]\nticker = 'AA'\n"
    text = without(f"{before}\n[[company]]\nticker = 'BB'{end}", [Watched("BB")], "w.toml")
    assert text.startswith(before)
    assert text.endswith("\n") or not end
    assert without(before, [Watched("AA")], "w.toml") == "# mine\n"


def test_the_text_is_read_as_often_for_many_as_for_one(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def counted(source: str, where: str) -> tuple[Watched, ...]:
        read.append(source)
        return parse(source, where)

    monkeypatch.setattr("screener.watchlist.writing.parse", counted)
    many = [Watched(f"T{n}", f"Name {n}", n) for n in range(1, 301)]
    text = with_entries("", many, "w.toml")
    text = with_note(text, many[:200], "n", "w.toml")
    text = without(text, many[100:], "w.toml")
    assert len(read) <= 6
    assert len(parse(text, "w.toml")) == 200  # a hundred have another note now


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('[[company]]\nticker = "A\n', 2, "not valid TOML"),
        ("[[company]]\n", 1, "a company needs a ticker, a name or a cik"),
        ('[[company]]\nticker = "-"\n', 1, "a company needs a ticker, a name or a cik"),
        ('[[company]]\nticker = "A"\n[[company]]\nticker = 3\n', 4, "write a text in quotes"),
        ('[[company]]\nticker = "A"\n[[company]]\nnotes = "x"\n', 4, "did you mean 'note'"),
        ('[[company]]\nticker = "A"\nadded = "2026-01-01"\n', 3, "a day without quotes"),
        ('[[company]]\nticker = "A"\nadded = 2026-01-01T10:00:00\n', 3, "a day without quotes"),
        ('[[company]]\ncik = "12"\n', 2, "write the number alone"),
        ("[[company]]\ncik = true\n", 2, "write the number alone"),
        ("[[company]]\ncik = 10_000_000_000\n", 2, "of at most ten digits"),
        ("[[company]]\ncik = 9223372036854775808\n", 2, "of at most ten digits"),
        ("# x\ncompany = 3\n", 2, "a table [[company]]"),
        ('[[companies]]\nticker = "A"\n', 1, "did you mean 'company'"),
    ],
)
def test_damage_is_told_with_its_line(text: str, line: int, words: str) -> None:
    with pytest.raises(DataError) as caught:
        parse(text, "w.toml")
    assert caught.value.where == f"w.toml:{line}"
    assert words in str(caught.value)
    for change in (lambda: with_entries(text, [Watched("B")], "w.toml"),
                   lambda: without(text, [Watched("A")], "w.toml"),
                   lambda: with_note(text, [Watched("A")], "n", "w.toml")):  # fmt: skip
        with pytest.raises(DataError):
            change()


@pytest.mark.parametrize(
    ("entry", "row", "means"),
    [
        (Watched("OLD", "Old Name", 5), {"ticker": "NEW", "name": "New", "cik": 5}, True),
        (Watched("AA", "Alpha", 5), {"ticker": "AA", "name": "Alpha", "cik": 6}, False),
        (Watched("AA", "Alpha", 5), {"ticker": "AA", "name": "ALPHA", "cik": None}, True),
        (Watched("bf.b"), {"ticker": "BF B", "name": "Brown", "cik": 1}, True),
        (Watched("AA", "Alpha"), {"ticker": "AA", "name": "Other", "cik": 1}, False),
        (Watched("-", "Alpha"), {"ticker": "-", "name": "Alpha", "cik": None}, True),
        (Watched("-", "Alpha"), {"ticker": "-", "name": "Beta", "cik": None}, False),
        (Watched(name="Alpha"), {"ticker": "AA", "name": "Alpha", "cik": 1}, True),
        (Watched(cik=7), {"ticker": None, "name": None, "cik": None}, False),
    ],
)
def test_which_company_an_entry_means(entry: Watched, row: dict[str, object], means: bool) -> None:
    assert entry.means(row) is means
    assert WatchIndex([Watched("ZZ"), entry]).find(row) == (entry if means else None)
