"""`yinling alarms_simulate`: sends what a device would send, over the network, and prints what was answered."""

import signal
import time
from argparse import ArgumentParser
from threading import Event
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from yinling.care.reception.domain.simulated import WORDS, Cannot, Said, Way, mqtt_message
from yinling.care.reception.management.life import Homes, keep_unplugged, unplugged
from yinling.care.reception.management.receivers import NoAddress
from yinling.care.reception.management.simulator import WAYS, Simulated, Where, devices_at_home, send, stranger
from yinling.gateways.dialling.mqtt import Publisher
from yinling.gateways.receivers.mqtt import NoBroker, broker_at

MINUTE = 60
OTHER = ("list", "life", "heartbeats", "unplug", "plug")


class Command(BaseCommand):
    """模拟设备."""

    help = (
        "像真设备那样通过网络发一条报文（sos、fall、smoke、battery、test 等），打印应答和毫秒数；list 列出家里的设备，"
        "heartbeats 按速率发许多台的心跳，unplug 拔掉一台（不再有心跳），plug 插回，life 让演示区的设备都活着。"
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which device, by which way, to where."""
        where = Where.known()
        parser.add_argument("what", choices=[*WORDS, *OTHER])
        parser.add_argument("--account", default="", help="哪台设备，按账号")
        parser.add_argument("--kind", default="", help="哪种设备的第一台，如 sos_base、radar")
        parser.add_argument("--stranger", default="", help="用一个没有装在谁家的账号发；默认走 dc09，--way 换一条路")
        parser.add_argument("--way", choices=list(Way), help="走哪条路，默认按设备登记的接入方式；json 设备也可走 push")
        parser.add_argument("--over", action="store_true", help="发的是恢复：这件事过去了")
        parser.add_argument("--udp", action="store_true", help="DC-09 走 UDP")
        parser.add_argument("--number", type=int, default=0, help="消息号；同一个号再发一次就是重发")
        parser.add_argument("--devices", type=int, default=0, help="heartbeats：多少台，默认家里所有的")
        parser.add_argument("--rate", type=float, default=100.0, help="heartbeats：每秒多少条")
        parser.add_argument("--seconds", type=float, default=10.0, help="heartbeats：发多少秒")
        parser.add_argument("--dc09", default=where.dc09, help="主机:端口")
        parser.add_argument("--scaip", default=where.scaip, help="主机:端口")
        parser.add_argument("--mqtt", default=where.mqtt, help="mqtt://…")
        parser.add_argument("--web", default=where.web, help="http://…")

    def handle(self, **options: Any) -> None:
        """Does it."""
        where = Where(options["dc09"], options["scaip"], options["mqtt"], options["web"])
        what = options["what"]
        try:
            if what in OTHER:
                getattr(self, f"_{what}")(where, options)
            else:
                self._send(what, where, options)
        except (Cannot, NoAddress, NoBroker, OSError) as fault:
            raise CommandError(str(fault)) from fault

    def _device(self, options: dict[str, Any]) -> Simulated:
        if account := options["stranger"]:
            if devices_at_home(timezone.now(), account=account):
                raise CommandError(f"账号 {account} 装在家里，请用 --account")
            return stranger(account)
        found = devices_at_home(timezone.now(), account=options["account"], kind=options["kind"])
        if not found:
            raise CommandError("没有这样的设备装在家里；yinling alarms_simulate list 列出有哪些")
        return found[0]

    def _send(self, what: str, where: Where, options: dict[str, Any]) -> None:
        device = self._device(options)
        number = options["number"] or int(time.time() * 10) % 100_000_000
        said = Said(device.account, what, number, timezone.now(), options["over"], device.battery)
        way = Way(options["way"]) if options["way"] else WAYS[device.line]
        answered = send(said, way, where, is_udp=options["udp"])
        verdict = answered.word or "没有应答"
        self.stdout.write(
            f"{device.kind} {device.account} · {what}{' 恢复' if said.is_over else ''} · {way} → "
            f"{verdict} · {answered.milliseconds} ms"
        )
        if not answered.is_taken:
            raise CommandError("没有被收下，真设备会重发")

    def _list(self, where: Where, options: dict[str, Any]) -> None:
        out = unplugged() or set()
        for device in devices_at_home(timezone.now(), account=options["account"], kind=options["kind"]):
            state = "已拔掉" if device.account in out else "失联" if device.is_silent else ""
            self.stdout.write(
                f"{device.account:<20}{device.kind:<12}{device.line:<7}每 {device.period_seconds} 秒  {state}"
            )

    def _unplug(self, where: Where, options: dict[str, Any]) -> None:
        device = self._device(options)
        keep_unplugged((unplugged() or set()) | {device.account})
        minutes = device.silent_seconds / MINUTE
        self.stdout.write(f"{device.kind} {device.account} 拔掉了：再过大约 {minutes:.0f} 分钟没有心跳，就会报失联")

    def _plug(self, where: Where, options: dict[str, Any]) -> None:
        device = self._device(options)
        keep_unplugged((unplugged() or set()) - {device.account})
        self.stdout.write(f"{device.kind} {device.account} 插回了：下一次心跳到了就算恢复")

    def _life(self, where: Where, options: dict[str, Any]) -> None:
        if not settings.DEMO:
            raise CommandError("life 只在演示区运行：真设备的心跳不能由这里代发")
        stop = Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        Homes(where, stop.is_set).live()

    def _heartbeats(self, where: Where, options: dict[str, Any]) -> None:
        accounts = [one.account for one in devices_at_home(timezone.now()) if WAYS[one.line] is Way.MQTT]
        accounts = accounts[: options["devices"] or None]
        if not accounts:
            raise CommandError("家里没有走 MQTT 的设备")
        began, sent = time.monotonic(), 0
        with Publisher(broker_at(where.mqtt, settings.MQTT_AUTHORITY)) as publisher:
            while (passed := time.monotonic() - began) < options["seconds"]:
                for _ in range(int(passed * options["rate"]) - sent):
                    said = Said(accounts[sent % len(accounts)], "heartbeat", sent, timezone.now())
                    publisher.mention(*mqtt_message(said))
                    sent += 1
                time.sleep(0.01)
        self.stdout.write(f"{len(accounts)} 台，{sent} 条心跳，{sent / passed:.0f} 条/秒")
