"""Courses, internships and contests, and who took part in them."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yinling.foundation.access.queries import within
from yinling.kernel.actor import Actor
from yinling.kernel.area import ancestors
from yinling.people.providers.queries import provider_line


def offered_to(actor: Actor) -> Q:
    """What a bureau offers, by viewer.

    Desk roles: what is in their area or above it; a provider's office: what is above its area; machines: all.
    """
    if actor.role == "machine":
        return Q()
    if not actor.may("training.view"):
        return Q(pk__in=[])
    if actor.organisation_id is not None:
        return Q(area__in=ancestors(provider_line(actor.organisation_id).area))
    return within(actor) | Q(area__in=ancestors(actor.area) if actor.area else [])


class Audience(models.TextChoices):
    """Whom a course or a trainee is counted among."""

    CAREGIVER = "caregiver", _("养老护理员")
    SOCIAL_WORKER = "social_worker", _("老年社会工作者")
    MANAGER = "manager", _("机构负责人和管理人员")
    FAMILY = "family", _("失能失智老年人家庭成员")


class CourseQuerySet(models.QuerySet["Course"]):
    """Courses by viewer."""

    def visible_to(self, actor: Actor) -> "CourseQuerySet":
        """Those offered to the actor."""
        return self.filter(offered_to(actor))


class Course(models.Model):
    """A training class; `hours` are what it takes to finish it, `fund` where its cost comes from."""

    name = models.CharField(_("名称"), max_length=120)
    audience = models.CharField(_("对象"), max_length=16, choices=Audience)
    area = models.CharField(_("区划"), max_length=12)
    organiser = models.CharField(_("承办机构"), max_length=120)
    base = models.ForeignKey(
        "providers.Site", models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("实训基地")
    )
    starts_on = models.DateField(_("开始"))
    ends_on = models.DateField(_("结束"))
    hours = models.PositiveSmallIntegerField(_("课时"))
    places = models.PositiveSmallIntegerField(_("名额"))
    fund = models.CharField(_("经费来源"), max_length=120, blank=True)

    objects = CourseQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-id"]
        constraints = [models.CheckConstraint(name="course_ends_after_start", condition=Q(ends_on__gte=F("starts_on")))]

    def __str__(self) -> str:
        return self.name


class Trainee(models.Model):
    """Somebody in a course: a worker, or a family member known by name and a blind index of the identity number."""

    course = models.ForeignKey(Course, models.PROTECT, related_name="trainees")
    worker = models.ForeignKey("workforce.Worker", models.PROTECT, related_name="+", null=True, blank=True)
    name = models.CharField(_("姓名"), max_length=60)
    person_index = models.CharField(max_length=64)
    audience = models.CharField(_("对象"), max_length=16, choices=Audience)
    admitted_at = models.DateTimeField(_("报名时间"))

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(name="trainee_once_in_course", fields=["course", "person_index"])]

    def __str__(self) -> str:
        return self.name


class Attendance(models.Model):
    """Hours that a trainee was there on a day; entering the day again replaces it."""

    trainee = models.ForeignKey(Trainee, models.PROTECT, related_name="attendances")
    attended_on = models.DateField(_("日期"))
    hours = models.PositiveSmallIntegerField(_("课时"))

    class Meta:
        constraints = [models.UniqueConstraint(name="attendance_once_a_day", fields=["trainee", "attended_on"])]

    def __str__(self) -> str:
        return f"{self.trainee_id} {self.attended_on}"


class Exam(models.Model):
    """One sitting; the last one says whether the trainee has passed."""

    trainee = models.ForeignKey(Trainee, models.PROTECT, related_name="exams")
    held_on = models.DateField(_("日期"))
    score = models.PositiveSmallIntegerField(_("成绩"))
    is_passed = models.BooleanField(_("合格"))

    class Meta:
        ordering = ["held_on", "id"]
        constraints = [models.CheckConstraint(name="exam_score_to_100", condition=Q(score__lte=100))]

    def __str__(self) -> str:
        return f"{self.trainee_id} {self.score}"


class InternshipQuerySet(models.QuerySet["Internship"]):
    """Internships by viewer."""

    def visible_to(self, actor: Actor) -> "InternshipQuerySet":
        """Desk roles: those of providers in their area; a provider's office: its own; machines: all."""
        if actor.role == "machine":
            return self
        if not actor.may("training.view"):
            return self.none()
        if actor.organisation_id is not None:
            return self.filter(provider_id=actor.organisation_id)
        return self.filter(within(actor, "provider__area"))


class Internship(models.Model):
    """A batch of interns at a provider that is an internship base."""

    provider = models.ForeignKey("providers.Provider", models.PROTECT, related_name="+", verbose_name=_("机构"))
    school = models.CharField(_("院校"), max_length=120)
    starts_on = models.DateField(_("开始"))
    ends_on = models.DateField(_("期满"))

    objects = InternshipQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.CheckConstraint(name="internship_ends_after_start", condition=Q(ends_on__gte=F("starts_on")))
        ]

    def __str__(self) -> str:
        return f"{self.school} {self.starts_on}"


class InternOutcome(models.TextChoices):
    """How an internship ended for one intern; who left before its end is not among those who ended."""

    UNDER_WAY = "under_way", _("见习中")
    RETAINED = "retained", _("期满留用")
    NOT_RETAINED = "not_retained", _("期满未留用")
    BROKEN_OFF = "broken_off", _("中途退出")


class Intern(models.Model):
    """One intern; `worker` is the employment that keeping them led to."""

    internship = models.ForeignKey(Internship, models.PROTECT, related_name="interns")
    name = models.CharField(_("姓名"), max_length=60)
    outcome = models.CharField(_("结果"), max_length=14, choices=InternOutcome, default=InternOutcome.UNDER_WAY)
    worker = models.ForeignKey("workforce.Worker", models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class ContestQuerySet(models.QuerySet["Contest"]):
    """Contests by viewer."""

    def visible_to(self, actor: Actor) -> "ContestQuerySet":
        """Those offered to the actor."""
        return self.filter(offered_to(actor))


class Contest(models.Model):
    """A skills contest (技能竞赛) or a yearly honour."""

    name = models.CharField(_("名称"), max_length=120)
    area = models.CharField(_("区划"), max_length=12)
    held_on = models.DateField(_("日期"))
    organiser = models.CharField(_("主办单位"), max_length=120)

    objects = ContestQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "-id"]

    def __str__(self) -> str:
        return self.name


class Placing(models.Model):
    """A worker's place or title in a contest; `level` is the higher skill level that came with it, if one did."""

    contest = models.ForeignKey(Contest, models.PROTECT, related_name="placings")
    worker = models.ForeignKey("workforce.Worker", models.PROTECT, related_name="+")
    title = models.CharField(_("名次或称号"), max_length=60)
    level = models.CharField(_("晋升等级"), max_length=8, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(name="placing_once", fields=["contest", "worker", "title"])]

    def __str__(self) -> str:
        return self.title
