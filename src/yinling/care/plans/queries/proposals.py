"""What a person's plan might begin with: by the grade that holds and what the assessment found."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from yinling.care.catalogue.queries import services
from yinling.care.plans.domain.proposals import Assessed, Finding, Proposal, Rule, Wish, propose
from yinling.gateways.policy.plan_proposals import PlanProposals, load_plan_proposals
from yinling.kernel.actor import machine
from yinling.needs.grades.queries import LevelLine, detail_of, levels_of, results_visible

ABILITY = "ability_grade"


def level_for_plan(person_id: int, *, on: date) -> LevelLine | None:
    """The ability grade that holds, else any other grade."""
    found = levels_of(person_id, on=on)
    return next((each for each in found if each.fact == ABILITY), found[0] if found else None)


def proposal_for(level: LevelLine, *, on: date) -> Proposal:
    """Goals and services for a grade, those left out that are not offered or not meant for it.

    The caller has asked who may see, and logs the read.
    """
    found = propose(_rules(load_plan_proposals()), _assessed(level, on))
    offered = services()
    wishes = [wish for wish in found.wishes if wish.service_code in offered]
    if level.fact == ABILITY:
        wishes = [wish for wish in wishes if offered[wish.service_code].grade_min <= level.grade]
    return Proposal(found.goals, tuple(wishes))


def _assessed(level: LevelLine, on: date) -> Assessed:
    row = results_visible(machine("plans"), on=on).filter(pk=level.result_id).first()
    reasons = detail_of(row).get("reasons", []) if row else []
    findings = {each["id"]: Finding(each["score"], each["words"]) for each in reasons if each["kind"] == "item"}
    return Assessed(level.fact, level.scale, level.grade, level.words, findings)


def _rules(known: PlanProposals) -> Iterator[Rule]:
    for entry in known.by_grade:
        yield Rule(entry["goal"], _wishes(entry), entry["grade_max"], entry["grade_min"], fact=entry["fact"])
    for entry in known.by_item:
        yield Rule(
            entry["goal"], _wishes(entry), entry["score_max"], entry.get("score_min", 0), scale=entry["scale"],
            item=entry["item"],
        )  # fmt: skip


def _wishes(entry: Mapping[str, Any]) -> list[Wish]:
    return [Wish(one["service"], tuple(one["weekdays"]), one.get("every_weeks", 1)) for one in entry["services"]]
