"""Receivers killed in the middle of alarms, against a real broker: nothing is lost, nothing is kept twice."""

import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.gateways.receivers.test_intake import wait_for
from tests.gateways.receivers.test_mqtt import device, free_port
from yinling.gateways.receivers.mqtt import Broker, client_of

ALARMS = 200
MOSQUITTO = shutil.which("mosquitto") or shutil.which("/usr/sbin/mosquitto")
pytestmark = pytest.mark.killing


@contextmanager
def mosquitto(port: int, folder: Path) -> Iterator[None]:
    """Debian's broker on a free port, which keeps nothing on disk."""
    config = folder / "mosquitto.conf"
    config.write_text(f"listener {port} 127.0.0.1\nallow_anonymous true\npersistence false\nlog_type error\n")
    process = subprocess.Popen([str(MOSQUITTO), "-c", str(config)])
    client = client_of(Broker("127.0.0.1", port), "trying")
    try:
        wait_for(lambda: answers(client, port))
        client.disconnect()
        yield
    finally:
        process.terminate()
        process.wait(10)


def answers(client, port: int) -> bool:
    try:
        client.connect("127.0.0.1", port)
    except OSError:
        return False
    return True


@contextmanager
def receiver(port: int, name: str, file: Path, *others: str) -> Iterator[subprocess.Popen[str]]:
    """A process that receives, and has subscribed."""
    script = str(Path(__file__).with_name("receiving.py"))
    process = subprocess.Popen(
        [sys.executable, script, str(port), name, str(file), *others], stdout=subprocess.PIPE, text=True
    )  # fmt: skip
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "up\n"
        yield process
    finally:
        process.kill()
        process.wait(10)


def kept(file: Path) -> list[int]:
    with closing(sqlite3.connect(file)) as opened:
        return sorted(int(row[0]) for row in opened.execute("SELECT reference FROM kept"))


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    if MOSQUITTO is None:
        pytest.skip("Debian's mosquitto is not installed; the embedded broker forgets what nobody acknowledged")
    free = free_port()
    with mosquitto(free, tmp_path):
        yield free


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "kept.sqlite3"
    with closing(sqlite3.connect(path)) as opened:
        opened.execute("PRAGMA journal_mode=WAL")
        opened.execute("CREATE TABLE kept (key TEXT PRIMARY KEY, reference TEXT)")
    return path


def test_lose_nothing_when_the_only_receiver_is_killed(port: int, file: Path) -> None:
    with device(port) as sender:
        with receiver(port, "one", file) as first:
            for number in range(ALARMS):
                sender.publish(f"y/{number % 7}/event", b'{"code": "sos", "id": "%d"}' % number, qos=1)
            wait_for(lambda: len(kept(file)) > ALARMS // 10)
            first.send_signal(signal.SIGKILL)
            first.wait(10)
        between = len(kept(file))
        with receiver(port, "one", file):
            wait_for(lambda: len(kept(file)) >= ALARMS)
            time.sleep(0.1)
    assert between < ALARMS
    assert kept(file) == list(range(ALARMS))


def test_wait_for_no_dead_receiver_where_another_lives(port: int, file: Path) -> None:
    """The second keeps everything while the first is dead; when the first is back, nothing is kept twice."""
    with device(port) as sender, receiver(port, "two", file):
        with receiver(port, "one", file) as first:
            first.send_signal(signal.SIGKILL)
            first.wait(10)
        for number in range(ALARMS):
            sender.publish(f"y/{number % 7}/event", b'{"code": "sos", "id": "%d"}' % number, qos=1)
        wait_for(lambda: len(kept(file)) >= ALARMS)
        with receiver(port, "one", file):
            time.sleep(0.5)
    assert kept(file) == list(range(ALARMS))


@pytest.mark.parametrize("blow", [signal.SIGKILL, signal.SIGSTOP])
@pytest.mark.parametrize("after", [0, ALARMS // 10, ALARMS // 3])
def test_make_up_for_whoever_was_to_be_first(port: int, file: Path, blow: signal.Signals, after: int) -> None:
    """Both know of each other; one dies or stands still at some moment, and the other keeps what was its turn."""
    with (
        device(port) as sender,
        receiver(port, "one", file, "two") as first,
        receiver(port, "two", file, "one"),
    ):
        for number in range(ALARMS):
            sender.publish(f"y/{number}/event", b'{"code": "sos", "id": "%d"}' % number, qos=1)
        wait_for(lambda: len(kept(file)) >= after)
        first.send_signal(blow)
        wait_for(lambda: len(kept(file)) >= ALARMS)
    assert kept(file) == list(range(ALARMS))
