"""What `wasl act show --from` and `wasl act attach` do: requests to a node, signed with a bureau's own key."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from wasl.cli import verifying
from wasl.cli.failures import Code, Failure
from wasl.cli.remote import Node, told, unreachable
from wasl.record import bundles, canonical, note, opened
from wasl.record import proof as proofs
from wasl.record.checkpoint import Checkpoint
from wasl.record.envelope import Envelope
from wasl.record.tree import ProofError

UPLOAD_MAX = 64 * 2**20
"""Bytes; a node takes less, and says how much."""


@dataclass(frozen=True, slots=True)
class Proved:
    """An act as a node gave it: signed with the key it names, for the record whose checkpoint covers it.

    Whether that key speaks for the party it claims to speak for was not judged: that takes all open acts before it.
    """

    envelope: Envelope
    decided: dict[str, Any]
    checkpoint: Checkpoint


def act(node: Node, index: int, seed: bytes | None, pinned: Path | None) -> Proved:
    """Read an act as the party whose key it is, and verify its signature and its place in the record.

    Without pinned keys, those that the node shows are believed. Raises Failure: not-verified, the code of what is
    wrong with the entry, unreachable, or what the node refused.
    """
    given = _read(node, f"api/v1/acts/{index}", seed)
    proof = node.ask(f"record/{index}.tlog-proof").body.decode("utf-8", "replace")
    lines = verifying.pinned_keys(pinned) if pinned else _shown_keys(node)
    try:
        found, decided = opened.read_decided(
            canonical.dumps({name: given[name] for name in ("decided", "envelope", "salt")})
        )
        keys = [note.read_vkey(line) for line in lines]
        # The proof must be of the entry asked for, whatever index the node wrote into it.
        checkpoint, is_open = verifying.covering(replace(proofs.read(proof), index=index), found.commitment, keys)
        verifying.claimed(index, found, decided, checkpoint, is_open=is_open)
    except bundles.Wrong as error:
        raise Failure(error.code, f"What {node.address} gave as entry {index} does not verify: {error}.") from error
    except (opened.BadOpening, note.NoteError, ProofError) as error:
        raise Failure("not-verified", f"What {node.address} gave as entry {index} does not verify: {error}.") from error
    except (ValueError, KeyError, TypeError) as error:
        raise unreachable(node.address, "it answered, and not as a node does") from error
    return Proved(found.envelope, decided, checkpoint)


def _shown_keys(node: Node) -> list[str]:
    return node.ask("log/log.vkey").body.decode("utf-8", "replace").splitlines()


def _read(node: Node, path: str, seed: bytes | None) -> Any:
    from wasl.acts.readers import signed_headers

    headers = signed_headers(seed, "GET", node.url(path)) if seed else {}
    return told(node, node.ask(path, headers=headers))


def attach(node: Node, file: Path, kind: str, seed: bytes) -> dict[str, Any]:
    """Send a file for the party whose key it is; its digest, kind, media type and size. Raises Failure, OSError."""
    from wasl.acts.readers import content_digest, signed_headers

    with file.open("rb") as stream:
        content = stream.read(UPLOAD_MAX + 1)
    if len(content) > UPLOAD_MAX:
        raise Failure("too-large", f"{file} is larger than any file that a node keeps.", Code.INPUT_OUTPUT)
    path = f"api/v1/blobs?kind={kind}"
    stated = {"Content-Digest": content_digest(content), "Content-Type": "application/octet-stream"}
    headers = signed_headers(seed, "POST", node.url(path), stated)
    stored: dict[str, Any] = told(node, node.ask(path, content, headers))
    return stored
