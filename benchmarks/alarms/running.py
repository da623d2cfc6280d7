"""Real processes of one deployment: broker, database, receivers, timers and pages; and what each cost the processor."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import psycopg

from yinling.project.environment import KEPT_SECRETS, keep_secrets

ROOT = Path(__file__).resolve().parents[2]
HOST = "127.0.0.1"
TICKS = os.sysconf("SC_CLK_TCK")
START_SECONDS = 60.0
BROKER = """listener {port} 127.0.0.1
allow_anonymous true
persistence true
persistence_location {folder}/
user root
log_type error
max_inflight_messages 1000
max_queued_messages 0
"""
SETTINGS = (  # of PostgreSQL: what docs/operating says, and words about whatever takes long
    "shared_buffers=512MB", "max_wal_size=4GB", "min_wal_size=1GB",
    "log_checkpoints=on", "log_min_duration_statement=200", "log_lock_waits=on", "log_line_prefix='%m '",
)  # fmt: skip


class Deployment:
    """What runs, by name; a name may stand for several processes."""

    def __init__(self, folder: Path, database: str, env: dict[str, str]) -> None:
        self.folder, self.database, self.env = folder, database, env
        self.ports = dict(zip(("broker", "web", "dc09"), free_ports(3), strict=True))
        self.running: dict[str, list[subprocess.Popen[bytes]]] = {}

    def start(self, name: str, *command: str, number: int = 0) -> None:
        """A process whose words go to a file of its own; it takes the place of that number."""
        with self.log(name, number).open("ab") as said:
            process = subprocess.Popen(command, cwd=ROOT, env=self.env, stdout=said, stderr=said)
        places = self.running.setdefault(name, [])
        places[number : number + 1] = [process]

    def log(self, name: str, number: int) -> Path:
        """Where it writes."""
        return self.folder / f"{name}-{number}.log"

    def seconds(self, name: str) -> float:
        """Processor seconds of the processes of that name so far."""
        return sum(processor_seconds(process.pid) for process in self.running.get(name, ()))

    def stop(self, name: str, *, kill: bool = False) -> None:
        """Ends the processes of that name, and waits."""
        for process in self.running.pop(name, []):
            process.kill() if kill else process.terminate()
            process.wait(60)


@contextmanager
def deployed(folder: Path, kind: str) -> Iterator[Deployment]:
    """A migrated, empty database of that kind, and nothing else yet; all of it ends with the block."""
    with ExitStack() as held:
        url = held.enter_context(postgresql(folder)) if kind == "postgresql" else f"sqlite:///{folder / 'a.sqlite3'}"
        keep_secrets(KEPT_SECRETS, folder / "var" / "keys")
        own = {"DJANGO_SETTINGS_MODULE": "yinling.project.settings", "YINLING_DATABASE": url, "YINLING_HOSTS": HOST,
               "YINLING_VAR": str(folder / "var"), "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}  # fmt: skip
        made = Deployment(folder, url, {**os.environ, **own})
        try:
            subprocess.run(yinling("migrate", "--verbosity", "0"), check=True, env=made.env, cwd=ROOT)
            subprocess.run(yinling("places_load", "--verbosity", "0"), check=True, env=made.env, cwd=ROOT)
            yield made
        finally:
            for name in list(made.running):
                made.stop(name)


def yinling(*command: str) -> list[str]:
    """The command of the product."""
    return [sys.executable, "-m", "yinling.project.console", *command]


def start_broker(made: Deployment) -> None:
    """Mosquitto, as a district sets it up but for passwords and TLS."""
    config = made.folder / "mosquitto.conf"
    config.write_text(BROKER.format(port=made.ports["broker"], folder=made.folder))
    found = shutil.which("mosquitto", path=f"{os.environ['PATH']}:/usr/sbin")
    made.start("broker", str(found), "-c", str(config))
    wait_for(lambda: answers(made.ports["broker"]))


def start_receivers(made: Deployment, count: int) -> None:
    """So many for calls and so many for signs of life, beside each other; the first one takes DC-09 too."""
    for number in range(2 * count):
        start_receiver(made, number)
    for number in range(2 * count):
        wait_for(lambda number=number: b"ready" in made.log("receivers", number).read_bytes())
    time.sleep(1)  # subscribed, which it does not say


def start_receiver(made: Deployment, number: int) -> None:
    """One of them, in the place of the one of that number: for calls if it is even, else for signs of life."""
    dc09 = f"{HOST}:{made.ports['dc09']}" if number == 0 else "off"
    made.start("receivers", *yinling(
        "alarms_receive", "--dc09", dc09, "--scaip", "off", "--mqtt", f"mqtt://{HOST}:{made.ports['broker']}",
        "--client", f"receiver-{number}", "--hears", ("calls", "signs")[number % 2],
    ), number=number)  # fmt: skip


def start_desk(made: Deployment) -> None:
    """Timers and the web server, as `yinling serve` starts them."""
    made.start("timers", *yinling("alarms_run"))
    made.start(
        "pages", sys.executable, "-m", "granian", "--interface", "wsgi", "--host", HOST, "--port",
        str(made.ports["web"]), "--blocking-threads", "32", "--log-level", "warning",
        "yinling.project.wsgi:application",
    )  # fmt: skip
    wait_for(lambda: answers(made.ports["web"]))


def counted(made: Deployment, word: str) -> int:
    """The sum of what the receivers' last lines say of MQTT; they write them when they end."""
    found = 0
    for path in made.folder.glob("receivers-*.log"):
        lines = [line for line in path.read_text(errors="replace").splitlines() if "mqtt: " in line]
        said = re.search(rf"\b{word}=(\d+)", lines[-1]) if lines else None
        found += int(said[1]) if said else 0
    return found


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """A cluster of its own that waits for the disk, as in production; it says in its log what took long."""
    binaries = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda each: int(each.parent.name))[-1]
    data, (port,) = folder / "postgresql", free_ports(1)
    owner: tuple[str, ...] = ()
    if os.geteuid() == 0:
        owner = ("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups")
    data.mkdir()
    folder.chmod(0o755)
    if owner:
        shutil.chown(data, "postgres")
    cluster, log = data / "data", str(data / "log")
    initdb = ("--auth=trust", "--username=yinling", "--encoding=UTF8", "--locale=C.UTF-8")
    quiet: dict[str, Any] = {"check": True, "stdout": subprocess.DEVNULL, "cwd": "/"}
    subprocess.run([*owner, str(binaries / "initdb"), "-D", str(cluster), *initdb], **quiet)
    options = " ".join([f"-k {data} -p {port} -c listen_addresses={HOST}", *(f"-c {each}" for each in SETTINGS)])
    control = [*owner, str(binaries / "pg_ctl"), "-D", str(cluster), "-l", log, "-w"]
    subprocess.run([*control, "-o", options, "start"], **quiet)
    try:
        yield f"postgresql://yinling@{HOST}:{port}/postgres"
    finally:
        subprocess.run([*control, "-m", "fast", "stop"], **quiet)


def checkpoint(made: Deployment) -> None:
    """All is in its tables, and files of the log are there to be written over, as after days of running."""
    if made.database.startswith("postgresql"):
        with psycopg.connect(made.database, autocommit=True) as connection:
            connection.execute("CHECKPOINT")


def restart_postgresql(folder: Path) -> None:
    """Stops the cluster at once, as a crash would, and starts it again."""
    binaries = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda each: int(each.parent.name))[-1]
    owner = ("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups") if os.geteuid() == 0 else ()
    data = folder / "postgresql"
    subprocess.run(
        [*owner, str(binaries / "pg_ctl"), "-D", str(data / "data"), "-l", str(data / "log"), "-w", "-m", "immediate",
         "restart"], check=True, stdout=subprocess.DEVNULL, cwd="/",
    )  # fmt: skip


def postgresql_seconds(folder: Path) -> float:
    """Processor seconds of the cluster with all that it ever started; 0 where SQLite works within the others."""
    pid = folder / "postgresql" / "data" / "postmaster.pid"
    return processor_seconds(int(pid.read_text().split()[0])) if pid.exists() else 0.0


def processor_seconds(pid: int) -> float:
    """Of a process, of its children that ended, and of those that live."""
    children: dict[int, list[int]] = {}
    spent: dict[int, float] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rsplit(")", 1)[1].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        children.setdefault(int(fields[1]), []).append(int(stat.parent.name))
        spent[int(stat.parent.name)] = sum(map(int, fields[11:15])) / TICKS

    def whole(one: int) -> float:
        return spent.get(one, 0.0) + sum(map(whole, children.get(one, ())))

    return whole(pid)


def free_ports(count: int) -> list[int]:
    """Ports that nobody has just now."""
    with ExitStack() as held:
        sockets = [held.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind((HOST, 0))
        return [each.getsockname()[1] for each in sockets]


def answers(port: int) -> bool:
    """Whether somebody listens there."""
    with socket.socket() as trying:
        return trying.connect_ex((HOST, port)) == 0


def wait_for(is_so: Callable[[], bool], seconds: float = START_SECONDS) -> None:
    """Until it is so. Raises TimeoutError."""
    until = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > until:
            raise TimeoutError
        time.sleep(0.05)
