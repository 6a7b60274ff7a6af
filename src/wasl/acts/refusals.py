"""Why the door said no: a stable code for programs, a sentence for people, the article it rests on."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy

from wasl.acts.wording import Text


class Refused(Exception):  # noqa: N818 (the word the rules use: an act is refused, nothing failed)
    """An act was not accepted, and nothing was changed.

    `code` never changes once published; `text` is translated when shown; `status` is the HTTP status the
    API answers with; `fields` maps a path inside the act to what is wrong there, translated when shown, too.
    """

    def __init__(
        self,
        code: str,
        text: Text,
        *,
        article: str = "",
        status: int = 422,
        fields: Mapping[str, Text] | None = None,
        **values: Any,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.template = text
        self.values = values
        self.article = article
        self.status = status
        self.wrong = fields or {}

    @property
    def text(self) -> str:
        """The sentence in the language active now."""
        return str(self.template) % self.values if self.values else str(self.template)

    @property
    def fields(self) -> dict[str, str]:
        """What is wrong, by path, in the language active now."""
        return {path: str(text) for path, text in self.wrong.items()}

    def __str__(self) -> str:
        return f"{self.code}: {self.text}"


def busy() -> Refused:
    """The door could not be reached in time; sending the same act again is safe."""
    return Refused("busy", gettext_lazy("The record is busy. Send the same act again."), status=503)


def storage_full() -> Refused:
    """The disk has no room, or none but what the record needs to grow."""
    text = gettext_lazy("The installation has no space left. Nothing was changed.")
    return Refused("storage-full", text, status=507)
