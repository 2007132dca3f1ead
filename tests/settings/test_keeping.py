"""The contact is kept in the settings file, and nothing else in it changes."""

from __future__ import annotations

import resource
import stat
import tomllib
from pathlib import Path

import pytest

from screener.errors import StorageError, UsageError
from screener.paths import settings_file
from screener.settings import load_settings, remember_contact

JANE = "Jane Doe jane@example.com"


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_file_is_the_users_alone() -> None:
    assert remember_contact(f" {JANE} ") == settings_file()
    assert load_settings().contact == JANE
    assert mode(settings_file()) == 0o600
    assert [path.name for path in settings_file().parent.iterdir()] == ["settings.toml"]


@pytest.mark.parametrize(
    "text",
    [
        "# mine, without a line's end",
        "# mine\nkeep_snapshots = 0b11 # three\n\n[addresses] # tests\nsec = 'https://x.org'\n",
        "contact = 'Old One old@example.com' # who\nkeep_snapshots = 3\n",
        "addresses.sec = 'https://x.org'\r\naddresses.ishares = 'https://y.org'\r\n",
        'addresses = {sec = "https://x.org"}',
        "# only\n\n[addresses]\n",
        "\ufeffkeep_snapshots = 3\n",
    ],
)
def test_what_the_user_wrote_stays(text: str) -> None:
    path = settings_file()
    path.parent.mkdir()
    path.write_bytes(text.encode())
    path.chmod(0o640)
    remember_contact(JANE)
    after = path.read_bytes().decode()
    assert tomllib.loads(after) == tomllib.loads(text.lstrip("\ufeff")) | {"contact": JANE}
    lines = [line for line in text.lstrip("\ufeff").splitlines() if "contact" not in line]
    assert set(lines) <= set(after.splitlines())
    assert "# who" not in text or f'"{JANE}" # who' in after
    assert mode(path) == 0o640


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    kept = tmp_path / "dotfiles.toml"
    kept.write_text("keep_snapshots = 3\n")
    settings_file().parent.mkdir()
    settings_file().symlink_to(kept)
    remember_contact(JANE)
    assert settings_file().is_symlink()
    assert JANE in kept.read_text()


@pytest.mark.parametrize("damage", [b"keep_snapshots = ", b"\xff"])
def test_a_damaged_file_is_never_written_to(damage: bytes) -> None:
    settings_file().parent.mkdir()
    settings_file().write_bytes(damage)
    with pytest.raises(UsageError) as caught:
        remember_contact(JANE)
    assert caught.value.where == f"{settings_file()}:1"
    assert settings_file().read_bytes() == damage


def test_what_is_no_contact_is_not_kept() -> None:
    with pytest.raises(UsageError, match="contact: it does not end in an email address"):
        remember_contact("Jane")
    assert not settings_file().parent.exists()


def test_a_full_disk_leaves_the_file_as_it_was() -> None:
    remember_contact("Old One old@example.com")
    before = settings_file().read_bytes()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (5, limits[1]))
    try:
        with pytest.raises(StorageError) as caught:
            remember_contact(JANE)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert caught.value.where == str(settings_file())
    assert JANE not in str(caught.value)
    assert settings_file().read_bytes() == before
    assert [path.name for path in settings_file().parent.iterdir()] == ["settings.toml"]


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "config").write_text("a file")
    with pytest.raises(StorageError) as caught:
        remember_contact(JANE)
    assert caught.value.where == str(tmp_path / "config")
