"""Does one piece of work and dies in the middle of it: `python -m tests.journeys.killing WORK STATEMENT`.

The process sends itself SIGKILL before the STATEMENT-th writing statement (0 = never), as a power cut would. Run again,
it goes on from where the database stands; what has come to its end is proved by every command that proves anything.
"""

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

import django


class Death:
    """Counts writing statements and pulls the plug."""

    def __init__(self, statement: int) -> None:
        self.left = statement

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE")):
            self.left -= 1
            if self.left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)


def main(work: str, statement: int, *arguments: str) -> None:
    """Runs `work` with a plug that may be pulled."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yinling.project.settings")
    django.setup()
    from django.db import connection  # noqa: PLC0415  settings exist only now

    from tests.journeys.works import WORKS, verify  # noqa: PLC0415

    with connection.execute_wrapper(Death(statement)):
        WORKS[work](*arguments)
    verify()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), *sys.argv[3:])
