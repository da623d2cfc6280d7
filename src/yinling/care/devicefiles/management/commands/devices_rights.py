"""`yinling devices_rights`: the broker's files of passwords and rights, from the register of devices."""

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from yinling.care.devices.queries.finding import rules
from yinling.care.devices.queries.register import devices_visible
from yinling.gateways.receivers.broker_files import SALT_BYTES, is_name, kept_lines, password_line, put, rights
from yinling.kernel.actor import machine
from yinling.kernel.dates import day_of


class Command(BaseCommand):
    """消息服务器的口令和权限."""

    help = "按设备登记写出消息服务器的口令文件和权限文件：设备只能写自己的主题，什么也读不到。设备有增减以后再运行。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to, and who receives."""
        parser.add_argument("--folder", type=Path, required=True, help="写到哪里，例如 /etc/mosquitto")
        parser.add_argument("--receiver", action="append", required=True, help="接收程序的登录名，可以写几次")

    def handle(self, **options: Any) -> None:
        """Writes both files; lines of receivers stay as mosquitto_passwd wrote them."""
        receivers, passwords = options["receiver"], options["folder"] / "passwords"
        kept = kept_lines(passwords.read_text(encoding="utf-8") if passwords.exists() else "", receivers)
        for name in {*receivers} - {line.partition(":")[0] for line in kept}:
            raise CommandError(f"{name} 还没有口令，先运行 mosquitto_passwd {passwords} {name}")
        devices = devices_visible(machine("消息服务器"), on=day_of(timezone.now())).filter(protocol="json")
        known = {row.account: row.secret for row in devices.exclude(state="retired").order_by("account")}
        able = {user: secret for user, secret in known.items()
                if secret and is_name(user) and user not in receivers}  # fmt: skip
        lines = [password_line(user, secret, salt=os.urandom(SALT_BYTES)) for user, secret in able.items()]
        put(passwords, "\n".join([*kept, *lines]) + "\n")
        topics = [form.topic for form in rules().forms if form.topic]
        put(options["folder"] / "acl", rights(topics, receivers=receivers))
        self.stdout.write(f"{len(able)} 台设备可以登录，{len(known) - len(able)} 台没有密钥或者账号不能用")
