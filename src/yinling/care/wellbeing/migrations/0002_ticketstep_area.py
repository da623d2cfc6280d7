from django.db import migrations, models


class Migration(migrations.Migration):
    """Where a ticket was at each step; until now none had moved."""

    dependencies = [("wellbeing", "0001_initial")]

    operations = [
        migrations.AddField("ticketstep", "area", models.CharField(blank=True, default="", max_length=12), False),
        migrations.RunSQL(
            "UPDATE wellbeing_ticketstep SET area ="
            " (SELECT area FROM wellbeing_ticket WHERE wellbeing_ticket.id = wellbeing_ticketstep.ticket_id)",
            migrations.RunSQL.noop,
        ),
    ]
