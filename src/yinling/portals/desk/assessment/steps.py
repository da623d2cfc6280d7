"""The steps of the desk page: for each noun of an address its form, its verb and what is said afterwards."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _

from yinling.kernel.actor import Actor
from yinling.needs.assessment import actions, queries
from yinling.needs.assessment.actions.arranging import Visit
from yinling.needs.assessment.domain.assessors import Ties
from yinling.needs.assessment.domain.states import ObjectionState
from yinling.needs.assessment.domain.transitions import TRANSITIONS
from yinling.portals.desk.assessment import forms


@dataclass(frozen=True)
class Step:
    """`verb` as the rules name it; `act` takes the assessment, the form's answers, who and when."""

    verb: str
    form: type[django_forms.Form]
    act: Callable[..., object]
    done: Any


def _assign(
    *, assessment_id: int, assessors: tuple[int, int], planned_on: date | None, place: str,
    relatives: Sequence[int], providers: Sequence[int], by: Actor, at: datetime,
) -> object:  # fmt: skip
    visit = Visit(planned_on, place, Ties(frozenset(relatives), frozenset(providers)))
    return actions.assign(assessment_id=assessment_id, assessors=assessors, visit=visit, by=by, at=at)


STEPS = {
    "acceptance": Step("accept", django_forms.Form, actions.accept, _("已受理，请指派两名评估员。")),
    "refusal": Step("refuse", forms.ReasonForm, actions.refuse, _("已登记不予受理，并通知了老人。")),
    "assignment": Step("assign", forms.AssignForm, _assign, _("已指派，并通知了评估员和老人。")),
    "unwillingness": Step("decline", forms.ReasonForm, actions.decline, _("已登记本人不愿评估。")),
    "interruption": Step("abort", forms.ReasonForm, actions.abort, _("评估已中止。")),
    "cancellation": Step("cancel", forms.ReasonForm, actions.cancel, _("评估已撤销。")),
    "objection": Step("object", forms.ObjectionForm, actions.object_to, _("异议已登记，由区民政局处理。")),
    "reassessment": Step("reassess", forms.ReasonForm, actions.reassess, _("已安排复评，请指派另外两名评估员。")),
    "dismissal": Step("dismiss", forms.ReasonForm, actions.dismiss_objection, _("已答复异议，并通知了老人。")),
}
ENDINGS = ("unwillingness", "interruption", "cancellation")


def open_verbs(found: queries.AssessmentPage, actor: Actor) -> set[str]:
    """The verbs open to the actor, those after a result included."""
    verbs = set(found.verbs)
    if found.result is not None and found.result.may_object:
        verbs.add("object")
    if actor.may("assessment.review") and any(one.state == ObjectionState.OPEN for one in found.objections):
        verbs |= {"reassess", "dismiss"}
    return verbs


def choices_of(lines: list[queries.AssessorLine]) -> Iterator[tuple[int, str]]:
    """Those who may be sent, with how much they have to do."""
    for line in lines:
        if not line.unfit:
            yield line.user_id, _("%(name)s（在办 %(count)s 件）") % {"name": line.name, "count": line.open_assessments}


def forms_of(
    verbs: set[str], lines: list[queries.AssessorLine], bound: dict[str, django_forms.Form]
) -> dict[str, django_forms.Form]:
    """By noun, the form as it was sent or an empty one, for each step that is open."""
    return {
        noun: bound.get(noun) or make(noun, lines)
        for noun, step in STEPS.items()
        if step.verb in verbs
    }  # fmt: skip


def make(noun: str, lines: list[queries.AssessorLine], data: Any = None) -> django_forms.Form:
    """The form of a step."""
    if noun == "assignment":
        return forms.AssignForm(data, lines=lines, choices=choices_of(lines))
    return STEPS[noun].form(data, prefix=noun)


def endings_of(made: dict[str, django_forms.Form]) -> list[tuple[str, str, django_forms.Form]]:
    """Ways to end it before its result: noun, words, form."""
    return [(noun, TRANSITIONS[STEPS[noun].verb].words, made[noun]) for noun in ENDINGS if noun in made]
