"""The other facts of an annual report: what a reader of debt notes must pass over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from tests.simulator.debt_instruments import Instrument, chance_of
from tests.simulator.debt_note import BY_INSTRUMENT, Note
from tests.simulator.debt_xml import Dims, Fact, Period
from tests.simulator.model import figures
from tests.simulator.tags import CONTRACT

_SEGMENTS = ("Coastal", "Inland", "Northern", "Services", "Components")
_LISTS: tuple[tuple[str, tuple[str, ...], tuple[str, ...], bool], ...] = (
    ("srt:ProductOrServiceAxis", ("us-gaap:ProductMember", "us-gaap:ServiceMember",
     "own:SubscriptionMember"), (CONTRACT, "CostOfRevenue"), False),
    ("srt:StatementGeographicalAxis", ("country:US", "country:DE", "own:RestOfWorldMember"),
     (CONTRACT,), False),
    ("us-gaap:StatementEquityComponentsAxis", ("us-gaap:CommonStockMember",
     "us-gaap:AdditionalPaidInCapitalMember", "us-gaap:RetainedEarningsMember",
     "us-gaap:AccumulatedOtherComprehensiveIncomeMember"), ("StockholdersEquity",), True),
    ("us-gaap:PropertyPlantAndEquipmentByTypeAxis", ("us-gaap:LandMember",
     "us-gaap:BuildingAndBuildingImprovementsMember", "us-gaap:MachineryAndEquipmentMember",
     "us-gaap:ConstructionInProgressMember"), ("PropertyPlantAndEquipmentGross",), True),
    ("us-gaap:FiniteLivedIntangibleAssetsByMajorClassAxis", ("us-gaap:CustomerRelationshipsMember",
     "us-gaap:TradeNamesMember"), ("FiniteLivedIntangibleAssetsGross",
     "FiniteLivedIntangibleAssetsAccumulatedAmortization"), True),
    ("us-gaap:FairValueByFairValueHierarchyLevelAxis", ("us-gaap:FairValueInputsLevel1Member",
     "us-gaap:FairValueInputsLevel2Member"), ("CashEquivalentsAtCarryingValue",
     "AvailableForSaleSecuritiesDebtSecurities"), True),
)  # fmt: skip
_BALANCES = (
    "AccountsReceivableNetCurrent", "InventoryNet", "PrepaidExpenseAndOtherAssetsCurrent",
    "PropertyPlantAndEquipmentNet", "OperatingLeaseRightOfUseAsset", "Goodwill",
    "AccountsPayableCurrent", "AccruedLiabilitiesCurrent", "OperatingLeaseLiabilityCurrent",
    "OperatingLeaseLiabilityNoncurrent", "DeferredIncomeTaxLiabilitiesNet", "OtherAssetsNoncurrent",
    "AdditionalPaidInCapital", "RetainedEarningsAccumulatedDeficit", "InterestPayableCurrent",
    "AllowanceForDoubtfulAccountsReceivableCurrent",
    "DeferredTaxAssetsValuationAllowance", "UnrecognizedTaxBenefits",
)  # fmt: skip
_LEASES = (
    "LesseeOperatingLeaseLiabilityPaymentsDueNextTwelveMonths",
    "LesseeOperatingLeaseLiabilityPaymentsDueYearTwo",
    "LesseeOperatingLeaseLiabilityPaymentsDueYearThree",
    "LesseeOperatingLeaseLiabilityPaymentsDueYearFour",
    "LesseeOperatingLeaseLiabilityPaymentsDueYearFive",
    "LesseeOperatingLeaseLiabilityPaymentsDueAfterYearFive",
    "LesseeOperatingLeaseLiabilityUndiscountedExcessAmount",
)
_FLOWS = (
    "AmortizationOfFinancingCosts", "OperatingLeaseCost", "ShortTermLeaseCost",
    "AmortizationOfIntangibleAssets", "IncreaseDecreaseInAccountsReceivable",
    "IncreaseDecreaseInInventories", "ProceedsFromLinesOfCredit", "RepaymentsOfLinesOfCredit",
    "ProceedsFromIssuanceOfLongTermDebt", "RepaymentsOfLongTermDebt",
    "IncomeTaxesPaidNet", "CurrentFederalTaxExpenseBenefit", "AdvertisingExpense",
)  # fmt: skip
_RATES = (
    ("EffectiveIncomeTaxRateReconciliationAtFederalStatutoryIncomeTaxRate", "0.21"),
    ("OperatingLeaseWeightedAverageDiscountRatePercent", "0.0615"),
    ("ShareBasedCompensationArrangementByShareBasedPaymentAwardFairValueAssumptions"
     "RiskFreeInterestRate", "0.0421"),
    ("DefinedContributionPlanEmployerMatchingContributionPercent", "0.04"),
)  # fmt: skip
_BORROWS = ("LongTermDebt", "LinesOfCredit", "FinancingCosts")


def cover(note: Note) -> Iterator[Fact]:
    """Yield the facts of the cover page (``dei``)."""
    company = note.company
    year_end = company.calendar[note.filing.year].quarters[-1].end
    for tag, value in (
        ("EntityRegistrantName", company.title),
        ("EntityCentralIndexKey", f"{company.cik:010d}"),
        ("DocumentType", note.filing.form),
        ("DocumentPeriodEndDate", note.day.isoformat()),
        ("AmendmentFlag", "false"),
        ("DocumentFiscalYearFocus", str(note.filing.label)),
        ("DocumentFiscalPeriodFocus", note.filing.period),
        ("CurrentFiscalYearEndDate", f"--{year_end:%m-%d}"),
        ("TradingSymbol", company.sec_ticker or company.ticker),
    ):
        yield Fact(f"dei:{tag}", value, note.year, (), "")


def noise(note: Note) -> list[Fact]:
    """Return leases, segments, equity, taxes and the like."""
    chance = chance_of(note.company, "noise")
    row = figures(note.company)[note.filing.last]
    size = max(row["assets"], 10_000_000)
    days = (note.day, note.day_before)
    years = tuple(_back(note.year, number) for number in range(3))
    found = [*_numbers(note, chance, size, days, years)]
    for axis, members, tags, balances in _LISTS:
        if chance.random() < 0.8:
            for member in members:
                for tag in tags:
                    periods = days if balances else years
                    found += _rows(chance, tag, periods, size, ((axis, member),))
    segments = chance.sample(_SEGMENTS, chance.randint(0, 4))
    for segment in segments:
        dims = (("us-gaap:StatementBusinessSegmentsAxis", f"own:{segment}SegmentMember"),)
        for tag in (CONTRACT, "OperatingIncomeLoss", "DepreciationDepletionAndAmortization"):
            found += _rows(chance, tag, years, size, dims)
        found += _rows(chance, "Assets", days, size, dims)
        found += _rows(chance, "InterestExpense", years[:1], size // 50, dims)
    if segments:
        gone = (("srt:ConsolidationItemsAxis", "us-gaap:IntersegmentEliminationMember"),)
        found.append(Fact("InterestExpense", -round(size / 5e6) * 1000, note.year, gone))
        found.append(Fact("NumberOfReportableSegments", len(segments), note.year, (), "segment",
                          "INF"))  # fmt: skip
    return found


def _numbers(
    note: Note, chance: Random, size: int, days: tuple[date, ...], years: tuple[Period, ...]
) -> Iterator[Fact]:
    for tag in _BALANCES:
        if chance.random() < 0.75:
            yield from _rows(chance, tag, days, size)
    for tag in _FLOWS:
        # Who owes nothing and has owed nothing neither borrows nor repays.
        if chance.random() < 0.75 and (note.items or not _borrowing(tag)):
            yield from _rows(chance, tag, years, size)
    if note.items:
        yield from _rows(chance, "PaymentsOfDebtIssuanceCosts", years[:1], size // 50)
        yield from _rows(chance, "LettersOfCreditOutstandingAmount", days, size // 20)
    for tag in _LEASES:
        yield from _rows(chance, tag, days[:1], size // 20)
    for tag, value in _RATES:
        yield Fact(tag, value, note.year, (), "pure", "4")
    awards = (("us-gaap:AwardTypeAxis", "us-gaap:RestrictedStockUnitsRSUMember"),)
    tag = "ShareBasedCompensationArrangementByShareBasedPaymentAwardEquityInstrumentsOther"
    tag += "ThanOptionsGrantsInPeriod"
    yield Fact(tag, chance.randint(10, 900) * 1000, note.year, awards, "shares", "INF")
    yield Fact(f"{tag}WeightedAverageGrantDateFairValue", note.company.price,
               note.year, awards, "USD/shares", "2")  # fmt: skip
    concentration = (
        ("us-gaap:ConcentrationRiskByBenchmarkAxis", "us-gaap:SalesRevenueNetMember"),
        ("us-gaap:ConcentrationRiskByTypeAxis", "us-gaap:CreditConcentrationRiskMember"),
        ("srt:MajorCustomersAxis", "own:LargestCustomerMember"),
    )
    yield Fact("ConcentrationRiskPercentage1", "0.132", note.year, concentration, "pure", "3")
    begins = ("us-gaap:RevenueRemainingPerformanceObligationExpectedTimingOfSatisfactionStartDate"
              "Axis", f"typed:{note.day + timedelta(days=1)}")  # fmt: skip
    if chance.random() < 0.3:
        yield Fact("RevenueRemainingPerformanceObligationPercentage", "0.6", note.day, (begins,),
                   "pure", "2")  # fmt: skip
    if chance.random() < 0.3:
        yield Fact("CommitmentsAndContingencies", None, note.day)
    later = note.day + timedelta(days=30)
    dims = (("us-gaap:SubsequentEventTypeAxis", "us-gaap:SubsequentEventMember"),)
    yield Fact("DividendsPayableAmountPerShare", "0.12", later, dims, "USD/shares", "2")
    yield Fact("DebtDisclosureTextBlock" if note.items else "CommitmentsAndContingenciesDisclosure"
               "TextBlock", _text(note), note.year, (), "")  # fmt: skip


def _borrowing(tag: str) -> bool:
    return any(word in tag for word in _BORROWS)


def _rows(
    chance: Random, tag: str, periods: tuple[Period, ...], size: int, dims: Dims = ()
) -> Iterator[Fact]:
    level = size * chance.uniform(0.004, 0.2)
    for period in periods:
        yield Fact(tag, round(level * chance.uniform(0.85, 1.1) / 1000) * 1000, period, dims)


def _back(year: tuple[date, date], number: int) -> tuple[date, date]:
    start, end = (day - timedelta(days=364 * number) for day in year)
    if number == 0:
        return start, end
    return _month(start), _month(end + timedelta(days=1), last=True)


def _month(day: date, *, last: bool = False) -> date:
    """The nearest first of a month, or the day before it."""
    first = (day.replace(day=1) + timedelta(days=31 if day.day > 15 else 0)).replace(day=1)
    return first - timedelta(days=1) if last else first


def _text(note: Note) -> str:
    """The text of the note: prose alone, or a table in thousands, with rates or without."""
    if not note.items:
        return "<p>We are not party to any material legal proceedings.</p>"
    prose = "<p>Our borrowings &amp; their covenants are described below.</p>"
    chance = chance_of(note.company, "table").random()
    if chance < 0.4:
        return prose
    owed = [item.instrument for item in note.items]
    gross = sum(one.principal for one in owed)
    # A name alone may mislead (fixed-rate term loans exist): where nothing else tells, rates do.
    rates = chance > 0.7 or note.tagging != BY_INSTRUMENT
    rows = [(_title(one) if rates else one.name, one.principal, one.before) for one in owed]
    rows.append(("Total principal", gross, sum(one.before for one in owed)))
    if gross > note.debt:
        rows.append(("Less: unamortized debt issuance costs", note.debt - gross, 0))
    rows.append(("Total debt, net", note.debt, 0))
    cells = "".join(
        f"<tr><td>{name}</td><td>$</td><td>{_in_thousands(now)}</td><td>$</td>"
        f"<td>{_in_thousands(then)}</td></tr>"
        for name, now, then in rows
    )
    head = f"<tr><td>(in thousands)</td><td></td><td>{note.day:%B %d, %Y}</td><td></td>"
    head += f"<td>{note.day_before:%B %d, %Y}</td></tr>"
    return f'<div><span style="font-size:10pt">{prose}</span><table>{head}{cells}</table></div>'


def _title(one: Instrument) -> str:
    rate = f", {one.coupon:.3%}" if one.coupon is not None and "%" not in one.name else ""
    if one.spread is not None:
        rate = f", at a variable rate plus {one.spread:.2%}"
    return f"{one.name}{rate}, due {one.maturity:%B %Y}"


def _in_thousands(amount: int) -> str:
    if not amount:
        return "&#8212;"
    text = f"{abs(amount) // 1000:,}"
    return f"({text})" if amount < 0 else text
