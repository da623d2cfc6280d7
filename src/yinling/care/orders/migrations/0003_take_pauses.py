"""Pauses of plans become rests of the person, where no rest tells the same time already."""

from django.db import migrations
from django.db.models import F, Q


def take_pauses(apps, schema_editor):
    pause_model, rest_model = apps.get_model("plans", "Pause"), apps.get_model("orders", "Rest")
    for pause in pause_model.objects.exclude(until_on=F("from_on")).select_related("plan").order_by("pk"):
        known = rest_model.objects.filter(Q(until=None) | Q(until__gt=pause.from_on), person_id=pause.plan.person_id)
        if pause.until_on is not None:
            known = known.filter(from_day__lt=pause.until_on)
        if not known.exists():
            rest_model.objects.create(
                person_id=pause.plan.person_id, area=pause.plan.area, reason=pause.reason, note=pause.note,
                from_day=pause.from_on, until=pause.until_on, by_name=pause.by_name, at=pause.at,
            )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("orders", "0002_rests_of_plans"), ("plans", "0002_item_reason")]
    operations = [migrations.RunPython(take_pauses, migrations.RunPython.noop)]
