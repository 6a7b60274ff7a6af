"""Every page in every language: nothing left in English, and quantities in the digits that the reader chose."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from tests.integration.access.addresses import addresses
from tests.integration.languages.reading import read
from tests.people import person, signed_in
from tests.world import World
from tools import messages
from wasl.members.acts import Role
from wasl.web import access
from wasl.web.language import LANGUAGES

CHOICES = "numerals=arabic&calendar=hijri&zone=Africa/Casablanca"
VISITORS = [None, ("MA", Role.HEAD), ("secretariat", Role.HEAD)]
LATIN = {
    word for each in tomllib.loads(Path("tools/messages.toml").read_text("utf-8"))["latin"] for word in each["texts"]
}
NAMES_OF_LANGUAGES = {"English", "Français", "Español", "français", "español"}
WORD = re.compile(r"[A-Za-zÀ-ÿ]{2,}(?:-?[A-Za-z0-9]+)*")
SAME_FOR_EVERYBODY = re.compile(
    r"UTC[+-]\d\d:\d\d"  # how far a zone is from UTC
    r"|#\d+|رقم \d+"  # an entry
    r"|\+212[ \d]+|\d\d:\d\d-\d\d:\d\d"  # examples of what to type
    r"|[A-Z][\w.+-]*\d[\w.]*"  # a standard
    r"|^(?:0123456789|4\d\d|5\d\d)$"  # the digits themselves, and the status of an answer
)


def client_of(world: World, who: tuple[str, Role] | None) -> Client:
    return signed_in(person(world, *who)) if who else Client()


def pages(client: Client, language: str) -> Iterator[tuple[str, list[str]]]:
    """Every page that this client may open, as a person reads it."""
    for address in addresses():
        if "GET" not in (access.needs_of(address.view, address.name) or {}):
            continue
        client.cookies["django_language"] = language
        client.cookies["wasl_view"] = CHOICES
        path = reverse(address.name, kwargs=address.arguments)
        answer = client.get(path)
        if answer.get("Content-Type", "").startswith("text/html") and not answer.streaming:
            yield path, read(answer.content.decode(), language)


@pytest.mark.parametrize("who", VISITORS, ids=str)
def test_an_arabic_page_has_no_latin_word_and_no_digit_that_nobody_chose(
    world: World, who: tuple[str, Role] | None
) -> None:
    loose = set()
    for path, pieces in pages(client_of(world, who), "ar"):
        for piece in pieces:
            said = SAME_FOR_EVERYBODY.sub("", piece)
            words = set(WORD.findall(said)) - LATIN - NAMES_OF_LANGUAGES - {"MA", "FR", "BR", "JP", "SN"}
            digits = re.search(r"[0-9]", said)
            if words or digits:
                loose.add((path, piece))
    assert not loose, "\n".join(f"{path}: {piece}" for path, piece in sorted(loose))


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language not in ("ar", "en")])
def test_no_page_says_in_english_what_is_translated(world: World, language: str) -> None:
    path = messages.ROOT / messages.PACKAGE / f"locale/{language}/LC_MESSAGES/django.po"
    translated = {
        text: message.string
        for message in messages.read(path, language)
        for text in [message.id]
        if isinstance(text, str) and text and message.string and message.string != text
    }
    own = {str(text) for text in translated.values()}
    english = set()
    for page, pieces in pages(client_of(world, ("MA", Role.HEAD)), language):
        english |= {(page, piece) for piece in pieces if piece in set(translated) - own - NAMES_OF_LANGUAGES}
    assert not english, "\n".join(f"{path}: {piece}" for path, piece in sorted(english))


def test_latin_digits_are_what_an_arabic_page_shows_unless_chosen_otherwise(world: World) -> None:
    client = Client(headers={"accept-language": "ar"})
    assert not re.search(r"[٠-٩]", " ".join(read(client.get("/members/").content.decode(), "ar")))
    client.cookies["wasl_view"] = CHOICES
    assert re.search(r"[٠-٩]", " ".join(read(client.get("/members/").content.decode(), "ar")))
