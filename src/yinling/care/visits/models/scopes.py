"""Who may see what happens at a person's home."""

from datetime import date
from typing import Self, TypeVar

from django.db import models
from django.db.models import Q

from yinling.foundation.access.queries import within
from yinling.kernel.actor import Actor
from yinling.people.registry.queries import mandate_in_force

Row = TypeVar("Row", bound=models.Model)


class OfHome(models.QuerySet[Row]):
    """Rows with `person`, `area` and `provider`, by viewer; `carer_user` leads to the log-in of the carers."""

    carer_user = ""

    def visible_to(self, actor: Actor, *, on: date) -> Self:
        """Desk roles: their area; an office: its own; a carer: where they go; an older person or agent: their own."""
        if actor.role == "machine":
            return self
        if actor.may("visits.view"):
            return self.filter(within(actor))
        if actor.may("visits.manage"):
            return self.filter(provider_id=actor.organisation_id)
        if actor.may("visits.work") and self.carer_user:
            return self.filter(Q(**{self.carer_user: actor.user_id}), provider_id=actor.organisation_id).distinct()
        if actor.may("elder.own") and actor.person_id is not None:
            return self.filter(person_id=actor.person_id)
        if actor.may("elder.represent"):
            return self.filter(mandate_in_force(actor, on, "person")).distinct()
        return self.none()
