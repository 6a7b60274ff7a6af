from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0011_audit_of_every_bureau"),
    ]

    operations = [
        migrations.AddField(
            model_name="program",
            name="check_purpose",
            field=models.CharField(blank=True, default="", max_length=40),
        ),
    ]
