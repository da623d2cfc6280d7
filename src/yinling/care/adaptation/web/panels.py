"""The part of a case page that adaptation fills."""

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from yinling.care.adaptation import queries
from yinling.kernel.actor import Actor


def job_panel(case_id: int, actor: Actor) -> SafeString:
    """Where the works of a case stand; empty before they begin, or for those who may not see them."""
    page = queries.job_panel(case_id, actor=actor, on=timezone.localdate())
    if page is None:
        return SafeString("")
    template = "adaptation/elder/panel.html" if page.is_applicant else "adaptation/desk/panel.html"
    opens_job = actor.may("adaptation.view") or actor.may("adaptation.work")
    return render_to_string(template, {"page": page, "opens_job": opens_job})
