"""A new edition of a list: read whole, compared with the one before, and only then said in an act.

Whatever is wrong with the files refuses them all, and the list stays as it was.
"""

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wasl.acts.refusals import Refused
from wasl.acts.wording import Text
from wasl.checks import queries, reading
from wasl.checks.acts import ImportList, ListFile, Source
from wasl.checks.index import listed, prepared
from wasl.checks.lists import bounds, editions
from wasl.checks.models import Edition, WatchList
from wasl.checks.reading import Entry, ListRefused
from wasl.checks.reading.files import OFAC
from wasl.checks.wording import fault

SHARE_LOST_MAX = 0.1
"""Of the edition before, the share that may be gone at once: more is more often a fault than a decision."""

NAMED = 20
"""Of those that come, change and go, as many are named."""

Progress = Callable[[int], None]
"""Hears how many entries were read."""


def silent(_read: int) -> None:
    """For whoever waits for no progress."""


@dataclass(slots=True)
class ChangedIds:
    """What an edition changes: the ids that come, change and go, and how many stay as they are.

    `names` has what the first `NAMED` of each are called, by id.
    """

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    delisted: list[str] = field(default_factory=list)
    unchanged: int = 0
    names: dict[str, str] = field(default_factory=dict)

    @property
    def share_delisted(self) -> float:
        """Of the edition before, the share that is gone."""
        before = self.unchanged + len(self.changed) + len(self.delisted)
        return len(self.delisted) / before if before else 0.0

    @property
    def says_nothing_new(self) -> bool:
        """Whether both editions say the same."""
        return not (self.added or self.changed or self.delisted)


@dataclass(frozen=True, slots=True)
class Read:
    """Files that read without fault: what they hold, and how that differs from the edition before."""

    entries: int
    digest: str
    published: date | None
    ids: ChangedIds


def read(watch_list: WatchList, path: Path, *, columns: str | None = None, progress: Progress = silent) -> Read:
    """Read the files of a new edition of a list. `path` as `reading.paths` takes it.

    Raises Refused: list-refused, too-many-entries, wrong-columns, storage-full; OSError.
    """
    form, opened = _Form(watch_list.source, watch_list.name, columns), reading.opened(watch_list.source, path)
    return _of_list(watch_list, form, opened, progress)


def read_first(source: str, name: str, path: Path, *, columns: str | None = None, progress: Progress = silent) -> Read:
    """Read the files of a list that is not open yet, and would have this name. Raises what `read` raises."""
    return _read(_Form(source, name, columns), reading.opened(source, path), {}, progress)


def read_kept(  # noqa: PLR0913 (what is read, and how much of it)
    watch_list: WatchList,
    files: tuple[ListFile, ...],
    *,
    columns: str | None = None,
    progress: Progress = silent,
    most: int = sys.maxsize,
    most_entries: int = sys.maxsize,
) -> Read:
    """Read the files of a new edition that are kept already; none may hold more than `most` bytes, once unpacked.

    Raises what `read` raises, and Refused: file-missing.
    """
    form = _Form(watch_list.source, watch_list.name, columns, most, most_entries)
    return _of_list(watch_list, form, editions.opened(watch_list.party, files), progress)


def _of_list(watch_list: WatchList, form: "_Form", opened: "_Opened", progress: Progress) -> Read:
    """Compare with the edition before, and write down what is to be changed, should it be imported."""
    newest, before = _before(watch_list)
    with prepared.Writing() as writing:
        found = _read(form, opened, before, progress, writing.put)
        if newest and newest.digest != found.digest:
            writing.keep(newest.digest, found.digest, found.ids.delisted)
    gone = queries.listed(found.ids.delisted[:NAMED])
    found.ids.names.update((subject, called(entry)) for subject, entry in gone.items())
    return found


@dataclass(frozen=True, slots=True)
class _Form:
    """As what files are read: the form, the name of their list, the column map; and how much they may hold."""

    source: str
    name: str
    columns: str | None
    most: int = sys.maxsize
    """Bytes of a file, once unpacked, beside what the party's bounds say."""
    most_entries: int = sys.maxsize
    """Entries of an edition, beside what they say."""

    @property
    def party(self) -> str:
        """Whose list it is."""
        return queries.party_of(self.name)


_Opened = AbstractContextManager[Mapping[str, BinaryIO]]
_Hears = Callable[[Entry, str], None]
"""Hears of an entry that came or says otherwise, with its digest."""


def _unheard(_entry: Entry, _digest: str) -> None:
    pass


def _read(form: _Form, opened: _Opened, before: dict[str, str], progress: Progress, hears: _Hears = _unheard) -> Read:
    columns = _map(form.source, form.columns)
    try:
        with opened as kept:
            most = bounds.of(form.party).octets
            files = bounds.bounded(kept, min(form.most, most))
            published = reading.published(form.source, files)
            entries = reading.entries(form.source, files, list_name=form.name, columns=columns, most=most)
            total, found = _compared(_few(entries, form), before, progress, hears)
    except ListRefused as refusal:
        raise refused(refusal) from refusal
    return Read(total.entries, total.digest(), published, found)


def _before(watch_list: WatchList) -> tuple[Edition | None, dict[str, str]]:
    """The newest edition that can be read, and by id the digests of its entries: from the table, or from its files."""
    in_table = listed.edition_of(watch_list)
    for edition in queries.editions_to_try(watch_list.entry, () if in_table is None else (in_table,)):
        if edition.entry == in_table:
            return edition, listed.digests(watch_list)
        if (digests := _readable(watch_list, edition)) is not None:
            return edition, digests
    return None, {}


def _readable(watch_list: WatchList, edition: Edition) -> dict[str, str] | None:
    """By id, the digests of what an edition's files say; None where they cannot be read as its author said."""
    total, digests = reading.Sum(), dict[str, str]()
    try:
        with editions.entries(watch_list, edition) as entries:
            for entry in entries:
                digests[entry.id] = entry.digest()
                total.add(digests[entry.id])
    except ListRefused:
        return None
    except Refused as refusal:
        if refusal.code != "file-missing":
            raise
        return None
    return digests if total.digest() == edition.digest else None


def _few(entries: Iterable[Entry], form: _Form) -> Iterator[Entry]:
    """The entries, up to as many as a party's edition may have. Raises ListRefused; Refused: too-many-entries."""
    beside = queries.entries_beside(form.name)
    for number, entry in enumerate(entries, 1):
        bounds.hold_entries(form.party, number, beside)
        if number > form.most_entries:
            raise ListRefused("too-large", f"more than {form.most_entries} entries", line=entry.line)
        yield entry


def _compared(
    entries: Iterable[Entry], before: dict[str, str], progress: Progress, hears: _Hears
) -> tuple[reading.Sum, ChangedIds]:
    """Takes out of `before` what is there still."""
    total, found = reading.Sum(), ChangedIds()
    for entry, digest, known in listed.compared(entries, before, total):
        if known == digest:
            found.unchanged += 1
        else:
            into = found.added if known is None else found.changed
            into.append(entry.id)
            hears(entry, digest)
            if len(into) <= NAMED:
                found.names[entry.id] = called(entry)
        if total.entries % 1000 == 0:
            progress(total.entries)
    found.delisted = sorted(before)
    return total, found


def called(entry: Entry) -> str:
    """The name an entry goes by; its id where it has none."""
    names = entry.subject.names or entry.subject.weak_names
    return names[0] if names else entry.id


def _map(source: str, columns: str | None) -> reading.ColumnMap | None:
    if source != Source.CSV:
        return None
    try:
        return reading.parse(columns or "")
    except reading.MapFault as wrong:
        text = _("The column map cannot be used, for its part %(part)s.")
        raise Refused("wrong-columns", text, part=wrong.where) from wrong


def refused(refusal: ListRefused) -> Refused:
    """The refusal of a file as people and programs read it: the fault, the line, the field, at the file at fault."""
    text = _("The file was not taken, and the list is as it was. %(fault)s")
    what = fault(refusal)
    name = refusal.field.partition("/")[0].removesuffix(".csv")
    field = f"files.{name}" if name in OFAC else "files"
    return Refused("list-refused", text, fault=what, reason=refusal.code, line=refusal.line, fields={field: what})


def check_losses(found: ChangedIds) -> None:
    """Raises Refused: many-delisted, when more is gone than is likely to be meant."""
    if found.share_delisted > SHARE_LOST_MAX:
        raise Refused(
            "many-delisted",
            _("%(share)s %% of the entries are gone since the edition before. Nothing was changed: confirm it."),
            share=round(100 * found.share_delisted),
            fields={"accept_losses": _("Confirm that so many entries are gone.")},
            status=409,
        )


def is_older(found: Read, newest: Edition | None) -> bool:
    """Whether files say that they were published before the edition that counts."""
    return bool(newest and newest.published and found.published and found.published.isoformat() < newest.published)


def doubts(watch_list: WatchList, found: Read) -> Iterator[Text]:
    """What speaks against files being the next edition of a list, for people to look at twice."""
    newest = queries.newest_edition(watch_list.entry)
    if newest is None:
        return
    if found.ids.share_delisted > SHARE_LOST_MAX:
        share = round(100 * found.ids.share_delisted)
        yield gettext("%(share)s %% of the entries are gone since the edition before.") % {"share": share}
    if is_older(found, newest):
        yield gettext("It was published before the edition that counts now.")
    if found.ids.says_nothing_new and found.published and found.published.isoformat() <= newest.published:
        yield gettext("It says nothing new.")
    elif found.ids.says_nothing_new:
        yield gettext("It says nothing new. Imported all the same, it shows that the list was renewed.")


def act(watch_list: WatchList, files: tuple[ListFile, ...], found: Read, columns: str | None = None) -> ImportList:
    """The act that brings the edition."""
    return ImportList(
        list=watch_list.entry,
        files=files,
        columns=columns,
        published=found.published.isoformat() if found.published else None,
        digest=found.digest,
        entries=found.entries,
        added=len(found.ids.added),
        changed=len(found.ids.changed),
        delisted=len(found.ids.delisted),
    )
