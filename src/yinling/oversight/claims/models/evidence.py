"""What speaks for or against a line: findings, what older people said, what reviewer and provider wrote."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from yinling.gateways.append_only import AppendOnly


class FindingSource(models.TextChoices):
    """Where a finding comes from."""

    CHECK = "check", _("自动核对")
    PHONE = "phone", _("电话回访")
    CORRECTION = "correction", _("申报后更正")


class Finding(AppendOnly):
    """One thing that speaks against a line; `code` is a code of the checks."""

    line = models.ForeignKey("claims.ClaimLine", models.PROTECT, related_name="findings")
    code = models.CharField(_("原因"), max_length=24)
    words = models.CharField(_("说明"), max_length=300)
    source = models.CharField(_("来源"), max_length=10, choices=FindingSource)
    at = models.DateTimeField(_("时间"))

    class Meta(AppendOnly.Meta):
        ordering = ["id"]


class Answer(models.TextChoices):
    """What an older person said on the phone."""

    CAME = "came", _("来过，时间对")
    SHORTER = "shorter", _("来过，时间比记录的短")
    NOT_COME = "not_come", _("没有来过")
    UNSURE = "unsure", _("记不清")
    NOT_REACHED = "not_reached", _("没有打通")


class PhoneBack(AppendOnly):
    """A call to the older person about one visit: evidence."""

    line = models.ForeignKey("claims.ClaimLine", models.PROTECT, related_name="phone_backs")
    called_at = models.DateTimeField(_("通话时间"))
    spoke_with = models.CharField(_("接听人"), max_length=60)
    answer = models.CharField(_("回答"), max_length=12, choices=Answer)
    text = models.CharField(_("记录"), max_length=300, blank=True)
    by_user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(_("回访人"), max_length=150)
    at = models.DateTimeField(_("登记时间"))

    class Meta(AppendOnly.Meta):
        ordering = ["id"]


class LineRecord(AppendOnly):
    """One step of a line: kept, adjusted, answered, replied to, corrected, split anew; what stood before stays."""

    line = models.ForeignKey("claims.ClaimLine", models.PROTECT, related_name="records")
    verb = models.CharField(_("步骤"), max_length=12)
    text = models.CharField(_("说明"), max_length=300, blank=True)
    before = models.JSONField(_("之前"), default=dict, blank=True)
    after = models.JSONField(_("之后"), default=dict, blank=True)
    by_user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(_("经办人"), max_length=150)
    at = models.DateTimeField(_("时间"))

    class Meta(AppendOnly.Meta):
        ordering = ["id"]
