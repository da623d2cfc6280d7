"""Devices follow the people with whom they hang: where these move, for whom they stand, when they die or go away."""

from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q

from yinling.care.devices.actions.registering import keep_step
from yinling.care.devices.events import DeviceVacated
from yinling.care.devices.models import Device, Ending, Installation, Silence
from yinling.engines.linkage.histories import FactHistory
from yinling.foundation.outbox.actions import announce, notify
from yinling.gateways.among import among
from yinling.gateways.policy.reading import load_pack
from yinling.kernel.actor import Actor
from yinling.kernel.area import contains
from yinling.kernel.dates import day_of
from yinling.people.registry.queries.histories import fact_histories, reported_dead

FETCH = "家里的人已去世或者迁出本区，请联系家属收回设备"


def follow_people(person_ids: Collection[int], *, by: Actor, at: datetime) -> int:
    """What hangs with some people follows them; how many devices changed. Again changes nothing."""
    asked, homes = set(person_ids), list[tuple[int, int]]()
    for part in among("person_id", asked):
        rows = Installation.objects.filter(part, removed_at=None).order_by("device")
        homes += [home for home in rows.values_list("device_id", "person_id") if home[1] in asked]
    lives = fact_histories([person for _device, person in homes]) if homes else {}
    return sum(_follow(device, lives[person], by, at) for device, person in homes)


def follow_everybody(*, by: Actor, at: datetime) -> int:
    """The same with all whom their devices may not have followed; how many devices changed."""
    homes = Installation.objects.filter(removed_at=None)
    moved = ~Q(person__area="") & ~Q(device__area=F("person__area"))
    changed = homes.filter(moved | Q(person__merged_into__isnull=False) | Q(vacated_at__isnull=False))
    dead = reported_dead() & set(homes.values_list("person_id", flat=True))
    return follow_people({*changed.values_list("person_id", flat=True), *dead}, by=by, at=at)


@transaction.atomic
def _follow(device_id: int, life: FactHistory, by: Actor, at: datetime) -> bool:
    device = Device.objects.select_for_update(of=("self",)).get(pk=device_id)
    home = device.installations.filter(removed_at=None).select_related("person__merged_into").first()
    if home is None:
        return False
    before, was_vacated = _standing(device, home), home.vacated_at is not None
    home.person = home.person.merged_into or home.person
    is_alive = life.deceased_on is None or life.deceased_on > day_of(at)
    is_here = is_alive and contains(load_pack(settings.PACK).area, home.person.area or device.area)
    if is_here:
        device.area, home.vacated_at = home.person.area or device.area, None
    else:
        home.vacated_at = home.vacated_at or at
    if before == _standing(device, home):
        return False
    if is_here and was_vacated:
        device.watched_from = at
    device.save(update_fields=["area", "watched_from"])
    home.save(update_fields=["person", "vacated_at"])
    verb = "follow" if is_here is not was_vacated else "reoccupy" if is_here else "vacate"
    keep_step(device, verb, before, by=by, at=at, after_=_standing(device, home))
    if verb == "vacate":
        _let_go(device, home, by, at)
    return True


def _standing(device: Device, home: Installation) -> dict[str, object]:
    return {"area": device.area, "person": home.person_id, "is_vacated": home.vacated_at is not None}


def _let_go(device: Device, home: Installation, by: Actor, at: datetime) -> None:
    """Its silence says nothing of anybody any more; what it calls for is heard until somebody has fetched it."""
    Silence.objects.filter(device=device, back_at=None).update(back_at=at, ending=Ending.VACATED)
    notify(text=FETCH, link=f"/devices/{device.pk}/", at=at, role="town_clerk", area=device.area)
    announce(DeviceVacated(device.pk, home.person_id, at), by=by, at=at)
