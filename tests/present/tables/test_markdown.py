"""Markdown shows texts as they are: read by a parser that knows GitHub's tables and links."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from tests.present.tables.cells import TRAPS, harmless, texts

from screener.model.metric import Unit
from screener.present.tables.markdown import markdown_text
from screener.present.tables.table import Table

OF_A_TABLE = {"table", "thead", "tbody", "tr", "th", "td"}
MARKUP = ["*a*", "__b__", "`c`", "[d](javascript:e)", "![f](g)", "<script>h</script>", "<https://i>",
          "&lt;", "a|b", "\\", "\\|", "\\\\|", "|", "||", "~~j~~", "# k", "- l", "1. m", "> n",
          "http://evil.example/", "www.evil.example", "mailto:a@b.example", "<!-- o -->",
          "$p$", "a\\*b", "---", ":-:", "^q^", "{r}", "`", "``a`"]  # fmt: skip
marks = st.text("\\`*_[]<>#|~&!$:()-. ab", max_size=12)


class Page(HTMLParser):
    """The cells of the page's tables, its headings, and every tag but a table's."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.cells: list[str] = []
        self.headings: list[str] = []
        self.others: list[str] = []
        self._into: list[str] | None = None
        parser = MarkdownIt("gfm-like")
        # GitHub links what begins with www. or names a protocol, not each name with a dot.
        parser.linkify.set({"fuzzy_link": False, "fuzzy_email": False})
        self.feed(parser.render(source))

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in ("th", "td", "h2"):
            self._into = self.headings if tag == "h2" else self.cells
            self._into.append("")
        elif tag not in OF_A_TABLE:
            self.others.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("th", "td", "h2"):
            self._into = None

    def handle_data(self, data: str) -> None:
        if self._into is not None:
            self._into[-1] += data


def spaced(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


@given(st.lists(texts | marks | st.sampled_from(MARKUP), min_size=1, max_size=4))
@example(TRAPS)
@example(MARKUP)
def test_texts_are_shown_and_are_never_markup(values: list[str]) -> None:
    frame = pl.DataFrame({"name": values, "a [b](c) | d": values}, strict=False)
    page = Page(markdown_text([Table("t", "T", frame)]))
    assert page.others == []
    assert page.headings == []
    wanted = [harmless(value).strip() for value in values for _ in range(2)]
    # A page has no two spaces in a row, and none at the ends of a cell.
    shown = [re.sub(r"\s+", " ", cell).strip() for cell in page.cells]
    assert shown == [
        "Name",
        "a [b](c) | d",
        *(re.sub(r"\s+", " ", text).strip() for text in wanted),
    ]


def test_addresses_are_not_made_links() -> None:
    frame = pl.DataFrame({"name": ["WWW.evil.example", "https://x", "Amazon.com Inc."]})
    assert markdown_text([Table("t", "T", frame)]).splitlines()[2:] == [
        r"| WWW\.evil.example |", r"| https\://x |", "| Amazon.com Inc. |",
    ]  # fmt: skip


def test_figures_are_as_on_the_screen_and_stand_to_the_right() -> None:
    frame = pl.DataFrame(
        {
            "ticker": ["A", None],
            "revenue_ttm": [3626396000.0, -5.0],
            "revenue_growth": [0.1, float("nan")],
            "share": [0.25, None],
            "profitable": [True, False],
        }
    )
    assert markdown_text([Table("t", "T", frame, {"share": Unit.FRACTION})]) == (
        "| Ticker | Revenue | Growth | Share | Profit |\n"
        "| --- | ---: | ---: | ---: | --- |\n"
        "| A | 3.63B | +10.0% | 25.0% | yes |\n"
        "| – | −5 | – | – | no |\n"
    )


def test_a_number_of_no_known_unit_has_all_its_digits() -> None:
    frame = pl.DataFrame({"value": [0.123456789, 30_000_000.0, -2.5, None]})
    lines = markdown_text([Table("t", "T", frame)]).splitlines()
    assert lines[1:] == ["| ---: |", "| 0.123456789 |", "| 30,000,000 |", "| −2.5 |", "| – |"]


@pytest.mark.parametrize("title", ["Counts", "By *year* <b>"])
def test_several_tables_have_headings(title: str) -> None:
    frame = pl.DataFrame({"a": ["x"]})
    page = Page(markdown_text([Table("a", title, frame), Table("b", "Second", frame)]))
    assert page.headings == [title, "Second"]
    assert page.cells == ["A", "x", "A", "x"]
    assert page.others == []
