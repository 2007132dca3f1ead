"""The forms that debt takes, how filers name them, and which sectors have which."""

from __future__ import annotations

import re
from dataclasses import dataclass
from random import Random

SOFR = "us-gaap:SecuredOvernightFinancingRateSofrMember"
PRIME = "us-gaap:PrimeRateMember"
BASE = "us-gaap:BaseRateMember"
LIBOR = "us-gaap:LondonInterbankOfferedRateLIBORMember"
EURIBOR = "us-gaap:EuriborMember"
TERM_SOFR = "own:TermSOFRMember"  # "own" becomes the filer's own prefix


@dataclass(frozen=True)
class Form:
    """``tag``: the element of its own for its amount; ``type_member``: on the axis of debt types.

    ``spread`` in basis points and ``coupon`` in percent: ranges; ``years`` to maturity;
    ``with_costs``: how often issuance costs are deducted."""

    kind: str
    members: tuple[str, ...]  # {rate}: "525", {year}: "2030"
    tag: str
    type_member: str
    spread: tuple[int, int] | None = None
    coupon: tuple[float, float] | None = None
    years: tuple[int, int] = (2, 7)
    with_costs: float = 0.5
    references: tuple[str, ...] = (SOFR,)


_LOAN = (SOFR, SOFR, TERM_SOFR)
FORMS = {
    "revolver": Form(
        "floating",
        ("RevolvingCreditFacility", "RevolvingLoan", "SeniorSecuredRevolver", "CreditFacility"),
        "LongTermLineOfCredit", "us-gaap:RevolvingCreditFacilityMember", (125, 325), years=(1, 5),
        with_costs=0.0, references=_LOAN,
    ),
    "term_loan": Form(
        "floating",
        ("TermLoan", "TermLoanA", "TermLoanBFacility", "SeniorSecuredTermLoan", "TermLoanFacility"),
        "SecuredDebt", "own:TermLoansMember", (150, 500), with_costs=0.8, references=_LOAN,
    ),
    "abl": Form(
        "floating",
        ("ABLFacility", "AssetBasedLendingFacility", "AssetBasedRevolvingCreditFacility"),
        "LineOfCredit", "us-gaap:LineOfCreditMember", (125, 225), years=(1, 5), with_costs=0.0,
        references=_LOAN,
    ),
    "short_line": Form(
        "floating", ("ShortTermLineOfCredit", "UncommittedCreditLine"),
        "ShortTermBorrowings", "us-gaap:LineOfCreditMember", (100, 250), years=(0, 1),
        with_costs=0.0, references=(SOFR, PRIME),
    ),
    "venture_loan": Form(
        "floating", ("TermLoan", "LoanAndSecurityAgreement", "TrancheATermLoan"),
        "SecuredDebt", "own:TermLoansMember", (250, 700), years=(1, 5), with_costs=0.9,
        references=(SOFR, PRIME),
    ),
    "floating_mortgage": Form(
        "floating", ("VariableRateMortgageNotePayable", "VariableRateMortgageLoan"),
        "SecuredDebt", "us-gaap:MortgagesMember", (150, 300), years=(1, 8),
    ),
    "commercial_paper": Form(
        "floating", ("CommercialPaperProgram", "CommercialPaperNotes"),
        "CommercialPaper", "us-gaap:CommercialPaperMember", years=(0, 1), with_costs=0.0,
    ),
    "senior_notes": Form(
        "fixed",
        ("A{rate}SeniorNotesDue{year}", "A{rate}PercentSeniorNotesDue{year}",
         "SeniorNotesDue{year}", "A{year}SeniorNotes"),
        "SeniorNotes", "us-gaap:SeniorNotesMember", coupon=(4.0, 9.5), years=(2, 9),
        with_costs=0.95,
    ),
    "unsecured_notes": Form(
        "fixed",
        ("A{rate}UnsecuredNotesDue{year}", "UnsecuredSeniorNotesDue{year}", "SeriesANotes"),
        "UnsecuredDebt", "own:UnsecuredNotesMember", coupon=(2.5, 6.5), years=(2, 11),
        with_costs=0.95,
    ),
    "mortgage_bonds": Form(
        "fixed",
        ("A{rate}FirstMortgageBondsDue{year}", "FirstMortgageBondsDue{year}"),
        "SecuredDebt", "us-gaap:BondsMember", coupon=(2.5, 6.5), years=(3, 29), with_costs=0.9,
    ),
    "mortgage": Form(
        "fixed",
        ("MortgageNotePayable", "MortgageLoan", "FixedRateMortgageNote", "BuildingMortgage"),
        "SecuredDebt", "us-gaap:MortgagesMember", coupon=(3.25, 6.75), years=(1, 12),
    ),
    "equipment_note": Form(
        "fixed", ("EquipmentNotes", "EquipmentFinancingAgreement", "EquipmentLoan"),
        "NotesPayable", "own:EquipmentNotesMember", coupon=(4.0, 9.0), years=(1, 6), with_costs=0.1,
    ),
    "bank_note": Form(
        "fixed", ("FixedRateTermLoan", "TermLoan", "BankTermNote", "PromissoryNote"),
        "NotesPayable", "us-gaap:NotesPayableToBanksMember", coupon=(4.0, 9.0), years=(1, 7),
        with_costs=0.3,
    ),
    "related_note": Form(
        "fixed", ("RelatedPartyNote", "SellerNote", "SubordinatedPromissoryNote"),
        "NotesPayable", "us-gaap:NotesPayableOtherPayablesMember", coupon=(5.0, 12.0), years=(1, 5),
        with_costs=0.1,
    ),
    "pik_notes": Form(
        "fixed", ("SecondLienPIKNotesDue{year}", "SeniorSecuredPIKToggleNotesDue{year}"),
        "SeniorNotes", "us-gaap:SeniorNotesMember", coupon=(9.0, 13.0), with_costs=0.9,
    ),
    "convertible": Form(
        "convertible",
        ("ConvertibleSeniorNotesDue{year}", "A{rate}ConvertibleSeniorNotesDue{year}",
         "A{year}ConvertibleNotes"),
        "ConvertibleNotesPayable", "us-gaap:ConvertibleDebtMember", coupon=(0.25, 5.5),
        years=(1, 6), with_costs=0.97,
    ),
}  # fmt: skip

ARCHETYPES: dict[str, tuple[tuple[str, float, int, float, float], ...]] = {
    "loans": (("term_loan", 1, 1, 0.5, 1), ("revolver", 0.6, 1, 0.1, 0.5),
              ("equipment_note", 0.2, 1, 0.03, 0.1)),
    "revolver": (("revolver", 1, 1, 0.8, 1), ("equipment_note", 0.3, 1, 0.03, 0.3)),
    "asset_based": (("abl", 1, 1, 0.5, 1), ("equipment_note", 0.4, 2, 0.03, 0.2),
                    ("term_loan", 0.3, 1, 0.1, 0.4)),
    "notes": (("senior_notes", 1, 3, 0.4, 1), ("revolver", 0.25, 1, 0.03, 0.12)),
    "loans_and_notes": (("term_loan", 1, 1, 0.5, 1), ("senior_notes", 1, 2, 0.3, 0.7),
                        ("revolver", 0.3, 1, 0.05, 0.2)),
    "convertible": (("convertible", 1, 2, 0.5, 1), ("term_loan", 0.1, 1, 0.05, 0.2)),
    "convertible_and_loan": (("convertible", 1, 1, 0.5, 1), ("term_loan", 1, 1, 0.4, 1)),
    "venture": (("venture_loan", 1, 1, 1, 1),),
    "mortgages": (("mortgage", 1, 5, 0.2, 1), ("revolver", 0.4, 1, 0.05, 0.3),
                  ("floating_mortgage", 0.25, 1, 0.1, 0.3)),
    "unsecured": (("unsecured_notes", 1, 3, 0.3, 1), ("term_loan", 0.8, 2, 0.2, 0.6),
                  ("revolver", 0.7, 1, 0.05, 0.3)),
    "utility": (("mortgage_bonds", 1, 4, 0.3, 1), ("commercial_paper", 0.4, 1, 0.03, 0.12),
                ("revolver", 0.3, 1, 0.03, 0.15)),
    "equipment": (("equipment_note", 1, 4, 0.3, 1), ("revolver", 0.3, 1, 0.1, 0.3)),
    "small_notes": (("bank_note", 1, 2, 0.4, 1), ("related_note", 0.25, 1, 0.1, 0.4),
                    ("mortgage", 0.3, 1, 0.2, 0.8)),
    "in_kind": (("pik_notes", 1, 1, 0.8, 1), ("abl", 0.5, 1, 0.1, 0.5)),
}  # fmt: skip
"""What goes together: form, how often, at the most how many, and the range of each one's weight."""

COMMON_MIX = {"loans": 26, "revolver": 10, "asset_based": 10, "notes": 14, "loans_and_notes": 16,
           "convertible": 5, "small_notes": 10, "equipment": 4, "in_kind": 6}  # fmt: skip
SECTOR_MIX: dict[str, dict[str, float]] = {
    "Financials": {"loans": 35, "notes": 35, "convertible": 12, "revolver": 18},
    "Health Care": {"loans": 30, "convertible": 27, "convertible_and_loan": 9, "notes": 10,
                    "loans_and_notes": 10, "revolver": 6, "small_notes": 8},
    "Biotech": {"venture": 45, "convertible": 38, "convertible_and_loan": 10, "small_notes": 7},
    "Industrials": {**COMMON_MIX, "asset_based": 14, "equipment": 8},
    "Information Technology": {"convertible": 38, "loans": 28, "convertible_and_loan": 8,
                               "revolver": 10, "loans_and_notes": 7, "small_notes": 9},
    "Consumer Discretionary": {**COMMON_MIX, "asset_based": 20},
    "Energy": {"notes": 28, "revolver": 22, "loans_and_notes": 18, "loans": 18, "in_kind": 7,
               "convertible": 5, "equipment": 5},
    "Real Estate": {**COMMON_MIX, "mortgages": 20},
    "REIT": {"mortgages": 38, "unsecured": 52, "loans": 7, "convertible": 3},
    "Materials": {**COMMON_MIX, "equipment": 6},
    "Communication": {"loans": 34, "loans_and_notes": 28, "notes": 22, "convertible": 8,
                      "small_notes": 5, "in_kind": 5},
    "Consumer Staples": {**COMMON_MIX, "asset_based": 14, "mortgages": 4},
    "Utilities": {"utility": 80, "notes": 14, "loans_and_notes": 6},
}  # fmt: skip
"""Relative frequencies of the archetypes by sector."""

_WORD_START = re.compile(r"(?<=[a-z])(?=[A-Z0-9])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=\d)(?=[A-Z])")
_NUMBERS = ("Two", "Three", "Four", "Five", "Six", "Seven", "Eight")


def member_of(
    form: Form, coupon: float | None, year: int, chance: Random, taken: set[str]
) -> tuple[str, str]:
    """Return an instrument's name in words and its member's name, unlike those in ``taken``."""
    digits = f"{(coupon or 0) * 100:.3f}".rstrip("0") if coupon is not None else ""
    whole, _, rest = digits.partition(".")
    stem = chance.choice(form.members).format(rate=whole + rest.ljust(2, "0"), year=year)
    tries = (stem, *(f"{stem}{number}" for number in _NUMBERS))
    member = next(one for one in tries if one not in taken)
    taken.add(member)
    return words(member, digits), f"{member}Member"


def words(stem: str, percent: str = "") -> str:
    """Return a member's stem in words: "A525SeniorNotes" is "5.25% Senior Notes"."""
    text = _WORD_START.sub(" ", stem)
    whole, _, rest = percent.partition(".")
    figure = f"A{whole}{rest.ljust(2, '0')} "
    if percent and text.startswith(figure):
        return f"{percent.rstrip('.')}% {text.removeprefix(figure).removeprefix('Percent ')}"
    return text[1:] if text.startswith("A2") else text
