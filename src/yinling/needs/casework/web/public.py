"""For everyone: notices on show, and objecting to one."""

import time

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from yinling.design.pages import Request, or_404, public_page
from yinling.kernel.actor import PUBLIC
from yinling.needs.casework.actions import Grievance, raise_objection
from yinling.needs.casework.domain.refusals import StepRefused
from yinling.needs.casework.queries.notices import public_line, public_notices
from yinling.needs.casework.web.posted import posted

OBJECTIONS_IN_AN_HOUR_MAX = 3
SESSION_KEY = "objections_sent"


class ObjectionForm(forms.Form):
    """Who objects, how to reach them, and why."""

    name = forms.CharField(label=gettext_lazy("您的姓名"), max_length=60)
    contact = forms.CharField(
        label=gettext_lazy("联系电话或地址"), max_length=200, help_text=gettext_lazy("只用来答复您，不会公开。")
    )
    text = forms.CharField(label=gettext_lazy("异议和理由"), max_length=1_000, widget=forms.Textarea(attrs={"rows": 5}))


@public_page
@require_safe
def notices(request: Request) -> HttpResponse:
    """Notices that are open to objection."""
    return render(request, "casework/public/notices.html", {"notices": public_notices(timezone.localdate())})


@public_page
@require_http_methods(["GET", "HEAD", "POST"])
def objection(request: Request, line_id: int) -> HttpResponse:
    """An objection to one line of a notice; a few an hour from one visitor."""
    found = or_404(public_line(line_id, on=timezone.localdate()))
    line, case_id = found
    form = ObjectionForm(posted(request)[0])
    if request.method == "POST" and form.is_valid() and _sent(request, form, case_id):
        messages.success(request, _("异议已收到。我们会核实，并按您留的联系方式答复。"))
        return redirect("public:notices")
    return render(
        request, "casework/public/objection.html", {"form": form, "line": line}, status=422 if form.errors else 200
    )


def _sent(request: Request, form: ObjectionForm, case_id: int) -> bool:
    recent = [moment for moment in request.session.get(SESSION_KEY, []) if moment > time.time() - 3600]
    if len(recent) >= OBJECTIONS_IN_AN_HOUR_MAX:
        form.add_error(None, _("您刚才已经提交了几次。请一小时以后再试，或者打电话给我们。"))
        return False
    try:
        raise_objection(case_id=case_id, grievance=Grievance(**form.cleaned_data), by=PUBLIC, at=timezone.now())
    except StepRefused as refused:
        form.add_error(None, _(refused.words))
        return False
    request.session[SESSION_KEY] = [*recent, time.time()]
    return True


urlpatterns = [
    path("notices/", notices, name="notices"),
    path("notices/lines/<int:line_id>/objection", objection, name="objection"),
]
