"""A plan of the routing engine told in words of care."""

from collections.abc import Mapping
from typing import Any

from yinling.care.dayplans.domain.days import SECOND, Translated
from yinling.engines.routing.days_plan import Measures, Plan, Reason, Rest, Route, measure, write_route
from yinling.engines.routing.days_problem import Problem

GENDERS = {"female": "女性", "male": "男性"}
WORDS = {
    "barred": "{n} 个班次的护理员不得派给这位老人",
    "fixed_impossible": "已定的护理员当天无法按已定时间服务",
    "fixed_elsewhere": "已定给另一名护理员",
    "partner_left_out": "与之相连的服务“{detail}”也无法安排",
    "no_time_left": "{n} 个合格班次都没有空余时间",
    "outside_shift": "{n} 个班次不在服务时段内",
    "costs_more": "可以安排，但代价（{detail}）高于不服务",
    "no_shift": "当天没有任何班次",
}


def tell(translated: Translated, plan: Plan, *, skills: Mapping[str, str]) -> dict[str, Any]:
    """The plan as JSON: routes, what is left out and why, measures; those of the plan known before, if there is one.

    `skills` are their names by code; a code without one stands for itself.
    """
    problem = translated.problem
    told: dict[str, Any] = {
        "date": translated.on.isoformat(),
        "measures": tell_measures(plan.measures),
        "routes": [_route(problem, route) for route in plan.routes],
        "unserved": [
            {
                "visit": visit_of(each.stop),
                "person": problem.stop_of[each.stop].party,
                "priority": problem.stop_of[each.stop].rank,
                "reasons": [reason_words(reason, skills) for reason in each.reasons],
            }
            for each in plan.unserved
            if not (each.stop.endswith(SECOND) and _first_left_out(plan, each.stop))
        ],
        "carers_kept_away": [{"carer": carer, "reason": why} for carer, why in translated.kept_away.items()],
    }
    if problem.base.held:
        told["measures_before"] = tell_measures(measure(problem, known_routes(problem)))
    return told


def _first_left_out(plan: Plan, second: str) -> bool:
    return any(each.stop == visit_of(second) for each in plan.unserved)


def visit_of(stop: str) -> str:
    """The visit that a stop belongs to."""
    return stop.removesuffix(SECOND)


def reason_words(reason: Reason, skills: Mapping[str, str]) -> str:
    """A reason as a Chinese sentence."""
    if reason.code == "lacks":
        kind, _, name = reason.detail.partition(":")
        what = f"不是{GENDERS[name]}" if kind == "gender" else f"没有有效的“{skills.get(name, name)}”技能"
        return f"{reason.shifts} 个班次的护理员{what}"
    return WORDS[reason.code].format(n=reason.shifts, detail=visit_of(reason.detail))


def clock(moment: int) -> str:
    """Seconds since midnight as HH:MM:SS, without seconds where there are none."""
    hours, rest = divmod(moment, 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours:02}:{minutes:02}" + (f":{left:02}" if left else "")


def _minutes(span: float) -> float:
    return round(span / 60, 1)


def _route(problem: Problem, route: Route) -> dict[str, Any]:
    shift = problem.shift_of[route.shift]
    return {
        "carer": route.worker,
        "mode": shift.mode,
        "shift": {"from": clock(shift.starts), "until": clock(shift.ends)},
        "leaves": clock(route.leaves),
        "returns": clock(route.returns),
        "travel_minutes": _minutes(route.travel),
        "work_minutes": _minutes(route.work),
        "visits": [
            {
                "visit": visit_of(call.stop),
                "person": problem.stop_of[call.stop].party,
                "travel_minutes": _minutes(call.travel),
                "arrives": clock(call.arrives),
                "starts": clock(call.starts),
                "ends": clock(call.ends),
            }
            for call in route.calls
        ],
        "breaks": [{"from": clock(rest.starts), "until": clock(rest.ends)} for rest in route.rests],
    }


def tell_measures(found: Measures) -> dict[str, Any]:
    """Every measure by itself, in minutes."""
    return {
        "cost": found.cost,
        "visits": found.stops,
        "served": found.served,
        "unserved_by_priority": {str(rank): count for rank, count in found.unserved_by_rank.items()},
        "travel_minutes": _minutes(found.travel),
        "late_visits": found.late_stops,
        "late_minutes": _minutes(found.late),
        "overtime_minutes": _minutes(found.overtime),
        "new_carer_visits": found.strangers,
        "not_preferred_visits": found.unwished,
        "work_spread_minutes": _minutes(found.fairness_spread),
        "work_range_minutes": _minutes(found.fairness_range),
        "shifts_used": found.shifts_used,
        "disturbed_visits": found.disturbed_stops,
        "disturbed_persons": found.disturbed_parties,
    }


def known_routes(problem: Problem) -> tuple[Route, ...]:
    """The plan that people know, as far as its carers are still there."""
    rows: dict[str, list[tuple[int, str]]] = {}
    for name, (worker, starts) in problem.base.held.items():
        for shift in problem.shifts:
            if (
                name in problem.stop_of
                and shift.worker == worker
                and shift.starts <= starts < problem.latest_end(shift)
            ):
                rows.setdefault(shift.id, []).append((starts, name))
                break
    none: list[Rest] = []
    found = []
    for name, calls in rows.items():
        shift, ordered = problem.shift_of[name], sorted(calls)
        stops, starts_at = [stop for _, stop in ordered], [starts for starts, _ in ordered]
        found.append(write_route(problem, shift, stops, starts_at, none))
    return tuple(found)


FAULTS: Mapping[str, str] = {
    "unknown_stop": "没有这项服务",
    "twice": "一项服务排了两次",
    "forgotten": "漏掉一项服务",
    "unknown_shift": "没有这个班次",
    "shift_twice": "一个班次排了两条路线",
    "other_worker": "班次不是这名护理员的",
    "before_shift": "早于班次开始",
    "lacks": "不具备要求",
    "barred": "不得派给这位老人",
    "window": "不在服务时段内",
    "too_short": "服务时长不符",
    "overlap": "来不及赶到",
    "after_shift": "超出班次和加班上限",
    "works_in_break": "休息时在服务",
    "no_break": "没有安排休息",
    "gap": "先后间隔不符",
    "half_served": "相连的服务只安排了一半",
    "work_max": "超过最长工作时间",
    "two_places": "同时在两处",
    "fixed_moved": "已定的服务被改动",
}
