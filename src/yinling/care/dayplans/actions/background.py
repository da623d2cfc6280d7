"""Day plans in the background: reckoned, then carried out when the dispatcher has taken the proposal."""

import time
from datetime import datetime

from django_tasks import task

from yinling.care.dayplans.actions.applying import carry_out
from yinling.care.dayplans.actions.proposing import fail, reckon
from yinling.kernel.actor import Actor, machine

BROKEN = "计算中断，请再试一次"
CUT_SHORT = "采用中断：已经改好的保留，其余照旧，请重排"


@task()
def reckon_plan(plan_id: int, at: str) -> None:
    """Reckons a plan; a fault is kept with it."""
    by = machine("日计划")
    try:
        reckon(plan_id, clock=time.monotonic, by=by, at=datetime.fromisoformat(at))
    except Exception:
        fail(plan_id, BROKEN, by=by, at=datetime.fromisoformat(at))
        raise


@task()
def apply_plan(plan_id: int, user_id: int, name: str, at: str) -> None:
    """Carries a proposal out in the name of whoever took it; a fault is kept, and no visit is left half changed."""
    by = Actor(user_id=user_id, name=name, role="machine")
    try:
        carry_out(plan_id, by=by, at=datetime.fromisoformat(at))
    except Exception:
        fail(plan_id, CUT_SHORT, by=by, at=datetime.fromisoformat(at))
        raise
