"""What is due: acts that the installation performs by itself when the clock says so, signed by its own key."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TypeVar

from wasl.acts import blobs, checking, clock, jobs, keystore, outbox
from wasl.acts.act import Act
from wasl.acts.perform import perform_many
from wasl.acts.receipts import Receipt
from wasl.acts.refusals import Refused

log = logging.getLogger(__name__)

Due = Callable[[datetime, int], Iterable[Act]]
D = TypeVar("D", bound=Due)

BATCH = 256

_due: list[Due] = []


def due(function: D) -> D:
    """Register `(now, limit) -> acts` that are due and not yet performed; performing one must take it off."""
    _due.append(function)
    return function


def tick(now: datetime | None = None) -> list[Receipt]:
    """Perform whatever is due, send what is owed, sweep, run waiting jobs; returns the receipts of the acts.

    Two ticks at once do no harm: the second one's acts are refused by their rules.
    """
    now = now or clock.now()
    receipts = perform_due(now)
    outbox.send_due(now)
    blobs.sweep(now)
    checking.start_due(now)
    jobs.work_off()
    return receipts


def perform_due(now: datetime) -> list[Receipt]:
    """Perform the acts that are due, and nothing else of a tick."""
    return [receipt for function in _due for receipt in _perform(function, now)]


def _perform(function: Due, now: datetime) -> list[Receipt]:
    key, receipts = keystore.system_key(), []
    while acts := list(function(now, BATCH)):
        outcomes = perform_many([keystore.sign(act, "system", key).normal for act in acts])
        receipts += [outcome for outcome in outcomes if isinstance(outcome, Receipt)]
        refused = [outcome for outcome in outcomes if isinstance(outcome, Refused)]
        for refusal in refused:
            log.warning("an act that was due was refused: %s", refusal.code)
        if len(acts) < BATCH or refused:
            break
    return receipts
