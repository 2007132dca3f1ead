from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.errors import PresetError
from screener.model.screen import Screen
from screener.presets.reading import KEYS, parse, read_source


def refused(source: str) -> str:
    with pytest.raises(PresetError) as caught:
        parse(source, "p.toml")
    return str(caught.value)


def test_every_key_is_read() -> None:
    screen = parse(
        """
        title = "T"
        description = "D"
        profitable = true
        growth_above = "4.5 %"
        sectors = ["industrials"]
        debt_types = ["none", "fixed"]
        rate_move = "-50 bp"
        zombies = "only"
        zombie_definition = "oecd"
        tickers = ["acme", "BF.B"]
        where = "pe < 12 AND sector <> 'Energy'"
        sort = ["-pe"]
        columns = ["ticker", "pe"]
        limit = 5
        """,
        "p.toml",
    )
    assert screen == Screen(
        title="T", description="D", profitable=True, growth_above="4.5%", sectors=("Industrials",),
        debt_types=("none", "fixed"), rate_move="-50bp",
        zombies="only", tickers=("ACME", "BF.B"),
        where="pe < 12 AND sector <> 'Energy'", sort=("-pe",), columns=("ticker", "pe"), limit=5,
    )  # fmt: skip
    assert set(screen.model_fields_set) == set(KEYS)


def test_an_empty_preset_has_no_rule() -> None:
    assert parse("", "p.toml") == Screen()


def test_private_keys_and_the_table_x_are_ignored() -> None:
    assert parse('x-note = 1\n"x-a b" = 2\nlimit = 2\n[x]\nlimit = "any"\n', "p") == Screen(limit=2)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('# c\n\nprofitble = true', "p.toml:3: unknown key 'profitble'; did you mean 'profitable'"),
        ('unknown = "include"', "p.toml:1: unknown key 'unknown'"),
        ('limit = 1\n[sort]\na = 1', "p.toml:2: sort: a list is needed, not {'a': 1}"),
        ('[sorts]\na = 1', "p.toml:1: unknown key 'sorts'; did you mean 'sort'"),
        ('x = 1', "p.toml:1: unknown key 'x'"),
        ('title = "a"\nprofitable = "yes"', ":2: profitable: true or false is needed, not 'yes'"),
        ('profitable = 1', "p.toml:1: profitable: true or false is needed, not 1"),
        ('growth_above = 4', 'write it as a text with a percent sign, such as "4%"'),
        ('growth_above = 0.04', "p.toml:1: growth_above: 0.04 is not a percentage"),
        ('growth_above = "4"', "'4' is not a percentage"),
        ('columns = ["pe",\n "pee"]', "columns: 'pee' is not a metric; did you mean 'pe'"),
        ('columns = []', "p.toml:1: columns: at least one is needed"),
        ('columns = "pe"', "p.toml:1: columns: a list is needed, not 'pe'"),
        ('sort = ["-revenue_grwth"]', "did you mean 'revenue_growth'"),
        ('sectors = ["Finance"]', "did you mean 'Financials'"),
        ('sectors = [1]', "p.toml:1: sectors: a text is needed, not 1"),
        ('columns = [1]', "p.toml:1: columns: a text is needed, not 1"),
        ('sort = [["pe"]]', "p.toml:1: sort: a text is needed, not ['pe']"),
        ('zombies = "no"', "zombies: 'include', 'exclude' or 'only' is needed, not 'no'"),
        ('zombie_definition = "x"', "p.toml:1: zombie_definition: "
            "'oecd', 'bis', 'fed', 'cash' or 'loss' is needed, not 'x'"),
        ('limit = 0', "p.toml:1: limit: at least 1 is needed, not 0"),
        ('limit = 2.0', "p.toml:1: limit: a whole number is needed, not 2.0"),
        ('limit = 0\ntitle = 1', ":1: limit: at least 1 is needed, not 0 · line 2: title: a text"),
        ('limt = 0\ntitel = 1', "did you mean 'limit'? · line 2: unknown key 'titel'"),
        ('limit = 0\ntitel = 1', "not 0 · line 2: unknown key 'titel'; did you mean 'title'"),
        ('columns = ["ax", "qq"]', "'ax' is not a metric · columns: 'qq' is not a metric\nAll"),
        ('a=1\nb=1\nc=1\nd=1\ne=1\nf=1', "line 4: unknown key 'd' · and 2 more\n"),
        ('title = "a\nlimit = 1', "p.toml:1: not valid TOML"),
        ('limit = 1\nlimit = 2', "p.toml:2: not valid TOML: Cannot overwrite a value"),
        ('a = ', "p.toml:1: not valid TOML"),
        ('sort = [', "p.toml:1: not valid TOML"),
    ],
)  # fmt: skip
def test_an_error_names_file_line_key_and_what_is_valid(source: str, expected: str) -> None:
    message = refused(source)
    assert expected in message
    assert len(message.splitlines()) <= 2


def test_deep_nesting_is_an_error_not_a_crash() -> None:
    assert "p.toml" in refused("a = " + "[" * 100_000)


@given(st.text())
def test_any_text_is_a_screen_or_a_preset_error(source: str) -> None:
    try:
        assert isinstance(parse(source, "p.toml"), Screen)
    except PresetError as error:
        assert "p.toml" in str(error)


def test_a_byte_order_mark_is_no_error(tmp_path: Path) -> None:
    path = tmp_path / "p.toml"
    path.write_bytes(b"\xef\xbb\xbflimit = 1\n")
    assert parse(read_source(path), "p") == Screen(limit=1)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"limit = 1\ntitle = '\xff'\n", "p.toml:2: not UTF-8"),
        (b"#" * 1_000_001, "larger than 1 MB"),
        (None, "no such preset file"),
    ],
)
def test_what_is_no_text_of_a_preset_is_refused(
    tmp_path: Path, content: bytes | None, expected: str
) -> None:
    path = tmp_path / "p.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(PresetError, match=expected):
        read_source(path)


def test_a_folder_is_no_preset(tmp_path: Path) -> None:
    with pytest.raises(PresetError, match="a folder"):
        read_source(tmp_path)
