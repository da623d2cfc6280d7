"""The console command `yinling`: every management command, and `--version`."""

import os
import sys

from django.core.management import execute_from_command_line

from yinling import __version__
from yinling.project.environment import KEPT_SECRETS, keep_secrets, variable_folder

# These neither open a database nor leave anything behind.
WITHOUT_DATABASE = {
    "--help", "-h", "assessment_score", "check", "docs_build", "entitlements_decide", "help", "indicators_verdicts",
    "policy_check", "policy_show", "visits_plan", "visits_solve_hhcrsp",
}  # fmt: skip


def main() -> None:
    """Runs `yinling COMMAND …`; `yinling` alone lists the commands."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yinling.project.settings")
    if sys.argv[1:2] in (["--version"], ["-V"]):
        print(f"yinling {__version__}")
        return
    arguments = sys.argv[1:] or ["help"]
    if arguments[0] not in WITHOUT_DATABASE:
        keep_secrets(KEPT_SECRETS, variable_folder() / "keys")  # what one process seals, the next must open
    execute_from_command_line(["yinling", *arguments])


if __name__ == "__main__":
    main()
