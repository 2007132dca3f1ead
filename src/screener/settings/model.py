"""The settings: each with its default, its bounds and what it means."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from screener.settings.addresses import checked_address, is_loopback
from screener.settings.contact import FORM, checked_contact

FASTEST = 8.0
"""Requests a second. The SEC allows 10; people were blocked just below."""

SLOWEST = 0.01
"""Requests a second: below, no update would ever end."""

_STRICT = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)


def _checked_name(text: str) -> str:
    if not text.strip() or not text.isprintable():
        raise ValueError("the name or the file of a preset is needed")
    return text


_Contact = Annotated[str, AfterValidator(checked_contact)]
_Address = Annotated[str, AfterValidator(checked_address)]
_Preset = Annotated[str, AfterValidator(_checked_name)]


class Addresses(BaseModel):
    """The base addresses of the sources, without a slash at their end."""

    model_config = _STRICT

    sec: _Address = Field(
        "https://www.sec.gov", description="EDGAR's files: tickers, daily indexes, filings."
    )
    sec_data: _Address = Field(
        "https://data.sec.gov", description="EDGAR's data: filing histories and facts of companies."
    )
    ishares: _Address = Field(
        "https://www.ishares.com", description="The fund's holdings, first and third choice."
    )
    blackrock: _Address = Field(
        "https://www.blackrock.com", description="The fund's holdings, second choice."
    )

    @property
    def all_loopback(self) -> bool:
        """Whether every one of them is of this machine."""
        return all(is_loopback(getattr(self, name)) for name in type(self).model_fields)


class Settings(BaseModel):
    """What the user has settled. The contact shows in no ``repr`` and no dump: ask for it by name.

    ``contact``: None where there is none yet. ``requests_per_second``: over all tasks and all runs
    on the machine."""

    model_config = _STRICT

    contact: _Contact | None = Field(
        None,
        repr=False,
        exclude=True,
        description=f"Who asks, as `{FORM}`: the SEC wants a name and an email address with each"
        " request. It is sent to the SEC alone and never logged. Without it, `screen update` asks"
        " once and keeps the answer in the file.",
    )
    keep_snapshots: int = Field(
        30,
        ge=1,
        le=10_000,
        description="How many finished snapshots are kept, from 1 to 10,000; after an update the"
        " oldest go. The current one and those after it always stay.",
    )
    preset: _Preset = Field(
        "profitable-growers",
        description="The preset whose newcomers an update tells: its name or its file.",
    )
    requests_per_second: float = Field(
        FASTEST,
        allow_inf_nan=False,
        description=f"The most requests a second, over all runs on this machine together: from"
        f" {SLOWEST} to {FASTEST:g}. The SEC blocks who is faster. More is taken only where all"
        " four addresses are of this machine.",
    )
    patience_seconds: float = Field(
        30.0,
        ge=0.5,
        le=600,
        allow_inf_nan=False,
        description="After so many seconds without a byte a connection is given up, and tried"
        " again: from 0.5 to 600.",
    )
    addresses: Addresses = Field(
        default_factory=Addresses,
        description="The base addresses of the sources. Each must be `https`; plain `http` is"
        " taken of this machine only (`127.0.0.1`, `::1`, `localhost`).",
    )

    @model_validator(mode="after")
    def _slow_enough(self) -> Settings:
        rate, tested = self.requests_per_second, self.addresses.all_loopback
        if rate < SLOWEST or (rate > FASTEST and not tested):
            raise ValueError(
                f"from {SLOWEST} to {FASTEST:g} requests a second, not {rate:g};"
                " more only where all four addresses are of this machine"
            )
        return self
