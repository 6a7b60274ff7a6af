"""The topics of help, and which of them a page is about."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from wasl.acts.wording import Text


@dataclass(frozen=True, slots=True)
class Topic:
    """One page of help: its text is the template `web/help/<slug>.html`."""

    slug: str
    title: Text
    lead: Text
    icon: str
    pages: tuple[str, ...] = ()
    """Names of addresses, or how they begin, of the pages on which the topic is offered."""

    @property
    def address(self) -> str:
        """Where it is read."""
        return reverse("help-topic", args=[self.slug])

    @property
    def template(self) -> str:
        """What it is made of."""
        return f"web/help/{self.slug}.html"


TOPICS = (
    Topic(
        "signing-in",
        _("Signing in and the second factor"),
        _("How to come in, what a passkey is, and what to do when a telephone is lost."),
        "enter",
        ("account", "mfa", "usersessions", "profile", "session", "sign-in"),
    ),
    Topic(
        "checking",
        _("Checking a person, a document, anything"),
        _("What can be typed, what an answer means, and what is kept of it."),
        "search",
        ("check", "phone", "list", "clearance"),
    ),
    Topic(
        "appointing",
        _("Appointing officers"),
        _("How a head of bureau registers an officer, gives a mandate and ends it."),
        "badge",
        ("officer", "appoint", "mandate", "invit", "register-officer", "end-mandate"),
    ),
    Topic(
        "proofs",
        _("What a proof is and how to check it"),
        _("Why nobody can change the record unseen, and how to convince yourself without trusting this page."),
        "check",
        ("record", "entry"),
    ),
    Topic(
        "roles",
        _("Roles and what they open"),
        _("Who may do what, who decides that, and when it ends."),
        "people",
        ("role",),
    ),
    Topic(
        "programs",
        _("Programs and the API"),
        _("How a bureau's own systems read and write: keys for programs, signed requests, and limits."),
        "program",
        ("program", "api-key"),
    ),
    Topic(
        "accessibility",
        _("Accessibility and the keyboard"),
        _("Every page by keyboard alone, with a screen reader, large, in the dark, on paper and without JavaScript."),
        "eye",
        ("preferences",),
    ),
    Topic(
        "never",
        _("What Wasl never does"),
        _("Limits that no setting moves."),
        "shield",
    ),
)

_by_slug = {topic.slug: topic for topic in TOPICS}


def topic(slug: str) -> Topic | None:
    """The topic of that name."""
    return _by_slug.get(slug)


def neighbours(found: Topic) -> tuple[Topic | None, Topic | None]:
    """The topics before and after."""
    at = TOPICS.index(found)
    return (TOPICS[at - 1] if at else None), (TOPICS[at + 1] if at + 1 < len(TOPICS) else None)


def topic_of(request: HttpRequest) -> Topic | None:
    """What a page's help is about; None where there is nothing to say."""
    matched = getattr(request, "resolver_match", None)
    name = (matched.url_name or "") if matched else ""
    return next((found for found in TOPICS if name and name.startswith(found.pages)), None) if name else None
