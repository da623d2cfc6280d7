"""The desk's steps as nouns in addresses: for each the form it asks and the verb it runs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _

from yinling.kernel.actor import Actor
from yinling.needs.casework import actions
from yinling.needs.casework.domain.states import Opinion
from yinling.needs.casework.queries.pages import CasePage, has_open_objection
from yinling.portals.desk import forms

Run = Callable[[int, Mapping[str, Any], Actor, datetime], Any]
Start = Callable[[CasePage], dict[str, Any]]


def _nothing(page: CasePage) -> dict[str, Any]:
    return {}


def _as_determined(page: CasePage) -> dict[str, Any]:
    """The determination's own answer and, where it refuses, its reasons."""
    if page.would_grant:
        return {"opinion": Opinion.GRANT}
    unmet = [line.words for line in page.determined.reasons if line.value == "false"] if page.determined else []
    return {"opinion": Opinion.REFUSE, "reason": "不符合：" + "；".join(unmet) if unmet else ""}


def _answer_papers(case_id: int, data: Mapping[str, Any], by: Actor, at: datetime) -> Any:
    file = data["file"]
    uploads = [actions.Upload(file.name, file.read(), data["kind"])] if file else []
    return actions.answer_papers(case_id=case_id, uploads=uploads, answer=data["answer"], by=by, at=at)


@dataclass(frozen=True)
class DeskStep:
    """One step of the desk. `verb` decides whether it is offered."""

    noun: str
    verb: str
    title: Any
    button: Any
    done: Any
    form: type[django_forms.Form]
    run: Run
    tone: str = "primary"
    initial: Start = _nothing


def _step(*args: Any, **kwargs: Any) -> tuple[str, DeskStep]:
    step = DeskStep(*args, **kwargs)
    return step.noun, step


STEPS: Mapping[str, DeskStep] = dict(
    [
        _step(
            "acceptance", "accept", _("受理"), _("受理"), _("已受理，并通知了申请人。"), forms.Remark,
            lambda pk, data, by, at: actions.accept(case_id=pk, remark=data["reason"], by=by, at=at),
        ),
        _step(
            "opinion", "check", _("初审意见"), _("提交初审意见"), _("初审意见已提交，转区民政局审定。"),
            forms.Judgement,
            lambda pk, data, by, at: actions.check(
                case_id=pk, opinion=data["opinion"], reason=data["reason"], by=by, at=at
            ),
            initial=_as_determined,
        ),
        _step(
            "decision", "decide", _("审定"), _("作出决定"), _("决定已作出，决定书已生成。"), forms.Judgement,
            lambda pk, data, by, at: actions.decide(
                case_id=pk, decision=data["opinion"], reason=data["reason"], by=by, at=at
            ),
            initial=_as_determined,
        ),
        _step(
            "resolution", "uphold", _("处理异议"), _("提交处理结果"), _("异议已处理，并通知了申请人。"),
            forms.Resolution,
            lambda pk, data, by, at: actions.resolve_objection(
                case_id=pk, upheld=data["result"] == "upheld", reason=data["reason"], by=by, at=at
            ),
        ),
        _step(
            "force", "put_in_force", _("公示期满，补贴生效"), _("生效"), _("补贴已生效，可以签订改造协议。"),
            forms.Plain,
            lambda pk, data, by, at: actions.put_in_force(case_id=pk, by=by, at=at),
        ),
        _step(
            "determination", "redetermine", _("重新核定补贴"), _("重新核定"), _("已按现有情况和参数重新核定。"),
            forms.Plain,
            lambda pk, data, by, at: actions.redetermine(case_id=pk, by=by, at=at),
            tone="secondary",
        ),
        _step(
            "papers-request", "ask_papers", _("要求补充材料"), _("发出补充通知"),
            _("已通知申请人补充材料，办理期限暂停计算。"), forms.PapersAsked,
            lambda pk, data, by, at: actions.ask_papers(
                case_id=pk, papers=data["named"], reason=data["reason"], by=by, at=at
            ),
            tone="secondary",
        ),
        _step(
            "papers-answer", "answer_papers", _("代交补充材料"), _("交材料"), _("材料已收到，继续计算办理期限。"),
            forms.PapersBrought, _answer_papers, tone="secondary",
        ),
        _step(
            "objection", "object", _("代申请人提出异议"), _("提交异议"), _("异议已登记，由区民政局另外的人处理。"),
            forms.ObjectionTaken,
            lambda pk, data, by, at: actions.raise_objection(
                case_id=pk, grievance=actions.Grievance(data["text"], by.name), by=by, at=at
            ),
            tone="secondary",
        ),
        _step(
            "return", "send_back", _("退回初审"), _("退回"), _("已退回街镇重新初审。"), forms.Reasoned,
            lambda pk, data, by, at: actions.send_back(case_id=pk, reason=data["reason"], by=by, at=at),
            tone="secondary",
        ),
        _step(
            "non-acceptance", "refuse_acceptance", _("不予受理"), _("不予受理"), _("已作不予受理，并通知了申请人。"),
            forms.Reasoned,
            lambda pk, data, by, at: actions.refuse_acceptance(case_id=pk, reason=data["reason"], by=by, at=at),
            tone="danger",
        ),
        _step(
            "withdrawal", "withdraw", _("代申请人撤回"), _("撤回申请"), _("申请已撤回。"), forms.Reasoned,
            lambda pk, data, by, at: actions.withdraw(case_id=pk, reason=data["reason"], by=by, at=at),
            tone="danger",
        ),
    ]
)  # fmt: skip


@dataclass(frozen=True)
class Offer:
    """A step with its form, ready to be shown."""

    step: DeskStep
    form: django_forms.Form


def offers_of(page: CasePage, *, actor: Actor, bound: Mapping[str, django_forms.Form]) -> list[Offer]:
    """The steps that the viewer's role may take now; a bound form keeps what was typed."""
    return [
        Offer(step, bound.get(noun) or step.form(initial=step.initial(page), prefix=noun))
        for noun, step in STEPS.items()
        if step.verb in page.verbs and _fits(step, page, actor)
    ]


def _fits(step: DeskStep, page: CasePage, actor: Actor) -> bool:
    """Leaves out what would only be refused."""
    standing = page.standing
    if step.verb == "uphold":
        return has_open_objection(page) and standing.decided_by_id != actor.user_id
    if step.verb == "decide":
        return standing.checked_by_id != actor.user_id
    if step.verb == "object":
        return standing.objection_until is None or standing.on < standing.objection_until
    if step.verb == "put_in_force":
        over = standing.objection_until is not None and standing.on >= standing.objection_until
        return over and not standing.objections_open
    return not (step.verb == "withdraw" and standing.is_contracted)
