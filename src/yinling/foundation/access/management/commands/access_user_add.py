"""`yinling access_user_add`: opens a log-in with one post, from the command line."""

import getpass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from yinling.foundation.access.actions import PostNotPossible, UsernameTaken, give_post, open_user
from yinling.foundation.access.domain.roles import ROLES
from yinling.kernel.actor import machine
from yinling.kernel.dates import day_of


class Command(BaseCommand):
    """Opens a log-in."""

    help = "开设一个带岗位的登录名；询问首次密码，首次登录须更换"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--name", required=True, help="页面上显示的姓名")
        parser.add_argument("--role", required=True, choices=sorted(ROLES))
        parser.add_argument("--area", default="", help="岗位所管的区划代码；留空为全部区域")
        parser.add_argument("--organisation", type=int, help="机构编号（企业岗位）")
        parser.add_argument("--person", type=int, help="老年人编号（老年人本人登录）")
        parser.add_argument("--password-stdin", action="store_true", help="从标准输入读首次密码")

    def handle(self, *args: Any, **options: Any) -> None:
        password = input() if options["password_stdin"] else getpass.getpass("首次密码：")
        now, by = timezone.now(), machine("access_user_add")
        try:
            with transaction.atomic():
                user = open_user(
                    username=options["username"], name=options["name"], password=password,
                    is_first=True, by=by, at=now,
                )  # fmt: skip
                give_post(
                    user_id=user.pk, role=options["role"], area=options["area"],
                    organisation_id=options["organisation"], person_id=options["person"],
                    valid_from=day_of(now), by=by, at=now,
                )  # fmt: skip
        except UsernameTaken as fault:
            raise CommandError(f"登录名已存在：{fault}") from fault
        except ValidationError as fault:
            raise CommandError("；".join(fault.messages)) from fault
        except PostNotPossible as fault:
            raise CommandError(str(fault)) from fault
        self.stdout.write(f"{user.username} · {ROLES[options['role']].name}")
