"""The audit of sign-ins: who signed in or tried to, when, how, from which network. Kept for 400 days."""

import hmac
import ipaddress
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.http import HttpRequest

from wasl.accounts.models import Event, Seat, SignIn
from wasl.acts import clock, sealing

IPV4_BITS, IPV6_BITS = 24, 48
COLUMNS = ("at", "event", "account", "party", "method", "network", "agent", "by", "tried")
_PURPOSE = "wasl address that was tried"


def write(  # noqa: PLR0913 (a line has many columns)
    request: HttpRequest | None,
    event: Event,
    *,
    account: int | None = None,
    by: int | None = None,
    tried: str = "",
    method: str = "",
    party: str | None = None,
) -> SignIn:
    """Write a line down, for `party` or else for every bureau where the account has a seat.

    `tried` is an address that no account has: a keyed hash of it is kept.
    """
    parties = [party] if party is not None else [] if account is None else parties_of(account)
    said: dict[str, Any] = {
        "at": clock.now(),
        "account": account,
        "by": by if by != account else None,
        "tried": hashed(tried) if tried else "",
        "event": event,
        "method": method[:20],
        "network": network_of(request) if request else "",
        "agent": agent_of(request) if request else "",
    }
    line = SignIn.objects.create(party=parties[0] if parties else "", **said)
    if parties[1:]:
        SignIn.objects.bulk_create([SignIn(party=other, again=True, **said) for other in parties[1:]])
    return line


def parties_of(account: int) -> list[str]:
    """The bureaus where the account has a seat, the first one first."""
    return list(dict.fromkeys(Seat.objects.filter(account=account).order_by("pk").values_list("party", flat=True)))


def hashed(address: str) -> str:
    """The keyed hash of an address that nobody has: whoever reads the table cannot guess it."""
    return hmac.new(sealing.derived(_PURPOSE), address.strip().casefold().encode(), sha256).hexdigest()[:32]


def network_of(request: HttpRequest) -> str:
    """The network a request came from, without the last bits; empty where there is none, as on a local socket."""
    try:
        address = ipaddress.ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return ""
    bits = IPV4_BITS if address.version == 4 else IPV6_BITS
    return str(ipaddress.ip_network(f"{address}/{bits}", strict=False))


def agent_of(request: HttpRequest) -> str:
    """What the browser calls itself, shortened."""
    return "".join(letter for letter in request.headers.get("User-Agent", "") if letter.isprintable())[:200]


def lines(
    *, account: int | None = None, party: str | None = None, event: str = "", before: int | None = None, limit: int
) -> Sequence[SignIn]:
    """Lines from the newest down: of one account, of one bureau, or all."""
    found = SignIn.objects.order_by("-pk")
    if account is not None:
        found = found.filter(account=account)
    found = found.filter(again=False) if party is None else found.filter(party=party)
    if event:
        found = found.filter(event=event)
    if before is not None:
        found = found.filter(pk__lt=before)
    return list(found[:limit])


def values(line: SignIn) -> dict[str, Any]:
    """A line for programs."""
    return {name: getattr(line, name) for name in COLUMNS} | {"at": line.at.isoformat()}


def sweep(now: datetime) -> int:
    """Remove what is older than 400 days; returns how many lines."""
    return SignIn.objects.filter(at__lt=now - SignIn.KEPT).delete()[0]
