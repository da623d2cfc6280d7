"""Why stops are left out: which hard rule excludes how many shifts, no time left, or a partner left out."""

from yinling.engines.routing.days_candidates import candidates
from yinling.engines.routing.days_plan import Plan, Reason, Unserved
from yinling.engines.routing.days_problem import Problem


def reasons(problem: Problem, plan: Plan) -> tuple[Unserved, ...]:
    """The reasons of every stop that a plan leaves out, the most telling first."""
    return tuple(Unserved(each.stop, tuple(_of(problem, plan, each.stop))) for each in plan.unserved)


def _of(problem: Problem, plan: Plan, name: str) -> list[Reason]:
    stop, found = problem.stop_of[name], []
    if stop.fixed:
        found.append(Reason("fixed_impossible", stop.fixed.shift))
    judged = candidates(problem, plan, name, limit=1)
    left_out = {each.stop for each in plan.unserved}
    for link in problem.links_of.get(name, ()):
        other = link.second if link.first == name else link.first
        if other in left_out and not link.is_loose:
            found.append(Reason("partner_left_out", other))
    if judged.ranked and not found:
        found.append(Reason("costs_more", f"{judged.ranked[0].cost:.0f}"))
    if judged.excluded.get("no_time_left") and not judged.ranked:
        found.append(Reason("no_time_left", shifts=judged.excluded["no_time_left"]))
    rules = sorted((count, code) for code, count in judged.excluded.items() if code != "no_time_left")
    for count, code in reversed(rules):
        kind, _, detail = code.partition(":")
        found.append(Reason(kind, detail, count))
    return found or [Reason("no_shift")]
