"""`wasl officer`: the officers of a bureau that is hosted here, and their mandates."""

from pathlib import Path
from typing import Annotated

import typer

from wasl.cli import acting, installation, output
from wasl.cli.options import Home, Json, Mandate, PartyName, known_party
from wasl.cli.output import Table

app = typer.Typer(help="The officers of a hosted bureau, and their mandates.", no_args_is_help=True)

CHUNK = 64 * 1024


@app.command("roles")
def list_roles(home: Home = None, json: Json = False) -> None:
    """List the roles, whose head gives each, and how many hold it now."""
    installation.opened(home)
    from wasl.acts import clock
    from wasl.members import queries, roles
    from wasl.members.wording import role_title

    held = queries.holders(clock.now())
    values = [
        {
            "role": role.name,
            "title": str(role_title(role.name)),
            "given_by": role.given_by,
            "second_factor": role.second_factor,
            "rights": sorted(role.rights),
            "at_secretariat": sorted(role.at_secretariat),
            "held": held.get(role.name, 0),
        }
        for role in roles.roles().values()
    ]
    rows = [
        [each["role"], each["title"], each["given_by"], "asked for" if each["second_factor"] else "", each["held"]]
        for each in values
    ]
    output.result(values, Table(("Role", "Title", "Given by", "Second factor", "Held"), rows))


@app.command("list")
def list_officers(party: PartyName, home: Home = None, json: Json = False) -> None:
    """List a bureau's mandates, newest first, with the names of those who hold them."""
    installation.opened(home)
    from wasl.acts import clock
    from wasl.members import queries
    from wasl.members.models import Mandate as Held

    code, now = known_party(party), clock.now()
    held = list(Held.objects.filter(party=code).order_by("-entry"))
    names = queries.names_of({mandate.officer for mandate in held}, code)
    values = [
        {
            "mandate": mandate.entry,
            "officer": mandate.officer,
            "name": names.get(mandate.officer),
            "role": mandate.role,
            "begins": output.moment(mandate.begins),
            "ends": output.moment(mandate.ended_at or mandate.ends),
            "in_force": queries.in_force(mandate, now),
        }
        for mandate in held
    ]
    rows = [[*list(value.values())[:-1], "in force" if value["in_force"] else "not in force"] for value in values]
    output.result(values, Table(("Mandate", "Officer", "Name", "Role", "Begins", "Ends", "State"), rows))


@app.command()
def register(  # noqa: PLR0913, PLR0917
    party: PartyName,
    name: Annotated[str, typer.Option("--name", prompt=True, help="As it stands on the officer's badge.")],
    photograph: Annotated[Path | None, typer.Option("--photograph", metavar="FILE", help="JPEG, PNG or WebP.")] = None,
    mandate: Mandate = None,
    home: Home = None,
    json: Json = False,
) -> None:
    """Make a person known to the bureau; the entry's number is the officer's from then on."""
    installation.opened(home)
    from wasl.members.acts import RegisterOfficer

    act = RegisterOfficer(name=name)
    if photograph:
        act = act.model_copy(update={"photograph": _stored(known_party(party) or party, photograph)})
    acting.show(acting.act_as(known_party(party) or party, act, mandate), "Officer registered")


def _stored(party: str, photograph: Path) -> str:
    from wasl.acts import blobs

    with photograph.open("rb") as file:
        return blobs.store(party, "photograph", iter(lambda: file.read(CHUNK), b"")).digest


@app.command("photograph")
def change_photograph(  # noqa: PLR0913, PLR0917
    party: PartyName,
    officer: Annotated[int, typer.Argument(metavar="OFFICER", help="The entry that registered the officer.")],
    photograph: Annotated[
        Path | None, typer.Option("--photograph", metavar="FILE", help="JPEG, PNG or WebP. None when left out.")
    ] = None,
    mandate: Mandate = None,
    home: Home = None,
    json: Json = False,
) -> None:
    """Give an officer another photograph, or none. The file of the one before is destroyed."""
    installation.opened(home)
    from wasl.members.acts import ChangePhotograph

    code = known_party(party) or party
    act = ChangePhotograph(officer=officer, photograph=_stored(code, photograph) if photograph else None)
    acting.show(acting.act_as(code, act, mandate), "Photograph changed")


@app.command()
def appoint(  # noqa: PLR0913, PLR0917
    party: PartyName,
    officer: Annotated[int, typer.Argument(metavar="OFFICER", help="The entry that registered the officer.")],
    role: Annotated[str, typer.Argument(metavar="ROLE", help="Such as head-of-bureau: see `wasl officer roles`.")],
    begins: Annotated[str | None, typer.Option("--begins", metavar="TIME", help="At once when left out.")] = None,
    ends: Annotated[
        str | None, typer.Option("--ends", metavar="TIME", help="Until further notice when left out.")
    ] = None,
    mandate: Mandate = None,
    home: Home = None,
    json: Json = False,
) -> None:
    """Give an officer a role. TIME is a day (2027-01-31, in UTC) or a moment with its zone (2027-01-31T08:00+01:00)."""
    installation.opened(home)
    from wasl.members.acts import AppointOfficer

    said = {"officer": officer, "role": role, "begins": _moment(begins), "ends": _moment(ends)}
    receipt = acting.act_as(known_party(party) or party, AppointOfficer.model_validate(said), mandate)
    acting.show(receipt, f"Officer appointed, mandate {receipt.index}")


def _moment(text: str | None) -> str | None:
    """A day means its beginning in UTC."""
    return f"{text}T00:00:00Z" if text and len(text) == len("2027-01-31") else text


@app.command()
def end(  # noqa: PLR0913, PLR0917
    party: PartyName,
    ended: Annotated[int, typer.Argument(metavar="MANDATE", help="The entry that appointed the officer.")],
    reason: Annotated[str, typer.Option("--reason", help="resigned, reassigned or dismissed.")] = "resigned",
    mandate: Mandate = None,
    home: Home = None,
    json: Json = False,
) -> None:
    """End a mandate."""
    installation.opened(home)
    from wasl.members.acts import EndMandate

    act = EndMandate.model_validate({"mandate": ended, "reason": reason})
    acting.show(acting.act_as(known_party(party) or party, act, mandate), "Mandate ended")
