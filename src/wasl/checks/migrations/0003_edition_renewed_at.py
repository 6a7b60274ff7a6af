from typing import Any

from django.db import migrations, models


def with_their_import(apps: Any, _editor: Any) -> None:
    """Editions of before renewed their lists when they were imported."""
    apps.get_model("checks", "Edition").objects.update(renewed_at=models.F("imported_at"))


class Migration(migrations.Migration):
    dependencies = [("checks", "0002_rows_of_a_file_of_many")]

    operations = [
        migrations.AddField("edition", "renewed_at", models.DateTimeField(null=True)),
        migrations.RunPython(with_their_import, migrations.RunPython.noop),
        migrations.AlterField("edition", "renewed_at", models.DateTimeField()),
    ]
