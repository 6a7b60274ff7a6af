"""Acting for a party whose key this installation hosts, and showing what came of it."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from wasl.cli import output
from wasl.cli.failures import Failure

if TYPE_CHECKING:
    from wasl.acts.act import Act
    from wasl.acts.receipts import Receipt


def act_as(party: str, act: "Act", mandate: int | None) -> "Receipt":
    """Sign with the party's hosted key and perform. Raises Refused, NoKey, Failure."""
    from wasl.members import hosting

    with speaking_for(party):
        return hosting.act_as(party, act, mandate)


@contextmanager
def speaking_for(party: str) -> Iterator[None]:
    """An act names the officer who decided, so no mandate is guessed; the refusal says which one is in office."""
    from wasl.acts import clock
    from wasl.acts.refusals import Refused
    from wasl.members import queries

    try:
        yield
    except Refused as refusal:
        if refusal.code != "no-mandate":
            raise
        head = queries.head_mandate(party, clock.now())
        raise Failure(refusal.code, f"{refusal.text} The head of bureau's: --mandate {head}.") from refusal


def show(receipt: "Receipt", done: str) -> None:
    """Print the receipt of one act."""
    output.result(receipt.as_json(), f"{done}: entry {receipt.index}, decided {output.moment(receipt.decided.at)}")


def show_many(receipts: Iterable["Receipt"], done: str) -> None:
    """Print the receipts of a batch."""
    found = list(receipts)
    place = f"entries {found[0].index} to {found[-1].index}" if found else "nothing to do"
    output.result([receipt.as_json() for receipt in found], f"{done}: {place}")
