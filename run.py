"""Start the program, or its tests, on a machine that has Python 3.11+ and pip and nothing else.

::

    python3 run.py [ARGUMENTS]      the program (the bundled sample until there is a snapshot)
    python3 run.py test [ARGUMENTS] the tests; arguments go to pytest
    python3 run.py lint             style, types and the directions between rooms
    python3 run.py check            lint, then test

The first start makes an environment in ``.venv`` and installs the program there; later starts only
look at a stamp. Where a system Python has no ``ensurepip`` (Debian without python3-venv) or is
"externally managed", the pip outside works on the environment inside.

Standard library only. stdout belongs to the program: everything said here goes to stderr.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "installed.txt"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

RECENT = "import sys; sys.exit(sys.version_info < (3, 11))"
LINT_IMPORTS = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())"

MISSING, REFUSED, INTERRUPTED = 3, 4, 130  # exit codes, as the program's own


def main(arguments: list[str]) -> int:
    """Prepare the environment, run what ``arguments`` ask for and return its exit code."""
    if sys.version_info < (3, 11):  # noqa: UP036 - an older Python may be what starts this file
        return fail(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}.", MISSING)
    verb = arguments[0] if arguments else ""
    developing = verb in ("test", "lint", "check")
    code = prepare("test" if developing else "")
    if code or not developing:
        return code or start([str(PYTHON), "-m", "screener", *arguments])
    os.chdir(ROOT)  # the tools look for pyproject.toml where they stand
    if verb != "test":
        code = lint()
    if code or verb == "lint":
        return code
    # Arguments may be ones that parallel runs can't honour (--pdb, -s), so they run in one process.
    return start([str(PYTHON), "-m", "pytest", *(arguments[1:] or ["-n", "auto"])])


def lint() -> int:
    """Run every check that is not a test; return the worst exit code."""
    module = [str(PYTHON), "-m"]
    commands = [
        [*module, "ruff", "check", "."],
        [*module, "ruff", "format", "--check", "."],
        [*module, "mypy"],
        [str(PYTHON), "-c", LINT_IMPORTS],
    ]
    return max(abs(subprocess.call(command)) for command in commands)


def prepare(extra: str) -> int:
    """Make ``.venv`` hold the program (and its ``extra``) as pyproject.toml asks; 0 if it does."""
    # The folder counts: an editable install points at it, and a copied tree must not run the old.
    asked = hashlib.sha256((ROOT / "pyproject.toml").read_bytes() + bytes(ROOT)).hexdigest()
    stamped = STAMP.read_text("utf-8").split() if STAMP.exists() else []
    if PYTHON.exists() and stamped[:1] == [asked] and extra in ["", *stamped[1:]]:
        return 0
    print("Installing into .venv; this takes a minute, once.", file=sys.stderr, flush=True)
    STAMP.unlink(missing_ok=True)  # an interrupted install must not look finished
    keep = stamped[1:] if extra == "" else [extra]
    pip = environment_with_pip()
    if pip is None:
        return fail(
            "pip 22.3 or newer is needed; install your system's python3-pip package.", MISSING
        )
    install = [*pip, "install", "--quiet", "--disable-pip-version-check", "--editable"]
    target = f"{ROOT}[{','.join(keep)}]" if keep else str(ROOT)
    if subprocess.call([*install, target], env=pip_environment(), stdout=sys.stderr):
        return fail("The install failed, see above. With the network there, run it again.", REFUSED)
    draft = STAMP.with_suffix(".new")
    draft.write_text("\n".join([asked, *keep]), "utf-8")
    draft.replace(STAMP)
    return 0


def environment_with_pip() -> list[str] | None:
    """Make ``.venv`` and return the pip command that installs into it; None without a pip."""
    import venv

    outer = [sys.executable, "-m", "pip"]
    asked = [*outer, "--python", sys.executable, "--version"]  # --python is what 22.3 brought
    has_outer = not subprocess.call(
        asked, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=pip_environment()
    )
    if not has_outer and importlib.util.find_spec("ensurepip") is None:
        return None
    # Only an environment that can't work (moved away, too old) is thrown away: it may be someone's.
    works = PYTHON.exists() and not subprocess.call([str(PYTHON), "-c", RECENT])
    venv.EnvBuilder(clear=not works, symlinks=os.name != "nt", with_pip=False).create(VENV)
    if has_outer:
        return [*outer, "--python", str(PYTHON)]
    code = subprocess.call([str(PYTHON), "-m", "ensurepip"], stdout=subprocess.DEVNULL)
    return None if code else [str(PYTHON), "-m", "pip"]


def pip_environment() -> dict[str, str]:
    """Return this environment without the settings that send an install elsewhere."""
    elsewhere = ("PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_PYTHON", "PYTHONHOME")
    kept = {name: value for name, value in os.environ.items() if name not in elsewhere}
    return {**kept, "PIP_USER": "0"}


def start(command: list[str]) -> int:
    """Become ``command`` where the system can, else run it; return its exit code."""
    if os.name == "posix":
        os.execv(command[0], command)
    return subprocess.call(command)


def fail(what: str, code: int) -> int:
    """Say ``what`` is wrong and return ``code``."""
    print(f"run.py: {what}", file=sys.stderr)
    return code


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
