"""`wasl status`: how an installation stands, for its operator and for whatever watches it."""

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta

import typer

from wasl.acts.home import Home as Installation
from wasl.cli import installation, output
from wasl.cli.failures import Code
from wasl.cli.options import Home, Json
from wasl.cli.output import Facts, Table

MAIL_WAITS_MAX = timedelta(hours=1)
"""How long a message may wait: by then it was tried three times."""

CHECKED_WITHIN = timedelta(days=2)
"""A check is due each day, and may wait behind other long work."""

FOLLOWED_WITHIN = timedelta(hours=1)
"""How long the index may be behind an edition: a million entries take some minutes."""


def status(home: Home = None, json: Json = False) -> None:
    """Show how the installation stands: its record, its own key, the mail it owes, its lists, its check of itself.

    Ends with 1 when something is wrong that its operator should look at.
    """
    opened = installation.opened(home)
    from wasl.acts import checking, jobs, keystore, outbox, queries
    from wasl.acts.act import SYSTEM, format_instant
    from wasl.checks import queries as checks
    from wasl.members import queries as members

    system, check = keystore.keyid_of(keystore.system_key()), checking.last()
    found = {
        "home": str(opened.path),
        "origin": opened.origin,
        "founded": members.organisation() is not None,
        "entries": queries.head().size,
        "system_key": system,
        "system_key_in_force": system in members.keys_in_force(SYSTEM),
        "mail_can_be_sent": outbox.can_send(),
        "mail_waiting": outbox.waiting(),
        "last_check": check and check.ended_at and format_instant(check.ended_at),
        "last_check_problem": check and check.problem,
        "jobs_failed": jobs.failed(),
        "lists_open": len(checks.lists_open()),
    }
    wrong = list(_wrong(opened))
    told = found | {"wrong": [{"code": code, "text": text} for code, text in wrong]}
    facts = Facts([(_LABELS[name], _text(value)) for name, value in found.items()])
    if wrong:
        output.result(told, facts, "", Table(["Wrong", ""], wrong))
        raise typer.Exit(Code.REFUSED)
    output.result(told, facts)


def _wrong(opened: Installation) -> Iterator[tuple[str, str]]:
    """What the operator should look at, as stable codes and sentences."""
    from wasl.acts import clock, disk, jobs, queries, timekeeping
    from wasl.members import queries as members

    now = clock.now()
    if members.organisation() is None:
        yield "not-founded", "No organisation is founded here yet: `wasl init` founds it."
        return
    yield from _wrong_key()
    if timekeeping.doubted(queries.last_at()):
        yield "clock-wrong", "Acts are refused, for the machine's clock may be wrong: see `wasl clock show`."
    yield from _wrong_check(opened, now)
    if failed := jobs.failed():
        yield "jobs-failed", f"Long jobs that failed within {jobs.KEPT_FOR.days} days: {failed}. The log says why."
    yield from _wrong_mail(now)
    yield from _wrong_lists(now)
    if not disk.durable():
        yield "not-durable", "The database may lose in a power cut what it said was kept: see its fsync settings."
    free = shutil.disk_usage(opened.path).free // 2**20
    if free < opened.disk_floor:
        yield "disk-low", f"The disk has {free} MiB left, and uploads are refused below {opened.disk_floor}."


def _wrong_key() -> Iterator[tuple[str, str]]:
    from wasl.acts import keystore
    from wasl.acts.act import SYSTEM
    from wasl.members import queries as members

    if keystore.keyid_of(keystore.system_key()) not in members.keys_in_force(SYSTEM):
        yield "system-key", "The installation's own key is not in force: nothing that falls due can be signed."


def _wrong_check(opened: Installation, now: datetime) -> Iterator[tuple[str, str]]:
    """A demonstration lies still when nobody looks at it, and is not held to the days."""
    from wasl.acts import checking, queries
    from wasl.acts.act import parse_instant

    check, founding = checking.last(), queries.kept(0)
    if check and check.problem:
        yield "check-failed", f"The last check of the tables against the record ended with {check.problem}."
    since = check.ended_at if check else founding and parse_instant(founding.decided_fields["at"])
    if since and now - since > CHECKED_WITHIN and not opened.demo:
        yield "check-overdue", f"The tables were not compared with the record since {output.moment(since)}."


def _wrong_mail(now: datetime) -> Iterator[tuple[str, str]]:
    from wasl.acts import outbox

    since = outbox.waiting_since()
    if since and now - since > MAIL_WAITS_MAX:
        why = "it is tried again and again" if outbox.can_send() else "wasl.toml names no mail server"
        yield "mail-waiting", f"A message waits since {output.moment(since)}: {why}."


def _wrong_lists(now: datetime) -> Iterator[tuple[str, str]]:
    """Lists for every member that nobody renewed, and editions that the index of this machine does not follow."""
    from wasl.acts.act import SECRETARIAT
    from wasl.checks import queries
    from wasl.checks.index import indexing
    from wasl.checks.lists import standing

    for watch_list, edition in standing.stale(now):
        if watch_list.party != SECRETARIAT:
            continue  # a bureau's own list is its keepers' business, who are told
        since = f"since {output.moment(edition.renewed_at)}" if edition else "at all"
        yield "list-stale", f"The list {watch_list.name} was not renewed {since}: `wasl list import`."
    behind = indexing.behind()
    newest = queries.newest_editions(each.entry for each in behind)
    for watch_list in behind:
        if now - newest[watch_list.entry].imported_at > FOLLOWED_WITHIN:
            yield "list-behind", f"The newest edition of {watch_list.name} is not in the index. The log says why."


_LABELS = {
    "home": "Folder",
    "origin": "Record",
    "founded": "Founded",
    "entries": "Entries",
    "system_key": "The installation's own key",
    "system_key_in_force": "In force",
    "mail_can_be_sent": "Mail can be sent",
    "mail_waiting": "Messages that wait",
    "last_check": "Tables checked against the record",
    "last_check_problem": "Problem found",
    "jobs_failed": "Long jobs that failed",
    "lists_open": "Lists that are asked",
}


def _text(value: object) -> object:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "none" if value in {None, ""} else value
