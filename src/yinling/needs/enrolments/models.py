"""Stored facts of enrolments: steps are the truth, state and days are kept beside them for lists."""

from datetime import date
from typing import Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yinling.foundation.access.queries import within
from yinling.gateways.append_only import AppendOnly
from yinling.kernel.actor import Actor
from yinling.people.registry.queries import people_visible

Row = TypeVar("Row", bound=models.Model)


class OfPerson(models.QuerySet[Row]):
    """Rows about a person."""

    def visible_to(self, actor: Actor, *, on: date) -> Self:
        """Desk roles: persons of their area; older persons and their agents: their own; others: none."""
        if actor.role == "machine":
            return self
        if actor.may("enrolments.view"):
            return self.filter(within(actor, "person__area"))
        if actor.may("elder.own") or actor.may("elder.represent"):
            return self.filter(person__in=people_visible(actor, on=on))
        return self.none()


class State(models.TextChoices):
    """How an enrolment stands now."""

    ENROLLED = "enrolled", _("享受中")
    PAUSED = "paused", _("暂停")
    ENDED = "ended", _("已终止")


class EntryReason(models.TextChoices):
    """How a person came to have the programme."""

    APPLICATION = "application", _("本人或代办人申请")
    AUTOMATIC = "automatic", _("免申即享")
    OUTREACH = "outreach", _("主动联系后同意")
    TRANSFERRED = "transferred", _("原有名单转入")


class PauseReason(models.TextChoices):
    """Why nothing is due for a time."""

    HOSPITAL = "hospital", _("住院")
    AWAY = "away", _("长期外出")
    INSTITUTION = "institution", _("入住养老机构")
    LIFE_CHECK_OVERDUE = "life_check_overdue", _("逾期未做生存认证")
    OBJECTION = "objection", _("有人提出异议，正在核查")
    VERIFICATION = "verification", _("情况待核实")
    BLACKLIST = "blacklist", _("列入失信名单")


class EndReason(models.TextChoices):
    """Why the person no longer has it."""

    DEATH = "death", _("去世")
    MOVED_OUT = "moved_out", _("迁出")
    NO_LONGER_ENTITLED = "no_longer_entitled", _("不再符合条件")
    REFUSED = "refused", _("本人表示不享受")
    WITHDRAWN = "withdrawn", _("本人退出")
    DUPLICATE = "duplicate", _("重复登记")


class Verb(models.TextChoices):
    """What was done."""

    ENROL = "enrol", _("开始享受")
    PAUSE = "pause", _("暂停")
    RESUME = "resume", _("恢复")
    END = "end", _("终止")
    REINSTATE = "reinstate", _("撤销终止")


class Enrolment(models.Model):
    """A person has a programme of a pack. `until` is the first day on which they no longer have it.

    `reason` is that of the last step; `life_check_due_on` is the last day in time for the next life check.
    """

    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+", verbose_name=_("老年人"))
    pack = models.CharField(_("政策包"), max_length=60)
    programme = models.CharField(_("项目"), max_length=60)
    state = models.CharField(_("状态"), max_length=8, choices=State, default=State.ENROLLED)
    reason = models.CharField(_("原因"), max_length=20)
    since = models.DateField(_("自"))
    until = models.DateField(_("至"), null=True, blank=True)
    life_check_due_on = models.DateField(_("生存认证到期日"), null=True, blank=True)

    objects = OfPerson.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="enrolment_open_once",
                fields=["person", "pack", "programme"],
                condition=~Q(state="ended"),
            ),
            models.CheckConstraint(
                name="enrolment_ended_has_day",
                condition=Q(state="ended", until__isnull=False) | ~Q(state="ended") & Q(until=None),
            ),
            models.CheckConstraint(
                name="enrolment_ends_after_it_starts", condition=Q(until=None) | Q(until__gte=F("since"))
            ),
        ]
        indexes = [
            models.Index(name="enrolment_by_programme", fields=["pack", "programme", "state", "id"]),
            models.Index(
                name="enrolment_life_check", fields=["life_check_due_on"], condition=Q(life_check_due_on__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme} {self.since}"


class EnrolmentStep(AppendOnly):
    """One step: what, why, from which day it holds, who entered it and when."""

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="steps")
    verb = models.CharField(_("步骤"), max_length=10, choices=Verb)
    reason = models.CharField(_("原因"), max_length=20, blank=True)
    effective_on = models.DateField(_("自何日起"))
    note = models.CharField(_("说明"), max_length=200, blank=True)
    by_user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(_("经办人"), max_length=150)
    at = models.DateTimeField(_("办理时间"), db_index=True)

    class Meta(AppendOnly.Meta):
        ordering = ["effective_on", "id"]


class Way(models.TextChoices):
    """How it was found that a person is alive."""

    VISIT = "visit", _("上门看望")
    DESK = "desk", _("本人到窗口")
    CALL = "call", _("视频或电话")


class LifeCheck(AppendOnly):
    """Somebody saw or heard that a person is alive, for all programmes at once."""

    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+", verbose_name=_("老年人"))
    done_on = models.DateField(_("认证日期"))
    way = models.CharField(_("方式"), max_length=6, choices=Way)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    by_user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(_("认证人"), max_length=150)
    at = models.DateTimeField(_("登记时间"))

    class Meta(AppendOnly.Meta):
        ordering = ["done_on", "id"]


class Refusal(models.Model):
    """A person does not want a programme that would come by itself; lifted when they change their mind."""

    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+", verbose_name=_("老年人"))
    pack = models.CharField(_("政策包"), max_length=60)
    programme = models.CharField(_("项目"), max_length=60)
    refused_on = models.DateField(_("表示日期"))
    note = models.CharField(_("说明"), max_length=200)
    by_name = models.CharField(_("经办人"), max_length=150)
    at = models.DateTimeField(_("登记时间"))
    lifted_at = models.DateTimeField(_("撤回时间"), null=True, blank=True)

    objects = OfPerson.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="refusal_open_once", fields=["person", "pack", "programme"], condition=Q(lifted_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme} {self.refused_on}"
