from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from screener.errors import BusyError
from screener.update.alone import alone

HOLD = """
import sys, time
from pathlib import Path
from screener.update.alone import alone
with alone(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def test_the_second_says_who_is_at_work_and_leaves(tmp_path: Path) -> None:
    with alone(tmp_path):
        who = f"process {os.getpid()}, since"
        with pytest.raises(BusyError, match=who) as caught, alone(tmp_path):
            pass
        assert caught.value.exit_code == 3
    with alone(tmp_path):
        pass


def test_a_killed_process_lets_go(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    with pytest.raises(BusyError, match=f"process {process.pid}"), alone(tmp_path):
        pass
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    with alone(tmp_path):
        pass
