"""E-mail addresses as people type them: which are taken, and why one is not.

An address that looks like another is a trap: letters of two scripts in one part, or invisible ones, are refused. A
domain outside ASCII is kept and shown as it goes over the wire (`xn--…`).
"""

import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _
from pydantic import TypeAdapter
from pydantic import ValidationError as Wrong

from wasl.acts.act import ShortText

_TEXT: TypeAdapter[str] = TypeAdapter(ShortText)
_ALIKE = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC")
"""Scripts whose letters look like each other's."""


def cleaned(text: str) -> str:
    """The address as it is kept: folded, its domain in ASCII. Raises ValidationError."""
    try:
        text = unicodedata.normalize("NFKC", _TEXT.validate_python(text))
    except Wrong as error:
        message = _("This contains characters that cannot be seen, or that change the direction of text.")
        raise ValidationError(message, code="unseen-characters") from error
    local, _at, domain = text.rpartition("@")
    if not local.isascii():
        message = _("The part before the @ must be written in letters without accents, a to z.")
        raise ValidationError(message, code="mixed-scripts")
    if any(mixed(part) for part in domain.split(".")):
        message = _("This address mixes letters of several scripts that look alike.")
        raise ValidationError(message, code="mixed-scripts")
    try:
        ascii_domain = domain if domain.isascii() else domain.encode("idna").decode()
    except UnicodeError as error:
        raise ValidationError(_("Enter a valid email address."), code="invalid") from error
    address = f"{local}@{ascii_domain}".casefold()
    validate_email(address)
    return address


def mixed(word: str) -> bool:
    """Whether one word has letters of several scripts that look like each other's."""
    found = {script for letter in word if letter.isalpha() for script in _ALIKE if _of(letter, script)}
    return len(found) > 1


def _of(letter: str, script: str) -> bool:
    return unicodedata.name(letter, "").startswith(script)
