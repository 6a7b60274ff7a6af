"""Why the door said no: a stable code for programs, a sentence for people, the article it rests on."""

from typing import Any

from django.utils.translation import gettext_lazy

from wasl.acts.wording import Text


class Refused(Exception):  # noqa: N818 (the word the rules use: an act is refused, nothing failed)
    """An act was not accepted, and nothing was changed.

    `code` never changes once published; `text` is translated when shown; `status` is the HTTP status the
    API answers with; `fields` maps a path inside the act to what is wrong there.
    """

    def __init__(
        self,
        code: str,
        text: Text,
        *,
        article: str = "",
        status: int = 422,
        fields: dict[str, str] | None = None,
        **values: Any,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.template = text
        self.values = values
        self.article = article
        self.status = status
        self.fields = fields or {}

    @property
    def text(self) -> str:
        """The sentence in the language active now."""
        return str(self.template) % self.values if self.values else str(self.template)

    def __str__(self) -> str:
        return f"{self.code}: {self.text}"


def busy() -> Refused:
    """The door could not be reached in time; sending the same act again is safe."""
    return Refused("busy", gettext_lazy("The record is busy. Send the same act again."), status=503)
