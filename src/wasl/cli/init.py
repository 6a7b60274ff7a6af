"""`wasl init`: a new installation, asked for step by step or told by options."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

import typer

from wasl.acts import home as homes
from wasl.cli import account, installation, output
from wasl.cli.failures import Failure
from wasl.cli.options import Home, Json
from wasl.cli.output import Facts

NAMES = {"en": "Name in English", "ar": "Name in Arabic", "fr": "Name in French", "es": "Name in Spanish"}
LEFTOVERS = frozenset({"secrets", "blobs", "wasl.toml.tmp"})
"""What an interrupted beginning may have left in the folder."""


def init(  # noqa: PLR0913, PLR0917 (everything that is asked can be told)
    name_en: Annotated[str | None, typer.Option("--name-en", help="The organisation's name in English.")] = None,
    name_ar: Annotated[str | None, typer.Option("--name-ar", help="… in Arabic.")] = None,
    name_fr: Annotated[str | None, typer.Option("--name-fr", help="… in French.")] = None,
    name_es: Annotated[str | None, typer.Option("--name-es", help="… in Spanish.")] = None,
    address: Annotated[
        str | None, typer.Option("--address", help="Where people will reach the pages, such as https://wasl.example.")
    ] = None,
    origin: Annotated[
        str | None, typer.Option("--origin", help="The record's own name, for ever.  [default: the address, and /log]")
    ] = None,
    database: Annotated[str | None, typer.Option("--database", metavar="URL", help="postgresql://… or sqlite.")] = None,
    operator: Annotated[
        str | None, typer.Option("--operator", metavar="MAIL", help="Told of lost and compromised keys; may be empty.")
    ] = None,
    secrets: Annotated[
        Path | None, typer.Option("--secrets", metavar="DIR", help="Keep the secrets there instead of in the home.")
    ] = None,
    admin_name: Annotated[
        str | None, typer.Option("--admin-name", help="The first administrator: who heads the secretariat.")
    ] = None,
    admin_mail: Annotated[
        str | None, typer.Option("--admin-mail", metavar="MAIL", help="Where their invitation goes.")
    ] = None,
    admin_language: Annotated[
        str | None, typer.Option("--admin-language", help="Of their invitation: ar, en, fr or es.  [default: en]")
    ] = None,
    home: Home = None,
    json: Json = False,
) -> None:
    """Make a new installation and found its organisation.

    The founding is entry 0 of the record. Asks for what no option told. Run again after an interruption, it goes
    on where it stopped, as its wasl.toml says. Every installation speaks Arabic, English, French and Spanish.

    The first administrator is registered as an officer of the secretariat, with the roles of its head and of an
    administrator, and is invited to open an account. Left out, `wasl officer` and `wasl account invite` do it later.
    """
    if secrets:
        os.environ["WASL_SECRETS"] = str(secrets.absolute())
    place = homes.locate(home)
    if not (place / "wasl.toml").exists():
        names = {"en": name_en, "ar": name_ar, "fr": name_fr, "es": name_es}
        asked = _Asked(names, address, origin, database, operator, (admin_name, admin_mail, admin_language))
        admin_name, admin_mail, admin_language = _create(place, asked)
    if bool(admin_name) != bool(admin_mail):
        message = "the first administrator needs both, --admin-name and --admin-mail"
        raise typer.BadParameter(message)
    admin = (_name(admin_name), _operator(admin_mail)) if admin_name and admin_mail else None
    _found(place, (*admin, _language(admin_language or "en")) if admin else None)


_Admin = tuple[str | None, str | None, str | None]
"""The first administrator's name, e-mail address and language."""


@dataclass(frozen=True, slots=True)
class _Asked:
    names: dict[str, str | None]
    address: str | None
    origin: str | None
    database: str | None
    operator: str | None
    admin: _Admin

    @property
    def complete(self) -> bool:
        """Whether the options told everything that has no default."""
        return all(self.names.values()) and self.address is not None


def _create(place: Path, asked: _Asked) -> _Admin:
    """Write the settings and draw the keys; returns who the first administrator is, if there is one."""
    _check_folders(place)
    interactive = not asked.complete
    if interactive and not sys.stdin.isatty():
        message = "tell --name-en, --name-ar, --name-fr, --name-es and --address, or answer at a terminal"
        raise typer.BadParameter(message)
    described = _described(place, asked, interactive=interactive)
    admin = _administrator(asked, interactive=interactive)
    if interactive:
        _confirm(described, admin)
    homes.create(described)
    return admin


def _administrator(asked: _Asked, *, interactive: bool) -> _Admin:
    if not interactive:
        return asked.admin
    told_name, told_mail, told_language = asked.admin
    name = _optional(told_name, "First administrator's name (empty: later)", "", _name_or_nothing)
    if not name:
        return None, None, None
    mail = _answer(told_mail, "Their e-mail address", _operator)
    return name, mail, _optional(told_language, "Their language (ar, en, fr or es)", "en", _language)


def _name_or_nothing(text: str) -> str:
    return _name(text) if text.strip() else ""


def _check_folders(place: Path) -> None:
    """Nothing may lie there but what an interrupted beginning left; above all not the secrets of somebody else."""
    strange = {path.name for path in place.iterdir()} - LEFTOVERS if place.is_dir() else set()
    if strange:
        raise Failure("not-empty", f"{place} holds something else ({min(strange)}); choose a new folder with --home.")
    secrets = homes.Home(place).secrets
    if homes.Home(place).has_foreign_secrets:
        text = f"{secrets} holds the secrets of another installation, whose wasl.toml is not in {place}."
        raise Failure("not-empty", f"{text} Choose another folder; `wasl restore` brings a saved one back.")


def _described(place: Path, asked: _Asked, *, interactive: bool) -> homes.Home:
    names = {language: _answer(text, NAMES[language], _name) for language, text in asked.names.items()}
    address = _answer(asked.address, "Address of the pages, such as https://wasl.example", _address)
    default = f"{urlsplit(address).netloc}{urlsplit(address).path.rstrip('/')}/log"
    told_or_asked = _optional if interactive else _told
    return homes.Home(
        path=place,
        name=names,
        address=address,
        origin=told_or_asked(asked.origin, "The record's own name, for ever", default, _origin),
        database=told_or_asked(asked.database, "Database (postgresql://… or sqlite)", "sqlite", _database),
        operator=told_or_asked(asked.operator, "Who is told of lost keys, by e-mail", "", _operator),
    )


def _answer(told: str | None, question: str, check: Any) -> str:
    return str(check(told)) if told is not None else str(typer.prompt(question, value_proc=check, err=True))


def _optional(told: str | None, question: str, default: str, check: Any) -> str:
    if told is not None:
        return str(check(told))
    return str(typer.prompt(question, default=default, value_proc=check, err=True))


def _told(told: str | None, _question: str, default: str, check: Any) -> str:
    return str(check(default if told is None else told))


def _name(text: str) -> str:
    from pydantic import TypeAdapter, ValidationError

    from wasl.acts.act import SHORT_TEXT_MAX, ShortText

    try:
        return str(TypeAdapter(ShortText).validate_python(text))
    except ValidationError as error:
        # The error's own text is translated, and Django cannot be set up before there is an installation.
        message = f"a name has 1 to {SHORT_TEXT_MAX} characters, and all of them can be seen"
        raise typer.BadParameter(message) from error


def _address(text: str) -> str:
    parts = urlsplit(text.strip())
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        message = "an address begins with https:// (or http:// on one machine) and names a host"
        raise typer.BadParameter(message)
    return text.strip().rstrip("/")


def _origin(text: str) -> str:
    """It becomes the name of a key in signed notes: no spaces, no plus, no scheme."""
    text = text.strip()
    if not text or not text.isprintable() or any(part in text for part in (" ", "+", "://")):
        message = "the record's name is like an address without its scheme: no spaces, no plus"
        raise typer.BadParameter(message)
    if len(text) > homes.ORIGIN_MAX:
        message = f"the record's name has at most {homes.ORIGIN_MAX} characters: it stands in every act"
        raise typer.BadParameter(message)
    return text


def _database(text: str) -> str:
    text = text.strip()
    if text not in ("", "sqlite") and not text.startswith(("postgresql://", "postgres://")):
        message = "a database is postgresql://user:password@host/name, or sqlite"
        raise typer.BadParameter(message)
    return "" if text == "sqlite" else text


def _operator(text: str) -> str:
    text = text.strip()
    if text and ("@" not in text or not text.isprintable() or " " in text):
        message = "an e-mail address, or nothing"
        raise typer.BadParameter(message)
    return text


def _language(text: str) -> str:
    if text.strip() not in account.LANGUAGES:
        message = f"a language is one of {', '.join(account.LANGUAGES)}"
        raise typer.BadParameter(message)
    return text.strip()


def _confirm(described: homes.Home, admin: _Admin) -> None:
    """Check your answers: the name of the record and its founding cannot be changed afterwards."""
    rows = [(NAMES[language], text) for language, text in described.name.items()]
    rows += [("Address", described.address), ("Record", described.origin)]
    rows += [("Database", described.database or "SQLite"), ("Operator", described.operator or "nobody")]
    rows += [("Languages", "Arabic, English, French, Spanish: always these four")]
    rows += [("Administrator", f"{admin[0]}, {admin[1]}, {admin[2]}" if admin[0] else "invited later")]
    rows += [("Folder", str(described.path)), ("Secrets", str(described.secrets))]
    Facts(rows).print(output.console(stderr=True))
    typer.confirm("Found the organisation with this?", default=True, abort=True, err=True)


def _found(place: Path, admin: tuple[str, str, str] | None) -> None:
    """Migrate and write entry 0, unless it is there: the door lets no second founding in. Then the administrator."""
    home = installation.load(place)
    homes.finish(home)
    installation.migrate()
    from wasl.acts import checkpoints, clock
    from wasl.acts.act import SECRETARIAT
    from wasl.members import hosting, queries

    email = account.address(admin[1]) if admin else ""
    there = queries.organisation() is not None
    if there and not hosting.is_ours():
        text = "The database holds the record of another installation, begun with other secrets."
        raise Failure("foreign-record", f"{text} Name another database in {place / 'wasl.toml'}.")
    if there and (admin is None or queries.head_mandate(SECRETARIAT, clock.now()) is not None):
        raise Failure("already-founded", f"The organisation in {place} is founded: `wasl serve --home {place}`.")
    receipt = None if there else hosting.found_organisation(home.name)
    head, link = _appointed(home, admin[0], email, admin[2]) if admin else (None, None)
    # From now on the record bears these secrets' signature, and no other home is taken for its own.
    checkpoints.publish()
    keys = checkpoints.verifier_keys()
    value = {
        "home": str(home.path),
        "origin": home.origin,
        "secrets": str(home.secrets),
        "keys": keys,
        "receipt": receipt.as_json() if receipt else None,
        "administrator": {"email": email, "mandate": head, "link": link} if admin else None,
    }
    output.result(value, *_next_steps(home, keys, head, link))


def _appointed(home: homes.Home, name: str, email: str, language: str) -> tuple[int, str]:
    """The first officer of the secretariat, its head and administrator; returns the head's mandate and the link."""
    from wasl.accounts import inviting
    from wasl.acts.act import SECRETARIAT
    from wasl.members import hosting, queries
    from wasl.members.acts import AppointOfficer, RegisterOfficer, Role

    officer = hosting.act_as(SECRETARIAT, RegisterOfficer(name=name)).index
    head = hosting.act_as(SECRETARIAT, AppointOfficer(officer=officer, role=Role.HEAD)).index
    hosting.act_as(SECRETARIAT, AppointOfficer(officer=officer, role=Role.ADMINISTRATOR), head)
    found = queries.officer(officer)
    assert found is not None
    invitation = account.invited(found, email, language)
    return head, account.link_of(home, inviting.path_of(invitation))


def _next_steps(home: homes.Home, keys: list[str], head: int | None, link: str | None) -> list[str]:
    """What the operator must know now, line by line."""
    moved = home.secrets != home.path / "secrets"
    mandate = "" if head is None else f" --mandate {head}"
    invitation = ["", "The first administrator opens the account with this link, once, within 72 hours:", f"  {link}"]
    return [
        f"Founded: {home.name['en']}. The record is called {home.origin}.",
        "",
        "Every member pins these verifier keys; publish them where nobody can change them unseen:",
        *(f"  {key}" for key in keys),
        "",
        f"The secrets lie in {home.secrets}. Nothing opens without them, and no backup holds them:",
        f"keep a copy of that folder and of {home.path / 'wasl.toml'} apart from the backups.",
        *([f"Tell every command where they are: export WASL_SECRETS={home.secrets}"] if moved else []),
        *(invitation if link else []),
        "",
        f"Next: wasl member admit --all{mandate} --home {home.path}",
        f"      wasl serve --home {home.path}",
    ]
