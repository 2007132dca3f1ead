"""Update: against a source whose events come when the test says so, and one real build."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.makers import Market, plain_facts
from tests.tui.companies import COMPANIES, company, write_snapshot
from tests.tui.driving import Driver, running
from tests.tui.updates import begin, built
from textual.widgets import Input
from textual.worker import WorkerFailed

from screener.build import Progress
from screener.errors import SourceError, StorageError
from screener.store.manifest import Manifest
from screener.store.places import current_snapshot, list_snapshots
from screener.tui.app import ScreenerApp
from screener.tui.screens.main import MainScreen
from screener.tui.state.build_form import blamed, proposed, request
from screener.tui.state.updating import Standing


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    """A later snapshot: STQL is gone, ESC has another name, and there is a new company."""
    kept = [
        row | {"name": f"{row['name']} Renamed"} for row in COMPANIES if row["ticker"] != "STQL"
    ]
    new = company("NEWC", "New Comer", "Energy", 2000, profitable=True, revenue_growth=0.3)
    return write_snapshot(tmp_path / "newer", [new, *kept])


async def test_progress_is_shown_and_the_screen_can_be_used_meanwhile(universe_path: Path) -> None:
    for size in [(80, 24), (40, 10), (160, 45)]:
        async with running(universe_path, size) as screen:
            script = await begin(screen)
            await screen.shows("Starting")
            script.say(Progress("reading facts", 0, 2000), Progress("reading facts", 500, 2000))
            await screen.shows("500 of 2,000 companies")
            assert "Reading facts" in screen.text()
            assert "25%" in screen.line("█")
            assert "elapsed · about 0:0" in screen.text()
            await screen.press("enter", "j")  # go on behind
            assert isinstance(screen.app.screen, MainScreen)
            assert screen.session.cursor == 1
            assert "25%" in screen.lines()[0]
            await screen.press("u")
            assert "500 of 2,000 companies" in screen.text()
            script.say(Progress("writing the snapshot", 2000, 2000))
            await screen.shows("Writing the snapshot")
            await screen.press("c")
            assert "Cancelling" in screen.text()
            script.say(Progress("writing the snapshot", 2000, 2000))
            await screen.until(script.closed.is_set)


@pytest.mark.parametrize("key", ["c", "escape"])
async def test_cancel_closes_the_source_and_changes_nothing(universe_path: Path, key: str) -> None:
    async with running(universe_path) as screen:
        before = screen.session.universe
        script = await begin(screen)
        script.say(Progress("reading facts", 1, 8))
        await screen.shows("1 of 8")
        await screen.press(key)
        script.say(Progress("reading facts", 2, 8))
        await screen.shows("Cancelled; nothing was changed.")
        assert script.closed.is_set()
        assert screen.session.universe is before
        await screen.press("escape", "escape")  # back to the beginning, out
        assert "cancelled; nothing was changed" in screen.lines()[-1]


@pytest.mark.parametrize(
    "error",
    [SourceError("is [b]no[/b] zip", where="facts.zip"), StorageError("No space left on device")],
)
async def test_an_error_is_told_and_everything_is_as_it_was(
    universe_path: Path, error: Exception
) -> None:
    async with running(universe_path) as screen:
        before = screen.session.universe
        script = await begin(screen)
        script.say(Progress("reading facts", 1, 8), error)
        await screen.shows(str(error).splitlines()[0])
        assert screen.session.universe is before
        await screen.press("escape", "escape")
        assert screen.tickers() == ["STQL", "ACME", "ESC", "WIDE"]


async def test_the_new_snapshot_is_opened_and_the_person_stays_where_they_were(
    universe_path: Path, newer: Path
) -> None:
    async with running(universe_path, (100, 30)) as screen:
        await screen.press("f", "j", "space", "escape", "j", "j")  # any profitability
        preset, rules = screen.session.preset, screen.session.screen
        here = screen.session.here
        assert here is not None and here["ticker"] == "ACME"
        script = await begin(screen)
        script.say(built(newer, "[b]odd[/b] row"))
        await screen.shows("facts kept")
        for text in ("with comparable figures", "1 warning", "[b]odd[/b] row", "revenue_ttm"):
            assert text in screen.text()
        await screen.press("enter")
        assert screen.tickers() == ["LOSS", "NEWC", "ACME", "ESC", "WIDE"]
        assert (screen.session.preset, screen.session.screen) == (preset, rules)
        here = screen.session.here
        assert here is not None and here["ticker"] == "ACME"
        assert "▸" in screen.line("[red]Acme")
        assert "New snapshot as of 2026-06-30: 7 of 8" in screen.lines()[-1]
        await screen.press("u")
        assert "Contact" in screen.text()  # the form again: the summary was seen


async def test_a_company_that_is_looked_at_but_not_listed_is_found_again(
    universe_path: Path, newer: Path
) -> None:
    async with running(universe_path, (100, 40)) as screen:
        await screen.press("t", *"undead", "enter")
        await screen.shows("Undead Mills")
        script = await begin(screen)
        script.say(built(newer))
        await screen.shows("facts kept")
        await screen.press("enter")
        other = screen.session.other
        assert other is not None and other["name"] == "Undead Mills Renamed"


async def test_what_ends_while_another_dialog_is_open_is_taken_when_that_closes(
    universe_path: Path, newer: Path
) -> None:
    async with running(universe_path) as screen:
        script = await begin(screen)
        await screen.press("enter", "p")
        script.say(built(newer))
        await screen.until(script.closed.is_set)
        await screen.until(lambda: screen.session.updates.ready)
        assert "4 pass" in screen.line("Profitable growers")
        assert screen.tickers()[0] == "STQL"
        await screen.press("escape")
        await screen.until(lambda: screen.tickers()[0] == "NEWC")
        assert "(u: more)" in screen.lines()[-1]
        await screen.press("u")
        assert "facts kept" in screen.text()


async def test_quitting_cancels_and_waits_for_the_end(universe_path: Path) -> None:
    async with running(universe_path) as screen:
        script = await begin(screen)
        await screen.press("enter", "q")
        assert "cancelling" in screen.lines()[0]
        assert screen.app.is_running and not script.closed.is_set()
        script.say(Progress("reading facts", 2, 8))
        await screen.until(lambda: screen.app._exit)
    assert script.closed.is_set()
    assert screen.app.return_code == 0


async def test_quitting_twice_does_not_wait(universe_path: Path) -> None:
    async with running(universe_path) as screen:
        script = await begin(screen)
        await screen.press("enter", "q")
        await screen.press("q")
        assert screen.app._exit
        script.say(Progress("reading facts", 2, 8))


@pytest.mark.parametrize("where", ["update", "opening"])
async def test_an_unexpected_error_of_a_worker_ends_the_program(
    universe_path: Path, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise KeyError("surprise")

    apps: list[ScreenerApp] = []
    with pytest.raises(WorkerFailed, match="surprise"):
        if where == "update":
            async with running(universe_path) as screen:
                apps.append(screen.app)
                script = await begin(screen)
                script.say(KeyError("surprise"))
                await screen.until(lambda: not screen.app.is_running)
        else:
            monkeypatch.setattr("screener.screening.universe.Universe.prepare", fail)
            apps.append(ScreenerApp(universe_path))
            async with apps[0].run_test() as pilot:
                for _ in range(200):
                    await pilot.pause(0.01)
    assert apps[0].return_code == 1


# -- the form ------------------------------------------------------------------------------------


def put(screen: Driver, **texts: str) -> None:
    for name, text in texts.items():
        screen.app.screen.query_one(f"#update-{name}", Input).value = text


def test_time_left_is_an_estimate_from_the_stage_alone() -> None:
    standing = Standing(Progress("x", 75, 100), began=10.0, done_then=25)
    assert standing.seconds_left(30.0) == 10.0  # 50 in 20 seconds, 25 to go
    assert Standing(Progress("x", 25, 100), 10.0, 25).seconds_left(30.0) is None
    assert Standing(Progress("x", 0, 0), 10.0, 0).share == 0.0


def test_paths_are_checked_before_anything_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "a;b.json").write_text("{}")
    found = request(
        {"holdings": "~", "tickers": "~/a;b.json", "facts": f"{tmp_path}; ~/none.zip",
         "instances": "~/a;b.json", "submissions": "~nobody-at-all/x", "as_of": "5 May"}
    )  # fmt: skip
    assert isinstance(found, dict)
    assert found.pop("submissions").startswith("Could not determine home")
    assert found == {
        "holdings": "not a file",
        "facts": "none.zip: there is no such file or folder",
        "instances": "not a folder",
        "as_of": "not a date: write it as YYYY-MM-DD",
    }
    assert request({"facts": "\0", "holdings": "x" * 9999})["facts"]  # type: ignore[index]  # not None


def test_the_sample_proposes_nothing_and_other_snapshots_what_still_lies_there(
    tmp_path: Path,
) -> None:
    market = Market(tmp_path)
    market.add("ONE", 101, plain_facts(101))
    manifest = market.build().snapshot.manifest
    (tmp_path / "tickers.json").unlink()
    assert proposed(manifest) == {
        "holdings": str(tmp_path / "holdings.csv"), "facts": str(tmp_path / "facts")
    }  # fmt: skip
    sample = Manifest(manifest.schema_version, manifest.as_of, "", sample=True)
    assert proposed(sample) == {}


def test_an_error_is_blamed_on_the_field_of_its_file(tmp_path: Path) -> None:
    found = Market(tmp_path).request()
    facts = str(found.facts[0])
    assert blamed(SourceError("empty", where=facts), found) == ("facts", "empty")
    assert blamed(SourceError("cut", where=f"{facts}/CIK1.json"), found) == (
        "facts", "CIK1.json: cut"
    )  # fmt: skip
    assert blamed(StorageError("full", where="/elsewhere"), found) is None


async def test_a_small_market_is_built_through_the_dialog(
    universe_path: Path, tmp_path: Path
) -> None:
    market = Market(tmp_path / "market", date=None)
    market.add("STQL", 1000, plain_facts(1000))
    market.add("NEWC", 2000, plain_facts(2000))
    files = market.request()
    root = tmp_path / "data"
    async with running(universe_path, (100, 30), preset="everything") as screen:
        await screen.press("u", "tab", "f", "enter")
        assert screen.text().count("needed") == 3
        put(screen, holdings=str(files.holdings), tickers=str(files.tickers[0]),
            facts=str(tmp_path / "nowhere"))  # fmt: skip
        await screen.press("enter")
        await screen.shows("there is no such file or folder")
        put(screen, facts=str(files.facts[0]))
        await screen.press("enter")
        await screen.shows("the holdings file says no date")
        assert list_snapshots(root) == []
        put(screen, as_of="2026-05-05")
        await screen.press("enter")
        await screen.shows("facts kept")
        await screen.press("enter")
        assert sorted(screen.tickers()) == ["NEWC", "STQL"]
        assert screen.session.universe.snapshot.path == current_snapshot(root)
        await screen.press("u", "tab", "f")
        assert "2026-05-05" in screen.line("As of")
        await screen.press("escape", "escape")
    async with running(root) as screen:
        await screen.press("u", "tab", "f")  # a new session proposes the files of its snapshot
        shown = screen.app.screen.query_one("#update-holdings", Input).value
        assert shown == str(files.holdings)
