"""The registry of metrics: every column that a screen can show, sort by or ask about.

One place that names a metric, its unit and its formula. The columns of the ``metrics`` table, the
formats on screen, the checks of presets and the documentation all read it.

Units: money is USD; shares and rates are fractions (0.043 = 4.3 %); ``_ttm`` = trailing twelve
months."""

from __future__ import annotations

from difflib import SequenceMatcher, get_close_matches

from screener.model.units import DEFAULT_RATE_MOVE, US_TAX_RATE, Group, Metric, Unit

__all__ = [
    "DEFAULT_RATE_MOVE",
    "METRICS",
    "US_TAX_RATE",
    "Group",
    "Metric",
    "Unit",
    "nearest",
    "sort_label",
]


def _identity() -> list[Metric]:
    text, idn = Unit.TEXT, Group.IDENTITY
    return [
        Metric("ticker", "Ticker", text, idn, "ticker in the holdings file"),
        Metric("name", "Name", text, idn, "name in the holdings file"),
        Metric("cik", "CIK", Unit.COUNT, idn, "SEC Central Index Key, matched by ticker"),
        Metric("sector", "Sector", text, idn, "GICS sector in the holdings file"),
        Metric("industry", "Industry", text, idn, "SIC description in the SEC submissions"),
        Metric("exchange", "Exchange", text, idn, "exchange in the holdings file"),
    ]


def _holding() -> list[Metric]:
    group = Group.HOLDING
    return [
        Metric("weight", "Weight", Unit.FRACTION, group, "market_value / sum of all constituents"),
        Metric(
            "price",
            "Price",
            Unit.PRICE,
            group,
            "price on the holdings date; unknown at any other date",
        ),
        Metric(
            "market_value",
            "Held",
            Unit.MONEY,
            group,
            "value of the fund's position on the holdings date",
        ),
    ]


def _period() -> list[Metric]:
    group = Group.PERIOD
    return [
        Metric("as_of", "As of", Unit.DATE, group, "only filings up to this day are used"),
        Metric("period_end", "Period", Unit.DATE, group, "end of the newest reported period"),
        Metric("filed", "Filed", Unit.DATE, group, "day on which the newest period was filed"),
        Metric("stale", "Stale", Unit.FLAG, group, "period_end more than 200 days before as_of"),
    ]


def _growth() -> list[Metric]:
    def growth(name: str, label: str, formula: str) -> Metric:
        return Metric(name, label, Unit.FRACTION, Group.GROWTH, formula, True, True)

    return [
        growth(
            "revenue_growth",
            "Growth",
            "revenue_ttm / revenue_ttm one year before - 1, on one basis",
        ),
        growth(
            "revenue_growth_quarter",
            "Qtr gr.",
            "latest quarter's revenue / same quarter a year before - 1",
        ),
        growth(
            "revenue_growth_3y",
            "3y growth",
            "(latest fiscal year's revenue / fiscal year three years before) ^ (1/3) - 1",
        ),
    ]


def _profit() -> list[Metric]:
    group = Group.PROFIT

    def money(name: str, label: str, formula: str) -> Metric:
        return Metric(name, label, Unit.MONEY, group, formula, True, True)

    def margin(name: str, label: str, formula: str) -> Metric:
        return Metric(name, label, Unit.FRACTION, group, formula, True, True)

    return [
        money("revenue_ttm", "Revenue", "revenue over the trailing twelve months"),
        margin("gross_margin", "Gross", "gross profit over twelve months / revenue_ttm"),
        money(
            "operating_income_ttm",
            "Op. income",
            "operating income over twelve months; else pre-tax income + interest expense (derived)",
        ),
        margin("operating_margin", "Op. margin", "operating_income_ttm / revenue_ttm"),
        money(
            "net_income_ttm",
            "Net income",
            "net income of the parent over the trailing twelve months",
        ),
        margin("net_margin", "Margin", "net_income_ttm / revenue_ttm"),
        money(
            "ebitda_ttm",
            "EBITDA",
            "operating_income_ttm + depreciation and amortization over twelve months",
        ),
        Metric("profitable", "Profit", Unit.FLAG, group, "net_income_ttm > 0", True, True),
        Metric(
            "profitable_years",
            "Prof. yrs",
            Unit.COUNT,
            group,
            "consecutive fiscal years with net income > 0, up to the latest reported",
            True,
            True,
        ),
        margin("roe", "ROE", "net_income_ttm / equity"),
        margin("roa", "ROA", "net_income_ttm / assets"),
        margin(
            "roic",
            "ROIC",
            f"operating_income_ttm x (1 - {US_TAX_RATE:.0%} federal tax) / (total_debt + equity)",
        ),
    ]


def _cash_flow() -> list[Metric]:
    group = Group.CASH_FLOW
    money = Unit.MONEY
    return [
        Metric(
            "operating_cash_flow_ttm", "Op. cash", money, group,
            "cash from operations over twelve months", True, True,
        ),
        Metric(
            "capex_ttm", "Capex", money, group,
            "payments for property, plant and equipment over twelve months (positive = outflow)",
            None, True,
        ),
        Metric(
            "free_cash_flow_ttm", "FCF", money, group,
            "operating_cash_flow_ttm - capex_ttm", True, True,
        ),
        Metric(
            "fcf_margin", "FCF margin", Unit.FRACTION, group,
            "free_cash_flow_ttm / revenue_ttm", True, True,
        ),
        Metric(
            "stock_compensation_ttm", "Stock comp", money, group,
            "share-based compensation over twelve months", False, True,
        ),
        Metric(
            "capex_to_revenue", "Capex/Rev", Unit.FRACTION, group,
            "capex_ttm / revenue_ttm", None, True,
        ),
    ]  # fmt: skip


def _balance() -> list[Metric]:
    group = Group.BALANCE
    money = Unit.MONEY
    return [
        Metric("cash", "Cash", money, group, "cash and cash equivalents", True, True),
        Metric(
            "total_debt", "Debt", money, group,
            "the first complete route of debt tags; finance leases in, operating leases out",
            False, True,
        ),
        Metric(
            "net_debt", "Net debt", money, group,
            "total_debt - cash - short-term investments (none where none are reported)",
            False, True,
        ),
        Metric(
            "net_debt_to_ebitda", "ND/EBITDA", Unit.MULTIPLE, group,
            "net_debt / ebitda_ttm", False, True,
        ),
        Metric(
            "debt_to_equity", "Debt/Eq.", Unit.MULTIPLE, group,
            "total_debt / equity", False, True,
        ),
        Metric(
            "interest_expense_ttm", "Interest", money, group,
            "interest expense over twelve months", False, True,
        ),
        Metric(
            "interest_coverage", "Cover", Unit.MULTIPLE, group,
            "operating_income_ttm / interest_expense_ttm", True, True,
        ),
        Metric("assets", "Assets", money, group, "total assets", None, True),
        Metric("equity", "Equity", money, group, "equity of the parent's shareholders", True, True),
        Metric(
            "current_ratio", "Current", Unit.MULTIPLE, group,
            "current assets / current liabilities", True, True,
        ),
    ]  # fmt: skip


def _debt() -> list[Metric]:
    group, fraction, money, multiple = Group.DEBT, Unit.FRACTION, Unit.MONEY, Unit.MULTIPLE
    move = "at the assumed move of the rate (-75 bp unless --rate-move says otherwise)"
    return [
        Metric(
            "debt_type", "Debt type", Unit.VERDICT, group,
            "the kind of rate of at least 80 % of the debt: none, fixed, floating, convertible,"
            " else mixed; unknown where under 70 % is classified or the rest could change it;"
            " n/a for banks and insurers",
        ),
        Metric(
            "debt_confidence", "Sure", Unit.TEXT, group,
            "high: instruments of a filing with their terms; medium: usual names, shares or lines"
            " of the balance sheet",
        ),
        Metric("debt_coverage", "Classified", fraction, group, "classified debt / total debt"),
        Metric("floating_share", "Floating", fraction, group, "floating / classified debt"),
        Metric("fixed_share", "Fixed", fraction, group, "fixed / classified debt"),
        Metric("convertible_share", "Convert.", fraction, group, "convertible / classified debt"),
        Metric(
            "floating_debt", "Float. debt", money, group,
            "principal that floats, less designated swaps that pay fixed; principal can exceed what"
            " the balance sheet carries", False,
        ),
        Metric(
            "interest_saved", "Saved", money, group,
            f"floating_debt x -move, a year, before tax, {move}", True,
        ),
        Metric(
            "interest_saved_to_operating_income", "Saved/Op.", fraction, group,
            f"interest_saved / operating_income_ttm {move}", True,
        ),
        Metric(
            "coverage_after_move", "Cover after", multiple, group,
            f"operating_income_ttm / (interest_expense_ttm - interest_saved) {move}", True,
        ),
        Metric(
            "maturing_12m", "Due 12m", money, group,
            "principal due within twelve months of the newest schedule of maturities, else current"
            " debt on the balance sheet", False,
        ),
        Metric(
            "maturing_24m", "Due 24m", money, group,
            "principal due within 24 months of the newest schedule of maturities", False,
        ),
        Metric(
            "maturing_12m_to_cash", "Due 12m/cash", multiple, group, "maturing_12m / cash", False,
        ),
        Metric(
            "maturing_24m_to_cash", "Due 24m/cash", multiple, group, "maturing_24m / cash", False,
        ),
    ]  # fmt: skip


def _zombie() -> list[Metric]:
    group = Group.ZOMBIE

    def verdict(name: str, label: str, formula: str, stands_for: str = "") -> Metric:
        return Metric(name, label, Unit.VERDICT, group, formula, False, True, stands_for)

    return [
        verdict(
            "zombie", "Zombie",
            "the verdict of the screen's zombie_definition (oecd unless chosen)",
            "zombie_oecd",
        ),
        verdict(
            "zombie_oecd", "Z oecd",
            "interest coverage < 1 in three consecutive fiscal years and age >= 10 years"
            " (Adalet McGowan, Andrews & Millot 2018)",
        ),
        verdict(
            "zombie_bis", "Z bis",
            "interest coverage < 1 and Tobin's q below the sector's median, both in two consecutive"
            " fiscal years (Banerjee & Hofmann 2020); q of earlier years is unknown, so never yes",
        ),
        verdict(
            "zombie_fed", "Z fed",
            "leverage above the median of the fiscal year, interest coverage < 1 and real sales"
            " below those of three years before (Favara, Minoiu & Perez-Orive 2021)",
        ),
        verdict(
            "zombie_cash", "Z cash",
            "EBITDA below interest over three fiscal years together and in at least two of them,"
            " and age >= 10 years (after De Jonghe et al. 2024)",
        ),
        verdict(
            "zombie_loss", "Z loss",
            "net_income_ttm <= 0 and interest coverage < 1 over twelve months (everyday use)",
        ),
        Metric(
            "years_uncovered", "Uncov.", Unit.COUNT, group,
            "consecutive fiscal years on record with interest coverage < 1, up to the latest",
            False, True,
        ),
    ]  # fmt: skip


def _value() -> list[Metric]:
    group = Group.VALUE
    multiple = Unit.MULTIPLE
    return [
        Metric(
            "shares_outstanding", "Shares", Unit.SHARES, group,
            "shares outstanding on the newest filing's cover page, else on its balance sheet,"
            " else their weighted average",
            None, True,
        ),
        Metric(
            "dilution", "Dilution", Unit.FRACTION, group,
            "shares outstanding / shares outstanding a year before - 1, from one tag",
            False, True,
        ),
        Metric(
            "market_cap", "Mkt cap", Unit.MONEY, group,
            "price x shares_outstanding", None, True,
        ),
        Metric("pe", "P/E", multiple, group, "market_cap / net_income_ttm", False, True),
        Metric("ps", "P/S", multiple, group, "market_cap / revenue_ttm", False, True),
        Metric("pb", "P/B", multiple, group, "market_cap / equity", False, True),
        Metric(
            "ev_to_ebitda", "EV/EBITDA", multiple, group,
            "(market_cap + net_debt) / ebitda_ttm", False, True,
        ),
        Metric(
            "fcf_yield", "FCF yield", Unit.FRACTION, group,
            "free_cash_flow_ttm / market_cap", True, True,
        ),
        Metric(
            "dividend_yield", "Div. yield", Unit.FRACTION, group,
            "dividends paid over twelve months / market_cap", True, True,
        ),
    ]  # fmt: skip


METRICS: dict[str, Metric] = {
    metric.name: metric
    for build in (
        _identity, _holding, _period, _growth, _profit, _cash_flow, _balance, _debt, _zombie,
        _value,
    )
    for metric in build()
}  # fmt: skip
"""Every metric by name, in the order of an export's columns."""


def sort_label(key: str) -> str:
    """Return a sort key as people read it: ``"-pe"`` → ``"P/E ▼"``."""
    return f"{METRICS[key.removeprefix('-')].label} {'▼' if key.startswith('-') else '▲'}"


_FURTHER_OFF = 0.08
"""How much less alike than the best a guess may be; alike is 1, nothing in common is 0."""


def nearest(name: str, *, among: list[str] | None = None) -> str:
    """Return ``"; did you mean 'x'?"`` for the nearest valid names, or an empty text."""
    close = get_close_matches(name, among if among is not None else list(METRICS), n=3, cutoff=0.5)
    if not close:
        return ""
    alike = {match: SequenceMatcher(None, match, name).ratio() for match in close}
    good = [match for match in close if alike[match] >= alike[close[0]] - _FURTHER_OFF]
    return "; did you mean " + " or ".join(repr(match) for match in good) + "?"
