"""The simulated debt notes: what is owed adds up, what is written can be read, traps are as stated.

The instances are read here as any reader would, by the standard library alone."""

from __future__ import annotations

import gzip
import itertools
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.simulator.company import Company, Kind
from tests.simulator.debt_files import file_name, has_instance, note_of, publish
from tests.simulator.debt_instruments import debt_at_year_end
from tests.simulator.debt_note import BY_INSTRUMENT, COUPON, FACE, HINT, SHARES, SPREAD, Note
from tests.simulator.debt_traps import COMPARATIVES, TRAPS, UNRESOLVABLE
from tests.simulator.debt_truth import debt_row, evident, is_plain, shares, verdict
from tests.simulator.draw import market
from tests.simulator.filings import companyfacts
from tests.simulator.write import HOLDINGS_DATE, write_market

X = "{http://www.xbrl.org/2003/instance}"
MEMBER = "{http://xbrl.org/2006/xbrldi}explicitMember"
FACE_OF_THE_SHEET = (
    {"LongTermDebtNoncurrent", "LongTermDebtCurrent"},
    {"LongTermDebtNoncurrent", "LongTermDebtCurrent", "ShortTermBorrowings"},
    {"LongTermDebtNoncurrent", "DebtCurrent"},
    {"LongTermDebt", "ShortTermBorrowings"},
    {"LongTermDebtAndCapitalLeaseObligations", "LongTermDebtAndCapitalLeaseObligationsCurrent"},
)


@dataclass(frozen=True)
class Read:
    tag: str
    end: str
    members: tuple[str, ...]
    text: str


@pytest.fixture(scope="module")
def notes(index: list[Company]) -> list[Note]:
    """Every note of 2,000 companies but those of banks and insurers."""
    found = (note_of(company, HOLDINGS_DATE) for company in index)
    return [n for n in found if n and n.company.kind not in (Kind.BANK, Kind.INSURER)]


@pytest.fixture(scope="module")
def instances(crowd_files: Path) -> dict[int, list[Read]]:
    """The facts of every instance by the company's CIK."""
    files = (crowd_files / "instances").glob("*.xml.gz")
    return {int(path.name[3:13]): list(read(path)) for path in files}


def read(path: Path) -> Iterator[Read]:
    root = ET.fromstring(gzip.decompress(path.read_bytes()))
    contexts = {}
    for context in root.iter(f"{X}context"):
        period = context.find(f"{X}period")
        assert period is not None
        members = tuple(str(member.text) for member in context.iter(MEMBER))
        contexts[context.get("id")] = (str(period[-1].text), members)
    units = {unit.get("id") for unit in root.iter(f"{X}unit")}
    assert len(contexts) == len(list(root.iter(f"{X}context")))
    for fact in root:
        if "contextRef" in fact.attrib:
            assert fact.get("unitRef") is None or fact.get("unitRef") in units
            end, members = contexts[fact.attrib["contextRef"]]
            yield Read(fact.tag.partition("}")[2], end, members, fact.text or "")


def table(folder: Path, name: str) -> list[dict[str, Any]]:
    return list(pl.read_parquet(folder / f"truth_{name}.parquet").iter_rows(named=True))


def test_what_is_owed_adds_up_to_the_balance_sheet(notes: list[Note]) -> None:
    assert sum(bool(note.items) for note in notes) > 1200
    for note in notes:
        if note.items:
            carrying = [item.instrument.carrying for item in note.items]
            assert sum(carrying) == debt_at_year_end(note.company, note.filing)
            assert min(carrying) > 0
            for item in note.items:
                assert 0 <= item.instrument.cost <= item.instrument.principal * 0.0251
                assert item.instrument.maturity > note.day >= item.instrument.signed


def test_the_instance_states_the_same_debt_on_the_face(
    crowd_files: Path, instances: dict[int, list[Read]]
) -> None:
    checked = 0
    for row in table(crowd_files, "debt"):
        if row["has_instance"] and row["total_debt"]:
            end = row["period_end"].isoformat()
            plain = {
                fact.tag: int(float(fact.text)) for fact in instances[row["cik"]]
                if not fact.members and fact.end == end and fact.tag in set().union(
                    *FACE_OF_THE_SHEET)
            }  # fmt: skip
            sums = [
                sum(plain[tag] for tag in tags) for tags in FACE_OF_THE_SHEET if tags <= set(plain)
            ]
            assert row["total_debt"] in sums, (row, plain)
            checked += 1
    assert checked > 100


def test_instances_are_whole_and_say_whose_they_are(
    crowd_files: Path, instances: dict[int, list[Read]]
) -> None:
    rows = {row["cik"]: row for row in table(crowd_files, "debt")}
    assert set(instances) == {cik for cik, row in rows.items() if row["has_instance"]}
    for cik, facts in instances.items():
        cover = {fact.tag: fact.text for fact in facts if not fact.members}
        assert 100 <= len(facts) <= 400
        assert int(cover["EntityCentralIndexKey"]) == cik
        assert cover["DocumentType"] in ("10-K", "10-KT")
        assert cover["DocumentPeriodEndDate"] == rows[cik]["period_end"].isoformat()
        assert cover["AmendmentFlag"] == "false"
        assert cover["EntityRegistrantName"]
        assert {"Assets", "StockholdersEquity"} <= set(cover)


def test_a_file_is_named_after_its_company_and_filing(crowd_files: Path) -> None:
    names = {path.name for path in (crowd_files / "instances").iterdir()}
    assert names == {
        f"CIK{row['cik']:010d}-{row['accession']}_htm.xml.gz"
        for row in table(crowd_files, "debt")
        if row["has_instance"]
    }


def test_each_instrument_has_its_amount_at_the_balance_sheet_date(
    crowd_files: Path, instances: dict[int, list[Read]]
) -> None:
    by_instrument = {r["cik"] for r in table(crowd_files, "debt") if r["tagged"] == BY_INSTRUMENT}
    checked = 0
    for row in table(crowd_files, "instruments"):
        if row["cik"] in by_instrument:
            right = {str(row["amount"]), str(row["principal"])}
            end = row["period_end"].isoformat()
            assert any(
                fact.text in right and fact.end == end and row["member"] in fact.members
                for fact in instances[row["cik"]]
            ), row
            checked += 1
    assert checked > 150


def test_each_rate_stands_somewhere_unless_a_trap_hides_it(
    crowd_files: Path, instances: dict[int, list[Read]]
) -> None:
    traps = {
        r["cik"]: set(r["traps"].split()) for r in table(crowd_files, "debt")
        if r["tagged"] == BY_INSTRUMENT
    }  # fmt: skip
    hiding = {"rate_only_in_name", "rate_only_in_text", "other_without_terms"}
    for row in table(crowd_files, "instruments"):
        if row["cik"] not in traps:
            continue
        facts = instances[row["cik"]]
        if row["spread"] is not None:
            assert row["spread"] in [float(f.text) for f in facts if f.tag == SPREAD], row
        if row["coupon"] is not None and not traps[row["cik"]] & hiding:
            stated = [float(f.text) for f in facts if f.tag.startswith(COUPON)]
            assert row["coupon"] in stated, row


def test_every_trap_occurs_about_as_often_as_stated(notes: list[Note]) -> None:
    fitted, built = Counter[str](), Counter[str]()
    for note in notes:
        fitted.update(note.fitted)
        built.update(note.traps)
    for trap in TRAPS:
        expected = fitted[trap.name] * trap.probability
        spread = (expected * (1 - trap.probability)) ** 0.5
        assert built[trap.name] > 0, trap.name
        assert abs(built[trap.name] - expected) <= 4 * spread + 1, trap.name
    tagged = [note for note in notes if note.tagging == BY_INSTRUMENT and note.items]
    assert abs(built["comparatives"] / len(tagged) - COMPARATIVES) < 0.05


def test_a_trap_has_a_chance_of_its_own(notes: list[Note]) -> None:
    """No two traps go together more than chance would have it."""
    free = ("undimensioned_total", "fair_value_table", "exact_duplicates", "effective_rate_beside")
    tagged = [note for note in notes if note.tagging == BY_INSTRUMENT and note.items]
    shares_of = {name: sum(name in n.traps for n in tagged) / len(tagged) for name in free}
    for one, other in itertools.combinations(free, 2):
        both = sum(one in n.traps and other in n.traps for n in tagged) / len(tagged)
        assert abs(both - shares_of[one] * shares_of[other]) < 0.04


def test_few_companies_have_a_trap_that_can_not_be_resolved(notes: list[Note]) -> None:
    share = sum(bool(UNRESOLVABLE & set(note.traps)) for note in notes) / 2000
    assert 0.005 < share < 0.05


def test_companies_tag_their_debt_as_real_ones_do(notes: list[Note]) -> None:
    debtors = [
        n for n in notes
        if n.items and n.company.has_facts and n.company.currency == "USD"
        and n.company.statements == "us-gaap"
    ]  # fmt: skip
    tagging = Counter(note.tagging for note in debtors)
    assert 0.5 < tagging[BY_INSTRUMENT] / len(debtors) < 0.6
    for other in (SHARES, FACE, HINT):
        assert 0.02 < tagging[other] / len(debtors) < 0.25
    assert all(has_instance(note) for note in debtors if note.tagging != "none")


def test_kinds_are_plausible_by_sector(notes: list[Note]) -> None:
    def share(kind: str, *sorts: str) -> float:
        owed = [n for n in notes if n.items and {n.company.sector, n.company.kind} & set(sorts)]
        return sum(shares(i.instrument for i in n.items)[kind] for n in owed) / len(owed)

    everyone = tuple({note.company.sector for note in notes})
    assert 0.35 < share("floating", *everyone) < 0.6
    assert 0.08 < share("convertible", *everyone) < 0.25
    assert share("convertible", Kind.BIOTECH) > 0.3
    assert share("convertible", "Information Technology") > 0.25
    assert share("convertible", "Industrials", "Materials", "Consumer Staples") < 0.12
    assert share("fixed", "Utilities") > 0.7
    assert share("fixed", Kind.REIT) > 0.5
    assert share("floating", "Industrials", "Consumer Discretionary") > 0.5
    hedged = [note for note in notes if note.pay_fixed]
    assert len(hedged) > 40
    spreads = [i.instrument.spread for n in notes for i in n.items if i.instrument.form == "abl"]
    assert all(spread and 0.0125 <= spread <= 0.0225 for spread in spreads)


@pytest.mark.parametrize(
    ("floating", "fixed", "convertible", "right"),
    [
        (0.8, 0.2, 0.0, "floating"),
        (0.79, 0.21, 0.0, "mixed"),
        (0.1, 0.85, 0.05, "fixed"),
        (0.0, 0.1, 0.9, "convertible"),
        (0.4, 0.29, 0.0, "unknown"),
        (0.4, 0.3, 0.0, "mixed"),
    ],
)
def test_the_rule_of_the_verdict(
    floating: float, fixed: float, convertible: float, right: str
) -> None:
    parts = {"floating": floating, "fixed": fixed, "convertible": convertible}
    assert verdict(parts) == right


def test_where_the_truth_is_sure_every_fair_count_comes_to_it(notes: list[Note]) -> None:
    sure = 0
    for note in notes:
        row = debt_row(note.company, note, has_instance=True)
        if not note.items or row["may_be_unknown"]:
            continue
        total = sum(
            float(str(row[f"{kind}_share"])) for kind in ("floating", "fixed", "convertible")
        )
        assert total == pytest.approx(1, abs=1e-5)
        told = [item for item in note.items if evident(item, note.tagging)]
        part = sum(i.instrument.carrying for i in told) / note.debt
        assert note.tagging == SHARES or part >= 0.7
        if "near_the_line" not in note.traps and note.tagging != SHARES:
            assert is_plain(note.items, note.tagging)
        assert row["debt_type"] != "unknown"
        sure += 1
    assert sure > 700


def test_who_owes_nothing_has_none_and_financials_are_not_applicable(
    crowd: list[Company], crowd_files: Path
) -> None:
    rows = table(crowd_files, "debt")
    kinds = {company.cik: company for company in crowd}
    for row in rows:
        company = kinds[row["cik"]]
        if company.kind in (Kind.BANK, Kind.INSURER):
            assert row["debt_type"] == "n/a"
            assert not row["has_instance"]
        elif company.debt == 0.0 and row["period_end"]:  # of others nothing is filed
            assert row["debt_type"] == "none"
    undrawn = [r for r in rows if r["debt_type"] == "none" and "undrawn_revolver" in r["traps"]]
    assert undrawn


def test_swaps_take_from_the_floating_share_what_they_fix(notes: list[Note]) -> None:
    for note in notes:
        if note.items and note.tagging == BY_INSTRUMENT:
            row = debt_row(note.company, note, has_instance=True)
            owed = sum(item.instrument.principal for item in note.items)
            swapped = (note.pay_fixed - note.pay_floating) / owed
            gross, net = float(str(row["floating_share"])), float(str(row["net_floating_share"]))
            assert net == pytest.approx(max(gross - swapped, 0), abs=1e-5)
            assert 0 <= net <= 1


def test_companyfacts_hold_what_has_no_dimension(notes: list[Note]) -> None:
    note = next(note for note in notes if note.tagging == SHARES)
    facts = companyfacts(note.company)
    publish(note, facts)
    tags = facts["facts"]["us-gaap"]  # type: ignore[index]  # JSON
    found = [tag for tag in tags if "PercentageBearing" in tag]
    assert len(found) == 2
    for tag in found:
        (rows,) = tags[tag]["units"].values()
        assert [(row["accn"], row["end"]) for row in rows] == [
            (note.filing.accession, note.day.isoformat())
        ]


def test_the_same_seed_writes_the_same_instances_and_another_seed_others(tmp_path: Path) -> None:
    for name, seed in (("one", 3), ("again", 3), ("other", 4)):
        write_market(market(25, seed), tmp_path / name)
    written = {
        name: {
            path.name: path.read_bytes() for path in (tmp_path / name).rglob("*")
            if path.name.endswith((".xml.gz", ".parquet"))
        }
        for name in ("one", "again", "other")
    }  # fmt: skip
    assert len(written["one"]) > 10
    assert written["one"] == written["again"]
    assert written["one"] != written["other"]


def test_a_name_stays_when_the_market_grows() -> None:
    def members(size: int) -> list[list[str]]:
        found = (note_of(company, date(2026, 5, 5)) for company in market(size, 9))
        return [[item.member for item in note.items] for note in found if note]

    assert members(20) == members(30)[: len(members(20))]


def test_no_two_instruments_of_a_company_share_a_member(notes: list[Note]) -> None:
    for note in notes:
        members = [item.member for item in note.items]
        assert len(set(members)) == len(members), (file_name(note), members)
