"""The guided tour: eight steps through the real pages, which a panel at the top follows. Needs no script.

How far somebody is lies in a cookie that ends with the browser: entering as somebody else, which begins a new
session, leaves the tour where it was.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from wasl.acts.wording import Text
from wasl.members.acts import Role
from wasl.members.models import Mandate
from wasl.web.visitors import visitor_of

COOKIE = "wasl_tour"
MEMBER = "MA"
"""The member whom the tour visits."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what it is about, what to look at or do, and on which page."""

    title: Text
    says: tuple[Text, ...]
    page: Callable[[HttpRequest], str]
    enters: bool = False
    """Whether it takes the head of the member's bureau to go on."""
    help: str = ""
    """A page of help, and the place in it, that says more: `proofs#elsewhere`."""

    @property
    def more(self) -> str:
        """The address of that page."""
        topic, _sign, place = self.help.partition("#")
        return f"{reverse('help-topic', args=[topic])}#{place}" if topic else ""


def is_head(request: HttpRequest) -> bool:
    """Whether whoever is signed in heads the member's bureau."""
    visitor = visitor_of(request)
    return visitor.party == MEMBER and any(held.role == Role.HEAD for held in visitor.roles)


def _welcome(_request: HttpRequest) -> str:
    return reverse("welcome")


def _member(_request: HttpRequest) -> str:
    return reverse("member", args=[MEMBER])


def _act(_request: HttpRequest) -> str:
    """The appointment of the member's head: an open act, signed by that bureau."""
    head = Mandate.objects.filter(party=MEMBER, role=Role.HEAD).order_by("-entry").first()
    return reverse("entry", args=[head.entry]) if head else reverse("record")


def _proof(request: HttpRequest) -> str:
    return f"{_act(request)}#proof-title"


def _appoint(request: HttpRequest) -> str:
    """Where an officer is made known, for the head; the others choose whom to be first."""
    return reverse("officer-register") if is_head(request) else _welcome(request)


def _record(_request: HttpRequest) -> str:
    return reverse("record")


STEPS: tuple[Step, ...] = (
    Step(
        _("Whom to be"),
        (
            _(
                "An organisation with 196 real member states, and two years of what they said to each other. Every "
                "person is a specimen."
            ),
            _("On this page you can become anybody, without a password. For now, stay a visitor: much is open to all."),
        ),
        _welcome,
    ),
    Step(
        _("A member"),
        (
            _("Each member has a page: its bureau, its keys, its officers, and everything it said."),
            _("Names of officers are not public. Come back as somebody of this bureau, and you will read them."),
        ),
        _member,
    ),
    Step(
        _("An act"),
        (
            _(
                "Whatever could be disputed later is an act, signed with the key of its author and entered in the "
                "record for good."
            ),
            _("Here a head of bureau was appointed: see who signed, when, and under which mandate."),
        ),
        _act,
    ),
    Step(
        _("Its proof"),
        (
            _(
                "You need not believe this page. Press the button that verifies: your own browser computes whether "
                "the record holds this act, word for word."
            ),
            _("If anybody changed a letter, it would say so."),
        ),
        _proof,
        help="proofs#proof",
    ),
    Step(
        _("Appoint an officer"),
        (
            _(
                "Now be the head of a bureau, and make an officer known. You check your answers, and only then is the "
                "act signed."
            ),
            _("Mark the name as a specimen, as everything here is. The page that follows gives the officer a role."),
        ),
        _appoint,
        enters=True,
    ),
    Step(
        _("It is in the record"),
        (
            _(
                "What you signed stands on top, with the next number. A name is closed: the public sees that the "
                "entry exists, and nothing else of it."
            ),
            _("It can be erased later, and every proof still holds."),
        ),
        _record,
    ),
    Step(
        _("Four languages"),
        (
            _("Choose another language at the top: you stay on this page, and it turns round for Arabic."),
            _("What people wrote themselves stays as they wrote it."),
        ),
        _record,
    ),
    Step(
        _("With somebody else’s program"),
        (
            _(
                "Download the proof file on this page. It follows a public format, so programs of other people verify "
                "it, far from here and without us."
            ),
            _(
                "The auditor’s guide shows how, with packages of the Go project. That is the end of the tour; the "
                "clock at the top can be moved, to see what falls due."
            ),
        ),
        _proof,
        help="proofs#elsewhere",
    ),
)


def step_of(request: HttpRequest) -> int | None:
    """Which step somebody is at, counted from 1; None for those who take no tour."""
    told = request.COOKIES.get(COOKIE, "")
    return int(told) if told in {str(number) for number in range(1, len(STEPS) + 1)} else None
