"""Searches, leads, what happened to them, and the counts that a search leaves behind."""

from collections.abc import Mapping
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yinling.foundation.access.queries import within
from yinling.gateways.append_only import AppendOnly
from yinling.kernel.actor import Actor
from yinling.needs.outreach.domain.states import ANSWER_WORDS, KIND_WORDS, STATE_WORDS, WAY_WORDS, State


def _choices(words: Mapping[Any, str]) -> list[tuple[str, str]]:
    return [(str(code), text) for code, text in words.items()]


class Search(models.Model):
    """One walk over the register on a day, person by person; cut off, it goes on after `after_person`.

    `programmes` are pairs of pack and programme; `people_total` is a count at the start, for the progress bar. `gaps`
    are facts that so many lack for a programme that lacking them is no lead: pack, programme, fact, percent.
    """

    on = models.DateField(_("计算日"))
    programmes = models.JSONField(_("项目"), default=list)
    gaps = models.JSONField(_("普遍缺少的情况"), default=list)
    after_person = models.BigIntegerField(default=0)
    people_done = models.PositiveIntegerField(_("已查人数"), default=0)
    people_total = models.PositiveIntegerField(_("应查人数"), default=0)
    found = models.PositiveIntegerField(_("新查出"), default=0)
    ended = models.PositiveIntegerField(_("结束"), default=0)
    is_running = models.BooleanField(default=True)
    failure = models.CharField(_("未完成的原因"), max_length=300, blank=True)
    by_name = models.CharField(_("发起人"), max_length=60)
    started_at = models.DateTimeField(_("开始时间"))
    finished_at = models.DateTimeField(_("完成时间"), null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["is_running"], condition=Q(is_running=True), name="outreach_one_search"),
        ]

    def __str__(self) -> str:
        return f"{self.on}"


class Explanation(AppendOnly):
    """Reasons that many leads share, found by their digest."""

    digest = models.CharField(max_length=32, unique=True)
    reasons = models.JSONField(_("理由"))

    def __str__(self) -> str:
        return self.digest


class LeadQuerySet(models.QuerySet["Lead"]):
    """Leads by viewer."""

    def visible_to(self, actor: Actor) -> Self:
        """Those who may see the list, in their area."""
        if actor.role == "machine":
            return self
        return self.filter(within(actor)) if actor.may("outreach.view") else self.none()


class Lead(models.Model):
    """A person and a programme they satisfy, or nearly do, and do not receive. One for each pair, for ever.

    `area` is the person's; `facts_digest` tells whether what the programme reads of them has changed.
    """

    person = models.ForeignKey("registry.Person", models.PROTECT, related_name="+")
    pack = models.CharField(_("政策包"), max_length=60)
    programme = models.CharField(_("项目"), max_length=60)
    area = models.CharField(_("区划"), max_length=12, blank=True)
    kind = models.CharField(_("查出的情况"), max_length=10, choices=_choices(KIND_WORDS))
    missing_fact = models.CharField(_("所缺情况"), max_length=60, blank=True)
    tier = models.CharField(_("档次"), max_length=200, blank=True)
    clause = models.CharField(_("依据"), max_length=20, blank=True)
    amount_fen = models.BigIntegerField(_("金额（分）"), null=True, blank=True)
    explanation = models.ForeignKey(Explanation, models.PROTECT, related_name="+")
    facts_digest = models.CharField(max_length=32)
    rule_version = models.CharField(max_length=16)
    state = models.CharField(_("状态"), max_length=10, choices=_choices(STATE_WORDS), default=State.OPEN)
    why = models.CharField(_("原因"), max_length=200, blank=True)
    found_on = models.DateField(_("查出日期"))
    seen_on = models.DateField(_("最近一次核对"))
    search = models.ForeignKey(Search, models.PROTECT, related_name="+")
    calls_made = models.PositiveSmallIntegerField(_("联系次数"), default=0)
    call_on = models.DateField(_("下次联系"), null=True, blank=True)

    objects = LeadQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "pack", "programme"], name="outreach_lead_once"),
        ]
        indexes = [
            models.Index(fields=["area", "id"], name="outreach_lead_by_area"),
            models.Index(fields=["state", "area", "id"], name="outreach_lead_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.programme} {self.pk}"


class LeadStep(AppendOnly):
    """What happened to a lead: found, moved, called, ended."""

    lead = models.ForeignKey(Lead, models.PROTECT, related_name="steps")
    verb = models.CharField(max_length=12)
    state = models.CharField(max_length=10, choices=_choices(STATE_WORDS))
    why = models.CharField(max_length=200, blank=True)
    by_name = models.CharField(max_length=60)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.verb


class Call(AppendOnly):
    """Somebody spoke to the person, or tried to. `key` makes a form that is sent twice one call."""

    lead = models.ForeignKey(Lead, models.PROTECT, related_name="calls")
    way = models.CharField(_("方式"), max_length=10, choices=_choices(WAY_WORDS))
    answer = models.CharField(_("答复"), max_length=12, choices=_choices(ANSWER_WORDS))
    note = models.CharField(_("说明"), max_length=300, blank=True)
    call_again_on = models.DateField(_("再联系日期"), null=True, blank=True)
    key = models.CharField(max_length=36, unique=True)
    by = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=60)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.answer


class Tally(models.Model):
    """Counts of one search by programme and area: what stays of all who were looked at.

    `receiving` satisfy and receive; `stray` receive without satisfying.
    """

    search = models.ForeignKey(Search, models.CASCADE, related_name="tallies")
    pack = models.CharField(max_length=60)
    programme = models.CharField(max_length=60)
    area = models.CharField(max_length=12, blank=True)
    entitled = models.PositiveIntegerField(default=0)
    receiving = models.PositiveIntegerField(default=0)
    nearly = models.PositiveIntegerField(default=0)
    stray = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["search", "pack", "programme", "area"], name="outreach_tally_once"),
        ]

    def __str__(self) -> str:
        return f"{self.programme} {self.area}"
