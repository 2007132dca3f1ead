"""Disks that refuse: small ones, full ones, ones that can't be written to."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def small_disk(folder: Path, kilobytes: int) -> Iterator[Path]:
    """Make a file system of its own at a folder; only root can, else the test is skipped."""
    folder.mkdir()
    mount = shutil.which("mount")
    command = [mount or "", "-t", "tmpfs", "-o", f"size={kilobytes}k", "none", str(folder)]
    if not mount or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("a full disk can be made by root on Linux only")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@contextmanager
def filled(root: Path, free: int) -> Iterator[None]:
    """Leave so much room on the file system of ``root``, to the page."""
    filler = root / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            size = file.tell() // 4096 * 4096
    os.truncate(filler, max(0, size - free))
    try:
        yield
    finally:
        filler.unlink()


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Let nobody write to a folder, nor below it; the test is skipped where that can't be had."""
    if os.name == "nt":
        pytest.skip("no modes of folders")
    if os.geteuid() == 0:  # who may do everything is stopped by the file system alone
        bind = ["mount", "--bind", str(folder), str(folder)]
        if (
            not shutil.which("mount")
            or subprocess.run(bind, capture_output=True, check=False).returncode
        ):
            pytest.skip("a folder that root can't write to can be made on Linux only")
        subprocess.run(["mount", "-o", "remount,ro,bind", str(folder)], check=True)
        try:
            yield
        finally:
            subprocess.run(["umount", str(folder)], check=True)
        return
    below = [folder, *(path for path in folder.rglob("*") if path.is_dir())]
    for path in below:
        path.chmod(0o555)
    try:
        yield
    finally:
        for path in below:
            path.chmod(0o755)
