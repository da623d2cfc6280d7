"""Cases of the demo district, each carried some way by those who would do it: the same verbs as the pages call."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings

from yinling.care.adaptation import actions as adaptation
from yinling.care.adaptation.domain.papers import ContractTerms, Found, SurveyPaper, Verdict
from yinling.care.adaptation.domain.photos import Photo
from yinling.care.adaptation.domain.quote import Line
from yinling.care.adaptation.models import Job
from yinling.gateways.policy.reading import load_risk_items
from yinling.kernel.actor import Actor, machine
from yinling.kernel.dates import day_of
from yinling.needs.casework import actions as casework
from yinling.needs.casework.domain.states import Opinion
from yinling.oversight.settlement import actions as settlement
from yinling.project.demo.district import Cast
from yinling.project.demo.pictures import picture

ANSWERS = {
    "confirmed": "yes", "channel": "adviser", "phone": "19900000000", "wishes": "卫生间容易滑倒，想装扶手。",
    "living_with": "alone", "housing": "own",
}  # fmt: skip
NOTICE_DAYS = 10
WORK_DAYS = 3


@dataclass
class Telling:
    """One case on its way: `at` moves on with each step."""

    cast: Cast
    person_id: int
    clerk: Actor
    at: datetime
    cost_fen: int
    case_id: int = 0

    def later(self, *, days: int = 1) -> datetime:
        """Some days later, and never in the future of the demo."""
        self.at = min(self.at + timedelta(days=days), self.cast.at)
        return self.at

    @property
    def job(self) -> Job:
        """The case's works."""
        return Job.objects.get(case_id=self.case_id)

    @property
    def today(self) -> date:
        """The day of the step."""
        return day_of(self.at)


def draft(telling: Telling) -> None:
    telling.case_id = casework.start_draft(person_id=telling.person_id, by=telling.clerk, at=telling.at).pk
    casework.save_draft(case_id=telling.case_id, answers=ANSWERS, by=telling.clerk, at=telling.at)


def submit(telling: Telling) -> None:
    casework.submit(case_id=telling.case_id, by=telling.clerk, at=telling.at)


def accept(telling: Telling) -> None:
    casework.accept(case_id=telling.case_id, by=telling.clerk, at=telling.later())


def assign(telling: Telling) -> None:
    firm = telling.cast.actors["firm"].organisation_id or 0
    adaptation.assign_firm(job_id=telling.job.pk, firm_id=firm, by=telling.clerk, at=telling.later())


def survey(telling: Telling) -> None:
    found = tuple(Found(item.code, "moderate") for item in load_risk_items(settings.PACK)[4:8])
    paper = SurveyPaper(day_of(telling.later()), found, "老人起夜时曾滑倒。", (Photo("卫生间.png", picture(110)),))
    adaptation.record_survey(job_id=telling.job.pk, paper=paper, by=telling.cast.actors["firm"], at=telling.at)


def quote(telling: Telling) -> None:
    half = telling.cost_fen // 2
    lines = [
        Line("basic", "卫生间防滑和扶手", 1, telling.cost_fen - half, "套"),
        Line("special", "感应夜灯和换鞋凳", 1, half, "套"),
    ]
    adaptation.submit_quote(job_id=telling.job.pk, lines=lines, by=telling.cast.actors["firm"], at=telling.later())


def agree(telling: Telling) -> None:
    quote_id = telling.job.quotes.latest("version").pk
    adaptation.agree_quote(quote_id=quote_id, reason="老人到窗口当面同意", by=telling.clerk, at=telling.later())


def check(telling: Telling) -> None:
    reason = "情况属实，符合条件"
    casework.check(case_id=telling.case_id, opinion=Opinion.GRANT, reason=reason, by=telling.clerk, at=telling.later())


def decide(telling: Telling) -> None:
    bureau = telling.cast.actors["bureau"]
    casework.decide(case_id=telling.case_id, decision=Opinion.GRANT, reason="同意", by=bureau, at=telling.later())


def publish(telling: Telling) -> None:
    casework.publish_notice(case_ids=[telling.case_id], by=telling.cast.actors["bureau"], at=telling.later())


def come_into_force(telling: Telling) -> None:
    casework.put_in_force(case_id=telling.case_id, by=machine("到期办理"), at=telling.later(days=NOTICE_DAYS))


def contract(telling: Telling) -> None:
    day = day_of(telling.later())
    terms = ContractTerms(day, day, day + timedelta(days=20), "老人本人")
    adaptation.sign_contract(job_id=telling.job.pk, terms=terms, by=telling.cast.actors["firm"], at=telling.at)


def start(telling: Telling) -> None:
    photos = (Photo("改造前.png", picture(110)),)
    day = day_of(telling.later())
    adaptation.start_work(job_id=telling.job.pk, on=day, photos=photos, by=telling.cast.actors["firm"], at=telling.at)


def finish(telling: Telling) -> None:
    photos = (Photo("改造后.png", picture(220)),)
    day = day_of(telling.later(days=WORK_DAYS))
    adaptation.finish_work(
        job_id=telling.job.pk, on=day, photos=photos, note="已按报价完成", by=telling.cast.actors["firm"], at=telling.at
    )


def accept_work(telling: Telling) -> None:
    verdict = Verdict("老人本人", "扶手很稳，谢谢。")
    adaptation.accept_work(
        job_id=telling.job.pk, verdict=verdict, reason="上门代为登记", by=telling.clerk, at=telling.later()
    )


Step = Callable[[Telling], None]
STEPS: list[Step] = [
    draft, submit, accept, assign, survey, quote, agree, check, decide, publish, come_into_force,
    contract, start, finish, accept_work,
]  # fmt: skip
# Every other step takes one.
DAYS: dict[Step, int] = {draft: 0, submit: 0, come_into_force: NOTICE_DAYS, finish: WORK_DAYS}


def days_of(upto: Step) -> int:
    """How many days the steps up to and including one take."""
    taken = STEPS[: STEPS.index(upto) + 1]
    return sum(DAYS.get(step, 1) for step in taken)


def ask_papers(telling: Telling) -> None:
    casework.ask_papers(
        case_id=telling.case_id, papers=["身份证复印件"], reason="照片看不清楚", by=telling.clerk, at=telling.later()
    )


def refuse(telling: Telling) -> None:
    bureau = telling.cast.actors["bureau"]
    reason = "经核定不符合补贴条件"
    casework.check(case_id=telling.case_id, opinion=Opinion.REFUSE, reason=reason, by=telling.clerk, at=telling.later())
    casework.decide(case_id=telling.case_id, decision=Opinion.REFUSE, reason=reason, by=bureau, at=telling.later())


def object_to_it(telling: Telling) -> None:
    grievance = casework.Grievance("本人认为收入核对有误，请复核。", "申请人", "19900000000")
    casework.raise_objection(case_id=telling.case_id, grievance=grievance, by=telling.clerk, at=telling.later())


def carry(telling: Telling, *, upto: Step, then: Step | None = None) -> None:
    """Takes a case through the steps up to and including one, and perhaps another way from there."""
    for step in STEPS[: STEPS.index(upto) + 1]:
        step(telling)
    if then:
        then(telling)


def pay(cast: Cast, *, returned: bool = False) -> None:
    """One run over all that is owed, from preparation to payment; `returned`: the bank sends the first line back."""
    preparer, approver = cast.actors["finance"], cast.actors["finance2"]
    run = settlement.prepare_run(by=preparer, at=cast.at)
    settlement.approve_run(run_id=run.pk, by=approver, at=cast.at)
    settlement.mark_sent(run_id=run.pk, bank_reference=f"演示受理{run.pk:03d}", by=approver, at=cast.at)
    for index, line in enumerate(run.lines.order_by("number")):
        outcome, reason = ("returned", "户名与账号不符") if returned and index == 0 else ("paid", "")
        settlement.record_result(line_id=line.pk, outcome=outcome, reason=reason, by=approver, at=cast.at)
