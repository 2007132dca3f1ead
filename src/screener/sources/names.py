"""Do two company names mean the same company? The guard against reused tickers.

A ticker alone is weak evidence: holdings and ticker files are of different dates, and a ticker that
one company frees is soon another's (ARIS was Aris Water Solutions, then Aris Mining). Whoever picks
a ticker picks it to fit the name, so a likeness that goes no further than the ticker proves nothing
either. What counts is a shared word that is neither ordinary (``THERAPEUTICS``) nor what the ticker
stands for.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from difflib import SequenceMatcher

_INCORPORATED_IN = re.compile(r"[/\\][A-Z ]{2,8}[/\\]?\s*$")
"""EDGAR's note after a title: ``/DE/``, ``\\TX\\``, ``/NEW``."""

_LONE_LETTERS = re.compile(r"\b[A-Z](?:[ .]+[A-Z]\b)+")
"""U.S. GOLD, FULLER H B, COPA S.A."""

_LONG = {
    "FINANCE": ("FINANCIAL",),
    "FINL": ("FINANCIAL",),
    "INDS": ("INDUSTRIES",),
    "MFG": ("MANUFACTURING",),
    "PPTY": ("PROPERTY",),
    "PPTYS": ("PROPERTIES",),
    "RLTY": ("REALTY",),
    "US": ("UNITED", "STATES"),
}
"""Abbreviations in holdings files that EDGAR writes out."""

CUT_AT = 34
"""iShares cuts a company's name at this many characters."""

_FORM_WORDS = """
    A AB ADR ADS AG AND AS ASA B BENEFICIAL BV C CL CLA CLAS CLASS CLS CO COM COMPANIES COMPANY
    CORP CORPORATION COS D DE DEL GROUP GRP HLDG HLDGS HOLDING HOLDINGS INC INCINARY INCORPORATED
    INTEREST INTERNATIONAL INTL LIMITED LLC LP LTD MD NEW NON NPV NV OF ORD PBC PLC REIT SA SE SER
    SERIE SERIES SH SHARES SPA SUB THE TR TRUST UNIT UNITS VOTING
"""
_FORM = frozenset(_FORM_WORDS.split())
"""Words about a company's form or its share class; they tell companies apart in no way."""

_CLASS = re.compile(r"\b(?:CLASS|CLS|CL|SERIES|SER) ([A-Z])\b")

_ONE_SPELLING = {
    "CORPORATION": "CORP",
    "GRP": "GROUP",
    "HLDG": "HOLDINGS",
    "HLDGS": "HOLDINGS",
    "HOLDING": "HOLDINGS",
    "INCINARY": "INC",
    "INCORPORATED": "INC",
    "INTL": "INTERNATIONAL",
    "LIMITED": "LTD",
}
_DROPPED = frozenset({"AND", "CO", "COMPANY", "ORS", "REIT", "THE", "VOTING"})
"""Words that iShares leaves out, or adds as it likes."""

_LEGAL_WORDS = "AB AG ASA BV CORP INC LLC LP LTD NV PBC PLC SA SE SPA"
_LEGAL = frozenset(_LEGAL_WORDS.split())

_ORDINARY_WORDS = """
    ACQUISITION ADVANCED AEROSPACE AI AIR AIRLINES ALLIANCE AMERICA AMERICAN AMERICAS APPLIED
    ASSET ASSOCIATES ATLANTIC AUTOMOTIVE BANCORP BANCORPORATION BANCSHARES BANK BANKS
    BANKSHARES BIO BIOLOGICS BIOMEDICAL BIOPHARMA BIOPHARMACEUTICALS BIOSCIENCE BIOSCIENCES
    BIOTECH BIOTECHNOLOGIES BIOTECHNOLOGY BIOTHERAPEUTICS BLACK BLUE BRANDS BUSINESS CALIFORNIA
    CAPITAL CARE CENTRAL CENTURY CHEMICAL CHINA CITIZENS CITY CLEAN COMMERCE COMMERCIAL
    COMMUNICATIONS COMMUNITIES COMMUNITY CONSULTING COPPER CORE CREDIT DATA DEVELOPMENT DIGITAL
    DIVERSIFIED DYNAMIC DYNAMICS EAGLE EAST EASTERN EDUCATION ELECTRIC ELECTRONICS ENERGY
    ENTERPRISE ENTERPRISES ENTERTAINMENT ENVIRONMENTAL EQUIPMENT EQUITY ESTATE EXPLORATION
    FARMERS FEDERAL FINANCIAL FIRST FOOD FOODS FRANKLIN FUND GAMING GAS GENERAL
    GENETICS GLOBAL GOLD GOLDEN GREAT GREEN GROWTH HEALTH HEALTHCARE HIGH HOLDCO HOME HOMES
    HOSPITALITY HOTELS INCOME INDUSTRIAL INDUSTRIES INFRASTRUCTURE INNOVATION INNOVATIONS
    INSURANCE INTELLIGENT INTERACTIVE INVESTMENT INVESTMENTS INVESTORS LABORATORIES LABS LAND
    LENDING LIBERTY LIFE LITHIUM LOGISTICS MANAGEMENT MARINE MARITIME MARKETS MATERIALS MEDIA
    MEDICAL MEDICINE MERGER METALS MICRO MIDSTREAM MINERALS MINES MINING MOBILE MORTGAGE MOTOR
    MOTORS MOUNTAIN MUNICIPAL MUTUAL NATIONAL NATURAL NETWORK NETWORKS NORTH NORTHERN OIL
    ONCOLOGY ONE OPPORTUNITIES OPPORTUNITY PACIFIC PARTNERS PETROLEUM PHARMA PHARMACEUTICAL
    PHARMACEUTICALS POINT POWER PRODUCTS PROPERTIES PROPERTY PUBLIC QUALITY QUANTUM REAL REALTY
    RED RESEARCH RESIDENTIAL RESORTS RESOURCE RESOURCES RESTAURANTS ROBOTICS ROYALTY SAVINGS
    SCIENCE SCIENCES SCIENTIFIC SECURITIES SECURITY SEMICONDUCTOR SERVICE SERVICES SILVER
    SOFTWARE SOLAR SOLUTIONS SOUTH SOUTHERN SPACE SPECIALTY STANDARD STAR STATE STATES STEEL
    STORAGE STORES STRATEGIC STRATEGY SURGICAL SYSTEMS TECH TECHNOLOGIES TECHNOLOGY
    THERAPEUTICS UNITED UNIVERSAL URANIUM USA VALLEY VENTURES WATER WEST WESTERN WIRELESS WORLD
    WORLDWIDE
"""
_ORDINARY = frozenset(_ORDINARY_WORDS.split())
"""Words that many companies share (in 10 or more of the SEC's 9,000 titles, mostly)."""


_BEGINNING = 3
"""Letters of a word that tell it, where a name is made of the beginnings of words."""


def words(name: str) -> tuple[str, ...]:
    """Return the words that tell a company apart, in capitals, without accents and abbreviations.

    Legal form, share class and bare numbers are left out (iShares drops numbers: GROUP 1 AUTOMOTIVE
    is its GROUP AUTOMOTIVE). A name that holds nothing else keeps all its words.
    """
    found = _every_word(name)
    telling = (word for word in found if word not in _FORM and not word.isdecimal())
    return tuple(long for word in telling for long in _LONG.get(word, (word,))) or tuple(found)


def share_class(name: str) -> str | None:
    """Return the letter of the share class that a name tells; None where it tells none."""
    found = _CLASS.search(" ".join(_every_word(name)))
    return found[1] if found else None


def in_full(name: str, *, legal: bool = False) -> str:
    """Return all that tells a name, HOLDINGS and GROUP too, one spelling for each, glued together.

    Left out are the share class, what iShares leaves out (CO, AND, THE, bare numbers), and the
    legal form unless ``legal``.
    """
    plain = _CLASS.sub(" ", " ".join(_every_word(name)))
    found = (long for word in plain.split() for long in _LONG.get(word, (word,)))
    spelled = (_ONE_SPELLING.get(word, word) for word in found)
    return "".join(
        word
        for word in spelled
        if not (word in _DROPPED or word.isdecimal() or (word in _LEGAL and not legal))
    ).removeprefix("THE")


def glued(name: str) -> str:
    """Return the words of :func:`words` without the blanks: JP MORGAN is JPMORGAN."""
    return _glued(words(name))


def is_ordinary(name: str) -> bool:
    """Say whether it is one word, or ordinary words only, which several companies can share."""
    found = words(name)
    return len(found) < 2 or set(found) <= _ORDINARY


def may_be_cut(name: str) -> bool:
    """Say whether iShares may have cut a name; a blank at the cut is gone."""
    return len(name) >= CUT_AT - 1


def begins_form(word: str) -> bool:
    """Say whether a word may be the beginning of one about a company's form (INC, CLASS)."""
    return any(form.startswith(word.upper()) for form in _FORM)


def _every_word(name: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().upper()
    plain = _INCORPORATED_IN.sub(" ", plain).replace("'", "").replace("&", " AND ")
    plain = _LONE_LETTERS.sub(lambda run: re.sub(r"[^A-Z]", "", run[0]), plain)
    return re.findall(r"[A-Z0-9]+", plain)


def same_name(one: str, other: str) -> bool:
    """Say whether two names are the same but for legal form, class, order and punctuation."""
    ours, theirs = words(one), words(other)
    return ours != () and (_glued(ours) == _glued(theirs) or sorted(ours) == sorted(theirs))


def same_company(name: str, title: str, ticker: str) -> bool:
    """Say whether a holding's ``name`` and a filer's ``title`` can be the same company.

    Both stand under ``ticker``, so a likeness that the ticker explains does not count.
    """
    if same_name(name, title):
        return True
    ours, theirs = words(name), words(title)
    if not ours or not theirs:
        return False
    shared = set(ours) & set(theirs)
    if len(name) >= CUT_AT and len(ours[-1]) >= 3:
        shared |= {word for word in theirs if word.startswith(ours[-1])}
    if len(shared) >= 2 or any(_proves(word, ticker) for word in shared):
        return True
    # An ordinary word alone is no name: APPLIED TRUST is not APPLIED MATERIALS.
    if shared - _ORDINARY and (_adds_nothing(ours, theirs) or _adds_nothing(theirs, ours)):
        return True
    return (
        _spelled_alike(ours, theirs, ticker)
        or _is_contraction(ours, _every_word(title), ticker)
        or _is_contraction(theirs, _every_word(name), ticker)
        or _is_initials(ours, theirs)
        or _is_initials(theirs, ours)
    )


def _glued(parts: tuple[str, ...]) -> str:
    return "".join(parts).removeprefix("THE")


def _proves(word: str, ticker: str) -> bool:
    """Say whether sharing this word alone tells that two companies are one.

    RDUS abbreviates RADIUS: Radius Health and Radius Recycling both chose it.
    """
    return len(word) > 1 and word not in _ORDINARY and not _abbreviates(ticker, word)


def _abbreviates(ticker: str, word: str) -> bool:
    rest = iter(word)
    in_order = word[0] == ticker[:1] and all(letter in rest for letter in ticker)
    return in_order or ticker.startswith(word)


def _adds_nothing(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """SPX and SPX TECHNOLOGIES: the longer one adds ordinary words only."""
    return set(short) < set(long) and set(long) - set(short) <= _ORDINARY


def _spelled_alike(ours: tuple[str, ...], theirs: tuple[str, ...], ticker: str) -> bool:
    """MANPOWER and MANPOWERGROUP, SALES FORCE and SALESFORCE TOWER, AGILISYS and AGILYSYS."""
    enough = max(5, len(ticker) + 1)
    for one, other in ((ours[0], theirs[0]), (_glued(ours), _glued(theirs))):
        short, long = sorted((one, other), key=len)
        if enough <= len(short) < len(long) and long.startswith(short) and short not in _ORDINARY:
            return True
    if sorted(map(_singular, ours)) == sorted(map(_singular, theirs)):
        return True
    return len(ours) == len(theirs) and all(map(_is_slip, ours, theirs))


def _singular(word: str) -> str:
    """Return WATER for WATERS, as iShares once called Waters."""
    return word.removesuffix("S") if len(word) > 4 and not word.endswith("SS") else word


def _is_slip(one: str, other: str) -> bool:
    """PHARMACEUTCIALS for PHARMACEUTICALS; short words have no room for slips (MARLIN, MERLIN)."""
    return one == other or (
        min(len(one), len(other)) >= 8 and SequenceMatcher(None, one, other).ratio() > 0.85
    )


def _is_contraction(short: tuple[str, ...], long: Sequence[str], ticker: str) -> bool:
    """LABCORP and LABORATORY CORPORATION OF AMERICA: the beginnings of its first two words, longer
    than a ticker could tell."""
    if len(short) != 1 or len(long) < 2 or len(short[0]) < len(ticker) + 3:
        return False
    word = short[0]
    cuts = range(_BEGINNING, len(word) - _BEGINNING + 1)
    return any(long[0].startswith(word[:at]) and long[1].startswith(word[at:]) for at in cuts)


def _is_initials(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """GE AEROSPACE and GENERAL ELECTRIC; but RBC is not REGAL BELOIT CORP: a form is no initial."""
    return len(long) >= 2 and short[0] == "".join(word[0] for word in long)
