"""Signing the record's size and root. The keys lie in the home's secrets, never in the database."""

from functools import lru_cache

from django.conf import settings
from django.db import connection, transaction

from wasl.acts import clock
from wasl.acts.home import Home
from wasl.acts.journal import in_line
from wasl.acts.models import Head, SignedCheckpoint
from wasl.record import checkpoint
from wasl.record.checkpoint import Checkpoint
from wasl.record.note import Ed25519Signer, MLDSA44Cosigner, NoteError
from wasl.record.tree import CompactRange

KEPT_SECONDS = 5
"""How long a published checkpoint may lag behind the record."""


@lru_cache(maxsize=4)
def _log_signer(home: Home) -> Ed25519Signer:
    return Ed25519Signer(home.origin, home.secret("log.key"))


@lru_cache(maxsize=4)
def _cosigner(home: Home) -> MLDSA44Cosigner:
    return MLDSA44Cosigner(f"{home.origin}/cosigner", home.secret("cosigner.key"))


class Inconsistent(Exception):  # noqa: N818 (says what the record is)
    """The record is not what was signed before: signing it now would make two histories. The text says how."""


class Foreign(Exception):  # noqa: N818 (says whose the record is)
    """The record in the database is not the one that this home's secrets sign. The text is for people."""


def log_signer() -> Ed25519Signer:
    """The key that signs this record's checkpoints; read once a process."""
    return _log_signer(settings.WASL_HOME)


def cosigner() -> MLDSA44Cosigner:
    """The post-quantum key that cosigns published checkpoints; read once a process."""
    return _cosigner(settings.WASL_HOME)


def verifier_keys() -> list[str]:
    """What a member pins: the two verifier keys, as C2SP vkeys."""
    return [log_signer().verifier().vkey, cosigner().verifier().vkey]


def sign(tree: CompactRange) -> str:
    """A note over the tree's size and root with the log's signature. Only for a tree that is committed."""
    return Checkpoint(settings.WASL_HOME.origin, tree.size, tree.root()).signed(log_signer())


def published() -> SignedCheckpoint:
    """The checkpoint of the present head with both signatures, renewed at most every few seconds.

    The row in the database keeps every process from signing two roots for one size, and a smaller size
    after a larger one. Raises Foreign, and what `publish` raises.
    """
    kept = _kept()
    fresh = kept and abs((clock.now() - kept.signed_at).total_seconds()) < KEPT_SECONDS
    if kept and (fresh or Head.objects.filter(pk=1, size=kept.size).exists()):
        return kept
    return publish()


def check_home() -> None:
    """See that the database's record is this home's, if it was ever signed; one without tables is anybody's.

    Raises Foreign.
    """
    if SignedCheckpoint._meta.db_table in connection.introspection.table_names():
        _kept()


def was_signed() -> bool:
    """Whether a checkpoint of the database's record is kept: then `check_home` has something to go by."""
    return SignedCheckpoint.objects.filter(pk=1).exists()


def _kept() -> SignedCheckpoint | None:
    kept = SignedCheckpoint.objects.filter(pk=1).first()
    if kept and not _is_ours(settings.WASL_HOME, kept.note):
        origin = settings.WASL_HOME.origin
        message = (
            f"the database holds a record that was not signed as {origin} with the log.key in "
            f"{settings.WASL_HOME.secrets}: database and secrets do not belong together"
        )
        raise Foreign(message)
    return kept


@lru_cache(maxsize=4)
def _is_ours(home: Home, kept: str) -> bool:
    try:
        return checkpoint.opened(kept, [_log_signer(home).verifier()]).origin == home.origin
    except NoteError:
        return False


def covering(index: int) -> SignedCheckpoint:
    """A published checkpoint that covers an entry known to be there, renewed only if the last one does not."""
    found = published()
    return found if found.size > index else publish()


def publish() -> SignedCheckpoint:
    """Sign the head as it is now, or return what is kept when nothing was appended since.

    Raises Foreign, Inconsistent; Refused: busy.
    """
    with in_line(), transaction.atomic():
        # The head's lock lets one process at a time sign, and the row it finds is the newest.
        head = Head.objects.select_for_update().filter(pk=1).first()
        kept = _kept()
        tree = CompactRange.from_bytes(head.size, bytes(head.range)) if head else CompactRange()
        root = tree.root()
        if kept and kept.size == tree.size:
            if bytes(kept.root) != root:
                message = f"the record has another root at size {tree.size} than the one already signed"
                raise Inconsistent(message)
            return kept
        if kept and kept.size > tree.size:
            message = f"the record shrank: {kept.size} entries were signed, {tree.size} are there"
            raise Inconsistent(message)
        signed = Checkpoint(settings.WASL_HOME.origin, tree.size, root)
        at = clock.now()
        note = signed.cosigned(signed.signed(log_signer()), cosigner(), int(at.timestamp()))
        renewed = SignedCheckpoint(id=1, size=tree.size, root=root, note=note, signed_at=at)
        if head:
            renewed.save(force_insert=kept is None)
        return renewed
