"""For the bureau and providers: internships and who stayed."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from yinling.design.pages import Request, page
from yinling.people.training import actions, queries
from yinling.people.training.web import forms
from yinling.people.training.web.desk import form_step

_SHOWN = 50


@page("training.view")
@require_safe
def internships(request: Request) -> HttpResponse:
    """Internships, latest first, measured by the share that must stay."""
    rule = queries.retention_rule(timezone.localdate())
    found = list(queries.internships_visible(request.actor).prefetch_related("interns")[:_SHOWN])
    context = {
        "rows": queries.internship_rows(found, rule=rule),
        "rule": rule,
        "may_begin": request.actor.may("workforce.manage"),
    }
    return render(request, "training/internships.html", context)


@page("workforce.manage")
@require_http_methods(["GET", "POST"])
def internship_new(request: Request) -> HttpResponse:
    """A batch of interns comes to the provider."""
    provider_id, form = request.actor.organisation_id, forms.InternshipForm(request.POST or None)
    if provider_id is None:
        raise Http404
    return form_step(
        request,
        form,
        lambda: actions.begin_internship(
            provider_id=provider_id,
            school=form.cleaned_data["school"],
            period=(form.cleaned_data["starts_on"], form.cleaned_data["ends_on"]),
            names=form.cleaned_data["names"],
            by=request.actor,
            at=timezone.now(),
        ),
        heading=_("登记一批见习"),
        back=reverse("training:internships"),
    )


@page("workforce.manage")
@require_http_methods(["GET", "POST"])
def outcomes(request: Request, internship_id: int) -> HttpResponse:
    """How it ended for each intern."""
    found = get_object_or_404(queries.internships_visible(request.actor), pk=internship_id)
    form = forms.OutcomesForm(request.POST or None, internship=found)
    return form_step(
        request,
        form,
        lambda: actions.end_internship(
            internship_id=found.pk, outcomes=form.outcomes(), by=request.actor, at=timezone.now()
        ),
        heading=_("见习结果：%(school)s") % {"school": found.school},
        back=reverse("training:internships"),
    )


urlpatterns = [
    path("internships/", internships, name="internships"),
    path("internships/new/", internship_new, name="internship_new"),
    path("internships/<int:internship_id>/outcomes/", outcomes, name="outcomes"),
]
