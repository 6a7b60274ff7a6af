"""What acts about the record change."""

from wasl.acts import blobs
from wasl.acts.act import Entry
from wasl.acts.acts import Erase, Erased
from wasl.acts.models import VaultEntry, recorded_models
from wasl.acts.registry import applies


@applies(Erase)
def erase(entry: Entry, act: Erase, decided: Erased) -> None:
    """Empty the vault's row and delete the recorded rows that the erased entry made, those of its readers too.

    Its readers learn of it from this entry, which they may read.

    A reader from whom the entry was withheld has none of them; that is not an error.
    """
    for model in recorded_models():
        if not model.from_open_acts:
            model._default_manager.filter(entry=act.entry).delete()
    emptied = {"kind": "", "party": "", "envelope": None, "decided": None, "salt": None}
    VaultEntry.objects.filter(pk=act.entry).update(**emptied, erased_by=entry.index)
    blobs.destroy(act.entry, decided.at)
