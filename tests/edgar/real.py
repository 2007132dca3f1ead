"""Real public files (``../shared/data``), where they are present, in the folder of a market.

They are of many dates, and no universe: some companies have no filing history, some no facts."""

from __future__ import annotations

import gzip
import json
import shutil
import zipfile
from pathlib import Path

from tests.edgar.universe import Served

_HOLDINGS = "IWM_2026-05-05.csv"


def of_real_files(shared: Path, folder: Path) -> Served:
    """Write the market's folder from real files below ``shared`` and serve it.

    Whole facts go before trimmed ones; an instance is served where the filing history of its
    company names its document. There are no daily indices of its days but those of strangers."""
    (folder / "instances").mkdir(parents=True)
    shutil.copy(shared / "ishares" / _HOLDINGS, folder / "holdings.csv")
    shutil.copy(shared / "tickers" / "company_tickers.json", folder / "company_tickers.json")
    facts = [*_files(shared / "companyfacts_trimmed"), *_files(shared / "companyfacts")]
    _archive(folder / "companyfacts.zip", facts)
    histories = _files(shared / "submissions")
    _archive(folder / "submissions.zip", histories)
    instances = {path.name: path for path in (shared / "instances").glob("*_htm.xml.gz")}
    for path in histories:
        company = json.loads(gzip.decompress(path.read_bytes()))
        recent = company["filings"]["recent"]
        for number, document in zip(
            recent["accessionNumber"], recent["primaryDocument"], strict=True
        ):
            found = instances.get(f"{document.removesuffix('.htm')}_htm.xml.gz")
            if found:
                name = f"CIK{int(company['cik']):010d}-{number}_htm.xml.gz"
                shutil.copy(found, folder / "instances" / name)
    return Served(folder)


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("CIK*.json.gz"))


def _archive(target: Path, files: list[Path]) -> None:
    chosen = {path.name.removesuffix(".gz"): path for path in files}  # the last of a name
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, path in sorted(chosen.items()):
            archive.writestr(name, gzip.decompress(path.read_bytes()))
