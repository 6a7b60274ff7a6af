"""What is due: acts that the installation performs by itself when the clock says so, signed by its own key."""

import logging
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TypeVar

from nacl.signing import SigningKey

from wasl.acts import blobs, checking, clock, entitlement, journal, keystore, outbox, queries, timekeeping
from wasl.acts.act import SYSTEM, Act
from wasl.acts.perform import perform_many
from wasl.acts.receipts import Receipt
from wasl.acts.refusals import Refused

log = logging.getLogger(__name__)

Due = Callable[[datetime, int], Iterable[Act]]
D = TypeVar("D", bound=Due)
Chore = Callable[[datetime], None]
C = TypeVar("C", bound=Chore)

BATCH = 256

_due: list[Due] = []
_chores: list[Chore] = []


def chore(function: C) -> C:
    """Register `(now) -> None`, which every tick calls: sweeping, reminding, catching up. Little at a time.

    What it does is not in the record. One that fails is logged and holds up nothing else.
    """
    _chores.append(function)
    return function


def due(function: D) -> D:
    """Register `(now, limit) -> acts` that are due and not yet performed, each time in the same order.

    Performing one must take it off.
    """
    _due.append(function)
    return function


def tick(now: datetime | None = None) -> list[Receipt]:
    """Perform whatever is due, sweep, queue the check, send what is owed; returns the receipts of the acts.

    Under a clock that is doubted nothing is destroyed. It never waits for long work: that is for `jobs.work_off`. Mail
    comes last, because a mail server may let it wait. Two ticks at once do no harm: the second one's acts are refused
    by their rules.
    """
    now = now or clock.now()
    receipts = perform_due(now)
    journal.forget_old_pages()
    if not timekeeping.doubted(queries.last_at()):
        blobs.sweep(now)
    checking.start_due(now)
    _do_chores(now)
    outbox.deliver_at_once()
    outbox.send_due(now)
    return receipts


def _do_chores(now: datetime) -> None:
    for function in _chores:
        try:
            function(now)
        except Exception:
            log.exception("a chore of the tick failed: %s", function.__qualname__)


def perform_due(now: datetime) -> list[Receipt]:
    """Perform the acts that are due, and nothing else of a tick."""
    waiting = [function for function in _due if list(function(now, 1))]
    key = keystore.system_key()
    if not waiting or not _may_sign(key):
        return []
    return [receipt for function in waiting for receipt in _perform(function, now, key)]


def _may_sign(key: SigningKey) -> bool:
    try:
        entitlement.party_of(keystore.keyid_of(key))
    except Refused as refusal:
        log.warning("what is due cannot be performed with the installation's own key: %s", refusal.code)
        return False
    return True


def _perform(function: Due, now: datetime, key: SigningKey) -> list[Receipt]:
    """One act that is refused holds up no other; when the installation can accept none, the next tick tries again."""
    receipts: list[Receipt] = []
    refused: dict[Act, Refused] = {}
    while acts := [act for act in function(now, BATCH + len(refused)) if act not in refused][:BATCH]:
        outcomes = perform_many([keystore.sign(act, SYSTEM, key).normal for act in acts])
        receipts += [outcome for outcome in outcomes if isinstance(outcome, Receipt)]
        found = {act: outcome for act, outcome in zip(acts, outcomes, strict=True) if isinstance(outcome, Refused)}
        refused |= found
        if len(acts) < BATCH or any(refusal.status >= 500 for refusal in found.values()):
            break
    for code, number in Counter(refusal.code for refusal in refused.values()).items():
        log.warning("acts that were due were refused: %s of them as %s", number, code)
    return receipts
