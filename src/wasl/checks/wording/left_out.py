"""What of a question was not looked at, in words."""

from collections.abc import Iterator

from django.utils.translation import ngettext

from wasl.screening.question import LeftOut
from wasl.web import formats


def told(left_out: LeftOut) -> list[str]:
    """A sentence for each sort of thing that was left out, in the language active now."""
    return list(_told(left_out))


def _told(left_out: LeftOut) -> Iterator[str]:
    if left_out.names:
        yield _counted(
            ngettext(
                "%(number)s of the names was not looked for: these are more than are asked for at once.",
                "%(number)s of the names were not looked for: these are more than are asked for at once.",
                left_out.names,
            ),
            left_out.names,
        )
    if left_out.words:
        yield _counted(
            ngettext(
                "%(number)s word was not looked at: the name is too long. Ask again in parts.",
                "%(number)s words were not looked at: the name is too long. Ask again in parts.",
                left_out.words,
            ),
            left_out.words,
        )
    if left_out.facts:
        yield _counted(
            ngettext(
                "%(number)s number, date or place was not looked at: these are too many, or too long.",
                "%(number)s numbers, dates or places were not looked at: these are too many, or too long.",
                left_out.facts,
            ),
            left_out.facts,
        )


def _counted(text: str, number: int) -> str:
    return text % {"number": formats.number(number)}
