"""A real server with the demo district, and a real browser at two widths.

The server is the product as people run it: `yinling serve --demo` in a folder of its own. Without Chromium these tests
are skipped by name.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.district import District

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
START_SECONDS_MAX = 400
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
PASSWORD = "yinling-demo-2026"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="Chromium is not installed"))


@pytest.fixture(scope="session")
def seen_by_camera(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The film that the browser takes for its camera; a test writes it before it looks through the camera."""
    return tmp_path_factory.mktemp("camera") / "film.y4m"


@pytest.fixture(scope="session")
def browser_type_launch_args(seen_by_camera: Path) -> dict[str, object]:
    camera = ["--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={seen_by_camera}"]
    return {"executable_path": CHROMIUM, "args": ARGUMENTS + camera}


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, object]:
    return {"locale": "zh-CN", "viewport": DESKTOP}


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


@pytest.fixture(scope="session")
def served_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the running product keeps its database, files and keys."""
    return tmp_path_factory.mktemp("served")


@pytest.fixture(scope="session")
def district(served: str, served_folder: Path) -> District:
    """The running demo district, to register people in and to let days pass."""
    return District(served, served_folder, PASSWORD)


@pytest.fixture(scope="session")
def served(served_folder: Path) -> Iterator[str]:
    """The address of a running demo district of 120 people."""
    folder = served_folder
    port = free_port()
    variables = {**os.environ, "YINLING_VAR": str(folder), "YINLING_DEMO": "1", "PYTHONPATH": str(ROOT / "src")}
    for name in ("YINLING_DATABASE", "DJANGO_SETTINGS_MODULE"):
        variables.pop(name, None)
    command = [
        sys.executable,
        "-m",
        "yinling.project.console",
        "serve",
        "--demo",
        "--elders",
        "120",
        "--port",
        str(port),
    ]
    log = (folder / "log").open("w")
    process = subprocess.Popen(command, env=variables, stdout=log, stderr=log, start_new_session=True)
    try:
        address = f"http://127.0.0.1:{port}"
        wait_for(f"{address}/public/", process, folder / "log")
        yield address
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(20)


def wait_for(address: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    """Until the page answers; fails with the server's own words."""
    end = time.monotonic() + START_SECONDS_MAX
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.3)
    pytest.fail(f"the server did not start:\n{log.read_text()[-4000:]}")
