"""The door itself: signed acts go in, receipts or refusals come out."""

import secrets
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.db.utils import InterfaceError, OperationalError
from django.utils.translation import gettext_lazy as _

from wasl.acts import audience, blobs, checkpoints, entitlement, outbox, queries, subscribers, timekeeping
from wasl.acts.act import Decided, Entry
from wasl.acts.acts import Erase
from wasl.acts.journal import Door, NewEntry, door, not_written
from wasl.acts.models import OutboxMessage, VaultEntry, derived_models
from wasl.acts.receipts import Receipt
from wasl.acts.refusals import Refused
from wasl.acts.statement import Statement, read
from wasl.acts.working_set import Row
from wasl.record import canonical
from wasl.record.entry import SALT_SIZE, commitment
from wasl.record.tree import CompactRange, batch_proofs

BATCH_MAX = 1024

Source = bytes | dict[str, Any]
Outcome = Receipt | Refused


def perform(source: Source) -> Receipt:
    """Accept one signed act. Raises Refused, and then nothing was changed.

    Sending the same act twice gives the same receipt: entry, decided facts and salt are those of the first
    time; checkpoint and proof may be newer.
    """
    (outcome,) = perform_many([source])
    if isinstance(outcome, Refused):
        raise outcome
    return outcome


def perform_many(sources: Sequence[Source]) -> list[Outcome]:
    """Accept a batch in one transaction, in order: a receipt or a Refused for each.

    A refused act leaves nothing behind and does not hold up the others. Signatures are checked before the
    lock is taken. Raises Refused when the database cannot be reached or written to (busy, storage-full,
    storage-failed, database-unreachable), and whatever `apply` raises: then nothing of the batch was accepted.
    """
    if len(sources) > BATCH_MAX:
        raise Refused("batch-too-large", _("A batch may have at most %(limit)s acts."), limit=BATCH_MAX, status=413)
    examined = _examine_all(sources)
    statements = [found for found in examined if isinstance(found, Statement)]
    if not statements:
        return [found for found in examined if isinstance(found, Refused)]
    try:
        with door(_rows(statements), [statement.identity for statement in statements]) as opened:
            session = _Session(opened)
            verdicts = [session.take(found) for found in examined]
            if session.owed:
                outbox.owe(session.owed)
    except (OperationalError, InterfaceError) as error:
        raise not_written(error) from error
    if session.heard:
        subscribers.tell(session.heard)
    if any(message.channel == outbox.PEOPLE for message in session.owed):
        outbox.deliver_at_once()
    return session.outcomes(verdicts)


@cache
def _verifiers() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(2, thread_name_prefix="verify")


def _examine(source: Source) -> Statement | Refused:
    try:
        return read(source, settings.WASL_HOME.origin)
    except Refused as refusal:
        return refusal


def _examine_all(sources: Sequence[Source]) -> list[Statement | Refused]:
    """Libsodium verifies outside the interpreter's lock: another thread takes half of a batch, and two cores work."""
    if len(sources) < 8:
        return _examine_each(sources)
    middle = len(sources) // 2
    others = _verifiers().submit(_examine_each, sources[middle:])
    return _examine_each(sources[:middle]) + others.result()


def _examine_each(sources: Sequence[Source]) -> list[Statement | Refused]:
    return [_examine(source) for source in sources]


def _rows(statements: Sequence[Statement]) -> list[Row]:
    """The recorded rows that judging and deciding will ask for."""
    wanted: list[Row] = []
    for statement in statements:
        wanted += entitlement.rows(statement)
        if statement.kind.loads:
            wanted += statement.kind.loads(statement.act)
    return wanted


@dataclass(slots=True)
class _Accepted:
    """An entry of this transaction, or one that an earlier transaction accepted."""

    index: int
    identity: str
    is_open: bool
    decided: Decided
    decided_bytes: bytes
    salt: bytes
    commitment: bytes


class _Session:
    """One batch inside the open door."""

    def __init__(self, opened: Door) -> None:
        self.door = opened
        self.heard: list[subscribers.Heard] = []
        self.owed: list[OutboxMessage] = []
        self._known: dict[str, tuple[bytes, _Accepted] | VaultEntry] = dict(opened.known)

    def take(self, found: Statement | Refused) -> _Accepted | Refused:
        """Judge, decide, apply and append one statement."""
        if isinstance(found, Refused):
            return found
        try:
            return self._repeated(found) or self._accept(found)
        except Refused as refusal:
            return refusal

    def _repeated(self, statement: Statement) -> _Accepted | None:
        """The entry that this very act became before. Raises Refused: erased, identity-used."""
        known = self._known.get(statement.identity)
        if known is None:
            return None
        if isinstance(known, VaultEntry):
            if known.erased_by is not None or known.pk in self.door.erased:
                raise _gone()
            envelope, accepted = bytes(known.envelope or b""), _accepted(known)
        else:
            envelope, accepted = known
            if accepted.index in self.door.erased:
                raise _gone()
        if envelope != statement.envelope.normal:
            raise Refused("identity-used", _("Another act bears the same identity."), status=409)
        return accepted

    def _accept(self, statement: Statement) -> _Accepted:
        index, at = self.door.next_index, timekeeping.next_time(self.door.last_at)
        author = entitlement.author(statement, index, at)
        kind, act = statement.kind, statement.act
        if isinstance(act, Erase):
            # What it erases may have been accepted in this very batch, and is then not in the vault yet.
            self.door.write()
        assert kind.rule is not None
        assert kind.apply is not None
        decided = kind.rule(act, author, at).model_copy(update={"at": at})
        decided_bytes = canonical.dumps(decided.model_dump(mode="json"))
        envelope, salt = statement.envelope.normal, secrets.token_bytes(SALT_SIZE)
        committed = commitment(salt, envelope, decided_bytes)
        entry = Entry(index, author.party, author.mandate, author.keyid)
        kind.apply(entry, act, decided)
        if isinstance(act, Erase):
            self.door.erased.add(act.entry)
            for model in derived_models():
                model._default_manager.filter(entry=act.entry).delete()
        if digests := act.blobs():
            blobs.keep(author.party, digests, index)
        self.door.append(
            NewEntry(index, statement.identity, kind.name, author.party, kind.act.open, envelope, decided_bytes, salt),
            committed,
            audience.rows(index, act, author.party, decided),
            at,
        )
        accepted = _Accepted(index, statement.identity, act.open, decided, decided_bytes, salt, committed)
        self._known[statement.identity] = (envelope, accepted)
        self.heard.append((entry, act, decided))
        if kind.announces:
            self.owed += kind.announces(entry, act, decided)
        return accepted

    def outcomes(self, verdicts: Sequence[_Accepted | Refused]) -> list[Outcome]:
        """Receipts for what is committed now, under one checkpoint signed for the tree as it became."""
        tree = self.door.tree
        checkpoint = checkpoints.sign(tree)
        fresh = cache(lambda: batch_proofs(self.door.before, self.door.leaves))
        return [
            verdict if isinstance(verdict, Refused) else self._receipt(verdict, tree, checkpoint, fresh)
            for verdict in verdicts
        ]

    def _receipt(
        self, accepted: _Accepted, tree: CompactRange, checkpoint: str, fresh: Callable[[], list[list[bytes]]]
    ) -> Receipt:
        place = accepted.index - self.door.before.size

        def path() -> list[bytes]:
            return fresh()[place] if place >= 0 else queries.inclusion_path(accepted.index, tree.size)

        return Receipt(
            index=accepted.index,
            identity=accepted.identity,
            is_open=accepted.is_open,
            decided=accepted.decided,
            decided_bytes=accepted.decided_bytes,
            salt=accepted.salt,
            commitment=accepted.commitment,
            checkpoint=checkpoint,
            path=path,
        )


def _gone() -> Refused:
    return Refused("erased", _("This act was accepted once and has been erased."), status=410)


def _accepted(row: VaultEntry) -> _Accepted:
    kept = queries.Kept(row.pk, row)
    return _Accepted(
        row.pk,
        row.identity,
        row.open,
        kept.decided,
        bytes(row.decided or b""),
        bytes(row.salt or b""),
        kept.opened.commitment,
    )


def receipt_of(kept: queries.Kept) -> Receipt:
    """The receipt of an act accepted earlier, under a checkpoint of the record as it is now."""
    tree = queries.head()
    accepted = _accepted(kept.row)
    return Receipt(
        index=accepted.index,
        identity=accepted.identity,
        is_open=accepted.is_open,
        decided=accepted.decided,
        decided_bytes=accepted.decided_bytes,
        salt=accepted.salt,
        commitment=accepted.commitment,
        checkpoint=checkpoints.sign(tree),
        path=lambda: queries.inclusion_path(accepted.index, tree.size),
    )
