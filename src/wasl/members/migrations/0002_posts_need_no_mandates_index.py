"""Nothing asks for a post by its mandate, and nobody holds a post twice: the index was a page written for nothing."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("members", "0001_initial")]

    operations = [migrations.AlterField("post", "mandate", models.BigIntegerField())]
