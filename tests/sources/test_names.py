"""Do two names mean the same company? Pairs of real names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.sources.names import same_company, same_name, words

SAME = [
    ("AMZN", "AMAZON.COM INC", "AMAZON COM INC"),
    ("VFC", "VF CORP", "V F CORP"),
    ("SIRI", "SIRIUSXM HOLDINGS INC", "SIRIUS XM HOLDINGS INC."),
    ("GE", "GE AEROSPACE", "GENERAL ELECTRIC CO"),
    ("FUL", "HB FULLER", "FULLER H B CO"),
    ("USAU", "US GOLD CORP", "U.S. GOLD CORP."),
    ("X", "US STEEL CORP", "UNITED STATES STEEL CORP"),
    ("BGS", "B AND G FOODS INC", "B&G Foods, Inc."),
    ("GPI", "GROUP AUTOMOTIVE INC", "GROUP 1 AUTOMOTIVE INC"),
    ("HUT", "HUT CORP", "Hut 8 Corp."),
    ("REAL", "THE REALREAL INC", "TheRealReal, Inc."),
    ("BALY", "BALLY S CORP", "Bally's Corp"),
    ("CPB", "CAMPBELL SOUP", "CAMPBELL'S Co"),
    ("MAN", "MANPOWER INC", "ManpowerGroup Inc."),
    ("ETON", "ETON PHARMACEUTCIALS INC", "Eton Pharmaceuticals, Inc."),
    ("AGYS", "AGILISYS INC", "AGILYSYS INC"),
    ("VICI", "VICI PPTYS INC", "VICI PROPERTIES INC."),
    ("AMP", "AMERIPRISE FINANCE INC", "AMERIPRISE FINANCIAL INC"),
    ("ELME", "ELME", "Elme Communities"),
    ("RUSHA", "RUSH ENTERPRISES INC CLASS A", "RUSH ENTERPRISES INC \\TX\\"),
    ("MOGA", "MOOG INC CLASS A", "MOOG INC."),
    ("KTOS", "KRATOS DEFENSE AND SECURITY SOLUTI", "KRATOS DEFENSE & SECURITY SOLUTIONS, INC."),
    ("STHO", "STAR HOLDINGS SHARES OF BENEFICIAL", "Star Holdings"),
    ("WAT", "WATER CORP", "WATERS CORP /DE/"),
    ("LH", "LABORATORY CORPORATION OF AMERICA", "LABCORP HOLDINGS INC."),
    ("BLMN", "BLOOMÉN BRANDS", "Bloomen Brands, Inc. /DE/"),
]
OTHER = [
    ("ARIS", "ARIS WATER SOLUTIONS INC CLASS A", "Aris Mining Corp"),
    ("RDUS", "RADIUS HEALTH INC", "RADIUS RECYCLING, INC."),
    ("CADE", "CADENCE BANCORPORATION CLASS A", "Cadence Bank"),
    ("ICON", "ICONIX BRAND GROUP INC", "Icon Energy Corp"),
    ("MRLN", "MARLIN BUSINESS SERVICES CORP", "Merlin, Inc."),
    ("RBC", "REGAL BELOIT CORP", "RBC Bearings INC"),
    ("ITG", "INVESTMENT TECHNOLOGY GROUP INC", "ITG, Inc./DE/"),
    ("CCC", "CALGON CARBON CORP", "CCC Intelligent Solutions Holdings Inc."),
    ("RPT", "RPT REALTY", "Rithm Property Trust Inc."),
    ("TBIO", "TRANSLATE BIO INC", "Telesis Bio Inc."),
    ("RNA", "AVIDITY BIOSCIENCES INC", "Atrium Therapeutics, Inc."),
    ("DOC", "PHYSICIANS REALTY TRUST REIT", "HEALTHPEAK PROPERTIES, INC."),
    ("COR", "CORESITE REALTY REIT CORP", "Cencora, Inc."),
    ("CNR", "CORNERSTONE BUILDING BRANDS INC", "Core Natural Resources, Inc."),
    ("AKTS", "AKOUSTIS TECHNOLOGIES INC", "Aktis Oncology, Inc."),
    ("APP", "APPLIED MATERIALS", "Applied Trust Inc."),
    ("COMSY", "COMSYS", "COMPUTER SYSTEMS"),
    ("TEN", "TENNECO INC CLASS A", "TSAKOS ENERGY NAVIGATION LTD"),
    ("", "", ""),
]


@pytest.mark.parametrize(("ticker", "name", "title"), SAME)
def test_one_company_under_two_spellings(ticker: str, name: str, title: str) -> None:
    assert same_company(name, title, ticker)


@pytest.mark.parametrize(("ticker", "name", "title"), OTHER)
def test_two_companies_that_had_the_same_ticker(ticker: str, name: str, title: str) -> None:
    assert not same_company(name, title, ticker)


def test_form_class_and_order_do_not_make_another_name() -> None:
    assert same_name("James River Group Holdings, Ltd.", "JAMES RIVER GROUP HOLDINGS INC")
    assert not same_name("BRP GROUP INC CLASS A", "BRIGHT PROPERTIES")
    assert not same_name("", "")


def test_a_name_of_nothing_but_form_keeps_its_words() -> None:
    assert words("THE NEW COMPANY") == ("THE", "NEW", "COMPANY")


@given(st.text(), st.text(), st.text())
def test_comparing_never_fails(name: str, title: str, ticker: str) -> None:
    assert isinstance(same_company(name, title, ticker), bool)


@given(st.text(alphabet="ABCDEFG &.'19", min_size=1), st.text(alphabet="ABC", max_size=4))
def test_every_name_with_letters_is_its_own(name: str, ticker: str) -> None:
    assert same_company(name, name.lower(), ticker) == bool(words(name))
