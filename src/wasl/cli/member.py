"""`wasl member`: who the members are; admitting them, and hosting their bureaus."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from wasl.cli import acting, installation, output
from wasl.cli.failures import Failure
from wasl.cli.options import Home, Json, Mandate
from wasl.cli.output import Facts, Table

if TYPE_CHECKING:
    from wasl.members.states import State

app = typer.Typer(help="The members: show, admit, host their bureaus.", no_args_is_help=True)

Codes = Annotated[list[str] | None, typer.Argument(metavar="[CODE]...", help="Two letters each (ISO 3166-1).")]
All = Annotated[bool, typer.Option("--all", help="Every one that is missing.")]
Language = Annotated[str, typer.Option("--language", help="Names in ar, en, fr or es.")]


@app.command("list")
def list_members(language: Language = "en", home: Home = None, json: Json = False) -> None:
    """List the members in roll-call order."""
    installation.opened(home)
    from wasl.members import queries, states
    from wasl.members.models import Member

    admitted = {member.code: member for member in Member.objects.all()}
    counts = queries.counts()
    rows = []
    for state in _roll_call(language):
        if member := admitted.get(state.code):
            name = states.name(state.code, language)
            rows.append((state.code, name, member.region, member.joined, *counts.get(state.code, (0, 0))))
    headings = ("code", "name", "region", "joined", "keys", "mandates")
    values = [dict(zip(headings, row, strict=True)) for row in rows]
    output.result(values, Table([heading.capitalize() for heading in headings], rows), f"{len(rows)} members")


def _roll_call(language: str) -> Sequence["State"]:
    from wasl.members import states

    try:
        return states.roll_call(language)
    except states.UnknownLanguageError as error:
        raise typer.BadParameter(str(error), param_hint="--language") from error


@app.command()
def show(code: Annotated[str, typer.Argument(metavar="CODE")], home: Home = None, json: Json = False) -> None:
    """Show one member: names, keys, mandates."""
    installation.opened(home)
    from wasl.acts import clock
    from wasl.members import queries, states
    from wasl.members.models import BureauKey, Mandate

    member = queries.member(code.upper())
    if member is None:
        raise Failure("not-there", f"{code} is not a member.")
    name = states.state(member.code).name
    names = {language: name.in_language(language) for language in ("ar", "en", "fr", "es")}
    keys = [(key.keyid, key.state, key.entry) for key in BureauKey.objects.filter(party=member.code).order_by("entry")]
    mandates = Mandate.objects.filter(party=member.code, ended_at=None).count()
    facts = {"code": member.code, "region": member.region, "joined": member.joined, "entry": member.entry}
    partners = [each.partner for each in queries.partners_of(member.code)]
    suspended = sorted(queries.rights_suspended(member.code, clock.now()))
    listed = [{"keyid": keyid, "state": state, "entry": entry} for keyid, state, entry in keys]
    shown = [(label.capitalize(), value) for label, value in facts.items()]
    output.result(
        {**facts, "name": names, "mandates": mandates, "partners": partners, "suspended": suspended, "keys": listed},
        Facts(
            [
                *shown,
                *names.items(),
                ("Mandates", mandates),
                ("Partners", ", ".join(partners)),
                ("Suspended rights", ", ".join(suspended)),
            ]
        ),
        Table(("Key", "State", "Entry"), keys),
    )


@app.command()
def admit(
    codes: Codes = None, everyone: All = False, mandate: Mandate = None, home: Home = None, json: Json = False
) -> None:
    """Admit members, as the General Secretariat, with the months in which they joined."""
    named = _named(codes, everyone)
    installation.opened(home)
    from wasl.members import hosting, states
    from wasl.members.models import Member

    there = set(Member.objects.values_list("code", flat=True))
    missing = [state.code for state in states.states() if state.code not in there]
    acting.show_many(hosting.admit_all(named or missing, mandate), "Members admitted")


@app.command()
def host(
    codes: Codes = None, everyone: All = False, mandate: Mandate = None, home: Home = None, json: Json = False
) -> None:
    """Draw a key for each bureau, keep it sealed here, and register it as the General Secretariat."""
    named = _named(codes, everyone)
    installation.opened(home)
    from wasl.members import hosting, queries
    from wasl.members.models import Member

    counts = queries.counts()
    keyless = [code for code in sorted(Member.objects.values_list("code", flat=True)) if not counts.get(code, (0,))[0]]
    acting.show_many(hosting.host_bureaus(named or keyless, mandate=mandate), "Bureaus hosted")


def _named(codes: Sequence[str] | None, everyone: bool) -> list[str]:
    """The members named; none stands for every one that is missing."""
    if bool(codes) == everyone:
        message = "name the members by their codes, or say --all"
        raise typer.BadParameter(message)
    return [code.upper() for code in codes or ()]
