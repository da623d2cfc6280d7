"""The console command `yinling`: every management command, and `--version`."""

import os
import sys

from django.core.management import execute_from_command_line

from yinling import __version__


def main() -> None:
    """Runs `yinling COMMAND …`; `yinling` alone lists the commands."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yinling.project.settings")
    if sys.argv[1:2] in (["--version"], ["-V"]):
        print(f"yinling {__version__}")
        return
    execute_from_command_line(["yinling", *(sys.argv[1:] or ["help"])])


if __name__ == "__main__":
    main()
