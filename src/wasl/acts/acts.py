"""What can be said about the record itself."""

from typing import ClassVar, Literal

from django.utils.translation import gettext_lazy as _

from wasl.acts.act import Act, Decided, EntryKey, Party, ShortText
from wasl.acts.registry import says


class Erased(Decided):
    """Who could read the erased act, so that they learn that it is gone."""

    readers: tuple[Party, ...]


@says(_("Entry erased"), lambda act, _decided: f"#{act['entry']}")
class Erase(Act):
    """The author of a closed act destroys it: its text, its salt and its blobs, on this installation, for ever.

    The commitment stays and says nothing; every proof still verifies. What others copied before is not undone
    by this act: that is what erasure receipts are for.
    """

    decided_type: ClassVar[type[Decided]] = Erased
    lasting: ClassVar[bool] = True
    kind: Literal["acts.erase/1"] = "acts.erase/1"
    entry: EntryKey
    reason: ShortText

    def audience(self, author: str, decided: Decided) -> frozenset[str]:
        """Whoever could read what was erased."""
        assert isinstance(decided, Erased)
        return frozenset({author, *decided.readers})
