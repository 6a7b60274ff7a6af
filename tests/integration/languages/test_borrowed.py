"""Sentences of Django and django-allauth that our pages can show are translated by us."""

from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path

import allauth
import django
import pytest
from babel.messages.extract import extract
from django.template.loader import get_template
from django.utils import translation
from django.utils.translation import gettext

from tests.integration.access.addresses import addresses
from tools.messages import KEYWORDS
from wasl.web import borrowed

SAID_BY_DJANGO = ("forms/fields.py", "core/validators.py", "contrib/auth/password_validation.py")
SAID_BY_ALLAUTH = ("account", "mfa", "usersessions")

STEPS = (
    "Ensure this value is a multiple of step size %(limit_value)s, starting from %(offset)s, "
    "e.g. %(offset)s, %(valid_value1)s, %(valid_value2)s, and so on."
)
NOT_SHOWN = {
    "our forms have no such fields": (
        "Enter a valid duration.",
        "The number of days must be between {min_days} and {max_days}.",
        "Please either submit a file or check the clear checkbox, not both.",
        "Upload a valid image. The file you uploaded was either not an image or a corrupted image.",
        "Enter a valid JSON.",
        "Enter a valid domain name.",
        "Enter a valid integer.",
        "Enter a valid “slug” consisting of letters, numbers, underscores or hyphens.",
        "Enter a valid “slug” consisting of Unicode letters, numbers, underscores, or hyphens.",
        "Enter a valid %(protocol)s address.",
        "IPv4",
        "IPv6",
        "IPv4 or IPv6",
        "Enter only digits separated by commas.",
        "Ensure this value is %(limit_value)s (it is %(show_value)s).",
        "Ensure this value is a multiple of step size %(limit_value)s.",
        STEPS,
        "Ensure that there are no more than %(max)s digit in total.",
        "Ensure that there are no more than %(max)s decimal place.",
        "Ensure that there are no more than %(max)s digit before the decimal point.",
    ),
    "nobody signs in by telephone or with a user's name": (
        "The phone number and/or password you specified are not correct.",
        "A user is already registered with this phone number.",
        "The phone number is not assigned to any user account.",
        "Username can not be used. Please use other username.",
        "The username and/or password you specified are not correct.",
        "Enter a phone number including country code (e.g. +1 for the US).",
        "Phone",
        "Username",
        "Username, email or phone",
        "Username or email",
        "Username or phone",
        "Email or phone",
        "Username (optional)",
    ),
    "nobody signs up or changes their address alone": (
        "You cannot remove your primary email address.",
        "This email address is already associated with this account.",
        "A user is already registered with this email address.",
        "You cannot add more than %d email addresses.",
        "Email (again)",
        "Email address confirmation",
        "Email (optional)",
        "You must type the same email each time.",
        "You cannot add an email address to an account protected by two-factor authentication.",
    ),
    "Django's administration is not installed": (
        "Marked {email} as verified.",
        "Failed to mark {email} as verified.",
        "Mark selected email addresses as verified",
    ),
}


def said(paths: Iterable[Path]) -> Iterator[str]:
    for path in paths:
        for _line, text, _remarks, _context in extract("python", BytesIO(path.read_bytes()), KEYWORDS, []):
            yield text if isinstance(text, str) else text[0]


def listed() -> set[str]:
    """The English of what is borrowed, read from the module's own text."""
    texts = set(said([Path(str(borrowed.__file__))]))
    assert len(texts) == len(borrowed.DJANGO) + len(borrowed.ALLAUTH)
    return texts


def hidden() -> set[str]:
    return {text for texts in NOT_SHOWN.values() for text in texts}


def test_nothing_that_django_says_in_a_form_is_forgotten() -> None:
    root = Path(django.__file__).parent
    assert set(said(root / name for name in SAID_BY_DJANGO)) - hidden() <= listed()


def test_nothing_that_allauth_says_is_forgotten() -> None:
    root = Path(allauth.__file__).parent
    paths = [
        path
        for room in SAID_BY_ALLAUTH
        for path in sorted((root / room).rglob("*.py"))
        if not {"tests", "migrations"} & set(path.parts) and path.name not in ("models.py", "apps.py")
    ]
    assert set(said(paths)) - hidden() <= listed()


@pytest.mark.parametrize("language", ["ar", "es", "fr"])
def test_our_words_come_before_theirs(language: str) -> None:
    with translation.override(language):
        said_now = {each: gettext(each) for each in (*borrowed.DJANGO, *borrowed.ALLAUTH) if type(each) is str}
    same = [english for english, told in said_now.items() if told == english]
    assert same in ([], ["Code"], ["WebAuthn"], ["Code", "WebAuthn"])
    if language == "fr":
        assert not [told for told in said_now.values() if "'" in told]


def test_every_page_of_allauth_has_our_template() -> None:
    shown = {}
    for address in addresses():
        kind = getattr(address.view, "view_class", None)
        template = getattr(kind, "template_name", None)
        if template:
            shown[template] = str(get_template(template).origin.name)  # type: ignore[attr-defined]
    assert len(shown) > 10
    theirs = {template for template, path in shown.items() if "site-packages" in path}
    assert theirs == set()


@pytest.mark.parametrize("room", ["account", "mfa", "usersessions"])
def test_every_note_that_allauth_leaves_is_ours(room: str) -> None:
    """Notes about what our addresses cannot do are never left."""
    never = ("email", "phone", "login_code", "primary", "sessions_logged_out")
    root = Path(allauth.__file__).parent / "templates" / room / "messages"
    for path in sorted(root.glob("*.txt")):
        if not any(word in path.name for word in never):
            found = str(get_template(f"{room}/messages/{path.name}").origin.name)  # type: ignore[attr-defined]
            assert "site-packages" not in found, path.name
