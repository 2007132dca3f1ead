"""What is read from a filing's XBRL instance, and what is refused."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.errors import SourceError
from screener.sources.instance import DimensionalFact, Instance, read_instance

NAMESPACES = {
    "xbrli": "http://www.xbrl.org/2003/instance",
    "xbrldi": "http://xbrl.org/2006/xbrldi",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "us-gaap": "http://fasb.org/us-gaap/2024",
    "dei": "http://xbrl.sec.gov/dei/2024",
    "maker": "http://www.maker.example/20241231",
}
UNITS = """
<xbrli:unit id="usd"><xbrli:measure>iso4217:USD</xbrli:measure></xbrli:unit>
<xbrli:unit id="pure"><xbrli:measure>xbrli:pure</xbrli:measure></xbrli:unit>
<xbrli:unit id="usdPerShare"><xbrli:divide>
  <xbrli:unitNumerator><xbrli:measure>iso4217:USD</xbrli:measure></xbrli:unitNumerator>
  <xbrli:unitDenominator><xbrli:measure>xbrli:shares</xbrli:measure></xbrli:unitDenominator>
</xbrli:divide></xbrli:unit>
"""
INSTANT = "<xbrli:instant>2024-12-31</xbrli:instant>"
YEAR = "<xbrli:startDate>2024-01-01</xbrli:startDate><xbrli:endDate>2024-12-31</xbrli:endDate>"
DAY = dt.date(2024, 12, 31)
LOAN = (
    '<xbrldi:explicitMember dimension="us-gaap:DebtInstrumentAxis">maker:LoanMember'
    "</xbrldi:explicitMember>"
)


def context(
    period: str = INSTANT, name: str = "c", segment: str = "", scenario: str = "", entity: str = "7"
) -> str:
    """Return a context; ``segment`` and ``scenario`` hold its dimensions."""
    inside = f"<xbrli:segment>{segment}</xbrli:segment>" if segment else ""
    after = f"<xbrli:scenario>{scenario}</xbrli:scenario>" if scenario else ""
    return (
        f'<xbrli:context id="{name}"><xbrli:entity>'
        f'<xbrli:identifier scheme="http://www.sec.gov/CIK">{entity}</xbrli:identifier>{inside}'
        f"</xbrli:entity><xbrli:period>{period}</xbrli:period>{after}</xbrli:context>"
    )


def document(*parts: str, **namespaces: str) -> bytes:
    """Return an instance that holds the parts; ``namespaces`` replace the usual ones."""
    declared = {**NAMESPACES, **{name.replace("_", "-"): uri for name, uri in namespaces.items()}}
    names = " ".join(f'xmlns:{name}="{uri}"' for name, uri in declared.items())
    return f"<xbrli:xbrl {names}>{UNITS}{''.join(parts)}</xbrli:xbrl>".encode()


def debt(value: str = "100", attributes: str = 'unitRef="usd" decimals="-3"') -> str:
    return f'<us-gaap:LongTermDebt contextRef="c" {attributes}>{value}</us-gaap:LongTermDebt>'


def read(*parts: str, **namespaces: str) -> Instance:
    return read_instance(document(*parts, **namespaces))


def only(*parts: str, **namespaces: str) -> DimensionalFact:
    [fact] = read(*parts, **namespaces).facts
    return fact


def refused(data: bytes) -> str:
    with pytest.raises(SourceError) as caught:
        read_instance(data, "abc_htm.xml")
    assert caught.value.where == "abc_htm.xml"
    assert caught.value.next_step
    return caught.value.what


class TestContexts:
    def test_an_instant_has_no_start(self) -> None:
        fact = only(context(), debt())
        assert (fact.start, fact.end, fact.dimensions) == (None, DAY, ())

    def test_a_duration_has_both_ends(self) -> None:
        fact = only(context(YEAR), debt())
        assert (fact.start, fact.end) == (dt.date(2024, 1, 1), DAY)

    @pytest.mark.parametrize("place", ["segment", "scenario"])
    def test_dimensions_stand_in_the_segment_or_the_scenario(self, place: str) -> None:
        fact = only(context(**{place: LOAN}), debt())
        assert fact.dimensions == (("DebtInstrumentAxis", "LoanMember"),)

    def test_dimensions_of_both_places_count_sorted_by_axis(self) -> None:
        entity = (
            '<xbrldi:explicitMember dimension="dei:LegalEntityAxis"> maker:HoldingsMember '
            "</xbrldi:explicitMember>"
        )
        fact = only(context(segment=entity, scenario=LOAN), debt())
        assert fact.dimensions == (
            ("DebtInstrumentAxis", "LoanMember"),
            ("LegalEntityAxis", "HoldingsMember"),
        )

    def test_a_typed_member_is_its_text_made_safe(self) -> None:
        typed = (
            '<xbrldi:typedMember dimension="maker:NoteAxis"><maker:note>Note\u202e A\n 1'
            "</maker:note></xbrldi:typedMember>"
        )
        assert only(context(segment=typed), debt()).dimensions == (("NoteAxis", "Note A 1"),)

    @pytest.mark.parametrize(
        ("written", "meant"),
        [
            ("2025-01-01T00:00:00", DAY),
            ("2024-12-31T23:59:59", DAY),
            ("2024-12-31T24:00:00", DAY),
            ("2024-12-31", DAY),
        ],
    )
    def test_a_midnight_ends_the_day_before(self, written: str, meant: dt.date) -> None:
        instant = f"<xbrli:instant>{written}</xbrli:instant>"
        duration = f"<xbrli:startDate>2024-01-01T00:00:00</xbrli:startDate><xbrli:endDate>{written}"
        assert only(context(instant), debt()).end == meant
        fact = only(context(f"{duration}</xbrli:endDate>"), debt())
        assert (fact.start, fact.end) == (dt.date(2024, 1, 1), meant)

    @pytest.mark.parametrize(
        "period",
        [
            "<xbrli:instant>soon</xbrli:instant>",
            "<xbrli:instant>0001-01-01</xbrli:instant>",
            "<xbrli:startDate>never</xbrli:startDate><xbrli:endDate>2024-12-31</xbrli:endDate>",
            "<xbrli:startDate>2025-01-01</xbrli:startDate><xbrli:endDate>2024-12-31"
            "</xbrli:endDate>",
            "<xbrli:forever/>",
        ],
    )
    def test_an_unreadable_context_is_counted_with_its_facts(self, period: str) -> None:
        instance = read(context(period), debt(), debt())
        assert instance.facts == ()
        assert instance.warnings == ("2 unreadable facts left out", "1 unreadable context left out")

    def test_a_context_without_a_period_is_counted(self) -> None:
        broken = context().replace(f"<xbrli:period>{INSTANT}</xbrli:period>", "")
        assert read(broken).warnings == ("1 unreadable context left out",)

    def test_facts_of_another_entity_are_left_out_and_counted(self) -> None:
        quoted = debt("5").replace('"c"', '"other"')
        instance = read(
            context(), context(YEAR, "d"), context(name="other", entity="8"), debt(), quoted
        )
        assert [fact.value for fact in instance.facts] == [100.0]
        assert instance.warnings == ("1 fact of another entity left out",)
        assert instance.cik == 7


class TestFacts:
    @pytest.mark.parametrize(
        ("unit", "name"), [("usd", "USD"), ("pure", "pure"), ("usdPerShare", "USD/shares")]
    )
    def test_units_read_as_people_write_them(self, unit: str, name: str) -> None:
        assert only(context(), debt(attributes=f'unitRef="{unit}"')).unit == name

    @pytest.mark.parametrize(("written", "meant"), [("-3", -3), ("2", 2), ("INF", None)])
    def test_decimals_never_scale_the_value(self, written: str, meant: int | None) -> None:
        fact = only(context(), debt("1234", f'unitRef="usd" decimals="{written}"'))
        assert (fact.value, fact.decimals) == (1234.0, meant)

    @pytest.mark.parametrize("nil", ["true", "1"])
    def test_a_nil_fact_has_no_value_and_is_not_zero(self, nil: str) -> None:
        fact = only(context(), debt("", f'unitRef="usd" xsi:nil="{nil}"'))
        assert (fact.value, fact.text, fact.unit) == (None, None, "USD")

    def test_a_fact_without_unit_is_text(self) -> None:
        note = "<us-gaap:DebtDisclosureTextBlock contextRef='c'> &lt;p&gt;A loan.&lt;/p&gt; "
        fact = only(context(YEAR), f"{note}</us-gaap:DebtDisclosureTextBlock>")
        assert (fact.text, fact.value, fact.unit) == ("<p>A loan.</p>", None, None)

    @pytest.mark.parametrize("value", ["", "NaN", "INF", "1e999", "1,000", "1_000", "١٢", "n/a"])
    def test_what_is_no_number_is_left_out_and_counted(self, value: str) -> None:
        instance = read(context(), debt(value), debt("0"))
        assert [fact.value for fact in instance.facts] == [0.0]
        assert instance.warnings == ("1 unreadable fact left out",)

    @pytest.mark.parametrize("missing", ['"usd"', '"c"'])
    def test_a_fact_whose_unit_or_context_is_not_there_is_counted(self, missing: str) -> None:
        instance = read(context(), debt().replace(missing, '"gone"'))
        assert instance.facts == ()
        assert instance.warnings == ("1 unreadable fact left out",)

    @pytest.mark.parametrize(
        "namespace",
        [
            "http://xbrl.us/us-gaap/2009-01-31",
            "http://fasb.org/us-gaap/2012-01-31",
            "http://fasb.org/us-gaap/2024",
            "http://xbrl.sec.gov/dei/2024",
            "http://xbrl.ifrs.org/taxonomy/2024-03-27/ifrs-full",
        ],
    )
    def test_old_and_new_taxonomies_are_standard(self, namespace: str) -> None:
        assert not only(context(), debt(), us_gaap=namespace).company_made

    @pytest.mark.parametrize(
        "namespace",
        [
            "http://www.maker.example/20241231",
            "http://maker.example/fasb.org/us-gaap/2024",
            "http://fasb.org.maker.example/us-gaap/2024",
        ],
    )
    def test_all_other_namespaces_are_the_companys_own(self, namespace: str) -> None:
        assert only(context(), debt(), us_gaap=namespace).company_made


class TestCover:
    def test_the_filing_says_whose_it_is_and_of_when(self) -> None:
        cover = {
            "EntityRegistrantName": "Maker\u202e  Inc.",
            "EntityCentralIndexKey": "0000001234",
            "DocumentType": "10-K",
            "DocumentPeriodEndDate": "2024-12-31",
        }
        facts = (f"<dei:{k} contextRef='c'>{v}</dei:{k}>" for k, v in cover.items())
        instance = read(context(YEAR), *facts)
        assert (instance.entity, instance.cik) == ("Maker Inc.", 1234)
        assert (instance.document_type, instance.period_end) == ("10-K", DAY)
        assert instance.warnings == ()

    def test_what_it_does_not_say_is_none(self) -> None:
        instance = read()
        assert instance == Instance("", None, None, None, ())


class TestRefusals:
    @pytest.mark.parametrize(
        "page",
        [
            b"<html><body>Access denied</body></html>",
            b"<!DOCTYPE html>\n<html><body>Access<br>denied</body></html>",
            b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>',
        ],
    )
    def test_a_web_page(self, page: bytes) -> None:
        assert "web page" in refused(page)

    @pytest.mark.parametrize("data", [b"", b"\0\0", b"PK\x03\x04", b'{"facts": {}}'])
    def test_what_is_no_xml(self, data: bytes) -> None:
        assert "no XML" in refused(data)

    @given(st.integers(1, 400))
    def test_a_cut_file(self, missing: int) -> None:
        whole = document(context(), debt())
        assert "cut" in refused(whole[:-missing])

    def test_another_kind_of_xml(self) -> None:
        assert "no XBRL instance" in refused(b"<rss/>")
        assert "no XBRL instance" in refused(b"<xbrl/>")

    def test_entities_that_grow_without_bound(self) -> None:
        levels = "".join(
            f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' if i else '<!ENTITY e0 "ha">'
            for i in range(10)
        )
        refused(f"<!DOCTYPE x [{levels}]>".encode() + document(context(), debt("&e9;")))

    def test_entities_that_name_files_are_never_read(self, tmp_path: Path) -> None:
        secret = tmp_path / "secret"
        secret.write_text("4711")
        kind = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'
        what = refused(kind.encode() + document(context(), debt("&e;")))
        assert "4711" not in what

    def test_a_document_type_elsewhere(self, tmp_path: Path) -> None:
        kind = f'<!DOCTYPE x SYSTEM "{(tmp_path / "gone.dtd").as_uri()}">'
        assert "document type" in refused(kind.encode() + document(context(), debt()))

    def test_deep_nesting(self) -> None:
        refused(document("<a>" * 50_000, "</a>" * 50_000))

    def test_the_message_holds_no_control_characters(self) -> None:
        what = refused("<a\u0085\u202e".encode())
        assert what.isprintable()
        assert len(what) < 200


_TEXT = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Zs"]), max_size=30)
_DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2100, 1, 1))
_MEMBERS = st.dictionaries(
    st.sampled_from(["DebtInstrumentAxis", "LegalEntityAxis", "RangeAxis"]),
    st.sampled_from(["LoanMember", "NotesMember", "MaximumMember"]),
    max_size=3,
)


@st.composite
def facts(draw: st.DrawFn) -> DimensionalFact:
    """Draw a number, a text or a nil fact."""
    end = draw(_DAYS)
    start = draw(st.none() | st.dates(dt.date(1980, 1, 1), end))
    shape = draw(st.sampled_from(["number", "text", "nil"]))
    number = shape == "number"
    return DimensionalFact(
        name=draw(st.sampled_from(["LongTermDebt", "SeniorNotes", "Assets"])),
        company_made=draw(st.booleans()),
        dimensions=tuple(sorted(draw(_MEMBERS).items())),
        start=start,
        end=end,
        unit=None if shape == "text" else "USD",
        decimals=draw(st.none() | st.integers(-9, 9)) if number else None,
        value=draw(st.floats(allow_nan=False, allow_infinity=False)) if number else None,
        text=draw(_TEXT).strip() if shape == "text" else None,
    )


def written(fact: DimensionalFact, name: str) -> str:
    """Return a context and the fact that stands in it."""
    dimensions = "".join(
        f'<xbrldi:explicitMember dimension="us-gaap:{axis}">maker:{member}</xbrldi:explicitMember>'
        for axis, member in fact.dimensions
    )
    period = f"<xbrli:instant>{fact.end}</xbrli:instant>"
    if fact.start:
        period = (
            f"<xbrli:startDate>{fact.start}</xbrli:startDate>"
            f"<xbrli:endDate>{fact.end}</xbrli:endDate>"
        )
    tag = f"{'maker' if fact.company_made else 'us-gaap'}:{fact.name}"
    attributes = f'contextRef="{name}"' + (' unitRef="usd"' if fact.unit else "")
    if fact.value is not None:
        attributes += f' decimals="{"INF" if fact.decimals is None else fact.decimals}"'
    elif fact.text is None:
        attributes += ' xsi:nil="true"'
    content = fact.text or ("" if fact.value is None else repr(fact.value))
    return f"{context(period, name, dimensions)}<{tag} {attributes}>{escape(content)}</{tag}>"


@given(st.lists(facts(), max_size=8))
def test_what_is_written_is_read_back(filed: list[DimensionalFact]) -> None:
    instance = read(*(written(fact, f"c{index}") for index, fact in enumerate(filed)))
    assert list(instance.facts) == filed
    assert instance.warnings == ()


@given(st.data())
def test_a_damaged_file_is_read_or_refused(data: st.DataObject) -> None:
    whole = document(context(YEAR, segment=LOAN), debt())
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, min(start + 40, len(whole))))
    damage = data.draw(st.binary(max_size=20))
    try:
        read_instance(whole[:start] + damage + whole[end:])
    except SourceError as error:
        assert error.what.isprintable()
