"""`yinling docs_build`: writes docs/reference from the code; `--check` only compares."""

import ast
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import get_commands, load_command_class
from django.core.management.base import BaseCommand, CommandError

from yinling.foundation.access.domain.roles import ROLES
from yinling.project.environment import CHECKOUT
from yinling.project.schedule import SCHEDULE
from yinling.project.wiring import REACTIONS

HEAD = "<!-- 由 `make docs` 生成，请勿手改 · written by `make docs` -->\n\n"


class Command(BaseCommand):
    """Writes the reference."""

    help = "由代码生成参考文档"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="只比较，不写入；不一致时返回 1")

    def handle(self, **options: Any) -> None:
        folder = CHECKOUT / "docs" / "reference"
        pages = {"commands.md": commands_page(), "events.md": events_page(), "roles.md": roles_page()}
        stale = [name for name, text in pages.items() if not same(folder / name, text)]
        if options["check"]:
            if stale:
                raise CommandError(f"请运行 make docs：{'、'.join(stale)}")
            return
        for name in stale:
            (folder / name).write_text(pages[name])
            self.stdout.write(f"docs/reference/{name}")


def same(path: Path, text: str) -> bool:
    """Whether the file already says so."""
    return path.exists() and path.read_text() == text


def commands_page() -> str:
    """Every command of ours with its help line and options."""
    parts = [HEAD, "# 命令 · Commands\n"]
    for name, app in sorted(get_commands().items()):
        if not str(app).startswith("yinling"):
            continue
        command = load_command_class(str(app), name)
        parser = command.create_parser("yinling", name)
        parts.append(f"\n## `yinling {name}`\n\n{command.help}\n")
        for action in parser._actions[1:]:
            if action.dest not in DJANGO_OPTIONS:
                flag = "/".join(action.option_strings) or action.dest
                parts.append(f"\n- `{flag}` {action.help or ''}".rstrip())
        parts.append("\n")
    return "".join(parts)


DJANGO_OPTIONS = {
    "help", "version", "verbosity", "settings", "pythonpath", "traceback", "no_color", "force_color", "skip_checks",
}  # fmt: skip


def events_page() -> str:
    """Every event, what it means and who answers."""
    answers = {event.__name__: reactions for event, reactions in REACTIONS.items()}
    parts = [HEAD, "# 事件 · Events\n\n| 事件 | 含义 | 应答 |\n|---|---|---|\n"]
    for path in sorted(CHECKOUT.glob("src/yinling/*/*/events.py")):
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.ClassDef):
                meaning = (ast.get_docstring(node) or "").splitlines()[0:1]
                who = "、".join(f"`{r.__module__.split('.')[-2]}.{r.__name__}`" for r in answers.get(node.name, []))
                parts.append(f"| `{node.name}` | {''.join(meaning)} | {who} |\n")
    parts.append("\n## 定时任务 · Schedule\n\n| 命令 | 每隔（分钟） |\n|---|---|\n")
    parts += [f"| `{command}` | {minutes} |\n" for command, minutes in SCHEDULE.items()]
    return "".join(parts)


def roles_page() -> str:
    """Every role in plain words, with its permissions."""
    parts = [HEAD, "# 角色与权限 · Roles\n"]
    for role in ROLES.values():
        words = "、".join(f"`{permission}`" for permission in sorted(role.permissions))
        parts.append(f"\n## {role.name} · `{role.code}`\n\n{role.sentence}\n\n范围 `{role.scope}`；权限 {words}\n")
    return "".join(parts)
