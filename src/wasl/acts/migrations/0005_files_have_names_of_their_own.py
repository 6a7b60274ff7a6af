"""A blob's row names its file; the tables are asked about gone and held blobs by an index; restorations are remembered.

Files of earlier versions keep the names that follow from party and digest: their rows name none.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("acts", "0004_jobs_say_how_they_ended")]

    operations = [
        migrations.CreateModel(
            name="Restoration",
            fields=[
                ("id", models.SmallIntegerField(primary_key=True, serialize=False)),
                ("backup", models.CharField(max_length=64)),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("id", 1)), name="acts_one_restoration")],
            },
        ),
        migrations.AddField("blob", "file", models.CharField(default="", max_length=67)),
        migrations.AddIndex(
            model_name="blob",
            index=models.Index(condition=models.Q(("sealed_key", None)), fields=["id"], name="acts_blob_gone"),
        ),
        migrations.AddIndex(
            model_name="blob",
            index=models.Index(
                condition=models.Q(("sealed_key__isnull", False)),
                fields=["party", "digest", "size"],
                name="acts_blob_held",
            ),
        ),
    ]
