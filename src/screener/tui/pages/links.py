"""Accession numbers that open the filing: by a click, or as links of the terminal."""

from __future__ import annotations

from textual.content import Content
from textual.style import Style

from screener.present.links import filing_url
from screener.present.text import safe


def filing(cik: int | None, accession: str) -> Content:
    """Return the number with its link; the bare text where it is no accession number."""
    url = filing_url(cik, accession)
    if url is None:
        return Content(safe(accession))
    clicked = Style.from_meta({"@click": f"app.open_address({url!r})"})
    return Content.styled(accession, Style(link=url, underline=True) + clicked)
