"""Drafting in the background: started by a press, continued by another where it was cut off."""

from datetime import datetime

from django_tasks import task

from yinling.kernel.actor import machine
from yinling.needs.cycles.actions import draft


@task()
def draft_cycle(cycle_id: int, at: str) -> None:
    """Works out everybody who is not in the draft yet; stopped anywhere, it goes on from there."""
    draft(cycle_id, by=machine("每月发放编制"), at=datetime.fromisoformat(at))
