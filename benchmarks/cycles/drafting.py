"""Drafts the benchmark's first month in small parts and tells each one: a process to be killed and started again."""

import sys
from datetime import UTC, date, datetime

import django

django.setup()

from django.core.management import call_command  # noqa: E402  settings come first

from benchmarks.cycles import district  # noqa: E402
from benchmarks.cycles.pack import PACK  # noqa: E402
from yinling.kernel.actor import machine  # noqa: E402
from yinling.needs.cycles import actions  # noqa: E402
from yinling.needs.cycles.actions import drafting  # noqa: E402
from yinling.people.registry.models import Person  # noqa: E402

BY, AT = machine("测速"), datetime(2026, 1, 27, tzinfo=UTC)


def main(people: int, at_once: int) -> None:
    """Builds the district where there is none, then goes on with the draft."""
    call_command("migrate", verbosity=0)
    if not Person.objects.exists():
        district.build(people)
    drafting.PEOPLE_AT_ONCE = at_once
    cycle = actions.open_cycle(actions.Wanted(date(2026, 1, 1), pack=PACK), by=BY, at=AT)
    actions.draft(cycle.pk, by=BY, at=AT, progress=lambda done, total: print(f"{done} of {total}", flush=True))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
