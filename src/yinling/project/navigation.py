"""What stands around every page: who is signed in, where they may go, the help line."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from yinling.foundation.access.domain.roles import ROLES
from yinling.foundation.access.web.session import idle_seconds
from yinling.foundation.outbox.queries import unread_count
from yinling.gateways.policy.reading import load_pack
from yinling.kernel.actor import Actor
from yinling.people.places.queries import name_of


@dataclass(frozen=True)
class Entry:
    """One entry of the navigation; no permission means everybody."""

    view: str
    label: object
    icon: str
    permissions: tuple[str, ...] = ()


DESK = {
    _("办理"): [
        Entry("casework:work_list", _("工作台"), "inbox", ("casework.view",)),
        Entry("outbox:notices", _("消息"), "bell", ("notices.view",)),
    ],
    _("老年人"): [
        Entry("registry:people", _("老年人"), "users", ("registry.view",)),
        Entry("registry:imports", _("名册导入"), "file-import", ("registry.import",)),
        Entry("assessment:work_list", _("能力评估"), "clipboard-check", ("assessment.view",)),
        Entry("field:list", _("评估任务"), "clipboard-check", ("assessment.assess",)),
        Entry("outreach:leads", _("应享未享"), "heart-handshake", ("outreach.view",)),
    ],
    _("待遇与服务"): [
        Entry("enrolments:list", _("享受人员"), "user-check", ("enrolments.view",)),
        Entry("cycles:months", _("每月发放"), "calendar", ("cycles.view",)),
        Entry("hearings:objections", _("公示与异议"), "speakerphone", ("hearings.view",)),
        Entry("adaptation:work_list", _("改造任务"), "tools", ("adaptation.work", "adaptation.assign")),
        Entry("plans:plans", _("照护计划"), "clipboard-check", ("plans.view",)),
        Entry("orders:list", _("服务订单"), "list-check", ("orders.view", "orders.answer")),
        Entry("visits:day", _("上门服务"), "calendar", ("visits.view", "visits.manage")),
        Entry("dispatch:day", _("日计划"), "map", ("visits.view", "visits.manage")),
        Entry("catalogue:catalogue", _("服务目录"), "list-check", ("catalogue.view",)),
        Entry("homebeds:beds", _("家庭照护床位"), "home-heart", ("homebeds.view",)),
        Entry("respite:bookings", _("喘息服务"), "calendar", ("respite.view",)),
        Entry("vouchers:months", _("消费券"), "cash", ("vouchers.view",)),
        Entry("vouchers:bill", _("抵扣消费券"), "cash", ("vouchers.redeem",)),
    ],
    _("安全守护"): [
        Entry("wellbeing:rates", _("探访关爱"), "heart-handshake", ("wellbeing.view",)),
        Entry("wellbeing:calls", _("每天报平安"), "phone", ("wellbeing.call", "wellbeing.manage")),
        Entry("visitor:day", _("今天的探访"), "walk", ("wellbeing.visit",)),
        Entry("alarms:desk", _("呼叫应急"), "alert-triangle", ("alarms.view",)),
        Entry("alarms:mine", _("我的出动"), "walk", ("alarms.respond",)),
        Entry("chains:list", _("报警怎样升级"), "adjustments", ("chains.manage",)),
        Entry("devices:list", _("报警和感知设备"), "bell", ("devices.view",)),
    ],
    _("护理人员"): [
        Entry("carer:day", _("今天的路线"), "walk", ("visits.work",)),
        Entry("workforce:me", _("我的证书和请假"), "user", ("workforce.own",)),
        Entry("workforce:workers", _("护理人员"), "users", ("workforce.view",)),
        Entry("training:courses", _("培训"), "clipboard-list", ("training.view",)),
    ],
    _("资金"): [
        Entry("settlement:runs", _("资金拨付"), "wallet", ("settlement.view",)),
        Entry("claims:claims", _("结算申报"), "list-check", ("claims.view", "claims.submit")),
        Entry("books:accounts", _("账簿"), "cash", ("books.view",)),
    ],
    _("政策与监管"): [
        Entry("entitlements:parameters", _("政策参数"), "adjustments", ("entitlements.view_parameters",)),
        Entry("forecasts:scenarios", _("测算"), "scale", ("forecasts.view",)),
        Entry("indicators:targets", _("指标"), "chart-bar", ("indicators.view",)),
        Entry("providers:providers", _("服务机构"), "building", ("providers.view",)),
        Entry("audit:changes", _("审计"), "shield", ("audit.view",)),
        Entry("access:users", _("用户与岗位"), "key", ("access.manage",)),
    ],
}
PUBLIC = {
    "": [
        Entry("public:home", _("首页"), "home"),
        Entry("public:programmes", _("政策与补贴"), "file-text"),
        Entry("public:precheck", _("我能享受什么"), "help-circle"),
        Entry("public:notices", _("公示"), "speakerphone"),
        Entry("public:benefit_notices", _("待遇公示"), "speakerphone"),
        Entry("public:facilities", _("服务设施"), "map"),
    ]
}


def navigation(request: HttpRequest, actor: Actor) -> list[dict[str, object]]:
    """The entries of this portal that the session's role may open; the longest address that fits is current."""
    groups = PUBLIC if request.path.startswith("/public/") else DESK if actor.is_signed_in else {}
    addressed = [
        (one, url, group)
        for group, entries in groups.items()
        for one in entries
        if (not one.permissions or any(actor.may(each) for each in one.permissions)) and (url := address(one.view))
    ]
    current = max((url for _one, url, _group in addressed if request.path.startswith(url)), key=len, default="")
    return [
        {"url": url, "label": one.label, "icon": one.icon, "group": group, "current": url == current,
         "count": unread_count(actor) if one.view == "outbox:notices" else 0}
        for one, url, group in addressed
    ]  # fmt: skip


def address(view: str) -> str:
    """Where a view is found; nothing where its capability has been taken out."""
    try:
        return reverse(view)
    except NoReverseMatch:
        return ""


def surroundings(request: HttpRequest) -> dict[str, object]:
    """Template variables of every page."""
    actor = getattr(request, "actor", None)
    if actor is None:
        return {"help_phone": settings.HELP_PHONE, "demo": settings.DEMO}
    district = load_pack(settings.PACK).area
    return {
        "actor": actor,
        "navigation": navigation(request, actor),
        "role_name": ROLES[actor.role].name if actor.role in ROLES else "",
        "area_name": name_of(actor.area) if actor.area not in ("", "-") else "",
        "district_name": name_of(district),
        "switch_url": address("access:post") if len(getattr(request, "posts", [])) > 1 else "",
        "home_url": address("home"),
        "elder_url": address("elder:home"),
        "standard_url": address("public:home"),
        "help_phone": settings.HELP_PHONE,
        "demo": settings.DEMO,
        "idle_seconds": idle_seconds(actor),
        "idle_ping_url": address("access:session"),
    }
