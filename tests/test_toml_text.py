"""What is wrong with a text, and in which line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.toml_text import TomlProblem, decoded, key_line, parsed


@given(above=st.integers(0, 30), below=st.integers(0, 30), damage=st.sampled_from(["= 4", 'b = "']))
def test_damage_is_told_with_its_line(above: int, below: int, damage: str) -> None:
    with pytest.raises(TomlProblem, match="not valid TOML") as error:
        parsed("# one\n" * above + damage + "\n# more" * below)
    assert error.value.place("a.toml") == f"a.toml:{above + 1}"


@given(above=st.integers(0, 30))
def test_a_byte_of_another_encoding_is_told_with_its_line(above: int) -> None:
    with pytest.raises(TomlProblem, match="not UTF-8 text") as error:
        decoded(b"# \xc3\xa4\n" * above + b"title = '\xe4'\n")
    assert error.value.line == above + 1


@pytest.mark.parametrize(
    ("source", "what"),
    [
        ("a = " + "[" * 9_000, "nested too deeply"),
        ("a = " + "9" * 9_000, "holds a number that is too long"),
    ],
)
def test_what_python_can_not_read_is_told_without_a_line(source: str, what: str) -> None:
    with pytest.raises(TomlProblem, match=what) as error:
        parsed(source)
    assert error.value.place("a.toml") == "a.toml"


@pytest.mark.parametrize("spelled", ["b = 1", '"b" = 1', "[b]", "[[b]]", "  b.c = 1", "['b']"])
def test_a_key_is_found_however_it_is_spelled_and_no_longer_one_in_its_place(spelled: str) -> None:
    lines = ["bb = 1", "a = 'b = 1'", spelled, "c = 1", spelled]
    assert key_line(lines, "b") == 3
    assert key_line(lines, "b", first=3) == 5
    assert key_line(lines[:2], "b") == 0
