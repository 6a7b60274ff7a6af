"""What `wasl act submit` does: batches to the door here, or to a node."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from wasl.cli import installation, output
from wasl.cli.remote import Node
from wasl.cli.remote import submit as submit_to

BATCH = 1024
"""Acts that one request may carry (`acts.perform.BATCH_MAX`)."""

BATCH_BYTES = 3 * 2**20
"""Of a request; the node takes four mebibytes."""


def submit(envelopes: Sequence[Any], to: str | None, home: Path | None) -> list[dict[str, Any]]:
    """A receipt or a problem (with `code` and `detail`) for each act, in order. Raises Refused, Failure."""
    if to is None:
        installation.opened(home)
    node = Node(to) if to else None
    outcomes: list[dict[str, Any]] = []
    with output.progress("Submitting") as progress:
        for batch in _batches(envelopes):
            outcomes += submit_to(node, batch) if node else _perform(batch)
            progress(len(outcomes), len(envelopes))
    return outcomes


def _batches(envelopes: Sequence[Any]) -> Iterator[list[Any]]:
    batch: list[Any] = []
    size = 0
    for envelope in envelopes:
        length = len(json.dumps(envelope)) + 2
        if batch and (len(batch) == BATCH or size + length > BATCH_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(envelope)
        size += length
    if batch:
        yield batch


def _perform(batch: list[Any]) -> list[dict[str, Any]]:
    from wasl.acts import problems
    from wasl.acts.perform import perform_many
    from wasl.acts.receipts import Receipt

    return [
        outcome.as_json() if isinstance(outcome, Receipt) else problems.of_refusal(outcome)
        for outcome in perform_many(batch)
    ]


def keep(folder: Path, outcomes: Sequence[dict[str, Any]]) -> None:
    """Write each receipt to `<entry>.receipt.json`."""
    folder.mkdir(parents=True, exist_ok=True)
    for outcome in outcomes:
        if "code" not in outcome:
            text = json.dumps(outcome, ensure_ascii=False, indent=2) + "\n"
            (folder / f"{int(outcome['index'])}.receipt.json").write_text(text, "utf-8")


def lines(outcomes: Sequence[dict[str, Any]]) -> list[tuple[int, str, str]]:
    """One line for each act, numbered as they were given."""
    return [
        (number, "refused", f"{outcome['detail']} [{outcome['code']}]")
        if "code" in outcome
        else (number, "accepted", f"entry {outcome['index']}")
        for number, outcome in enumerate(outcomes, start=1)
    ]
