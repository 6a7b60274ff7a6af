"""`wasl key`: the keys that speak for a party."""

import os
from pathlib import Path
from typing import Annotated

import typer

from wasl.acts import home as homes
from wasl.cli import acting, installation, output
from wasl.cli.failures import Code, Failure
from wasl.cli.options import Home, Json, Mandate, PartyName, known_party
from wasl.cli.output import Facts, Table

app = typer.Typer(help="The keys that speak for a party.", no_args_is_help=True)


@app.command("list")
def list_keys(party: PartyName, home: Home = None, json: Json = False) -> None:
    """List a party's keys, oldest first, and whether they may sign and lie here."""
    installation.opened(home)
    from wasl.acts import keystore
    from wasl.members.models import BureauKey

    code = known_party(party) or ""
    here = {*keystore.hosted(code), keystore.keyid_of(keystore.system_key())}
    found = [
        {"keyid": key.keyid, "state": key.state, "entry": key.entry, "hosted": key.keyid in here}
        for key in BureauKey.objects.filter(party=code).order_by("entry", "keyid")
    ]
    rows = [(key["keyid"], key["state"], key["entry"], "yes" if key["hosted"] else "no") for key in found]
    output.result(found, Table(("Key", "State", "Entry", "Hosted here"), rows))


@app.command()
def draw(
    file: Annotated[Path, typer.Argument(metavar="SEEDFILE", help="Where to keep the secret; never overwritten.")],
    party: Annotated[str, typer.Option("--party", metavar="PARTY", help="For whom it shall speak.")],
    origin: Annotated[
        str | None, typer.Option("--origin", help="The record it shall sign for; this installation's when left out.")
    ] = None,
    home: Home = None,
    json: Json = False,
) -> None:
    """Draw a key for a bureau that keeps its own; the secretariat registers it with what this prints."""
    from nacl.signing import SigningKey

    from wasl.record import authority
    from wasl.record.encoding import encode, key_name

    record = origin or homes.read(home).origin
    seed = os.urandom(32)
    key = SigningKey(seed)
    _keep(file, seed)
    keyid, code = key_name(bytes(key.verify_key)), known_party(party) or ""
    possession = encode(key.sign(authority.possession_text(record, code, keyid)).signature)
    output.result(
        {"party": code, "key": keyid, "possession": possession, "file": str(file)},
        Facts([("Party", code), ("Key", keyid), ("Possession", possession), ("Secret", file)]),
    )


def _keep(file: Path, seed: bytes) -> None:
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as stream:
        stream.write(seed.hex() + "\n")
        stream.flush()
        os.fsync(stream.fileno())


def read_seed(file: Path) -> bytes:
    """The 32 bytes in a seed file. Raises Failure, OSError."""
    try:
        seed = bytes.fromhex(file.read_text("ascii").strip())
    except ValueError:
        seed = b""
    if len(seed) != 32:
        raise Failure("bad-seed", f"{file} must hold 32 bytes in hexadecimal.", Code.INPUT_OUTPUT)
    return seed


@app.command()
def register(  # noqa: PLR0913, PLR0917
    party: PartyName,
    key: Annotated[str | None, typer.Option("--key", help="A key that the bureau keeps itself.")] = None,
    possession: Annotated[str | None, typer.Option("--possession", help="That key's own signature.")] = None,
    reason: Annotated[str, typer.Option("--reason", help="first, lost, compromised or additional.")] = "first",
    mandate: Mandate = None,
    home: Home = None,
    json: Json = False,
) -> None:
    """Register a key for a party, as the General Secretariat; without --key, one is drawn and hosted here."""
    installation.opened(home)
    from wasl.acts.act import SECRETARIAT, SYSTEM
    from wasl.members import hosting
    from wasl.members.acts import KeyReason, RegisterBureauKey

    code = known_party(party) or ""
    if reason not in list(KeyReason):
        message = f"first, lost, compromised or additional, not {reason}"
        raise typer.BadParameter(message, param_hint="--reason")
    if key is None:
        if code == SYSTEM:
            message = "the installation's own key lies in its secrets: draw one with `wasl key draw`"
            raise typer.BadParameter(message, param_hint="--key")
        with acting.speaking_for(SECRETARIAT):
            (receipt,) = hosting.host_bureaus([code], KeyReason(reason), mandate)
        acting.show(receipt, "Key drawn and registered")
        return
    said = {"party": code, "key": key, "possession": possession, "reason": reason}
    receipt = acting.act_as(SECRETARIAT, RegisterBureauKey.model_validate(said), mandate)
    acting.show(receipt, f"Key {key} registered")


@app.command()
def rotate(
    party: Annotated[
        str, typer.Argument(metavar="PARTY", help="A member's two letters, secretariat, or system: the installation.")
    ],
    mandate: Mandate = None,
    home: Home = None,
    json: Json = False,
) -> None:
    """Replace a party's hosted key by a new one; the old one is destroyed.

    The installation's own key, system, lies in the secrets: copy those anew afterwards.
    """
    opened = installation.opened(home)
    from wasl.acts.act import SYSTEM
    from wasl.members import hosting

    code = known_party(party) or ""
    if code == SYSTEM:
        acting.show(hosting.rotate_system(), "Key rotated")
        output.remark(f"{opened.secrets / homes.SYSTEM_KEY} is new: copy it to where you keep the secrets.")
        return
    with acting.speaking_for(code):
        receipt = hosting.rotate(code, mandate)
    acting.show(receipt, "Key rotated")


@app.command()
def revoke(  # noqa: PLR0913, PLR0917
    key: Annotated[str, typer.Argument(metavar="KEY")],
    reason: Annotated[str, typer.Option("--reason", help="lost, compromised or retired.")],
    party: Annotated[str, typer.Option("--party", metavar="PARTY", help="Who says so.")] = "secretariat",
    mandate: Mandate = None,
    home: Home = None,
    json: Json = False,
) -> None:
    """Say that a key may no longer sign; where it lies here, it is destroyed."""
    installation.opened(home)
    from wasl.acts import keystore
    from wasl.members.acts import RevokeKey

    act = RevokeKey.model_validate({"key": key, "reason": reason})
    receipt = acting.act_as(known_party(party) or "", act, mandate)
    keystore.forget(key)
    acting.show(receipt, "Key revoked")
