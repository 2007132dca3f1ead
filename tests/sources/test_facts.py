"""companyfacts: what can be read is read, what can't is counted, and nothing else is raised."""

from __future__ import annotations

import datetime as dt
import gzip
import json
import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal
from tests.makers import fact, facts_file, plain_facts

from screener.errors import SourceError
from screener.sources.facts import (
    RAW_FACTS,
    CompanyFacts,
    OtherCompanyError,
    read_company_facts,
)

TAGS = {
    "us-gaap": ["Revenues", "NetIncomeLoss", "Assets"],
    "dei": ["EntityCommonStockSharesOutstanding"],
}
DAY = "2025-12-31"
GOOD = fact(DAY, 7)


def read(content: object, cik: int = 7) -> CompanyFacts:
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    return read_company_facts(data, cik, TAGS)


def assets(*facts: object) -> dict[str, Any]:
    return facts_file(7, {"Assets": list(facts)})  # type: ignore[arg-type]  # some are wrong


def with_value(text: str) -> bytes:
    """Return a file of a fact whose value is ``text``, as written, and of a good one."""
    return json.dumps(assets(GOOD | {"val": "HERE"}, GOOD)).replace('"HERE"', text).encode()


def test_a_file_becomes_typed_columns() -> None:
    flow = fact("2025-12-31", 12.5, start="2025-01-01", filed="2026-02-01", accn="a-1", form="10-K")
    content = facts_file(7, {"Revenues": [flow], "NotWanted": [flow], "Assets": [GOOD]})
    found = read(content)
    assert (found.cik, found.entity_name, found.taxonomy, found.dropped) == (
        7, "Company 7", "us-gaap", 0,
    )  # fmt: skip
    assert dict(found.facts.schema) == RAW_FACTS
    assert found.facts.row(1) == (
        "Revenues", "USD", dt.date(2025, 1, 1), dt.date(2025, 12, 31), 12.5, dt.date(2026, 2, 1),
        "10-K", "a-1",
    )  # fmt: skip
    assert found.facts["start"].to_list() == [None, dt.date(2025, 1, 1)]


def test_a_tag_counts_only_in_its_taxonomy() -> None:
    content = assets(GOOD)
    content["facts"]["dei"] = {
        "Assets": {"units": {"USD": [GOOD]}},
        "EntityCommonStockSharesOutstanding": {"units": {"shares": [GOOD]}},
    }
    assert read(content).facts.select("tag", "unit").rows() == [
        ("EntityCommonStockSharesOutstanding", "shares"),
        ("Assets", "USD"),
    ]


@pytest.mark.parametrize(
    ("facts", "taxonomy"),
    [
        ({"us-gaap": {}}, "us-gaap"),
        ({"ifrs-full": {"Revenue": {}}}, "ifrs-full"),
        ({"ifrs-full": {}, "us-gaap": {}}, "us-gaap"),
        ({"us-gaap": None}, None),
        ({}, None),
    ],
)
def test_the_taxonomy_is_named(facts: object, taxonomy: str | None) -> None:
    found = read({"cik": 7, "facts": facts})
    assert (found.taxonomy, found.facts.height, found.entity_name) == (taxonomy, 0, "")


@pytest.mark.parametrize("cik", [7, "7", "0000000007", None])
def test_the_cik_may_be_written_in_several_ways(cik: object) -> None:
    assert read(assets(GOOD) | {"cik": cik}).facts.height == 1


@pytest.mark.parametrize("cik", [8, "8", "", "seven", -7, "9" * 9000])
def test_another_companys_file_is_told_apart(cik: object) -> None:
    with pytest.raises(OtherCompanyError, match="not of 7"):
        read(assets(GOOD) | {"cik": cik})


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "is empty"),
        (b" \n", "is empty"),
        (b"\xef\xbb\xbf \n<html>", "a web page"),
        (b"plain text", "not companyfacts JSON"),
        (b"[]", "not companyfacts JSON"),
        (b"{}", "missing required field `facts`"),
        (b'{"cik": 7, "facts": []}', "not companyfacts JSON"),
        (b'{"cik": 7, "facts": {"us-gaap": 1}}', "not companyfacts JSON"),
        (b'{"cik": 7.5, "facts": {}}', "not companyfacts JSON"),
        (b'{"cik": true, "facts": {}}', "not companyfacts JSON"),
        (b'{"cik": 7, "entityName": "\xff", "facts": {}}', "utf-8"),
        (b'{"cik": 7, "facts": {"us-gaap": {"Other": ' + b"[" * 10**5, "recursion"),
        (json.dumps(assets(GOOD)).encode() + b"x", "trailing characters"),
        (json.dumps(assets(GOOD)).encode("utf-16"), "not companyfacts JSON"),
        (gzip.compress(b"{}", mtime=0), "not companyfacts JSON"),
        (with_value("NaN"), "malformed"),
        (with_value("-Infinity"), "malformed"),
    ],
)
def test_what_is_no_companyfacts_is_one_clear_error(data: bytes, told: str) -> None:
    with pytest.raises(SourceError, match=told) as caught:
        read(data)
    assert not isinstance(caught.value, OtherCompanyError)


@pytest.mark.parametrize("cut", [0.1, 0.5, 0.9, 0.999])
def test_a_cut_file_is_never_read_in_part(cut: float) -> None:
    whole = json.dumps(plain_facts(7)).encode()
    with pytest.raises(SourceError):
        read(whole[: int(len(whole) * cut)])


@pytest.mark.parametrize(
    "text", ['"12"', '"many"', "true", "null", "[1]", "{}", "1e999", "1" + "0" * 400]
)
def test_what_is_no_number_is_left_out_and_counted(text: str) -> None:
    found = read(with_value(text))
    assert found.facts["value"].to_list() == [7.0]
    assert found.dropped == 1


@pytest.mark.parametrize(
    ("text", "value"), [("1" + "0" * 40, 1e40), ("-0.5", -0.5), ("0", 0.0), ("3e2", 300.0)]
)
def test_numbers_of_any_size_are_read(text: str, value: float) -> None:
    found = read(with_value(text))
    assert (found.facts["value"].to_list(), found.dropped) == ([value, 7.0], 0)


@pytest.mark.parametrize("name", ["start", "end", "filed"])
@pytest.mark.parametrize(
    "text", ["", "not a date", "2025-02-30", "20251231", "0000-01-01", "-001-01-01", "0205-12-31",
             "12025-12-31", "31.12.2025", "2025-12-31T00:00:00", 5, [], True]
)  # fmt: skip
def test_a_fact_without_a_readable_date_is_left_out_and_counted(name: str, text: object) -> None:
    found = read(assets(GOOD, GOOD | {name: text}))
    assert found.facts.height == 1
    assert found.dropped == 1


@pytest.mark.parametrize("name", ["end", "val", "accn", "form", "filed"])
def test_a_fact_that_lacks_something_is_left_out_and_counted(name: str) -> None:
    found = read(assets({key: value for key, value in GOOD.items() if key != name}, GOOD))
    assert (found.facts.height, found.dropped) == (1, 1)


def test_a_start_of_null_is_an_instant() -> None:
    found = read(assets(GOOD | {"start": None}))
    assert (found.facts["start"].to_list(), found.dropped) == ([None], 0)


@pytest.mark.parametrize(
    ("tag", "dropped"),
    [
        ("text", 1), (5, 1), ([], 1), ({}, 1), (None, 0), ({"units": None}, 1), ({"units": {}}, 0),
        ({"units": {"USD": {}}}, 1), ({"units": {"USD": []}}, 0), ({"units": {"USD": [5, []]}}, 2),
    ],
)  # fmt: skip
def test_a_tag_of_another_shape_costs_only_itself(tag: object, dropped: int) -> None:
    content = facts_file(7, {"Revenues": [GOOD | {"val": "wrong"}], "NetIncomeLoss": [GOOD]})
    content["facts"]["us-gaap"]["Assets"] = tag
    found = read(content)
    assert found.facts["tag"].to_list() == ["NetIncomeLoss"]
    assert found.dropped == 1 + dropped


def test_what_nobody_asked_for_may_be_anything() -> None:
    content = assets(GOOD)
    content["facts"]["us-gaap"]["Other"] = content["facts"]["srt"] = content["more"] = [{"x": 1e9}]
    assert (read(content).facts.height, read(content).dropped) == (1, 0)


def test_of_a_key_that_stands_twice_the_last_one_counts() -> None:
    one, other = (json.dumps({"units": {"USD": [GOOD | {"val": value}]}}) for value in (7, 8))
    facts = f'{{"us-gaap": {{"Assets": {one}, "Assets": {other}}}}}'
    found = read(f'{{"cik": 7, "facts": {facts}}}'.encode())
    assert found.facts["value"].to_list() == [8.0]


def test_duplicate_facts_are_all_kept() -> None:
    assert read(assets(GOOD, GOOD)).facts.height == 2


def test_one_wrong_fact_changes_nothing_about_the_others() -> None:
    content = plain_facts(7)
    whole = read(content)
    content["facts"]["us-gaap"]["Assets"]["units"]["USD"].append(GOOD | {"val": "wrong"})
    apart = read(content)
    assert_frame_equal(whole.facts, apart.facts)
    assert (whole.dropped, apart.dropped) == (0, 1)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12)
    | st.sampled_from([DAY, "0000-12-31", 10**400, 7, "USD", "units", "us-gaap"]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(["units", "USD", "val", "end", "filed", "Assets", "start"]), inner
    ),
    max_leaves=6,
)  # fmt: skip


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """Return a file in which a few nodes became something else, and perhaps some bytes too."""
    content: Any = plain_facts(7)
    for _ in range(draw(st.integers(0, 3))):
        node, holder, key = content, None, None
        for _ in range(draw(st.integers(1, 8))):
            keys = list(node) if isinstance(node, dict) else range(len(node))
            if not isinstance(node, dict | list) or not keys:
                break
            holder, key = node, draw(st.sampled_from(list(keys)))
            node = node[key]
            if not isinstance(node, dict | list):
                break
        if holder is not None:
            holder[key] = draw(json_values)
    data = bytearray(json.dumps(content).encode())
    for _ in range(draw(st.sampled_from([0, 0, 0, 1, 4]))):
        data[draw(st.integers(0, len(data) - 1))] = draw(st.integers(0, 255))
    return bytes(data[: draw(st.sampled_from([len(data), len(data), len(data) // 3]))])


@settings(deadline=None, max_examples=200)
@given(mutated())
def test_no_damage_is_raised_as_anything_but_a_source_error(data: bytes) -> None:
    try:
        found = read(data)
    except SourceError:
        return
    assert dict(found.facts.schema) == RAW_FACTS
    assert all(math.isfinite(value) for value in found.facts["value"])
    assert (
        found.facts.select("tag", "unit", "end", "filed", "value").null_count().row(0) == (0,) * 5
    )
    assert all(1900 <= day.year < 3000 for name in ("end", "filed") for day in found.facts[name])


@settings(deadline=None, max_examples=100)
@given(st.binary(max_size=40))
def test_no_bytes_are_raised_as_anything_but_a_source_error(data: bytes) -> None:
    with pytest.raises(SourceError):
        read(data)


@pytest.mark.shared
def test_a_real_file_gives_every_fact_of_the_wanted_tags(shared_data: Path) -> None:
    data = gzip.decompress((shared_data / "companyfacts" / "CIK0000320193.json.gz").read_bytes())
    raw = json.loads(data)["facts"]["us-gaap"]
    expected = sorted(
        (tag, unit, entry["end"], float(entry["val"]), entry["accn"])
        for tag in TAGS["us-gaap"]
        if tag in raw
        for unit, entries in raw[tag]["units"].items()
        for entry in entries
    )
    found = read_company_facts(data, 320193, TAGS)
    facts = found.facts.filter(found.facts["tag"].is_in(TAGS["us-gaap"]))
    rows = facts.select("tag", "unit", facts["end"].dt.to_string(), "value", "accession").rows()
    assert sorted(rows) == expected
    assert (found.entity_name, found.dropped) == ("Apple Inc.", 0)
