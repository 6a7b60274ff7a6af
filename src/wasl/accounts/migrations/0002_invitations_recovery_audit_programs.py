import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="CacheEntry",
            fields=[
                ("cache_key", models.CharField(max_length=255, primary_key=True, serialize=False)),
                ("value", models.TextField()),
                ("expires", models.DateTimeField(db_index=True)),
            ],
            options={
                "db_table": "accounts_cache",
            },
        ),
        migrations.CreateModel(
            name="Program",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("party", models.CharField(db_index=True, max_length=12)),
                ("name", models.CharField(max_length=80)),
                ("purpose", models.CharField(max_length=300)),
                ("scopes", models.JSONField()),
                ("prefix", models.CharField(max_length=12, unique=True)),
                ("digest", models.CharField(max_length=64)),
                ("created_by", models.BigIntegerField()),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("last_used_at", models.DateTimeField(null=True)),
                ("revoked_at", models.DateTimeField(null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("party", models.CharField(max_length=12)),
                ("officer", models.BigIntegerField()),
                ("email", models.EmailField(max_length=254)),
                ("language", models.CharField(max_length=2)),
                ("invited_by", models.BigIntegerField(null=True)),
                ("invited_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("turn", models.IntegerField(default=1)),
                ("accepted_at", models.DateTimeField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["party", "-id"], name="accounts_invitation_party")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("accepted_at", None), ("withdrawn_at", None)),
                        fields=("officer",),
                        name="accounts_one_open_invitation",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SignIn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(db_index=True)),
                ("account", models.BigIntegerField(null=True)),
                ("party", models.CharField(max_length=12)),
                ("by", models.BigIntegerField(null=True)),
                ("tried", models.CharField(max_length=32)),
                ("event", models.CharField(max_length=24)),
                ("method", models.CharField(max_length=20)),
                ("network", models.CharField(max_length=45)),
                ("agent", models.CharField(max_length=200)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["account", "-id"], name="accounts_signin_account"),
                    models.Index(fields=["party", "-id"], name="accounts_signin_party"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Recovery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("asked_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("by_head", models.BigIntegerField(null=True)),
                ("by_head_at", models.DateTimeField(null=True)),
                ("by_administrator", models.BigIntegerField(null=True)),
                ("by_administrator_at", models.DateTimeField(null=True)),
                ("refused_by", models.BigIntegerField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("done", models.BooleanField(default=False)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="recoveries",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)), fields=("account",), name="accounts_one_open_recovery"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("by_head", None),
                            ("by_administrator", None),
                            models.Q(("by_head", models.F("by_administrator")), _negated=True),
                            _connector="OR",
                        ),
                        name="accounts_recovery_by_two",
                    ),
                ],
            },
        ),
    ]
