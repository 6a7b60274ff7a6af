from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("checks", "0001_checks")]

    operations = [migrations.AddField("check", "rows", models.JSONField(default=list))]
