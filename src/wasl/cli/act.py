"""`wasl act`: write an act, sign it, hand it in, look at it."""

import json as jsons
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from wasl.cli import installation, options, output
from wasl.cli.failures import Code, Failure
from wasl.cli.options import Home, Json
from wasl.cli.output import Facts, Table

if TYPE_CHECKING:
    from wasl.acts.act import Act
    from wasl.acts.registry import Kind
    from wasl.record.envelope import Envelope

app = typer.Typer(help="Write an act, sign it, hand it in, look at it.", no_args_is_help=True)

FILE_MAX = 64 * 2**20
Input = Annotated[Path, typer.Argument(metavar="FILE", help="- reads what another command wrote.")]


@app.command()
def new(
    kind: Annotated[str | None, typer.Argument(metavar="[KIND]", help="Left out: list the kinds.")] = None,
    fields: Annotated[
        list[str] | None, typer.Argument(metavar="[FIELD=VALUE]...", help="A value may be JSON; name.en=… goes deeper.")
    ] = None,
    home: Home = None,
    json: Json = False,
) -> None:
    """Write an act of a kind as JSON, checked against its model; needs no installation."""
    installation.django()
    from wasl.acts import registry

    if kind is None:
        found = [(kind.name, str(kind.title), _meaning(kind.act)) for kind in registry.kinds()]
        values = [{"kind": name, "title": title, "meaning": meaning} for name, title, meaning in found]
        output.result(values, Table(("Kind", "Title", "Meaning"), found))
        return
    act = _built(_kind(kind).act, _nested(fields or []))
    typer.echo(jsons.dumps(act.model_dump(mode="json"), ensure_ascii=False, indent=2))


def _meaning(act: type["Act"]) -> str:
    return (act.__doc__ or "").partition("\n")[0]


def _kind(name: str) -> "Kind":
    """The kind of that name, the newest version where none is given. Raises Failure."""
    from wasl.acts import registry

    found = [kind for kind in registry.kinds() if name in (kind.name, kind.name.rpartition("/")[0])]
    if not found:
        raise Failure("unknown-kind", f"There is no kind of act called {name}: `wasl act new` lists them.")
    return max(found, key=lambda kind: int(kind.name.rpartition("/")[2]))


def _nested(fields: list[str]) -> dict[str, Any]:
    """`name.en=Wasl` as `{"name": {"en": "Wasl"}}`."""
    said: dict[str, Any] = {}
    for part in fields:
        path, equals, value = part.partition("=")
        *above, name = path.split(".")
        if not equals or not all([*above, name]):
            message = f"{part!r} does not read FIELD=VALUE"
            raise typer.BadParameter(message)
        place = said
        for step in above:
            place = place.setdefault(step, {})
            if not isinstance(place, dict):
                message = f"{part!r} goes below a field that has a value"
                raise typer.BadParameter(message)
        place[name] = value
    return said


def _built(model: type["Act"], said: dict[str, Any]) -> "Act":
    """The act; a value that does not do as text is read as JSON. Raises ValidationError."""
    from pydantic import ValidationError

    try:
        return model.model_validate(said)
    except ValidationError as error:
        wrong = {str(part["loc"][0]) for part in error.errors() if part["loc"]}
        read = {name: _as_json(value) if name in wrong else value for name, value in said.items()}
        return model.model_validate(read)


def _as_json(value: Any) -> Any:
    try:
        return jsons.loads(value) if isinstance(value, str) else value
    except ValueError:
        return value


@app.command()
def sign(  # noqa: PLR0913, PLR0917
    file: Input,
    party: Annotated[str, typer.Option("--party", metavar="PARTY", help="In whose name.")],
    mandate: options.Mandate = None,
    key_file: Annotated[
        Path | None, typer.Option("--key-file", metavar="SEEDFILE", help="Your own key, not the one hosted here.")
    ] = None,
    origin: Annotated[str | None, typer.Option("--origin", help="With --key-file: the record it is for.")] = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Standard output when left out.")] = None,
    home: Home = None,
    json: Json = False,
) -> None:
    """Sign an act: what comes out is its DSSE envelope. With --key-file and --origin no installation is needed."""
    if origin and not key_file:
        message = "a hosted key signs for its own installation's record only"
        raise typer.BadParameter(message, param_hint="--origin")
    if origin:
        installation.django()
    else:
        origin = installation.opened(home).origin
    said = _object(_read(file))
    act = _kind(str(said.get("kind"))).act.model_validate(said)
    envelope = _signed(act, options.known_party(party) or "", mandate, key_file, origin)
    if out:
        out.write_bytes(envelope + b"\n")
        output.result({"file": str(out)}, f"Signed: {out}")
    else:
        typer.echo(envelope.decode())


def _signed(act: "Act", party: str, mandate: int | None, key_file: Path | None, origin: str) -> bytes:
    from nacl.signing import SigningKey

    from wasl.acts import statement
    from wasl.acts.act import By
    from wasl.cli.key import read_seed
    from wasl.members import hosting
    from wasl.record import envelope

    payload = statement.write(act, By(party=party, mandate=mandate), origin)
    key = SigningKey(read_seed(key_file)) if key_file else hosting.hosted_key(party)
    return envelope.sign(payload, key).normal


def _read(file: Path) -> Any:
    """The JSON in a file or on standard input. Raises Failure, OSError."""
    if str(file) == "-":
        data = sys.stdin.buffer.read(FILE_MAX)
    else:
        with file.open("rb") as stream:
            data = stream.read(FILE_MAX)
    try:
        return jsons.loads(data)
    except (ValueError, RecursionError) as error:
        raise Failure("bad-json", f"{file} does not hold JSON.", Code.INPUT_OUTPUT) from error


def _object(value: Any) -> dict[str, Any]:
    if isinstance(value, dict):
        return value
    raise Failure("bad-json", "An act is a JSON object with its kind and its fields.", Code.INPUT_OUTPUT)


@app.command()
def submit(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Envelopes, or arrays of them.")],
    to: Annotated[str | None, typer.Option("--to", metavar="ADDRESS", help="A node, not this installation.")] = None,
    receipts: Annotated[
        Path | None, typer.Option("--receipts", metavar="DIR", help="Write each receipt there, by its entry.")
    ] = None,
    home: Home = None,
    json: Json = False,
) -> None:
    """Hand signed acts in, here or to a node; all the same, a second time gives the same receipts."""
    from wasl.cli import submitting

    envelopes = [envelope for file in files for envelope in _envelopes(file)]
    outcomes = submitting.submit(envelopes, to, home)
    refused = [outcome for outcome in outcomes if "code" in outcome]
    if receipts:
        submitting.keep(receipts, outcomes)
    output.result(outcomes, Table(("Act", "Outcome", "Place or reason"), submitting.lines(outcomes)))
    if refused:
        raise typer.Exit(Code.REFUSED)


def _envelopes(file: Path) -> list[Any]:
    value = _read(file)
    return value if isinstance(value, list) else [value]


@app.command()
def show(  # noqa: PLR0913, PLR0917
    index: Annotated[int, typer.Argument(min=0)],
    reader: Annotated[
        str | None, typer.Option("--as", metavar="PARTY", help="Read as this party; open acts only when left out.")
    ] = None,
    envelope: Annotated[bool, typer.Option("--envelope", help="Only the signed envelope.")] = False,
    source: Annotated[
        str | None, typer.Option("--from", metavar="ADDRESS", help="A node, not this installation.")
    ] = None,
    key_file: Annotated[
        Path | None, typer.Option("--key-file", metavar="SEEDFILE", help="With --from: your key; its party reads.")
    ] = None,
    pinned: Annotated[
        Path | None, typer.Option("--key", metavar="FILE", help="With --from: the record's verifier keys you pinned.")
    ] = None,
    home: Home = None,
    json: Json = False,
) -> None:
    """Show one act: who said what, what was decided, and the signature.

    From a node, its signature and its place in the record are verified; without --key, with the keys that the node
    itself shows. Whether the key speaks for the party is not: `wasl record verify` judges that.
    """
    if source:
        if reader:
            message = "a node knows who reads by the key: --key-file"
            raise typer.BadParameter(message, param_hint="--as")
        found, decided, proof = _from_node(source, index, key_file, pinned)
    else:
        found, decided, proof = *_kept_here(index, reader, home), {}
    if envelope:
        typer.echo(found.normal.decode())
        return
    payload = jsons.loads(found.payload)
    value = {"index": index, **payload, "decided": decided, "keyid": found.keyid, **proof}
    signer = _claimed_signer(payload, found.keyid) if source else _signer(payload, found.keyid)
    output.result(value, Facts([("Entry", index), *_said(payload, decided, signer), *_proof_facts(proof)]))


def _kept_here(index: int, reader: str | None, home: Path | None) -> tuple["Envelope", dict[str, Any]]:
    installation.opened(home)
    from wasl.acts import queries

    found = queries.readable(index, options.known_party(reader))
    if found is None:
        raise Failure("not-there", "There is no such act, or it is not open to this reader.")
    return found.envelope, found.decided_fields


def _from_node(
    address: str, index: int, key_file: Path | None, pinned: Path | None
) -> tuple["Envelope", dict[str, Any], dict[str, Any]]:
    installation.django()
    from wasl.cli import reading
    from wasl.cli.key import read_seed
    from wasl.cli.remote import Node

    found = reading.act(Node(address), index, read_seed(key_file) if key_file else None, pinned)
    covering = found.checkpoint
    proof = {"origin": covering.origin, "size": covering.size, "root": covering.root.hex(), "pinned": bool(pinned)}
    return found.envelope, found.decided, {**proof, "entitled": None}


Rows = list[tuple[str, object]]


def _said(payload: dict[str, Any], decided: dict[str, Any], signer: Rows) -> Rows:
    from wasl.acts import registry

    facts: Rows = [("Act", registry.title(payload["kind"])), ("Kind", payload["kind"]), *signer]
    return facts + [(str(registry.label(name)), _text(said)) for name, said in {**payload["act"], **decided}.items()]


def _signer(payload: dict[str, Any], keyid: str) -> Rows:
    """Who spoke, where the door itself judged that the key may."""
    return [("By", _author(payload)), ("Key", keyid)]


def _claimed_signer(payload: dict[str, Any], keyid: str) -> Rows:
    """What the signature alone shows: nobody judged here whether the key speaks for that party."""
    return [("Signed", f"with the key {keyid}, which claims to speak for {_author(payload)}")]


def _author(payload: dict[str, Any]) -> str:
    party, mandate = str(payload["by"]["party"]), payload["by"]["mandate"]
    return party if mandate is None else f"{party} under mandate {mandate}"


def _proof_facts(proof: dict[str, Any]) -> Rows:
    if not proof:
        return []
    whose = "the keys you pinned" if proof["pinned"] else "the keys that the node shows"
    return [("Verified", f"in {proof['origin']}, under the checkpoint of {proof['size']} entries, with {whose}")]


def _text(value: Any) -> str:
    if isinstance(value, (dict, list)):
        return jsons.dumps(value, ensure_ascii=False)
    return "" if value is None else str(value)


@app.command()
def attach(  # noqa: PLR0913, PLR0917
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A photograph or a letter.")],
    to: Annotated[str, typer.Option("--to", metavar="ADDRESS", help="The node.")],
    key_file: Annotated[Path, typer.Option("--key-file", metavar="SEEDFILE", help="Your key; its party's file it is.")],
    kind: Annotated[str, typer.Option("--kind", help="photograph or letter.")] = "photograph",
    home: Home = None,
    json: Json = False,
) -> None:
    """Send a file to a node, for an act to name by its digest within a day. Needs no installation."""
    installation.django()
    from wasl.cli import reading
    from wasl.cli.key import read_seed
    from wasl.cli.remote import Node

    stored = reading.attach(Node(to), file, kind, read_seed(key_file))
    output.result(stored, Facts([(name.replace("_", " ").capitalize(), value) for name, value in stored.items()]))
