"""Tables that say who may read a closed act and which blobs an act names, filled from the vault.

Only an act knows its readers, so its class is asked. That is safe here: a kind of act never changes, and every later
version knows them all. What was erased also loses its kind and author.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.db import migrations, models

STEP = 1024


def fill(apps: Any, schema_editor: Any) -> None:
    audience, named = apps.get_model("acts", "Audience"), apps.get_model("acts", "NamedBlob")
    vault = apps.get_model("acts", "VaultEntry")
    rows = _rows(vault.objects.filter(erased_by=None).order_by("index").iterator(chunk_size=STEP))
    while chunk := list(islice(rows, STEP)):
        audience.objects.bulk_create(
            audience(entry=entry, party=party, author=author, kind=kind)
            for entry, kind, author, readers, _ in chunk
            for party in readers
        )
        named.objects.bulk_create(
            named(entry=entry, party=author, digest=digest)
            for entry, _, author, _, digests in chunk
            for digest in digests
        )


def _rows(vault: Iterable[Any]) -> Iterator[tuple[int, str, str, list[str], list[str]]]:
    """Of each entry that has any: index, kind, author, readers and digests of blobs."""
    from wasl.acts import registry
    from wasl.acts.act import Act
    from wasl.record import canonical, envelope

    for row in vault:
        kind = registry.find(row.kind)
        if kind is None:
            message = f"entry {row.index} is of the kind {row.kind}, which this version of Wasl does not know"
            raise LookupError(message)
        if row.open and kind.act.blobs is Act.blobs:
            continue
        said = canonical.loads(envelope.parse(bytes(row.envelope)).payload)
        act = kind.act.model_validate(said["act"])
        decided = kind.act.decided_type.model_validate(canonical.loads(bytes(row.decided)))
        readers = () if row.open else {row.party, *act.audience(row.party, decided)}
        yield row.index, row.kind, row.party, sorted(readers), sorted(act.blobs())


def empty_erased(apps: Any, schema_editor: Any) -> None:
    apps.get_model("acts", "VaultEntry").objects.exclude(erased_by=None).update(kind="", party="")


class Migration(migrations.Migration):
    dependencies = [("acts", "0002_open_entries_are_marked")]

    operations = [
        migrations.CreateModel(
            name="Audience",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "entry", "party", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("entry", models.BigIntegerField()),
                ("party", models.CharField(max_length=12)),
                ("author", models.CharField(max_length=12)),
                ("kind", models.CharField(max_length=80)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["party", "author", "entry"], name="acts_audience_author"),
                    models.Index(fields=["party", "kind", "entry"], name="acts_audience_kind"),
                    models.Index(fields=["party", "author", "kind", "entry"], name="acts_audience_both"),
                ],
            },
        ),
        migrations.CreateModel(
            name="NamedBlob",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "entry", "digest", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("entry", models.BigIntegerField()),
                ("party", models.CharField(max_length=12)),
                ("digest", models.CharField(max_length=64)),
            ],
            options={
                "indexes": [models.Index(fields=["party", "digest", "entry"], name="acts_named_blob")],
            },
        ),
        migrations.RunPython(fill, elidable=False),
        migrations.RunPython(empty_erased, elidable=False),
        migrations.RemoveIndex(model_name="vaultentry", name="acts_vault_party"),
        migrations.AddIndex(
            model_name="blob",
            index=models.Index(condition=models.Q(("named_by", None)), fields=["party"], name="acts_blob_unnamed"),
        ),
    ]
