"""`wasl account`: who may sign in; inviting, closing, and a lost second factor, for the operator."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from wasl.cli import installation, output
from wasl.cli.failures import Failure
from wasl.cli.options import Home, Json, known_party
from wasl.cli.output import Table

if TYPE_CHECKING:
    from wasl.accounts.models import Account, Invitation
    from wasl.acts.home import Home as Installation

app = typer.Typer(help="Accounts: invite, list, close, recover.", no_args_is_help=True)

Mail = Annotated[str, typer.Argument(metavar="MAIL", help="The e-mail address of the account.")]
LANGUAGES = ("ar", "en", "fr", "es")


@app.command()
def invite(
    officer: Annotated[int, typer.Argument(metavar="OFFICER", help="The entry that registered the officer.")],
    mail: Annotated[str, typer.Argument(metavar="MAIL", help="What the officer will sign in with.")],
    language: Annotated[str, typer.Option("--language", help="Of the invitation: ar, en, fr or es.")] = "en",
    home: Home = None,
    json: Json = False,
) -> None:
    """Invite an officer to open an account; prints the one-time link, which also goes out by mail.

    The head of the bureau does this on the pages. The operator does it for the first one.
    """
    opened = installation.opened(home)
    from wasl.members import queries

    found = queries.officer(officer)
    if found is None:
        raise Failure("unknown-officer", f"Entry {officer} registered no officer.")
    show_invitation(opened, invited(found, mail, language))


def invited(officer: Any, mail: str, language: str) -> "Invitation":
    """The invitation of an officer. Raises Refused, BadParameter."""
    from wasl.accounts import inviting

    if language not in LANGUAGES:
        message = f"one of {', '.join(LANGUAGES)}"
        raise typer.BadParameter(message, param_hint="--language")
    return inviting.invite(officer, address(mail), language, by=None)


def address(text: str) -> str:
    """An e-mail address as it is kept. Raises BadParameter."""
    from django.core.exceptions import ValidationError

    from wasl.accounts import addresses

    try:
        return addresses.cleaned(text)
    except ValidationError as error:
        raise typer.BadParameter("; ".join(error.messages), param_hint="MAIL") from error


def link_of(home: "Installation", path: str) -> str:
    """Where people find a page."""
    return f"{home.address}{path}"


def show_invitation(home: "Installation", invitation: "Invitation") -> None:
    """Print the link; whoever has it is taken for the officer."""
    from wasl.accounts import inviting

    link = link_of(home, inviting.path_of(invitation))
    value = {"email": invitation.email, "link": link, "expires": output.moment(invitation.expires_at)}
    text = "It opens once, for 72 hours. Give it to the officer by a way that nobody else reads."
    output.result(value, f"Invited: {invitation.email}", f"  {link}", text)


@app.command("list")
def list_accounts(
    party: Annotated[str | None, typer.Argument(metavar="[PARTY]", help="Two letters, or secretariat.")] = None,
    home: Home = None,
    json: Json = False,
) -> None:
    """List accounts, with the officers as whom they act and whether they have a second factor."""
    installation.opened(home)
    from wasl.accounts import adapter
    from wasl.accounts.models import Account

    accounts = Account.objects.order_by("email").prefetch_related("seats")
    if party:
        accounts = accounts.filter(seats__party=known_party(party)).distinct()
    values, rows = [], []
    for found in accounts:
        seats = [f"{seat.party} #{seat.officer}" for seat in found.seats.all()]
        state, last = "open" if found.is_active else "closed", output.moment(found.last_login)
        second = adapter.has_second_factor(found)
        said = {"email": found.email, "seats": seats, "state": state, "second_factor": second, "last_sign_in": last}
        values.append(said)
        rows.append((found.email, ", ".join(seats), state, "yes" if second else "no", last))
    output.result(values, Table(("E-mail", "Acts as", "State", "Second factor", "Last sign-in"), rows))


@app.command()
def close(mail: Mail, home: Home = None, json: Json = False) -> None:
    """Close an account: its sessions end at once. Mandates end by `wasl officer end`."""
    installation.opened(home)
    from wasl.accounts import inviting

    account = _account(mail)
    left = [mandate.entry for mandate in inviting.mandates_in_force(account)]
    inviting.close(account, by=None)
    numbers = ", ".join(map(str, left))
    more = [f"Mandates still in force: {numbers}. `wasl officer end` ends them."] if left else []
    output.result({"email": account.email, "state": "closed", "mandates": left}, f"Closed: {account.email}", *more)


@app.command()
def recover(mail: Mail, home: Home = None, json: Json = False) -> None:
    """Let somebody who lost their second factor begin anew; prints the one-time link, which also goes out by mail.

    For an installation whose head or administrator cannot sign in: else two people agree on the pages. Make sure
    that it is the person who asks. It stands in the audit.
    """
    opened = installation.opened(home)
    from wasl.accounts import recovering

    account = _account(mail)
    link = link_of(opened, recovering.by_operator(account))
    text = "It opens once, for 24 hours: then all second factors and sessions of the account are gone."
    output.result({"email": account.email, "link": link}, f"For {account.email}:", f"  {link}", text)


def _account(mail: str) -> "Account":
    from wasl.accounts.models import Account

    found = Account.objects.filter(email=Account.objects.folded(mail), is_active=True).first()
    if found is None:
        raise Failure("unknown-account", f"There is no open account {mail}.")
    return found
