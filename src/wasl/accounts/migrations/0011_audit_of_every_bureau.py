from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0010_notifications"),
    ]

    operations = [
        migrations.AddField(
            model_name="signin",
            name="again",
            field=models.BooleanField(default=False),
        ),
    ]
