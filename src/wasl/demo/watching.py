"""The lists of the demo, and what was asked of them. Whoever stands on them is invented and bears SPECIMEN or نموذج.

The secretariat's list grows from edition to edition; that of one bureau has not been renewed for too long.
"""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

from wasl.accounts.models import Account, Seat
from wasl.acts import clock
from wasl.checks import asking, queries
from wasl.checks.acts import ClearanceEnd, Cleared, EndClearance, GiveClearance, OpenList, Paper, Source
from wasl.checks.index import indexing
from wasl.checks.lists import editions, importing
from wasl.demo import seats
from wasl.demo.offices import Office
from wasl.demo.steps import Step
from wasl.members.models import Officer
from wasl.screening import Query
from wasl.web.visitors import Visitor

WANTED, OVERDUE, OVERDUE_OF = "specimen-wanted", "specimen-stolen", "MA"

WANTED_TITLE = {"en": "Wanted SPECIMEN", "fr": "Recherchés SPECIMEN", "es": "Buscados SPECIMEN", "ar": "مطلوبون نموذج"}
OVERDUE_TITLE = {
    "en": "Stolen documents SPECIMEN",
    "fr": "Documents volés SPECIMEN",
    "es": "Documentos robados SPECIMEN",
    "ar": "وثائق مسروقة نموذج",
}

EVERY = 28
"""Days between two editions."""
FIRST = 12
"""Entries of the first edition."""

ASKED: tuple[tuple[float, str, str, str], ...] = (
    (6.2, "border-officer.ma", "border-control", "محمد نموذج الحداد"),
    (6.1, "border-officer.ma", "border-control", "Amina SPECIMEN Tahiri"),
    (5.4, "bureau-officer.fr", "investigation", "Norbatex SPECIMEN"),
    (5.3, "bureau-officer.fr", "finance", "GB82 WEST 1234 5698 7654 32"),
    (4.6, "border-officer.jp", "border-control", "見本 タロウ"),
    (3.9, "border-officer.de", "border-control", "C01X00T47"),
    (3.2, "bureau-officer.eg", "visa", "سلمى نموذج بن سودة"),
    (2.5, "bureau-officer.ke", "investigation", "malware.specimen.example"),
    (2.1, "border-officer.es", "customs", "IMO 9074729"),
    (1.4, "border-officer.sn", "border-control", "Moussa SPECIMEN Exemple"),
    (0.3, "border-officer.ma", "border-control", "Karim SPECIMEN Lamrani"),
)
"""Days before the present, who asked, for which purpose, what."""


def steps(secretariat: Office, bureaus: dict[str, Office]) -> Iterator[Step]:
    """The steps."""
    yield Step(420, lambda: _open(secretariat, WANTED, WANTED_TITLE))
    rows = _rows()
    days = list(range(419, 0, -EVERY))
    for number, before in enumerate(days, start=1):
        share = FIRST + (len(rows) - FIRST) * number // len(days)
        yield Step(before, _renewing(secretariat, WANTED, rows[:share]))
    own = bureaus[OVERDUE_OF]
    yield Step(201, lambda: _open(own, OVERDUE, OVERDUE_TITLE))
    stolen = [row for row in rows if row["id"].startswith(("D-", "K-"))]
    yield Step(200, _renewing(own, OVERDUE, stolen[:2]))
    yield Step(75, _renewing(own, OVERDUE, stolen))
    yield Step(40, lambda: _clear(bureaus["DE"]))
    yield Step(38, lambda: _clear_and_withdraw(bureaus["FR"]))
    for days_ago, place, purpose, text in ASKED:
        yield Step(days_ago, _asking(place, purpose, text))


def _rows() -> list[dict[str, str]]:
    text = files("wasl.demo").joinpath("watched.csv").read_text("utf-8")
    return list(csv.DictReader(io.StringIO(text)))


def _open(office: Office, word: str, title: dict[str, str]) -> None:
    office.say(OpenList(list=word, source=Source.CSV, title=title, renewed_within=30))


def _renewing(office: Office, word: str, rows: Sequence[dict[str, str]]) -> Callable[[], None]:
    def renew() -> None:
        watch_list = queries.list_named(queries.full_name(office.code, word))
        assert watch_list is not None
        columns = files("wasl.demo").joinpath("watched.toml").read_text("utf-8")
        with TemporaryDirectory() as folder:
            path = Path(folder) / "list.csv"
            path.write_text(_csv(rows), "utf-8")
            found = importing.read(watch_list, path, columns=columns)
            kept = editions.keep(office.code, watch_list.source, path)
        office.say(importing.act(watch_list, kept, found, columns))
        indexing.catch_up()

    return renew


def _csv(rows: Sequence[dict[str, str]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _clear(office: Office) -> None:
    """A namesake who was held up at every journey."""
    person = Cleared(
        names=("Muhammad SPECIMEN-Haddad",), birth_date="1991-05-06", documents=(Paper(number="C01X0SPEC1"),)
    )
    office.say(
        GiveClearance(
            subject=f"{WANTED}:W-002",
            person=person,
            reason="SPECIMEN: another person, known to the bureau by fingerprints.",
            ends=clock.now() + timedelta(days=365),
            shared=True,
        )
    )


def _clear_and_withdraw(office: Office) -> None:
    person = Cleared(names=("Youssef SPECIMEN Nacer",), birth_date="1985-02-11")
    (given,) = office.say(
        GiveClearance(
            subject=f"{WANTED}:W-005",
            person=person,
            reason="SPECIMEN: thought to be another person.",
            ends=clock.now() + timedelta(days=180),
            shared=False,
        )
    )
    office.say(EndClearance(clearance=given, reason=ClearanceEnd.MISTAKEN))


def _asking(place: str, purpose: str, text: str) -> Callable[[], None]:
    def ask() -> None:
        account = Account.objects.get(email=f"{place}@{seats.DOMAIN}")
        seat = Seat.objects.filter(account=account.pk).latest("pk")
        officer = Officer.objects.filter(pk=seat.officer).first()
        visitor = Visitor(
            party=seat.party, account=account.pk, officer=seat.officer, name=officer.name if officer else place
        )
        asking.ask(asking.Question(text, Query(schema="Thing"), purpose=purpose), visitor)

    return ask
