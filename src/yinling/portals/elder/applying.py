"""The application form, page by page, for the person, an agent, or a clerk at the window: one view, two looks."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yinling.design.pages import Request, page
from yinling.foundation.documents.actions import FileRefused
from yinling.needs.casework import actions
from yinling.needs.casework.domain.applications import CODES, PAGES, following, page_named, unfinished
from yinling.needs.casework.domain.refusals import DraftIncomplete, StepRefused
from yinling.needs.casework.domain.states import State
from yinling.needs.casework.queries.cases import CaseUnknown
from yinling.needs.casework.queries.pages import CasePage, case_page
from yinling.needs.casework.web.posted import posted
from yinling.people.registry.queries import person_card
from yinling.portals.elder.application_forms import PAGE_FORMS, ApplicationPage, said_in_words
from yinling.portals.elder.plain_words import Stage


@page("elder.own", "elder.represent", "casework.apply_for")
@require_http_methods(["GET", "HEAD", "POST"])
def form_page(request: Request, case_id: int, code: str) -> HttpResponse:
    """One page of the form: saves and goes on; the last one hands in."""
    found = _draft(request, case_id, code)
    if found.line.state != State.DRAFT:
        return redirect(f"{_space(request)}:case", case_id)
    form = PAGE_FORMS[code](*posted(request), actor=request.actor, initial=found.answers)
    if request.method == "POST" and form.is_valid() and _kept(request, form, case_id, code):
        return redirect(*_next(request, case_id, code))
    context = {**_look(request), **_context(request, found, code), "form": form}
    return render(request, "portals/apply/page.html", context, status=422 if form.errors else 200)


def _draft(request: Request, case_id: int, code: str) -> CasePage:
    if code not in CODES:
        raise Http404
    try:
        return case_page(case_id, actor=request.actor, on=timezone.localdate())
    except CaseUnknown as unknown:
        raise Http404 from unknown


def _kept(request: Request, form: ApplicationPage, case_id: int, code: str) -> bool:
    """Saves the page; what is refused stands on the form and nothing typed is lost."""
    now, by = timezone.now(), request.actor
    try:
        if code == "papers":
            file = form.cleaned_data["file"]
            upload = actions.Upload(file.name, file.read(), form.cleaned_data["kind"])
            actions.attach(case_id=case_id, upload=upload, by=by, at=now)
            messages.success(request, _("已上传：%(name)s") % {"name": file.name})
        elif code == "send":
            actions.submit(case_id=case_id, by=by, at=now)
            messages.success(request, _("申请已提交。"))
        else:
            actions.save_draft(case_id=case_id, answers=form.cleaned_data, by=by, at=now)
    except DraftIncomplete as incomplete:
        form.add_error(None, _("申请还没有填完：") + "、".join(_(title) for title in incomplete.missing))
        return False
    except (StepRefused, FileRefused) as refused:
        form.add_error(None, _(str(refused)))
        return False
    return True


def _space(request: Request) -> str:
    return request.resolver_match.namespace if request.resolver_match else "elder"


def _next(request: Request, case_id: int, code: str) -> tuple[Any, ...]:
    space = _space(request)
    if code == "send":
        return (f"{space}:case", case_id)
    return (f"{space}:apply_page", case_id, code if code == "papers" else following(code))


def _look(request: Request) -> dict[str, str]:
    desk = _space(request) == "casework"
    return {"base": "design/desk.html" if desk else "design/elder.html", "space": _space(request)}


def _context(request: Request, found: CasePage, code: str) -> dict[str, Any]:
    here = CODES.index(code)
    return {
        "page": found,
        "code": code,
        "title": page_named(code).title,
        "card": person_card(found.line.person_id, actor=request.actor, on=timezone.localdate()),
        "stages": [
            Stage(each.title, "done" if index < here else "current" if index == here else "ahead")
            for index, each in enumerate(PAGES)
        ],
        "back": CODES[here - 1] if here else "",
        "forward": following(code),
        "said": said_in_words(found.answers),
        "missing": unfinished(found.answers),
    }
