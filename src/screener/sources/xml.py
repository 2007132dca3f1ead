"""XML from outside, read in a way that no file can turn against its reader."""

from __future__ import annotations

import re

from lxml import etree

from screener.errors import SourceError
from screener.sources.text import clean

_WEB_PAGE = re.compile(rb"<(?:!doctype\s+)?html", re.IGNORECASE)
_SHORT = 120


def read_xml(data: bytes, where: str, *, what: str, next_step: str) -> etree._Element:
    """Return the root of a document; ``what`` names the kind of file that is wanted.

    Raises SourceError where it is no XML, cut, a web page or declares entities: a document type has
    no place in a filing, and is how one file is made to read others or to grow without bound.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True,
        remove_pis=True,
    )  # fmt: skip
    refused = f"is a web page (HTML), no {what}: the site may have refused the download"
    try:
        root = etree.fromstring(data.lstrip(), parser)  # EDGAR's own begin with an empty line
    except (etree.XMLSyntaxError, ValueError) as error:
        why = f"is no XML, or cut: {clean(str(error))[:_SHORT]}"
        if _WEB_PAGE.search(data, 0, 1000):
            why = refused
        raise SourceError(why, where=where, next_step=next_step) from error
    if etree.QName(root).localname == "html":
        raise SourceError(refused, where=where, next_step=next_step)
    if getattr(root.getroottree().docinfo, "doctype", ""):
        raise SourceError(
            "declares a document type or entities, which no filing does: not read",
            where=where,
            next_step=next_step,
        )
    return root
