"""Why a text is not the identifier it is given as."""

from typing import Literal

Reason = Literal["empty", "length", "characters", "form", "checksum", "country", "network"]
"""`form` is an order of parts that the kind does not have; `network` an address of another currency or of a test."""


class NotAnIdentifier(ValueError):  # noqa: N818 (what it is)
    """The text is no identifier of this kind; `reason` says what of it does not fit."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


def unless(holds: object, reason: Reason) -> None:
    """Raise NotAnIdentifier unless it holds."""
    if not holds:
        raise NotAnIdentifier(reason)
