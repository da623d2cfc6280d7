"""The report of a signed assessment: form A, every item, form C; on the desk's page and as a letter to be signed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse, JsonResponse
from django.urls import path
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yinling.design.pages import Request, page
from yinling.engines.scales.forms import FilledPart, filled_form
from yinling.foundation.audit.actions import record_read
from yinling.gateways.fhir import questionnaire
from yinling.gateways.pdf import render_pdf
from yinling.gateways.policy.scales import UnknownScale
from yinling.kernel.actor import Actor
from yinling.kernel.dates import day_of
from yinling.needs.assessment import queries
from yinling.needs.assessment.queries.exchange import response_of
from yinling.needs.casework.queries.procedure import authority
from yinling.people.registry.queries import person_card
from yinling.people.registry.queries.facts import open_value

TEMPLATE = "portals/assessment/report.typ"
LANGUAGE = "zh-hans"
FHIR = "application/fhir+json"


@dataclass(frozen=True)
class Identity:
    """Whom the report is about."""

    name: str
    id_number: str


def identity_of(person_id: int, *, by: Actor, at: datetime) -> Identity:
    """In the open for those who may, masked for others; the read is logged."""
    on = day_of(at)
    card = person_card(person_id, actor=by, on=on)
    record_read(by=by, at=at, subject=f"person:{card.id}", fields=["name", "id_number"], area=card.area)
    if not by.may("registry.reveal"):
        return Identity(card.name_masked, card.id_number_masked)
    told = [open_value(card.id, name, on=on) for name in ("name", "id_number")]
    return Identity(*(str(value or "") for value in told))


def basics_of(record: queries.Record, identity: Identity | None = None) -> tuple[FilledPart, ...]:
    """Form A in words; with an identity, the name and number stand before what the assessor found of them."""
    values = dict(record.basics)
    named = {"register.name": identity.name, "register.id_number": identity.id_number} if identity else {}
    for field in (each for part in record.scale.basics for each in part.fields):
        if field.given_by in named:
            values[field.id] = f"{named[field.given_by]}\n{values.get(field.id, '')}"
    return filled_form(record.scale.basics, values, record.circumstances)


def report_data(found: queries.AssessmentPage, record: queries.Record, identity: Identity) -> dict[str, Any]:
    """Everything the template prints, as plain values."""
    result, scale = found.result, record.scale
    reasons = result.reasons if result else ()
    known = {field.given_by: field.id for part in scale.report for field in part.fields if field.given_by}
    values = {known[source]: words for source, words in _result_words(found, record).items() if source in known}
    return {
        "title": f"{scale.title}报告",
        "number": record.number,
        "standard": scale.number,
        "basics": _printed(basics_of(record, identity)),
        "items": [[each.id, each.words, str(each.score)] for each in reasons if each.kind == "item"],
        "reasons": [each.words for each in reasons if each.kind not in ("item", "section")],
        "report": _printed(filled_form(scale.report, values, {})),
        "valid": f"有效到 {result.level.last_day:%Y-%m-%d}（含当日）" if result else "",
        "issuer": authority(),
    }


def _result_words(found: queries.AssessmentPage, record: queries.Record) -> Mapping[str, str]:
    """What the fields of form C hold, by their source."""
    result, scale = found.result, record.scale
    if result is None:
        return {}
    fired = {each.id: each.words for each in scale.adjustments}
    return {
        **{f"result.section.{id_}": f"{score}（满分 {best}）" for id_, _, score, best in result.section_scores},
        "result.total": str(record.total),
        "result.initial_grade": result.initial_words,
        "result.adjustments": "\n".join(fired.get(each, each) for each in record.adjustments) or "无",
        "result.final_grade": f"{result.level.grade} 级，{result.level.words}",
        "result.signatures": "\n".join(
            f"{one.name}（证书 {one.certificate_number}）{one.at:%Y-%m-%d}" for one in result.signatures
        ),
        "assessment.place": record.place,
    }


def _printed(parts: tuple[FilledPart, ...]) -> list[dict[str, Any]]:
    return [
        {"name": _label(part.id, part.name), "rows": [[_label(f.id, f.name), "；".join(f.lines)] for f in part.fields]}
        for part in parts
    ]


def _label(number: str, name: str) -> str:
    """With its number where the form prints one."""
    return f"{number} {name}" if "." in number else name


def record_of(request: Request, assessment_id: int) -> queries.Record:
    """The signed sheet. Raises Http404."""
    try:
        return queries.signed_record(assessment_id, actor=request.actor, at=timezone.now())
    except queries.AssessmentUnknown as unknown:
        raise Http404 from unknown


@page("assessment.view")
@never_cache
@require_safe
def report(request: Request, assessment_id: int) -> HttpResponse:
    """The report as PDF. It is in Chinese whatever the reader's language."""
    record, at = record_of(request, assessment_id), timezone.now()
    found = queries.assessment_page(assessment_id, actor=request.actor, at=at)
    with translation.override(LANGUAGE):
        identity = identity_of(record.person_id, by=request.actor, at=at)
        content = render_pdf(TEMPLATE, report_data(found, record, identity))
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{record.number}.pdf"'
    return response


@page("assessment.view")
@never_cache
@require_safe
def fhir_response(request: Request, assessment_id: int) -> HttpResponse:
    """The signed sheet as a FHIR QuestionnaireResponse."""
    try:
        made = response_of(assessment_id, actor=request.actor, at=timezone.now())
    except queries.AssessmentUnknown as unknown:
        raise Http404 from unknown
    return JsonResponse(made, content_type=FHIR, json_dumps_params={"ensure_ascii": False})


@page("assessment.view")
@require_safe
def fhir_scale(_request: Request, name: str) -> HttpResponse:
    """A scale as a FHIR Questionnaire; it holds nobody's data."""
    try:
        made = questionnaire(queries.load_scale(name))
    except UnknownScale as unknown:
        raise Http404 from unknown
    return JsonResponse(made, content_type=FHIR, json_dumps_params={"ensure_ascii": False})


urlpatterns = [
    path("<int:assessment_id>/report.pdf", report, name="report"),
    path("<int:assessment_id>/fhir.json", fhir_response, name="fhir"),
    path("scales/<str:name>/fhir.json", fhir_scale, name="fhir_scale"),
]
