"""Entries say whether they are open (docs/decisions/0006-open-entries-are-marked.md), so every leaf is another.

The journal learns it from the vault; the tree is then made again from the journal, some rows at a time. The last
checkpoint was signed over the old tree: it goes, and the next one begins anew.
"""

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from django.db import migrations, models

from wasl.record.tiles import new_tile_nodes
from wasl.record.tree import CompactRange

STEP = 4096


def mark_open_entries(apps: Any, schema_editor: Any) -> None:
    journal, vault = apps.get_model("acts", "JournalEntry"), apps.get_model("acts", "VaultEntry")
    opened = vault.objects.filter(open=True).values("index")
    journal.objects.filter(index__in=opened).update(open=True)


def remake_tree(apps: Any, schema_editor: Any) -> None:
    head = apps.get_model("acts", "Head").objects.filter(pk=1).first()
    if head is None:
        return
    node = apps.get_model("acts", "TreeNode")
    node.objects.all().delete()
    grown = CompactRange()
    for start in range(0, head.size, STEP):
        nodes = []
        for leaf in _leaves(apps, start, min(start + STEP, head.size)):
            nodes += new_tile_nodes(grown.append(leaf))
        node.objects.bulk_create(node(level=level, number=number, hash=hashed) for level, number, hashed in nodes)
    if grown.size != head.size:
        message = f"the journal holds {grown.size} of the record's {head.size} entries: restore a backup first"
        raise ValueError(message)
    head.range = grown.to_bytes()
    head.save()
    apps.get_model("acts", "SignedCheckpoint").objects.all().delete()


def _leaves(apps: Any, start: int, end: int) -> Iterator[bytes]:
    """The leaves as decision 0006 defines them, written out: a migration does not follow later forms."""
    rows = apps.get_model("acts", "JournalEntry").objects.filter(index__gte=start, index__lt=end).order_by("index")
    for commitment, is_open in rows.values_list("commitment", "open"):
        yield sha256(b"\x00wasl-entry/1" + (b"\x01" if is_open else b"\x00") + bytes(commitment)).digest()


class Migration(migrations.Migration):
    dependencies = [("acts", "0001_initial")]

    operations = [
        migrations.AddField("journalentry", "open", models.BooleanField(default=False), preserve_default=False),
        migrations.RunPython(mark_open_entries, elidable=False),
        migrations.RunPython(remake_tree, elidable=False),
    ]
