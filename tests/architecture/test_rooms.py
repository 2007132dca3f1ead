"""The house rules that a reader should be able to trust without reading every file."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

LONGEST = 400
TERMINAL_LIBRARIES = {"textual", "rich"}
FORBIDDEN_TEXT = {
    "a machine's path": re.compile(r"(?<![\w.])/(?:work|home|root|Users|tmp|opt|mnt)/\w"),
    "a package registry": re.compile(r"pypi\.org|pythonhosted|npmjs|anaconda\.org"),
    "an own way to the network": re.compile(r"\burllib\.request\b|from urllib import request"),
    "a blanket except": re.compile(r"except\s*:|except (?:Base)?Exception\b(?!Group)"),
    "unfinished work": re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b"),
}  # fmt: skip


def sources(root: Path) -> list[Path]:
    return [*sorted((root / "src").rglob("*.py")), root / "run.py"]


def imported(path: Path) -> set[str]:
    """Return the top-level packages that a file imports, anywhere in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names


def test_every_import_contract_holds(
    project_root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from importlinter.cli import lint_imports

    monkeypatch.chdir(project_root)
    monkeypatch.syspath_prepend(str(project_root / "src"))
    config = str(project_root / "pyproject.toml")
    assert lint_imports(config, cache_dir=str(tmp_path / "cache"), no_logo=True) == 0


@pytest.mark.parametrize("what", FORBIDDEN_TEXT)
def test_no_source_file_names(what: str, project_root: Path) -> None:
    pattern = FORBIDDEN_TEXT[what]
    found = [
        f"{path.relative_to(project_root)}:{number}: {line.strip()}"
        for path in [*sources(project_root), project_root / "pyproject.toml"]
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if pattern.search(line)
    ]
    assert found == []


def test_no_file_has_grown_past_reading(project_root: Path) -> None:
    files = [*sources(project_root), *(project_root / "fixtures").rglob("*.py")]
    lengths = {path: len(path.read_text("utf-8").splitlines()) for path in files}
    assert {str(path): lines for path, lines in lengths.items() if lines > LONGEST} == {}


def test_only_the_terminal_screen_imports_the_terminal_libraries(project_root: Path) -> None:
    room = project_root / "src" / "screener" / "tui"
    importers = [
        path
        for path in sources(project_root)
        if imported(path) & TERMINAL_LIBRARIES and not path.is_relative_to(room)
    ]
    assert importers == []


def test_every_package_and_module_says_what_it_is_for(project_root: Path) -> None:
    silent = [
        str(path.relative_to(project_root))
        for path in sources(project_root)
        if not ast.get_docstring(ast.parse(path.read_text("utf-8")))
    ]
    assert silent == []


def reached(path: Path, root: Path) -> set[Path]:
    """Return the files of the project's tests that a file imports, and those that they import."""
    found: set[Path] = set()
    new = [path]
    while new:
        nodes = ast.walk(ast.parse(new.pop().read_text("utf-8")))
        modules = {
            name
            for node in nodes if isinstance(node, ast.ImportFrom) and node.module
            for name in (node.module, *(f"{node.module}.{each.name}" for each in node.names))
        }  # fmt: skip
        files = {root / f"{name.replace('.', '/')}.py" for name in modules if name[:5] == "tests"}
        new += {file for file in files if file.is_file()} - found
        found |= {file for file in files if file.is_file()}
    return found


@pytest.mark.parametrize("name", ["run.py", "fixtures/make.py"])
def test_what_must_run_before_an_install_needs_only_python(name: str, project_root: Path) -> None:
    import sys

    path = project_root / name
    files = [path] if name == "run.py" else [path, *reached(path, project_root)]
    needed = set().union(*(imported(file) for file in files))
    assert needed - sys.stdlib_module_names <= {"tests"}
