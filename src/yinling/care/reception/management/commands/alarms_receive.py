"""`yinling alarms_receive`: receives what devices say by DC-09, SCAIP and MQTT, until told to stop."""

import asyncio
import signal
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from yinling.care.devices.queries.finding import rules
from yinling.care.reception.management.receivers import NoAddress, Receivers, Wanted
from yinling.care.reception.management.simulator import Where
from yinling.gateways.receivers.mqtt import Hears, NoBroker


class Command(BaseCommand):
    """设备报警和心跳的接收."""

    help = "接收设备的报警和心跳（DC-09、SCAIP、MQTT），存好以后才应答；一直运行到收到停止信号。可以同时运行几个。"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Each has a setting; `off` leaves one out."""
        parser.add_argument("--dc09", default=settings.DC09_ADDRESS, help="主机:端口，端口 0 取空闲的；off 不收")
        parser.add_argument("--scaip", default=settings.SCAIP_ADDRESS, help="主机:端口；off 不收")
        parser.add_argument("--mqtt", default=settings.MQTT_BROKER, help="mqtt://… 或 mqtts://…；off 不收")
        parser.add_argument("--group", default=settings.MQTT_GROUP, help="同组的接收程序分担心跳；off 不分担")
        parser.add_argument("--client", default=settings.MQTT_CLIENT, help="在消息服务器上的名字，各不相同，重启不变")
        parser.add_argument("--embedded-broker", default="", help="主机:端口；同时开一个演示用的消息服务器")
        parser.add_argument(
            "--hears", choices=list(Hears), default=Hears.ALL,
            help="all 都收；calls 不收 MQTT 的心跳，signs 只收 MQTT 的心跳：设备多的区分开运行，报警不排在心跳后面",
        )  # fmt: skip
        parser.add_argument("--tell-web", default="", help="http://…；写下各处地址，供 alarms_simulate 使用")

    def handle(self, **options: Any) -> None:
        """Receives."""
        embedded = options["embedded_broker"]
        wanted = Wanted(
            dc09=options["dc09"],
            scaip=options["scaip"],
            mqtt=f"mqtt://{embedded}" if embedded else options["mqtt"],
            group="off" if embedded else options["group"],
            client=options["client"],
            authority=settings.MQTT_AUTHORITY,
            embedded=embedded,
            hears=Hears(options["hears"]),
        )
        if options["tell_web"]:
            Where(wanted.dc09, wanted.scaip, wanted.mqtt, options["tell_web"]).tell()
        try:
            asyncio.run(self._receive(wanted))
        except OSError as fault:
            raise CommandError(f"端口不能用：{fault}") from fault
        except (NoAddress, NoBroker) as fault:
            raise CommandError(f"地址不对：{fault}") from fault

    async def _receive(self, wanted: Wanted) -> None:
        stop, loop = asyncio.Event(), asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, stop.set)
        await Receivers(wanted, rules(), self._say).run(stop)

    def _say(self, line: str) -> None:
        self.stdout.write(f"  {line}")
        self.stdout.flush()
