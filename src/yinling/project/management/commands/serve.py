"""`yinling serve`: prepares the database and the static files, then runs the server and the workers until stopped."""

import signal
import subprocess
import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from yinling.gateways.streaming import STREAMS_MAX
from yinling.project.demo import lines

STOP_SECONDS = 10
PAGE_THREADS = 8  # beside those that streams of the call desk hold


class Command(BaseCommand):
    """Serves Yinling."""

    help = "准备数据库和静态文件，然后运行服务和后台任务"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=1)
        parser.add_argument("--demo", action="store_true", help="先建好演示区")
        parser.add_argument("--elders", type=int, default=400, help="演示区的老年人数")
        parser.add_argument("--visits", type=int, default=0, help="演示区今天大约有多少次上门，默认按人数的六分之一")

    def handle(self, **options: Any) -> None:
        prepare()
        compiling = start("yinling.project.console", "visits_compile", "--background")
        if options["demo"]:
            call_command("demo_build", elders=options["elders"], visits=options["visits"])
        children = [
            start(
                "granian",
                "--interface",
                "wsgi",
                "--host",
                options["host"],
                "--port",
                str(options["port"]),
                "--workers",
                str(options["workers"]),
                "--blocking-threads",
                str(STREAMS_MAX + PAGE_THREADS),
                "--log-level",
                "warning",
                "yinling.project.wsgi:application",
            ),
            start("yinling.project.console", "db_worker"),
            start("yinling.project.console", "jobs_run"),
            start("yinling.project.console", "alarms_run"),
        ]
        if options["demo"]:
            devices = lines.take_lines()
            web = f"http://{options['host'].replace('0.0.0.0', lines.HOST)}:{options['port']}"
            children += [start("yinling.project.console", *command) for command in devices.commands(web)]
        self.stdout.write(
            self.style.SUCCESS(f"\n  银龄已启动 · Yinling runs at http://{options['host']}:{options['port']}/")
        )
        if options["demo"]:
            call_command("demo_show")
            self.stdout.write(
                f"  设备接入 · devices at DC-09 {devices.dc09} · SCAIP {devices.scaip} · MQTT {devices.broker}"
            )
            self.stdout.write(
                "  另开一个终端按一次呼叫键 · press a button: yinling alarms_simulate sos --kind sos_base\n"
            )
        self.stdout.write("  按 Ctrl+C 停止 · press Ctrl+C to stop\n")
        self.stdout.flush()
        watch(children, compiling)


def prepare() -> None:
    """Brings tables, places and static files up to date."""
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("places_load", verbosity=0)


def start(module: str, *arguments: str) -> subprocess.Popen[bytes]:
    """Runs a module of this Python as a child."""
    return subprocess.Popen([sys.executable, "-m", module, *arguments], cwd=Path.cwd())


def watch(children: list[subprocess.Popen[bytes]], ending: subprocess.Popen[bytes]) -> None:
    """Waits; when one child ends, or the stop signal comes, stops all of them, and what would end by itself."""

    def stop(*_: Any) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)
    ended = None
    try:
        while ended is None:
            time.sleep(0.5)
            ended = next((child for child in children if child.poll() is not None), None)
    except KeyboardInterrupt:
        pass
    for child in (*children, ending):
        child.terminate()
    end = time.monotonic() + STOP_SECONDS  # for all together: a page that listens keeps its server waiting
    for child in (*children, ending):
        try:
            child.wait(max(0.1, end - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
    if ended is not None:
        raise CommandError(f"进程意外退出：{ended.args!r}，代码 {ended.returncode}")
