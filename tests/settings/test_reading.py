"""Settings from the file and from the environment; what is wrong is told with its place."""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable
from pathlib import Path

import pytest
from pydantic import ValidationError

from screener.errors import UsageError
from screener.paths import settings_file
from screener.settings import Addresses, Settings, load_settings
from screener.settings.reading import VARIABLES

Write = Callable[[str], Path]


@pytest.fixture
def write() -> Write:
    """Return what writes the settings file."""

    def written(text: str) -> Path:
        path = settings_file()
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return written


def refused() -> UsageError:
    with pytest.raises(UsageError) as caught:
        load_settings()
    return caught.value


def test_without_a_file_every_setting_has_its_default() -> None:
    found = load_settings()
    assert found == Settings()
    assert (found.contact, found.keep_snapshots, found.preset) == (None, 30, "profitable-growers")
    assert found.requests_per_second == 8
    assert found.addresses.model_dump() == {
        "sec": "https://www.sec.gov",
        "sec_data": "https://data.sec.gov",
        "ishares": "https://www.ishares.com",
        "blackrock": "https://www.blackrock.com",
    }
    assert not settings_file().parent.exists()


def test_the_file_sets_what_it_names(write: Write) -> None:
    write("""\ufeff# mine
contact = " Jane Doe  jane@example.com"
keep_snapshots = 5
requests_per_second = 2
preset = "mine.toml"
addresses.sec = "https://mirror.example/"
""")
    found = load_settings()
    assert (found.contact, found.keep_snapshots) == ("Jane Doe jane@example.com", 5)
    assert (found.requests_per_second, found.preset) == (2, "mine.toml")
    assert found.addresses == Addresses(sec="https://mirror.example")


def test_a_variable_wins_and_an_empty_one_counts_as_not_set(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write('keep_snapshots = 5\nrequests_per_second = 2\npreset = "mine"\n')
    monkeypatch.setenv("SCREENER_KEEP_SNAPSHOTS", "7")
    monkeypatch.setenv("SCREENER_REQUESTS_PER_SECOND", "2.5")
    monkeypatch.setenv("SCREENER_PRESET", "")
    monkeypatch.setenv("SCREENER_SEC_DATA_ADDRESS", "http://localhost:81/")
    found = load_settings()
    assert (found.keep_snapshots, found.requests_per_second, found.preset) == (7, 2.5, "mine")
    assert found.addresses == Addresses(sec_data="http://localhost:81")


def test_what_a_variable_replaces_may_be_wrong(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("keep_snapshots = 0\n")
    assert "keep_snapshots" in refused().what
    monkeypatch.setenv("SCREENER_KEEP_SNAPSHOTS", "1")
    assert load_settings().keep_snapshots == 1


def test_every_key_has_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    values = {
        "SCREENER_CONTACT": "Jane j@example.com",
        "SCREENER_KEEP_SNAPSHOTS": "3",
        "SCREENER_PRESET": "mine",
        "SCREENER_REQUESTS_PER_SECOND": "500",
        "SCREENER_PATIENCE_SECONDS": "2.5",
        "SCREENER_SEC_ADDRESS": "http://127.0.0.1:1",
        "SCREENER_SEC_DATA_ADDRESS": "http://127.0.0.1:2",
        "SCREENER_ISHARES_ADDRESS": "http://127.0.0.1:3",
        "SCREENER_BLACKROCK_ADDRESS": "http://127.0.0.1:4",
    }
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    assert load_settings() == Settings(
        contact="Jane j@example.com",
        keep_snapshots=3,
        preset="mine",
        requests_per_second=500,
        patience_seconds=2.5,
        addresses=Addresses(
            sec="http://127.0.0.1:1",
            sec_data="http://127.0.0.1:2",
            ishares="http://127.0.0.1:3",
            blackrock="http://127.0.0.1:4",
        ),
    )
    tables = {(name,) for name in Settings.model_fields if name != "addresses"}
    tables |= {("addresses", name) for name in Addresses.model_fields}
    assert (set(VARIABLES), set(VARIABLES.values())) == (set(values), tables)


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("\nkep_snapshots = 3", 2, "unknown key 'kep_snapshots'; did you mean 'keep_snapshots'?"),
        (
            "[addresses]\n\nsec_dat = 'https://x.org'",
            3,
            "unknown key 'addresses.sec_dat'; did you mean 'addresses.sec_data'?",
        ),
        ("# a\nkeep_snapshots = '3'", 2, "a whole number from 1 to 10,000 is needed, not '3'"),
        ("keep_snapshots = 10_001", 1, "a whole number from 1 to 10,000 is needed, not 10001"),
        ("keep_snapshots = true", 1, "is needed, not true"),
        ("keep_snapshots = 3.0", 1, "is needed, not 3.0"),
        (f"keep_snapshots = {'[' * 200}{']' * 200}", 1, "a whole number from 1 to 10,000"),
        ("requests_per_second = 8.1", 1, "from 0.01 to 8 requests a second, not 8.1"),
        ("requests_per_second = 0", 1, "from 0.01 to 8 requests a second, not 0"),
        ("requests_per_second = nan", 1, "a number is needed, not nan"),
        (f"requests_per_second = 1{'0' * 400}", 1, "requests_per_second"),
        ("preset = ''", 1, "the name or the file of a preset is needed"),
        ("preset = 3", 1, "the name or the file of a preset, in quotes, is needed"),
        ("addresses = 'https://x.org'", 1, "a table is needed"),
        ("[addresses]\nsec = 3", 2, "addresses.sec: a web address, in quotes, is needed"),
        ("addresses.sec = 'http://x.org'", 1, "addresses.sec: https is needed"),
        ("x = [\n", 2, "not valid TOML"),
        ("preset = 'a'\npreset = 'b'", 2, "not valid TOML"),
    ],
)
def test_a_wrong_file_is_told_with_line_and_key(
    write: Write, text: str, line: int, told: str
) -> None:
    path = write(text)
    error = refused()
    assert error.where == f"{path}:{line}"
    assert told in error.what


def test_unknown_keys_are_told_which_there_are(write: Write) -> None:
    write("colour = 1")
    step = refused().next_step
    assert all(name in step for name in (*Settings.model_fields, *Addresses.model_fields))


def test_everything_that_is_wrong_is_told_at_once_in_the_files_order(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write("preset = 1\nkeep_snapshots = 0\n[addresses]\nsec = 1\n")
    monkeypatch.setenv("SCREENER_CONTACT", "nobody")
    monkeypatch.setenv("SCREENER_REQUESTS_PER_SECOND", "fast")
    error = refused()
    assert error.where == f"{path}:1"
    parts = error.what.split(" · ")
    assert [part.partition(":")[0] for part in parts] == [
        "preset", "line 2", "line 4", "SCREENER_CONTACT", "SCREENER_REQUESTS_PER_SECOND",
    ]  # fmt: skip


def test_a_wrong_variable_is_told_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    for wrong in ("many", "3.5", "1_0", "٣", "9" * 5_000):
        monkeypatch.setenv("SCREENER_KEEP_SNAPSHOTS", wrong)
        error = refused()
        assert error.where == "SCREENER_KEEP_SNAPSHOTS"
        assert len(str(error)) < 300


@pytest.mark.parametrize("others", [1, 3])
def test_more_speed_is_only_for_tests_on_one_machine(
    others: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCREENER_REQUESTS_PER_SECOND", "9")
    names = [name for name in VARIABLES if name.endswith("_ADDRESS")]
    for name in names[:others]:
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert refused().where == "SCREENER_REQUESTS_PER_SECOND"


@pytest.mark.parametrize("damage", ["a folder", "a pipe", "not text", "large"])
def test_what_is_no_settings_file_is_refused(damage: str) -> None:
    path = settings_file()
    path.parent.mkdir()
    if damage == "a folder":
        path.mkdir()
    elif damage == "a pipe":
        os.mkfifo(path)  # reading it would wait for ever
    elif damage == "not text":
        path.write_bytes(b"# \n# \xff\n")
    else:
        path.write_bytes(b"#" * 1_000_001)
    error = refused()
    assert error.where == f"{path}:2" if damage == "not text" else error.where == str(path)
    assert error.exit_code == 2


SECRET = "Jane Secret jane@secret.example"


def test_the_contact_shows_in_no_text_of_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCREENER_CONTACT", SECRET)
    found = load_settings()
    assert found.contact == SECRET
    for text in (repr(found), str(found), f"{found!r}", found.model_dump_json()):
        assert "ecret" not in text
        assert "profitable-growers" in text


@pytest.mark.parametrize(
    "text", [f"({SECRET})", f'["{SECRET}"]', f'{{x="{SECRET}"}}', SECRET + "("]
)
def test_no_error_holds_the_contact(write: Write, text: str) -> None:
    write(f"contact = {text if text[0] in '[{' else repr(text)}")
    told = "".join(traceback.format_exception(refused()))  # with what caused it
    assert "contact" in told
    assert "ecret" not in told


def test_settings_do_not_change() -> None:
    with pytest.raises(ValidationError):
        load_settings().keep_snapshots = 3
