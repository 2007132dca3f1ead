"""The rows of the debt note's own tables."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.debt.filing import M, filing, note, words

from screener.debt.note_table import Listed, listings

Cells = tuple[str, ...]


def listed(*rows: Cells, totals: tuple[float, ...] = (800 * M,)) -> list[dict[str, float]]:
    found = listings(filing(note(*rows)), totals)
    return [{row.label: row.amount / M for row in rows} for rows in found]


OLD: Cells = ("4.650% Senior Notes due 2024", "$", "500,000", "", "$", "400,000")
NEW: Cells = ("6.000% Senior Notes due 2028", "300,000", "", "300,000")
BOTH = {OLD[0]: 500.0, NEW[0]: 300.0}


class TestBelieved:
    def test_rows_that_add_up_to_the_stated_total(self) -> None:
        assert listed(OLD, NEW, ("Total debt", "$", "800,000", "$", "700,000")) == [BOTH]

    def test_rows_without_a_total_row(self) -> None:
        assert listed(OLD, NEW) == [BOTH]

    def test_a_total_row_that_has_no_label(self) -> None:
        assert listed(OLD, NEW, ("", "800,000", "700,000")) == [BOTH]

    @pytest.mark.parametrize("scale", [1, 1_000, 1_000_000])
    def test_the_scale_is_the_one_that_fits(self, scale: int) -> None:
        rows = [("Term loan", f"{500 * M / scale:,.0f}"), ("Notes", f"{300 * M / scale:,.0f}")]
        assert listed(*rows) == [{"Term loan": 500.0, "Notes": 300.0}]

    def test_the_column_of_the_balance_sheet_day_counts(self) -> None:
        rows = [("Term loan", "100,000", "500,000"), ("Notes", "50,000", "300,000")]
        assert listed(*rows) == [{"Term loan": 500.0, "Notes": 300.0}]

    def test_a_dash_keeps_its_column(self) -> None:
        assert listed(OLD, NEW, ("Revolver", "—", "90,000")) == [BOTH]

    def test_what_follows_the_total_is_no_instrument(self) -> None:
        rows = [OLD, NEW, ("Total", "800,000"), ("Unused capacity", "250,000")]
        assert listed(*rows) == [BOTH]

    def test_discounts_and_costs_are_taken_off_and_no_instruments(self) -> None:
        rows = [
            OLD,
            NEW,
            ("Less: unamortized debt issuance costs", "(8,000)"),
            ("Long-term debt", "792,000"),
        ]
        assert listed(*rows, totals=(792 * M,)) == [BOTH]

    def test_a_current_portion_is_no_instrument(self) -> None:
        rows = [OLD, NEW, ("Total", "800,000"), ("Less current portion", "(20,000)")]
        assert listed(*rows) == [BOTH]

    def test_a_label_that_names_nothing_takes_its_sections(self) -> None:
        rows = [("Senior notes",), ("Due 2028", "500,000"), ("Due 2030", "300,000")]
        assert listed(*rows) == [{"Senior notes Due 2028": 500.0, "Senior notes Due 2030": 300.0}]


class TestNotBelieved:
    def test_rows_that_do_not_add_up(self) -> None:
        assert listed(OLD, ("6.000% Senior Notes due 2028", "310,000")) == []

    def test_a_total_that_no_number_confirms(self) -> None:
        assert listed(OLD, NEW, ("Total debt", "800,000"), totals=(750 * M,)) == []

    def test_without_any_total(self) -> None:
        assert listed(OLD, NEW, totals=()) == []

    @pytest.mark.parametrize(
        "tag",
        [
            "DebtPolicyTextBlock",
            "ScheduleOfMaturitiesOfLongTermDebtTableTextBlock",
            "LoansReceivableTextBlock",
            "IncomeTaxDisclosureTextBlock",
            "DebtSecuritiesTextBlock",
        ],
    )
    def test_tables_of_other_matters(self, tag: str) -> None:
        table = note(OLD, NEW).text
        assert table is not None
        assert listings(filing(words(tag, table)), (800 * M,)) == []

    def test_percentages_and_years_are_no_amounts(self) -> None:
        assert listed(("Senior notes", "2024", "5.5%"), totals=(2024.0, 5.5)) == []


class TestHostile:
    @pytest.mark.parametrize(
        "text",
        [
            "",
            "<",
            "<table>",
            "<table></table>",
            "<table><tr><td>Debt</td></tr></table>",
            "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///dev/zero'>]><table><tr><td>&e;</td></tr></table>",
            "<table>" * 5_000,
            "<table><tr><td>" * 5_000 + "1,000",
            "<table>" + "<tr><td>Loan</td><td>1,000</td></tr>" * 5_000 + "</table>",
            "<table><tr><td>Loan</td><td>1.2.3.4</td></tr><tr><td>.</td><td>()</td></tr></table>",
            "<table><tr><td>Loan</td><td>" + "9" * 400 + "</td></tr><tr><td>b</td></tr></table>",
            "\0<table>\x1b[31m</table>",
        ],
    )
    def test_damaged_html_lists_nothing(self, text: str) -> None:
        assert listings(filing(words("DebtDisclosureTextBlock", text)), (800 * M,)) == []

    def test_labels_are_made_safe_and_short(self) -> None:
        rows = [(f"Loan \u202e\x9b31m {'x' * 500}", "500,000"), ("Notes", "300,000")]
        [table] = listings(filing(note(*rows)), (800 * M,))
        assert table[0].label.isprintable()
        assert len(table[0].label) <= 300

    def test_a_table_that_lays_out_others_is_not_read_twice(self) -> None:
        inner = note(OLD, NEW).text
        fact = words("DebtDisclosureTextBlock", f"<table><tr><td>{inner}</td></tr></table>")
        assert len(listings(filing(fact), (800 * M,))) == 1

    @given(st.text(max_size=200))
    def test_any_text_is_survived(self, text: str) -> None:
        fact = words("DebtDisclosureTextBlock", f"<table><tr><td>{text}</td><td>5</td></tr>")
        for rows in listings(filing(fact), (5.0,)):
            assert all(isinstance(row, Listed) for row in rows)
