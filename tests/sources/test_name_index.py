"""Companies by name alone: the same name or none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.sources.name_index import NameIndex
from screener.sources.names import CUT_AT, in_full, share_class

SAME = [  # as holdings files write it, as N-PORT reports or the SEC do
    ("PETCO HEALTH AND WELLNESS COMPANY", "Petco Health & Wellness Co., Inc."),
    ("GROUP AUTOMOTIVE INC", "Group 1 Automotive, Inc."),
    ("REAL BROKERAGE INC", "Real Brokerage, Inc. (The)"),
    ("M TRON INDUSTRIES INC", "M-Tron Industries, Inc."),
    ("TEADS HOLDING", "Teads Holding Co."),
    ("BALLY S CORP", "Bally's Corp"),
    ("ARKO", "ARKO Corp."),
    ("THE REALREAL INC", "TheRealReal, Inc."),
    ("RED ROCK RESORTS ORS CLASS A INC", "Red Rock Resorts, Inc."),
    ("TRINET GROUP INCINARY", "TriNet Group, Inc."),
    ("PLANET LABS CLASS A", "Planet Labs PBC"),
    ("KKR REAL ESTATE FINANCE INC TRUST", "KKR Real Estate Finance Trust Inc."),
    ("HB FULLER", "H.B. Fuller Co."),
]
CUT = [
    ("KRATOS DEFENSE AND SECURITY SOLUTI", "Kratos Defense & Security Solutions, Inc."),
    ("MATTHEWS INTERNATIONAL CORP CLASS", "Matthews International Corp."),
    ("CONCENTRA GROUP HOLDINGS PARENT IN", "Concentra Group Holdings Parent, Inc."),
    ("VICTORY CAPITAL HOLDINGS CLASS A I", "Victory Capital Holdings, Inc."),
    ("BANCO LATINOAMERICANO DE COMERCIO", "Banco Latinoamericano de Comercio Exterior, S.A."),
    ("UNIVERSAL HEALTH REALTY INCOME TRU", "Universal Health Realty Income Trust"),
    ("FIRST BUSINESS FINANCIAL SERVICES", "First Business Financial Services, Inc."),
]
OTHER = [
    ("BANK FIRST CORP", "First Bank"),
    ("GRAHAM CORP", "Graham Holdings Co."),
    ("ORION GROUP INC", "Orion SA"),
    ("MERIDIAN CORP", "Meridian Holdings, Inc."),
    ("DAVE INC CLASS A", "Dave & Buster's Entertainment, Inc."),
    ("BRP GROUP INC CLASS A", "BRP Inc."),
    ("FIRST BUSINESS FINANCIAL SERVICES", "First Business Financial Corp."),
    ("KRATOS DEFENSE AND SECURITY SOLUTI", "Kratos Defense & Security Systems, Inc."),
    ("", "Alfa Tools, Inc."),
    ("THE", "Co."),
]


@pytest.mark.parametrize(("held", "named"), SAME + CUT)
def test_a_company_is_found_under_its_other_spelling(held: str, named: str) -> None:
    assert NameIndex(["ALFA TOOLS INC", held], cut=True).find(named) == [1]


@pytest.mark.parametrize(("held", "named"), OTHER)
def test_a_name_that_is_only_alike_is_not_found(held: str, named: str) -> None:
    assert NameIndex(["ALFA INC", held], cut=True).find(named) == []


@pytest.mark.parametrize(("held", "named"), CUT)
def test_where_nothing_was_cut_a_beginning_is_no_name(held: str, named: str) -> None:
    assert len(held) >= CUT_AT - 1
    if in_full(held) != in_full(named):
        assert NameIndex([held]).find(named) == []


def test_every_place_of_a_name_is_told() -> None:
    names = ["FIRST BANCORP", "ALFA INC", "First Bancorp, Inc /ME/"]
    assert NameIndex(names).find("First BanCorp.") == [0, 2]


def test_the_name_in_full_goes_before_what_tells_a_company() -> None:
    names = ["ALFA BETA HOLDINGS INC", "ALFA BETA INC"]
    assert NameIndex(names).find("Alfa Beta Corp.") == [1]
    assert NameIndex(names[:1]).find("Alfa Beta Corp.") == [0]


def test_with_legal_forms_one_word_is_not_enough() -> None:
    index = NameIndex(["DLocal Ltd", "ICON PLC", "Alfa Beta Ltd"], legal=True)
    assert index.find("Dlocal Ltd.") == [0]
    assert index.find("Icon Corp.") == []
    assert index.find("Alfa Beta, Inc.") == [2]


@given(st.lists(st.text(max_size=40), max_size=4), st.text(max_size=40), st.booleans())
def test_looking_up_never_fails(names: list[str], name: str, cut: bool) -> None:
    found = NameIndex(names, cut=cut).find(name)
    assert found == sorted(set(found))
    assert all(0 <= at < len(names) for at in found)


@given(st.lists(st.text("ABC &.'19", min_size=1), min_size=1, max_size=3))
def test_every_name_is_found_under_itself(names: list[str]) -> None:
    for at, name in enumerate(names):
        assert not in_full(name) or at in NameIndex(names).find(name)


@pytest.mark.parametrize(
    ("name", "letter"),
    [
        ("PJT Partners, Inc., Class A", "A"),
        ("BLOOM ENERGY CLASS A CORP", "A"),
        ("MUELLER WATER PRODUCTS INC SERIES A", "A"),
        ("Crawford & Co., Cl. B", "B"),
        ("ATLANTA BRAVES HOLDINGS INC SERIES", None),
        ("Class Acts Inc", None),
        ("CENTRAL GARDEN AND PET", None),
    ],
)
def test_the_share_class_that_a_name_tells(name: str, letter: str | None) -> None:
    assert share_class(name) == letter
