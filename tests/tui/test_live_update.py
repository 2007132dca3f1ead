"""The live update under ``u``: who asks, how far it is, how it ends. Its events are scripted."""

from __future__ import annotations

import re
from collections.abc import Generator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.tui.driving import Driver, running
from tests.tui.updates import Script, begin, built
from textual.widgets import Button, Input
from textual.worker import WorkerFailed

from screener import paths
from screener.build import Progress
from screener.errors import BusyError, RefusedError, ScreenerError, StorageError
from screener.settings import load_settings
from screener.store.snapshot import open_snapshot
from screener.tui.screens.main import MainScreen
from screener.tui.state.live import _long
from screener.tui.state.updating import Remark, Unchanged, Update
from screener.update import Fetched, Fetching, UpdateEvent, UpdateRequest, UpToDate

JANE = "Jane Doe jane@example.com"
FETCHING = Fetching("filings", 475, 1900, 1234, 45_600_000, 155.0, 602.0)
FETCHED = Fetched("holdings file of www.ishares.com", 1900, 6543, 1_230_000_000, 901.0, ("odd",))


class Asked:
    """What the button starts in place of the network: a script, and the requests it was given."""

    def __init__(self) -> None:
        self.requests: list[UpdateRequest] = []
        self.script = Script()

    def __call__(self, request: UpdateRequest) -> Generator[UpdateEvent | Remark, None, None]:
        self.requests.append(request)
        return self.script()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    found = Asked()
    monkeypatch.setattr("screener.update.run.update", found)
    return found


def said(screen: Driver) -> str:
    """The words on screen, whatever the lines they stand on."""
    return " ".join(re.sub("[┃▁▂▃▄▅▆▇]", " ", screen.text()).split())


def contact(screen: Driver) -> str:
    return screen.app.screen.query_one("#update-contact", Input).value


# -- who asks --------------------------------------------------------------------------------------


async def test_the_contact_is_asked_for_once_and_kept(
    universe_path: Path, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCREENER_REQUESTS_PER_SECOND", "2")
    monkeypatch.setenv("SCREENER_KEEP_SNAPSHOTS", "7")
    async with running(universe_path) as screen:
        await screen.press("u")
        text = said(screen)
        assert "from EDGAR and iShares" in text
        assert "The first time takes about 60 minutes" in text
        assert "sent to sec.gov only, kept in settings.toml and never logged" in text
        await screen.press(*"Jane  Doe jane@example.com", "enter")
        await screen.until(lambda: bool(asked.requests))
        [request] = asked.requests
        assert request.contact == JANE
        assert (request.per_second, request.keep) == (2, 7)
        assert request.root == paths.data_dir()
        assert load_settings().contact == JANE
        await screen.press("escape")
        asked.script.say(FETCHING)
        await screen.shows("Cancelled")
        assert contact(screen) == "Jane  Doe jane@example.com"
    async with running(universe_path) as screen:
        await screen.press("u")
        assert contact(screen) == JANE
        before = paths.settings_file().stat().st_mtime_ns
        await screen.press("enter")  # the button has the focus
        await screen.until(lambda: len(asked.requests) == 2)
        assert paths.settings_file().stat().st_mtime_ns == before
        asked.script.say(RefusedError("no"))
        await screen.shows("no")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "needed, as Name email@domain"),
        ("Jane Doe", "it does not end in an email address; it has the form: Name email@domain"),
        ("j@example.com", "the name before the email address is missing"),
        ("Jane\x1b[31m j@example.com", "beyond Latin-1"),
    ],
)
async def test_what_is_no_contact_is_told_under_the_field(
    universe_path: Path, asked: Asked, text: str, problem: str
) -> None:
    async with running(universe_path) as screen:
        await screen.press("u")
        screen.app.screen.query_one("#update-contact", Input).value = text
        await screen.press("tab", "enter")
        assert problem in screen.text()
        assert "\x1b" not in screen.text()
        assert screen.app.focused is screen.app.screen.query_one("#update-contact")
        await screen.press("x")
        assert problem not in screen.text()
        assert asked.requests == []
        assert not paths.settings_file().exists()


async def test_a_contact_that_can_not_be_kept_is_used_all_the_same(
    universe_path: Path, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: str) -> Path:
        raise StorageError("No space left on device", where="settings.toml", next_step="Free some.")

    monkeypatch.setattr("screener.tui.state.live.remember_contact", refuse)
    async with running(universe_path) as screen:
        await screen.press("u", *JANE, "enter")
        told = "The contact is not kept, and asked for again: settings.toml: No space left on"
        await screen.shows(told[:60])
        asked.script.say(FETCHING)
        await screen.shows("1,234 requests")
        assert told in said(screen)
        asked.script.say(UpToDate(open_snapshot(universe_path)))
        await screen.shows("Nothing has changed")
        assert "The contact is not kept" in screen.text()
        await screen.press("enter", "u")
        assert contact(screen) == JANE
        assert asked.requests[0].contact == JANE


async def test_damaged_settings_are_told_and_can_be_mended_meanwhile(
    universe_path: Path, asked: Asked
) -> None:
    file = paths.settings_file()
    file.parent.mkdir(parents=True)
    file.write_text('contact = "Jane Doe jane@example.com"\nkeep_snapshots = 0\n')
    async with running(universe_path) as screen:
        await screen.press("u")
        assert "a whole number from 1 to 10,000 is needed, not 0" in said(screen)
        assert "Mend it, or leave it out" in said(screen)
        await screen.press(*JANE, "enter")
        await screen.pilot.pause(0.1)
        assert "a whole number" in said(screen)
        assert asked.requests == []
        file.write_text("keep_snapshots = 3\n")
        await screen.press("enter")
        await screen.until(lambda: bool(asked.requests))
        assert asked.requests[0].keep == 3
        asked.script.say(RefusedError("no"))
        await screen.until(asked.script.closed.is_set)
    assert load_settings().contact == JANE


async def test_a_contact_of_the_environment_is_shown_and_written_nowhere(
    universe_path: Path, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCREENER_CONTACT", JANE)
    async with running(universe_path) as screen:
        await screen.press("u")
        assert contact(screen) == JANE
        await screen.press("enter")
        await screen.until(lambda: bool(asked.requests))
        asked.script.say(RefusedError("no"))
        await screen.until(asked.script.closed.is_set)
    assert not paths.settings_file().exists()


def test_how_long_the_first_time_takes_is_told_in_minutes_or_hours() -> None:
    assert [_long(minutes) for minutes in (15, 115, 120, 11_170)] == [
        "15 minutes", "115 minutes", "2 hours", "186 hours"
    ]  # fmt: skip


async def test_the_form_of_files_is_one_key_away(universe_path: Path) -> None:
    async with running(universe_path) as screen:
        await screen.press("u", "f")  # into the field
        assert contact(screen) == "f"
        for keys in (["tab", "f"], ["down", "enter"]):
            await screen.press(*keys)
            assert "Separate paths by ;" in screen.text()
            await screen.press("escape")
            assert contact(screen) == "f"
        await screen.press("escape")
        assert isinstance(screen.app.screen, MainScreen)


# -- how far it is ---------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (40, 10), (160, 45)])
async def test_progress_tells_companies_requests_bytes_rate_and_time_left(
    universe_path: Path, size: tuple[int, int]
) -> None:
    async with running(universe_path, size) as screen:
        script = await begin(screen, live=True)
        await screen.shows("opening the connections")
        script.say(Fetching("who has filed", 0, 0, 3, 2_100, 0.5, None))
        await screen.shows("3 requests · 2.1 kB")
        assert "Who has filed" in screen.text()
        assert "companies" not in "".join(screen.lines()[-8:])
        assert "/s" not in screen.text()
        script.say(FETCHING)
        await screen.shows("475 of 1,900 companies")
        for text in ("Filings", "25%", "1,234 requests · 45.6 MB · 8.0/s", "about 10:02 left"):
            assert text in screen.text()
        script.say(FETCHED, Progress("reading facts", 0, 1900))
        await screen.shows("Reading facts")
        assert "Fetched: 6,543 requests · 1.2 GB" in screen.text()
        await screen.press("enter")
        await screen.shows("update")
        script.say(RefusedError("no"))
        await screen.until(script.closed.is_set)


# -- how it ends -----------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["c", "escape"])
async def test_cancel_says_that_what_was_fetched_is_kept(universe_path: Path, key: str) -> None:
    async with running(universe_path) as screen:
        before = screen.session.universe
        script = await begin(screen, live=True)
        script.say(FETCHING)
        await screen.shows("475 of")
        await screen.press(key)
        assert "Cancelling" in screen.text()
        script.say(FETCHING)
        await screen.shows("Cancelled; what was fetched is kept, and the next update goes on")
        assert script.closed.is_set()
        assert screen.session.universe is before
        assert "Build from files" in screen.text()
        await screen.press("escape")
        assert "cancelled; what was fetched is kept" in screen.lines()[-1]


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
@pytest.mark.parametrize(
    "error",
    [
        RefusedError("the SEC [b]refused[/b] to answer", where="https://data.sec.gov/x.json",
                     next_step="Run `screen update` again in 10 minutes."),
        BusyError("another update is at work (process 7)", next_step="Wait until it has ended."),
    ],
)  # fmt: skip
async def test_an_error_is_told_with_its_next_step(
    universe_path: Path, size: tuple[int, int], error: ScreenerError
) -> None:
    async with running(universe_path, size) as screen:
        script = await begin(screen, live=True)
        script.say(FETCHING, error)
        await screen.shows(error.next_step)
        text = said(screen)
        for part in (error.what, error.where):
            assert part in text
        await screen.press("escape")
        corner = said(screen)
        assert error.what in corner
        assert error.next_step not in corner


async def test_nothing_new_leaves_everything_as_it_is(universe_path: Path) -> None:
    async with running(universe_path) as screen:
        before = screen.session.universe
        script = await begin(screen, live=True)
        script.say(replace(FETCHED, settled=0, requests=4), UpToDate(before.snapshot))
        await screen.shows("Nothing has changed: the snapshot as of 2026-06-30 stays.")
        for text in ("Holdings: holdings file of www.ishares.com", "4 requests", "odd"):
            assert text in screen.text()
        assert screen.session.universe is before
        await screen.press("enter")
        assert "Nothing has changed" in screen.lines()[-1]
        await screen.press("u")
        assert "Contact" in screen.text()


async def test_nothing_new_since_another_run_opens_what_that_one_made(
    sample_path: Path, universe_path: Path
) -> None:
    async with running(sample_path) as screen:
        assert "fictional" in screen.text()
        script = await begin(screen, live=True)
        script.say(UpToDate(open_snapshot(universe_path)))
        await screen.shows("the snapshot as of 2026-06-30 is opened.")
        await screen.press("enter")
        assert "fictional" not in screen.text()
        assert screen.session.universe.snapshot.path == open_snapshot(universe_path).path


def test_an_earlier_day_that_was_asked_for_stays_when_there_is_nothing_new(
    sample_path: Path, universe_path: Path
) -> None:
    shown, current = open_snapshot(sample_path), open_snapshot(universe_path)
    day = shown.manifest.as_of
    for facts_until, opened in [(None, True), (day, False)]:
        script = Script()
        manifest = replace(shown.manifest, facts_until=facts_until)
        update = Update(script, live=True, shown=replace(shown, manifest=manifest))
        script.say(UpToDate(current))
        update.run(lambda: None)
        assert isinstance(update.outcome, Unchanged)
        assert (update.outcome.universe is not None) is opened


async def test_text_from_outside_commands_no_terminal(universe_path: Path, tmp_path: Path) -> None:
    evil = "[red]evil[/red] \x1b]0;x\x07\u202e"
    async with running(universe_path, (120, 40)) as screen:
        script = await begin(screen, live=True)
        script.say(Remark(f"r {evil}"), replace(FETCHING, stage=f"s {evil}"))
        await screen.shows("S [red]evil[/red] \ufffd]0;x\ufffd\ufffd")
        assert "r [red]evil[/red] \ufffd" in screen.text()
        found = replace(FETCHED, holdings=f"h {evil}", warnings=(f"f {evil}", "twice"))
        script.say(found, built(universe_path, f"w {evil}", "twice"))
        await screen.shows("facts kept")
        for letter in "rhfw":
            assert f"{letter} [red]evil[/red] \ufffd]0;x\ufffd\ufffd" in screen.text()
        assert "3 warnings" in screen.text()
        assert "\x1b" not in screen.text() and "\u202e" not in screen.text()


async def test_a_traceback_holds_no_contact(
    universe_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def source() -> Any:
        contact = " ".join(["Jane", "Doe", "jane@example.com"])
        yield FETCHING
        raise KeyError(len(contact))

    with pytest.raises(WorkerFailed):
        async with running(universe_path) as screen:
            await screen.press("u")
            screen.app.screen.start(Update(source, live=True))  # type: ignore[attr-defined]  # the dialog
            await screen.until(lambda: not screen.app.is_running)
    told = capsys.readouterr().err
    assert "KeyError" in told
    assert JANE not in told


async def test_the_buttons_can_be_pressed_with_the_mouse(
    universe_path: Path, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCREENER_CONTACT", JANE)
    async with running(universe_path) as screen:
        await screen.press("u")
        await screen.pilot.click(screen.app.screen.query_one("#update-files", Button))
        assert "Separate paths by ;" in screen.text()
        await screen.press("escape")
        await screen.pilot.click(screen.app.screen.query_one("#update-live", Button))
        await screen.until(lambda: bool(asked.requests))
        asked.script.say(RefusedError("no"))
        await screen.until(asked.script.closed.is_set)
