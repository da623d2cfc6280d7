"""Papers and photographs: what is known of a file; its content lies sealed in the file store."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yinling.foundation.access.queries import within
from yinling.gateways.append_only import AppendOnly, AppendOnlyManager, AppendOnlyQuerySet
from yinling.kernel.actor import Actor

# Who speaks for whom today is known one floor up; the wiring puts the question here.
mandates: list[Callable[..., Sequence[int]]] = []


class DocumentQuerySet(AppendOnlyQuerySet["Document"]):
    """Documents."""

    def visible_to(self, actor: Actor, *, on: date) -> Self:
        """By area for staff, by organisation for firms, own for the older person, by mandate on the day for agents."""
        if actor.user_id is None:
            return self.none()
        if actor.person_id is not None:
            return self.filter(person_id=actor.person_id)
        if actor.may("elder.represent"):
            people = [person for represented_by in mandates for person in represented_by(actor, on=on)]
            return self.filter(person_id__in=people)
        if not actor.may("documents.view"):
            return self.none()
        if actor.organisation_id is not None:
            return self.filter(organisation_id=actor.organisation_id)
        return self.filter(within(actor) if actor.area else Q())


DocumentManager = AppendOnlyManager.from_queryset(DocumentQuerySet)


class Document(AppendOnly):
    """One file. `kind` says what it is for, `content_type` what its bytes are."""

    name = models.CharField(_("文件名"), max_length=200)
    kind = models.CharField(_("用途"), max_length=40)
    content_type = models.CharField(_("格式"), max_length=100)
    size_bytes = models.BigIntegerField(_("大小"))
    sha256 = models.CharField(max_length=64)
    stored_as = models.CharField(max_length=100, unique=True)
    about = models.CharField(_("关于"), max_length=100, db_index=True)
    area = models.CharField(_("区划"), max_length=12, blank=True, db_index=True)
    organisation_id = models.BigIntegerField(null=True, db_index=True)
    person_id = models.BigIntegerField(null=True, db_index=True)
    kept_at = models.DateTimeField(_("时间"))
    kept_by_id = models.BigIntegerField(null=True)
    kept_by_name = models.CharField(_("上传人"), max_length=150)

    objects: ClassVar[DocumentManager[Self]] = DocumentManager()

    def __str__(self) -> str:
        return self.name
