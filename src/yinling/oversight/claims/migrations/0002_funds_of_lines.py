"""Names the funds of each line where they can be searched, and orders a claim's lines by what needs a look."""

from django.db import migrations, models


def name_funds(apps, schema_editor):
    """Copies the codes of what gives something out of `shares`."""
    lines = apps.get_model("claims", "ClaimLine").objects.exclude(subsidy_fen=0)
    for line in lines.iterator(chunk_size=2000):
        codes = dict.fromkeys(share["code"] for share in line.shares if share["fen"])
        lines.filter(pk=line.pk).update(funds="|{}|".format("|".join(codes)) if codes else "")


class Migration(migrations.Migration):
    dependencies = [("claims", "0001_initial")]

    operations = [
        migrations.RemoveIndex(model_name="claimline", name="claim_line_odd"),
        migrations.AddField(
            model_name="claimline",
            name="funds",
            field=models.CharField(blank=True, max_length=200, verbose_name="资金"),
        ),
        migrations.AddIndex(
            model_name="claimline",
            index=models.Index(fields=["claim", "-is_odd", "-is_sampled", "id"], name="claim_line_by_need"),
        ),
        migrations.RunPython(name_funds, migrations.RunPython.noop),
    ]
