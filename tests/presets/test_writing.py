from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from screener.errors import PresetError
from screener.model.metric import METRICS
from screener.model.screen import SECTORS, Screen
from screener.presets import builtin_names, load_preset, preset_source
from screener.presets.reading import KEYS, parse, read_source
from screener.presets.writing import written

METRIC = st.sampled_from(list(METRICS))
ORDER = st.builds(str.__add__, st.sampled_from(["", "-"]), METRIC)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
CONDITION = st.sampled_from(
    ["", "pe < 12", "market_cap < 5B AND (zombie_oecd = 'no' OR pe > 3)", "name <> 'a\"\\ ''\té'"]
)
PERCENT = st.integers(-99_999, 99_999).map(lambda hundredths: f"{hundredths / 100}%")

VALUES = {
    "title": TEXT,
    "description": TEXT,
    "profitable": st.booleans(),
    "growth_above": st.none() | PERCENT,
    "sectors": st.lists(st.sampled_from(SECTORS), max_size=3),
    "tickers": st.lists(TEXT.filter(lambda text: any(map(str.isalnum, text))), max_size=3),
    "debt_types": st.lists(st.sampled_from(["none", "fixed", "floating", "n/a"]), max_size=3),
    "rate_move": st.integers(-2000, 2000).map(lambda points: f"{points}bp"),
    "zombies": st.sampled_from(["include", "exclude", "only"]),
    "zombie_definition": st.sampled_from(["oecd", "bis", "fed", "cash", "loss"]),
    "where": CONDITION,
    "sort": st.lists(ORDER, max_size=3),
    "columns": st.lists(METRIC, min_size=1, max_size=4),
    "limit": st.none() | st.integers(1, 2**63 - 1),
}

SCREENS = st.fixed_dictionaries({}, optional=VALUES).map(Screen.model_validate)

SPELLED = {
    "title": ['"A # title"', "'lit'", '"""a\nb"""'],
    "description": ['""', '"é"'],
    "profitable": ["true", "false"],
    "growth_above": ['"4 %"', "'-2.50%'"],
    "sectors": ['["energy"]', '[\n  "Energy",\n  "Utilities",\n]', "[]"],
    "tickers": ['["acme", "BRK.B"]'],
    "debt_types": ['["fixed"]', "[]"],
    "rate_move": ['"-75bp"', '"+ 0.5 %"'.replace("+ ", "+"), '"12.5 BP"'],
    "zombies": ['"only"', '"exclude"'],
    "where": ['" pe < 12 "', "'''\npe < 1\nAND ps < 2'''"],
    "sort": ['["-pe"]', "[]"],
    "columns": ['["ticker"]', '["pe" , "ps"]', '["ticker", "cash-flow"]'],
    "limit": ["5", "1_000", "0x10"],
}
"""Ways in which people write values."""


@dataclass(frozen=True)
class Source:
    """A preset's text; the comments on lines of their own, and those behind a key's value."""

    text: str
    own: list[str]
    behind: dict[str, str]


@st.composite
def sources(draw: st.DrawFn) -> Source:
    keys = draw(st.lists(st.sampled_from(list(SPELLED)), unique=True, max_size=6))
    private = draw(st.lists(st.sampled_from(["x-a", '"x-b c"', "x-c.d"]), unique=True))
    lines, own, behind = list[str](), list[str](), dict[str, str]()
    for key in draw(st.permutations(keys + private)):
        if draw(st.booleans()):
            own.append(f"# own {len(own)}")
            lines += [own[-1], *[""] * draw(st.integers(0, 2))]
        value = draw(st.sampled_from(SPELLED.get(key, ["1", '["a"] ', "{ n = 1 }"])))
        quoted = draw(st.sampled_from(["{}", '"{}"', "  {} "])) if key in SPELLED else "{}"
        behind[key] = f"# behind {key}" if draw(st.booleans()) else ""
        lines.append(f"{quoted.format(key)} = {value}  {behind[key]}")
    if draw(st.booleans()):
        tables = ["[x]", "a = 1 # in x", "", "[x.b] # the table", "limit = 0", "# the end"]
        lines += tables[: draw(st.sampled_from([1, 2, 6]))]
        own += [comment for comment in ("# in x", "# the table", "# the end")
                if any(comment in line for line in lines)]  # fmt: skip
    end = draw(st.sampled_from(["\n", "\r\n"]))
    text = end.join(line.replace("\n", end) for line in lines)
    return Source(text + draw(st.sampled_from(["", end])), own, behind)


def private(text: str) -> dict[str, Any]:
    return {key: value for key, value in tomllib.loads(text).items() if key not in KEYS}


@given(SCREENS)
@example(Screen(title='\x00\x7f\x1b\r\n\u2028"""\\', description="'''"))
@example(Screen(growth_above="0%", sort=(), limit=2**63 - 1))
def test_what_is_written_reads_back_equal(screen: Screen) -> None:
    assert parse(written(screen), "p.toml") == screen


@pytest.mark.parametrize("growth", ["12.34567%", "1000000%", "1234567.5%", "0.00001%"])
def test_every_percentage_reads_back_equal(growth: str) -> None:
    screen = Screen(growth_above=growth)
    assert parse(written(screen), "p.toml") == screen


@settings(max_examples=300)
@given(SCREENS, sources())
def test_another_screen_in_a_source_reads_back_and_keeps_what_people_wrote(
    screen: Screen, source: Source
) -> None:
    text = written(screen, source.text)
    assert parse(text, "p.toml") == screen
    assert private(text) == private(source.text)
    before, after = tomllib.loads(source.text), tomllib.loads(text)
    # A key that goes takes the comment behind it along; every other comment stays, in its order.
    assert [key for key in after if key in before] == [key for key in before if key in after]
    behind = [
        comment for key, comment in source.behind.items() if key.split(".")[0].strip('"') in after
    ]
    assert [comment for comment in [*source.own, *behind] if comment not in text] == []
    places = [text.index(comment) for comment in source.own]
    assert places == sorted(places)


@given(sources())
def test_the_same_screen_leaves_a_source_as_it_is(source: Source) -> None:
    assert written(parse(source.text, "p.toml"), source.text) == source.text


@given(SCREENS, SCREENS)
def test_a_preset_that_this_program_wrote_can_be_changed_again(old: Screen, new: Screen) -> None:
    assert parse(written(new, written(old)), "p.toml") == new


def test_only_the_changed_line_changes() -> None:
    source = (
        "# Banks that I watch\nx-owner = 'me'\n\nlimit = 5   # enough\n"
        'sectors = ["financials"] # spelled my way\n\n[x]\nnote = "keep" # me\n'
    )
    screen = parse(source, "p.toml").model_copy(update={"limit": 9, "title": "Banks"})
    assert written(screen, source) == source.replace("limit = 5 ", "limit = 9 ").replace(
        "my way\n", 'my way\ntitle = "Banks"\n'
    )


def test_a_default_is_left_out_unless_the_source_has_the_key() -> None:
    assert written(Screen()) == ""
    assert written(Screen(limit=3)) == "limit = 3\n"
    assert written(Screen(), "profitable = true\nlimit = 3\n") == "profitable = false\n"
    assert written(Screen(), 'growth_above = "4%"\nlimit = 3\n') == ""


@pytest.mark.parametrize("source", ["# only a comment", "limit = 1", "[x]", "[x]\na = 1", "\n\n"])
def test_a_key_is_added_to_a_source_without_a_last_line_end(source: str) -> None:
    screen = Screen(limit=7, title="T", where="pe < 1")
    text = written(screen, source)
    assert parse(text, "p.toml") == screen
    assert source.splitlines()[0].replace("= 1", "= 7") in text.splitlines()


def test_a_source_with_a_byte_order_mark_and_line_ends_of_windows(tmp_path: Path) -> None:
    path = tmp_path / "p.toml"
    path.write_bytes(b"\xef\xbb\xbf# mine\r\nlimit = 1 # one\r\n\r\n[x]\r\na = 1\r\n")
    text = written(Screen(limit=2, title="T"), read_source(path))
    assert parse(text, "p.toml") == Screen(limit=2, title="T")
    assert "# mine\r\nlimit = 2 # one\r\n" in text
    assert text.endswith("[x]\r\na = 1\r\n")


@pytest.mark.parametrize("source", ["limit = 0", "limt = 1", "limit = ", "a = " + "[" * 5000])
def test_a_source_that_is_no_preset_is_refused_with_its_file(source: str) -> None:
    with pytest.raises(PresetError, match=r"mine\.toml"):
        written(Screen(), source, "mine.toml")


def test_a_built_in_preset_can_be_changed_and_reads_back(own_presets: Path) -> None:
    for name in builtin_names():
        screen = load_preset(name).model_copy(update={"limit": 3, "growth_above": None})
        assert parse(written(screen, preset_source(name)), name) == screen
        assert parse(written(screen), name) == screen
