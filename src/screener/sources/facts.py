"""companyfacts: all XBRL values of a company, as the SEC serves them, decoded into columns.

Source: ``data.sec.gov/api/xbrl/companyfacts/CIK##########.json`` (or its nightly zip). Only the
tags that the caller names are decoded, which is what makes reading the whole market quick: the rest
of the JSON is skipped without building objects. The file's ``fy`` and ``fp`` describe the filing,
not the fact, and are never read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import msgspec
import polars as pl

from screener.errors import SourceError
from screener.sources.text import is_web_page

RAW_FACTS: dict[str, type[pl.DataType]] = {
    "tag": pl.String,
    "unit": pl.String,
    "start": pl.Date,
    "end": pl.Date,
    "value": pl.Float64,
    "filed": pl.Date,
    "form": pl.String,
    "accession": pl.String,
}
"""Columns of :attr:`CompanyFacts.facts`; ``start`` is null for an instant."""

_FIRST_DAY, _LAST_DAY = dt.date(1900, 1, 1), dt.date(2999, 12, 31)
"""A date outside was mistyped; some of them no calendar can hold."""


class OtherCompanyError(SourceError):
    """The file is whole, but its facts are another company's."""


@dataclass(frozen=True, slots=True)
class CompanyFacts:
    """One company's file: who it is, in which taxonomy it reports, and the facts of the wanted
    tags.

    ``facts`` has the columns of :data:`RAW_FACTS`. ``taxonomy`` is ``us-gaap``, ``ifrs-full`` or
    None. ``dropped`` counts facts that could not be read: a text where a number belongs, an
    impossible date."""

    cik: int
    entity_name: str
    taxonomy: str | None
    facts: pl.DataFrame
    dropped: int


class _Fact(msgspec.Struct, gc=False):
    end: str
    val: float
    accn: str
    form: str
    filed: str
    start: str | None = None


class _Tag(msgspec.Struct, gc=False):
    units: dict[str, list[_Fact]]


class _RawTag(msgspec.Struct):
    units: dict[str, msgspec.Raw]


class _Header(msgspec.Struct):
    cik: int | str | None = None
    entityName: str | None = None


@dataclass(slots=True)
class _Columns:
    tag: list[str] = field(default_factory=list)
    unit: list[str] = field(default_factory=list)
    start: list[str | None] = field(default_factory=list)
    end: list[str] = field(default_factory=list)
    value: list[float] = field(default_factory=list)
    filed: list[str] = field(default_factory=list)
    form: list[str] = field(default_factory=list)
    accession: list[str] = field(default_factory=list)

    def add(self, tag: str, unit: str, facts: list[_Fact]) -> None:
        self.tag += [tag] * len(facts)
        self.unit += [unit] * len(facts)
        self.start += [fact.start for fact in facts]
        self.end += [fact.end for fact in facts]
        self.value += [fact.val for fact in facts]
        self.filed += [fact.filed for fact in facts]
        self.form += [fact.form for fact in facts]
        self.accession += [fact.accn for fact in facts]

    def frame(self) -> pl.DataFrame:
        texts = {"start", "end", "filed"}
        return pl.DataFrame(
            {name: getattr(self, name) for name in RAW_FACTS},
            schema={
                name: pl.String if name in texts else dtype for name, dtype in RAW_FACTS.items()
            },
        ).with_columns(_day("start"), _day("end"), _day("filed"))


def _day(name: str) -> pl.Expr:
    day = pl.col(name).str.to_date("%Y-%m-%d", strict=False)
    return pl.when(day.is_between(_FIRST_DAY, _LAST_DAY)).then(day).alias(name)


def read_company_facts(data: bytes, cik: int, tags: Mapping[str, Iterable[str]]) -> CompanyFacts:
    """Decode one companyfacts file.

    ``tags`` names the wanted tags by taxonomy (``{"us-gaap": [...], "dei": [...]}``; us-gaap is
    required). Raise :class:`SourceError` where the bytes are cut, no JSON or no companyfacts, and
    its :class:`OtherCompanyError` where they are of another company. Single facts that can't be
    read are dropped and counted, never guessed; of a key that stands twice the last one counts."""
    wanted = tuple(
        (taxonomy, tuple(sorted(set(names)))) for taxonomy, names in sorted(tags.items())
    )
    columns = _Columns()
    unreadable = 0
    try:
        file = _decoder(wanted, raw_tags=False).decode(data)
    except (msgspec.ValidationError, UnicodeDecodeError):
        # Something in it is not as it should be; take it apart to keep the rest.
        file = _decode(data, wanted)
        for tag, raw in _tags(file, wanted):
            unreadable += _add_readable(columns, tag, raw)
    except (msgspec.DecodeError, RecursionError) as error:
        raise _not_readable(data, error) from error
    else:
        for tag, content in _tags(file, wanted):
            for unit, facts in content.units.items():
                columns.add(tag, unit, facts)
    _check_cik(file.cik, cik)
    frame = columns.frame()
    # An instant has no start; a start that is given but unreadable is a damaged fact, not an
    # instant.
    given = pl.Series(columns.start, dtype=pl.String).is_not_null()
    readable = frame.select(
        pl.col("end").is_not_null()
        & pl.col("filed").is_not_null()
        & pl.col("value").is_finite()
        & (pl.col("start").is_not_null() | ~given)
    ).to_series()
    kept = frame.filter(readable)
    return CompanyFacts(
        cik=cik,
        entity_name=file.entityName or "",
        taxonomy=_taxonomy(file.facts, [name for name, _ in wanted]),
        facts=kept,
        dropped=unreadable + frame.height - kept.height,
    )


@cache
def _decoder(
    wanted: tuple[tuple[str, tuple[str, ...]], ...], *, raw_tags: bool
) -> msgspec.json.Decoder[Any]:
    """Build a decoder whose structs have a field for each wanted tag and none for the others."""
    tag_type, absent = (msgspec.Raw, msgspec.Raw()) if raw_tags else (_Tag | None, None)
    taxonomies = []
    for number, (_, names) in enumerate(wanted):
        fields = [(f"t{i}", tag_type, absent) for i in range(len(names))]
        struct = msgspec.defstruct(
            f"_Taxonomy{number}", fields, rename={f"t{i}": name for i, name in enumerate(names)}
        )
        taxonomies.append((f"x{number}", struct | None, None))
    # Only its presence matters: figures under IFRS are not comparable and are not read.
    others = [("ifrs_full", msgspec.Raw, msgspec.Raw())]
    rename = {f"x{number}": taxonomy for number, (taxonomy, _) in enumerate(wanted)}
    facts = msgspec.defstruct(
        "_Facts", [*taxonomies, *others], rename=rename | {"ifrs_full": "ifrs-full"}
    )
    file = msgspec.defstruct("_File", [("facts", facts)], bases=(_Header,), kw_only=True)
    return msgspec.json.Decoder(file)


def _decode(data: bytes, wanted: tuple[tuple[str, tuple[str, ...]], ...]) -> Any:
    try:
        return _decoder(wanted, raw_tags=True).decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise _not_readable(data, error) from error


def _tags(file: Any, wanted: tuple[tuple[str, tuple[str, ...]], ...]) -> Iterable[tuple[str, Any]]:
    """Yield each wanted tag that is in the file, with its content."""
    for number, (_, names) in enumerate(wanted):
        holder = getattr(file.facts, f"x{number}")
        if holder is None:
            continue
        for i, name in enumerate(names):
            content = getattr(holder, f"t{i}")
            if content is not None and content != msgspec.Raw():
                yield name, content


def _add_readable(columns: _Columns, tag: str, raw: msgspec.Raw) -> int:
    """Add what can be read of a tag; return how many facts, or lists of them, can't be."""
    content = _attempt(raw, _RawTag | None)
    if content is None:
        return 0 if bytes(raw) == b"null" else 1
    unreadable = 0
    for unit, entries in content.units.items():
        listed = _attempt(entries, list[msgspec.Raw])
        for entry in [entries] if listed is None else listed:
            fact = _attempt(entry, _Fact)
            if fact is None:
                unreadable += 1
            else:
                columns.add(tag, unit, [fact])
    return unreadable


def _attempt(raw: msgspec.Raw, wanted: Any) -> Any:
    try:
        return msgspec.json.decode(raw, type=wanted)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def _taxonomy(facts: Any, taxonomies: list[str]) -> str | None:
    if getattr(facts, f"x{taxonomies.index('us-gaap')}") is not None:
        return "us-gaap"
    return "ifrs-full" if bytes(facts.ifrs_full) else None


def _check_cik(found: int | str | None, wanted: int) -> None:
    try:
        number = int(found) if found is not None else wanted
    except ValueError:
        number = -1
    if number != wanted:
        raise OtherCompanyError(f"the facts are those of CIK {found!s:.20}, not of {wanted}")


def _not_readable(data: bytes, error: Exception) -> SourceError:
    if is_web_page(data):
        what = "a web page, not companyfacts JSON"
    elif not data.strip():
        what = "the file is empty"
    else:
        what = f"not companyfacts JSON, or cut: {error}"
    return SourceError(what)
