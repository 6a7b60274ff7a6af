"""A job's progress keeps when the job ended, and the code of what went wrong.

Those of earlier versions count as ended when they last said something.
"""

from typing import Any

from django.db import migrations, models


def end(apps: Any, schema_editor: Any) -> None:
    apps.get_model("acts", "JobProgress").objects.update(ended_at=models.F("updated_at"))


class Migration(migrations.Migration):
    dependencies = [("acts", "0003_readers_and_named_blobs")]

    operations = [
        migrations.AddField("jobprogress", "ended_at", models.DateTimeField(null=True)),
        migrations.AddField("jobprogress", "problem", models.CharField(blank=True, max_length=60)),
        migrations.RunPython(end, elidable=False),
    ]
