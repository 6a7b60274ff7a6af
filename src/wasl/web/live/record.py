"""What pages that show entries of the record are told: new entries, those that were erased, the checkpoint."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from wasl.acts import audience, checkpoints, queries
from wasl.acts.acts import Erase
from wasl.acts.subscribers import Heard, subscribe
from wasl.web import entries
from wasl.web.live.events import AGAIN, PUBLIC, Fragment, Shown
from wasl.web.live.publishing import forget, publish, publish_each
from wasl.web.live.rendering import once, prepares
from wasl.web.live.topics import offer_topic
from wasl.web.views import checkpoint_facts

RECORD, MEMBER = "record", "member"
"""Topics: every entry; `member:MA`, the open acts of one member."""

ENTRY, LATEST, ERASED = "web/live/entry.html", "web/live/latest.html", "web/live/erased.html"
CHECKPOINT = "web/live/checkpoint.html"

PIECES = 20
"""Acts of one transaction that are told one by one; of more, pages fetch their lists anew."""


def offered() -> None:
    """Offer the topics, and listen to the door."""
    offer_topic(RECORD)
    offer_topic(MEMBER)
    subscribe(tell)


def tell(heard: Sequence[Heard]) -> None:
    """What was just accepted. The checkpoint follows when it is signed again, a few seconds later."""
    erased = [(entry, act, decided) for entry, act, decided in heard if isinstance(act, Erase)]
    if erased:
        forget()
    if len(heard) > PIECES:
        publish(RECORD, PUBLIC, AGAIN)
        for party in sorted({entry.party for entry, act, _decided in heard if act.open}):
            publish(f"{MEMBER}:{party}", PUBLIC, AGAIN)
    else:
        for entry, act, decided in heard:
            readers = [row[1] for row in audience.rows(entry.index, act, entry.party, decided)]
            publish_each(RECORD, _shown(ENTRY, entry.index, readers))
            if act.open:
                publish(f"{MEMBER}:{entry.party}", PUBLIC, Fragment(LATEST, {"index": entry.index}))
            if isinstance(act, Erase):
                publish_each(RECORD, _shown(ERASED, act.entry, readers))
    last = heard[-1][0].index
    publish(RECORD, PUBLIC, Fragment(CHECKPOINT, {"index": last}), settle=float(checkpoints.KEPT_SECONDS))


def _shown(template: str, index: int, readers: Iterable[str]) -> list[Shown]:
    """An entry as each of its readers sees it, and then as everybody does."""
    read = [(f"party:{reader}", Fragment(template, {"index": index, "reader": reader})) for reader in readers]
    return [*read, (PUBLIC, Fragment(template, {"index": index}))]


@prepares(ENTRY)
@prepares(LATEST)
@prepares(ERASED)
def _entry(keys: Mapping[str, Any]) -> dict[str, Any]:
    index, reader = keys["index"], keys.get("reader")
    (found,) = once(("entry", index, reader), lambda: queries.listed(reader, [index]))
    return {"entry": entries.line(found), "total": index + 1}


@prepares(CHECKPOINT)
def _checkpoint(keys: Mapping[str, Any]) -> dict[str, Any]:
    return {"checkpoint": checkpoint_facts(checkpoints.covering(keys["index"]))}
