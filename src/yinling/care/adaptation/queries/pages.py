"""All that one job shows, as plain values: survey, quotes, contract, works, answers, trail."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yinling.care.adaptation.domain import states
from yinling.care.adaptation.models import Answer, Contract, Job, JobState, JobStep, Quote, Survey, Work
from yinling.care.adaptation.queries.jobs import JobRow, job_of_case, rows_of, visible_job
from yinling.foundation.access.domain.roles import ROLES
from yinling.foundation.documents import queries as documents
from yinling.foundation.documents.queries import DocumentLine
from yinling.gateways.policy.reading import load_packages
from yinling.kernel.actor import Actor
from yinling.kernel.masking import mask_name
from yinling.needs.casework.domain.references import case_ref
from yinling.needs.entitlements.queries import DeterminationView, determination_of
from yinling.people.registry.queries import is_represented

VERB_WORDS = {
    "open": _("生成改造任务"),
    "assign": _("指派企业"),
    "survey": _("上门评估"),
    "quote": _("提交报价"),
    "agree": _("同意报价"),
    "decline": _("要求修改报价"),
    "clear": _("补贴生效，可签合同"),
    "contract": _("签订合同"),
    "start": _("开工"),
    "finish": _("完工"),
    "accept": _("验收通过"),
    "rework": _("要求返工"),
    "after_check": _("回访"),
    "cancel": _("取消"),
    "reopen": _("恢复办理"),
}
VERB_TONES = {"decline": "warn", "rework": "warn", "cancel": "bad"}


@dataclass(frozen=True)
class Stage:
    """One state in the stepper."""

    label: str
    state: str
    url: str = ""


@dataclass(frozen=True)
class Step:
    """One step in the trail."""

    what: str
    who: str
    when: str
    why: str
    tone: str


@dataclass(frozen=True)
class LineView:
    """One line of a quote."""

    number: int
    package: str
    package_name: str
    item: str
    unit: str
    quantity: int
    unit_price_fen: int
    total_fen: int


@dataclass(frozen=True)
class QuoteView:
    """One quote with its lines and its answer."""

    id: int
    version: int
    total_fen: int
    note: str
    by_name: str
    at: datetime
    answer: str
    answer_words: str
    answered: str
    answer_reason: str
    lines: tuple[LineView, ...]
    by_package: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class SurveyView:
    """One survey: findings as (room, name, measure, severity, words), and photos."""

    surveyed_on: date
    by_name: str
    remark: str
    findings: tuple[tuple[str, str, str, str, str], ...]
    photos: tuple[DocumentLine, ...]


@dataclass(frozen=True)
class WorkView:
    """One round of works, and what the household said."""

    round: int
    started_on: date
    finished_on: date | None
    note: str
    before: tuple[DocumentLine, ...]
    after: tuple[DocumentLine, ...]
    answer: str
    satisfied: bool | None


@dataclass(frozen=True)
class ContractView:
    """The contract with the household's own share."""

    number: str
    signed_on: date
    starts_on: date
    ends_on: date
    signed_by: str
    cost_fen: int
    resident_fen: int


@dataclass(frozen=True)
class JobPage:
    """One job with everything around it; `verbs` are those open to the actor now."""

    row: JobRow
    is_open: bool
    verbs: frozenset[str]
    is_applicant: bool
    stages: tuple[Stage, ...]
    surveys: tuple[SurveyView, ...]
    quotes: tuple[QuoteView, ...]
    determination: DeterminationView | None
    contract: ContractView | None
    works: tuple[WorkView, ...]
    after_checks: tuple[tuple[date, bool, str, str], ...]
    trail: tuple[Step, ...]

    @property
    def quote(self) -> QuoteView | None:
        """The quote that waits for an answer, or the agreed one."""
        return next((quote for quote in self.quotes if quote.answer in {Answer.OPEN, Answer.AGREED}), None)

    @property
    def is_waiting_for_actor(self) -> bool:
        """Whether the next step is the actor's."""
        return states.NEXT.get(self.row.state) in self.verbs

    @property
    def work(self) -> WorkView | None:
        """The latest round of works."""
        return self.works[-1] if self.works else None


def job_page(job_id: int, *, actor: Actor, on: date) -> JobPage | None:
    """The job; None if there is none that the actor may see on the day."""
    job = visible_job(job_id, actor=actor, on=on)
    return _page(job, actor, on) if job else None


def job_panel(case_id: int, *, actor: Actor, on: date) -> JobPage | None:
    """The job of a case, for the case page; None if there is none that the actor may see."""
    job = job_of_case(case_id, actor=actor, on=on)
    return _page(job, actor, on) if job else None


def _page(job: Job, actor: Actor, on: date) -> JobPage:
    speaks = actor.person_id == job.person_id or (
        actor.may("elder.represent") and is_represented(job.person_id, actor=actor, on=on)
    )
    standing = states.Standing(job.state, job.area, job.firm_id, is_applicant=speaks)
    return JobPage(
        row=rows_of([job])[0],
        is_open=job.state in states.OPEN,
        verbs=frozenset(verb for verb in states.MOVES if states.allows(verb, standing, actor)),
        is_applicant=speaks,
        stages=tuple(Stage(str(JobState(state).label), place) for state, place in states.progress(job.state)),
        surveys=tuple(_survey(survey, actor, on) for survey in job.surveys.prefetch_related("findings")),
        quotes=tuple(_quote(quote) for quote in job.quotes.prefetch_related("lines")),
        determination=determination_of(case_ref(job.case_id)),
        contract=_contract(Contract.objects.filter(job=job).first()),
        works=tuple(_work(work, actor, on) for work in job.works.select_related("acceptance")),
        after_checks=tuple(
            (check.visited_on, check.satisfied, check.note, check.by_name) for check in job.after_checks.all()
        ),
        trail=tuple(_step(step) for step in job.steps.all()),
    )


def quote_view(job_id: int, version: int, *, actor: Actor, on: date) -> QuoteView | None:
    """One quote of a job that the actor may see."""
    job = visible_job(job_id, actor=actor, on=on)
    quote = job.quotes.filter(version=version).first() if job else None
    return _quote(quote) if quote else None


def _photos(about: str, actor: Actor, on: date) -> tuple[DocumentLine, ...]:
    return tuple(documents.about(about, actor=actor, on=on))


def _survey(survey: Survey, actor: Actor, on: date) -> SurveyView:
    return SurveyView(
        surveyed_on=survey.surveyed_on,
        by_name=survey.by_name,
        remark=survey.remark,
        findings=tuple(
            (found.room, found.name, found.measure, found.severity, found.get_severity_display())
            for found in survey.findings.all()
        ),
        photos=_photos(f"survey:{survey.pk}", actor, on),
    )


def _quote(quote: Quote) -> QuoteView:
    names = {package.code: package.name for package in load_packages(settings.PACK)}
    lines = tuple(
        LineView(
            line.number, line.package, names.get(line.package, line.package), line.item, line.unit, line.quantity,
            line.unit_price_fen, line.total_fen,
        )
        for line in quote.lines.all()
    )  # fmt: skip
    totals = {line.package_name: 0 for line in lines}
    for line in lines:
        totals[line.package_name] += line.total_fen
    return QuoteView(
        id=quote.pk,
        version=quote.version,
        total_fen=quote.total_fen,
        note=quote.note,
        by_name=quote.by_name,
        at=quote.at,
        answer=quote.answer,
        answer_words=quote.get_answer_display(),
        answered=_who(quote.answered_name, quote.answered_role, quote.answered_at) if quote.answered_at else "",
        answer_reason=quote.answer_reason,
        lines=lines,
        by_package=tuple(totals.items()),
    )


def _who(name: str, role: str, at: datetime) -> str:
    return f"{_named(name, role)} {_moment(at)}"


def _named(name: str, role: str) -> str:
    """Name and role; an older person's name is masked here as everywhere."""
    shown = mask_name(name) if role == "older_person" else name
    return f"{shown}（{ROLES[role].name}）" if role in ROLES else shown


def _moment(at: datetime) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"


def _contract(contract: Contract | None) -> ContractView | None:
    if contract is None:
        return None
    return ContractView(
        contract.number, contract.signed_on, contract.starts_on, contract.ends_on, contract.signed_by,
        contract.cost_fen, contract.resident_fen,
    )  # fmt: skip


def _work(work: Work, actor: Actor, on: date) -> WorkView:
    said = getattr(work, "acceptance", None)
    return WorkView(
        round=work.round,
        started_on=work.started_on,
        finished_on=work.finished_on,
        note=work.note,
        before=_photos(f"work:{work.pk}:before", actor, on),
        after=_photos(f"work:{work.pk}:after", actor, on),
        answer=f"{said.signature_name}，{_who(said.by_name, said.by_role, said.at)}：{said.remark or '—'}"
        if said
        else "",
        satisfied=said.satisfied if said else None,
    )


def _step(step: JobStep) -> Step:
    return Step(
        what=str(VERB_WORDS.get(step.verb, step.verb)),
        who=_named(step.by_name, step.by_role),
        when=_moment(step.at),
        why=step.reason,
        tone=VERB_TONES.get(step.verb, "good"),
    )
