"""What stands around every page: who is signed in, where they may go, the help line."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Place:
    """One entry of the navigation."""

    permissions: tuple[str, ...]
    view: str
    label: object
    icon: str


DESK = [
    Place(("casework.view",), "casework:work_list", _("工作台"), "inbox"),
    Place(("registry.view",), "registry:people", _("老年人"), "users"),
    Place(("registry.import",), "registry:imports", _("名册导入"), "upload"),
    Place(("adaptation.work",), "adaptation:work_list", _("改造任务"), "tools"),
    Place(("settlement.view",), "settlement:runs", _("资金拨付"), "wallet"),
    Place(("entitlements.view_parameters",), "entitlements:parameters", _("政策参数"), "adjustments"),
    Place(("indicators.view",), "indicators:targets", _("指标"), "chart"),
    Place(("providers.view",), "providers:providers", _("服务机构"), "building"),
    Place(("audit.view",), "audit:changes", _("审计"), "shield"),
    Place(("access.manage",), "access:users", _("用户与岗位"), "key"),
]


def entries_for(request: HttpRequest) -> list[dict[str, object]]:
    """The desk entries that the session's role may open."""
    actor = request.actor  # type: ignore[attr-defined]
    found = []
    for place in DESK:
        if any(actor.may(permission) for permission in place.permissions):
            try:
                url = reverse(place.view)
            except NoReverseMatch:
                continue
            current = request.path.startswith(url)
            found.append({"url": url, "label": place.label, "icon": place.icon, "current": current})
    return found


def surroundings(request: HttpRequest) -> dict[str, object]:
    """Template variables of every page."""
    actor = getattr(request, "actor", None)
    return {
        "actor": actor,
        "navigation": entries_for(request) if actor and actor.is_signed_in else [],
        "help_phone": settings.HELP_PHONE,
        "demo": settings.DEMO,
        "idle_seconds": settings.IDLE_MINUTES_MAX * 60,
    }
