"""A payment run whose process is killed again and again: what was promised is paid once, and the books agree."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
BEGIN = "import django; django.setup(); from tests.oversight.settlement import killed_run; killed_run."
KILL_AFTER_SECONDS = (0.1, 0.3, 0.4, 0.5)


@pytest.fixture
def run(tmp_path):
    """Starts one of the steps of `killed_run` in a process of its own, on a database of its own."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "yinling.project.settings",
        "YINLING_DATABASE": f"sqlite:///{tmp_path / 'killed.sqlite3'}",
        "YINLING_VAR": str(tmp_path),
        "YINLING_DATA_KEY": "a key for a test",
        "YINLING_INDEX_KEY": "another key for a test",
    }

    def start(step: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-c", f"{BEGIN}{step}()"], cwd=ROOT, env=environment, text=True, stdout=subprocess.PIPE
        )

    return start


@pytest.mark.killing
def test_killing_a_payment_run_loses_nothing_and_doubles_nothing(run):
    assert run("prepare").wait(120) == 0
    for seconds in KILL_AFTER_SECONDS:
        child = run("carry_on")
        assert child.stdout.readline() == "begun\n"
        time.sleep(seconds)
        child.send_signal(signal.SIGKILL)
        child.wait(30)
        assert run("verify").wait(60) == 0
    assert run("carry_on").wait(120) == 0
    assert run("verify_all_paid").wait(60) == 0
