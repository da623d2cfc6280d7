"""The part of a case page that adaptation fills."""

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from yinling.care.adaptation import queries
from yinling.kernel.actor import Actor


def job_panel(case_id: int, actor: Actor) -> SafeString | str:
    """Where the works of a case stand; empty before they begin, or for those who may not see them."""
    page = queries.job_panel(case_id, actor=actor)
    if page is None:
        return ""
    template = "elder" if page.is_applicant else "desk"
    opens_job = actor.may("adaptation.view") or actor.may("adaptation.work")
    return render_to_string(f"adaptation/{template}/panel.html", {"page": page, "opens_job": opens_job})
