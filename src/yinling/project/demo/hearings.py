"""New benefits of the demo district in a notice that stands, one objection being examined, one that was dismissed."""

from datetime import timedelta

from yinling.kernel.actor import PUBLIC, machine
from yinling.kernel.dates import day_of
from yinling.needs.dues.domain.periods import first_of
from yinling.needs.enrolments import actions as enrolments
from yinling.needs.enrolments.queries import enrolments_visible
from yinling.needs.entitlements.queries.packs import deployed_packs
from yinling.needs.hearings import actions
from yinling.people.registry.queries import fact_histories, people_visible
from yinling.project.demo.benefits import ALLOWANCE, who_fits
from yinling.project.demo.district import Cast

# How many get the allowance anew, and how many of them are left to be published by whoever tries the demo.
PROGRAMME, NEW_PEOPLE, UNPUBLISHED = "old_age_allowance", 5, 2
DAYS_AGO = timedelta(days=2)
DOUBTS = ["听说他已经搬到外区的儿子家了，请核实。", "年龄好像不对，请核实。"]


def build(cast: Cast) -> None:
    """A few new recipients are shown to the public; two of them are questioned, one of whom is cleared."""
    if ALLOWANCE not in deployed_packs():
        return
    made = [enrol(cast, person) for person in newcomers(cast)]
    notice = actions.publish(
        enrolment_ids=made[: len(made) - UNPUBLISHED], by=cast.actors["bureau2"], at=cast.at - DAYS_AGO
    )
    lines = list(notice.lines.values_list("pk", flat=True))
    raised = [
        actions.object_to_line(
            line_id=line,
            grievance=actions.Grievance(words, "演示居民", "19900000000"),
            by=PUBLIC,
            at=cast.at - DAYS_AGO / 2,
        )
        for line, words in zip(lines, DOUBTS, strict=False)
    ]
    for objection in raised[1:]:
        found = actions.Decision(False, "已核对身份信息，年龄无误。")
        actions.decide(objection_id=objection.pk, decision=found, by=cast.actors["bureau"], at=cast.at)


def newcomers(cast: Cast) -> list[int]:
    """People who fit the allowance and never had it."""
    by, on = machine("演示"), day_of(cast.at)
    had = enrolments_visible(by, on=on).filter(pack=ALLOWANCE, programme=PROGRAMME).values("person")
    people = list(people_visible(by, on=on).exclude(pk__in=had).order_by("pk").values_list("pk", flat=True))
    return who_fits(PROGRAMME, ALLOWANCE, people, fact_histories(people), on)[:NEW_PEOPLE]


def enrol(cast: Cast, person: int) -> int:
    """The person has it from the present month on."""
    made = enrolments.enrol(
        person_id=person,
        programme=PROGRAMME,
        pack=ALLOWANCE,
        since=first_of(day_of(cast.at)),
        reason="automatic",
        by=machine("免申即享"),
        at=cast.at - DAYS_AGO,
    )
    return int(made.pk)
