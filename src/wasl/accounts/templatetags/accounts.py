"""What pages about accounts draw and list."""

from typing import Any

import qrcode
from django import template
from django.http import HttpRequest

from wasl.accounts.models import Account
from wasl.accounts.visiting import held_at, seat_of
from wasl.acts import outbox
from wasl.web.parties import party_name

register = template.Library()

BORDER = 4
"""Modules of empty room that a reader of the code needs."""


@register.inclusion_tag("accounts/qr.html")
def qr_code(text: str) -> dict[str, Any]:
    """The text as a QR code, drawn in the page: no image is fetched, no script runs."""
    code = qrcode.QRCode(border=0, error_correction=qrcode.constants.ERROR_CORRECT_M)
    code.add_data(text)
    code.make(fit=True)
    rows = code.get_matrix()
    path = "".join(
        f"M{column + BORDER} {row + BORDER}h1v1h-1z"
        for row, line in enumerate(rows)
        for column, set_ in enumerate(line)
        if set_
    )
    return {"path": path, "size": len(rows) + 2 * BORDER}


@register.simple_tag
def mail_goes_out() -> bool:
    """Whether this installation sends mail at all."""
    return outbox.can_send()


@register.simple_tag
def seats(request: HttpRequest) -> list[dict[str, Any]]:
    """The seats of whoever is signed in, the present one marked."""
    account = request.user
    if not isinstance(account, Account):
        return []
    present, all_seats = seat_of(request, account), list(account.seats.order_by("pk"))
    return [
        {
            "number": seat.pk,
            "party": seat.party,
            "party_name": party_name(seat.party),
            "roles": [held.title for held in held_at(seat)] if len(all_seats) > 1 else [],
            "current": present is not None and seat.pk == present.pk,
        }
        for seat in all_seats
    ]
