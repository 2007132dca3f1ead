from __future__ import annotations

from pathlib import Path

from screener.update.folder import open_folder


def test_what_a_killed_update_left_half_written_is_removed(tmp_path: Path) -> None:
    for name in (".1-a.part", "facts/.1-b.part", "facts/CIK0000000001.json.gz", "notes.part"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    with open_folder(tmp_path):
        pass
    left = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()}
    assert left == {"facts/CIK0000000001.json.gz", "notes.part", "fetched.sqlite"}
