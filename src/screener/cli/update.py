"""``screen update``: fetch what changed, build a snapshot of it, say what that means."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from screener.cli import completing
from screener.cli.options import QuietOption, given_path

if TYPE_CHECKING:
    from screener.model.screen import Screen
    from screener.settings import Settings
    from screener.update import UpdateRequest


def update(
    contact: Annotated[
        str | None,
        typer.Option(
            metavar="'NAME EMAIL'",
            help="Who asks: the SEC wants a name and an email address. Default: the settings', "
            "else you are asked once.",
        ),
    ] = None,
    preset: Annotated[
        str | None,
        typer.Option(
            metavar="NAME_OR_FILE",
            autocompletion=completing.presets,
            help="The preset whose newcomers are told. Default: the settings'.",
        ),
    ] = None,
    holdings: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            parser=given_path,
            help="A holdings file of IWM that you have: iShares is not asked. For other funds: "
            "screen build.",
        ),
    ] = None,
    full: Annotated[
        bool, typer.Option("--full", help="Fetch everything anew, not what changed.")
    ] = False,
    bulk: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME_OR_FILE",
            help="Take many companies at once from the SEC's nightly companyfacts.zip or "
            "submissions.zip, or from a copy of yours. Repeatable.",
        ),
    ] = None,
    offline: Annotated[
        bool, typer.Option("--offline", help="Ask nobody: build from what was fetched before.")
    ] = False,
    quiet: QuietOption = False,
) -> None:
    """Fetch what changed from EDGAR and iShares, build a snapshot, make it current."""
    from screener.settings import load_settings

    _check(full=full, bulk=bulk, offline=offline)
    settings = load_settings()
    name = preset if preset is not None else settings.preset
    screen = _screen(name, of_settings=preset is None)
    request = _request(settings, contact, holdings, full=full, bulk=bulk, offline=offline)
    _run(request, screen, name)


def _check(*, full: bool, bulk: list[str] | None, offline: bool) -> None:
    """Refuse what can't be meant, before anything is asked of a person or the network."""
    from screener.errors import UsageError

    if offline and (full or bulk):
        raise UsageError(
            "--offline asks nobody, --full and --bulk ask for everything",
            next_step="Give the one or the other.",
        )
    if bulk:
        from screener.update.bulk import named

        for text in bulk:
            named(text)


def _screen(name: str, *, of_settings: bool) -> Screen:
    from screener.errors import PresetError
    from screener.presets import load_preset

    try:
        return load_preset(name)
    except PresetError as error:
        if not of_settings or error.where:
            raise
        # Not by an option: a person must be told where to look.
        where = "preset in settings.toml, or SCREENER_PRESET"
        raise PresetError(error.what, where=where, next_step=error.next_step) from error


def _request(
    settings: Settings,
    contact: str | None,
    holdings: Path | None,
    *,
    full: bool,
    bulk: list[str] | None,
    offline: bool,
) -> UpdateRequest:
    from screener import paths
    from screener.cli.contact import contact as asked
    from screener.sources.pace import pace_file
    from screener.update import Addresses, UpdateRequest

    base = settings.addresses
    return UpdateRequest(
        root=paths.data_dir(),
        sources=paths.sources_dir(),
        pace=pace_file(),
        created=dt.datetime.now(tz=dt.UTC),
        contact="" if offline else asked(contact, settings),
        addresses=Addresses(base.sec, base.sec_data, base.ishares, base.blackrock),
        per_second=settings.requests_per_second,
        patience=settings.patience_seconds,
        keep=settings.keep_snapshots,
        holdings=None if holdings is None else holdings.absolute(),
        full=full,
        bulk=tuple(bulk or ()),
        offline=offline,
    )


def _run(request: UpdateRequest, screen: Screen, name: str) -> None:
    import contextlib

    from screener.build import Built, Progress
    from screener.cli.meter import Meter
    from screener.cli.streams import tell
    from screener.cli.update_text import built_lines, changes, fetched_lines, up_to_date
    from screener.interrupts import heed
    from screener.update import Fetched, UpToDate, current_snapshot_of
    from screener.update import update as run

    before, fetched = current_snapshot_of(request.root), None
    # Closed at once, also by Ctrl-C between two events: what was fetched stays.
    try:
        with Meter() as meter, contextlib.closing(run(request)) as events:
            for event in events:
                heed()
                if isinstance(event, Progress):
                    meter.show(event)
                    continue
                meter.pause()
                if isinstance(event, Fetched):
                    fetched = event
                    tell(*fetched_lines(event))
                elif isinstance(event, Built):
                    tell(*built_lines(event, before))
                    changes(before, event.snapshot, screen, name)
                elif isinstance(event, UpToDate):
                    tell(*up_to_date(event.snapshot, fetched))
    except KeyboardInterrupt:
        tell("Interrupted. What was fetched is kept: the next update goes on from there.")
        raise
