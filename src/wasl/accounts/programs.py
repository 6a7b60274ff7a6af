"""Programs: the keys with which a bureau's own systems read over the API, and check against the lists.

A key is `wasl_<prefix>_<secret>`. It is shown once; what is kept is its SHA-256, found by the prefix. A secret of 256
bits needs no slow hash.
"""

import re
import secrets
from collections.abc import Iterable
from datetime import timedelta
from hashlib import sha256

from allauth.core.internal import ratelimit
from django.db import transaction
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

from wasl.accounts import audit
from wasl.accounts.models import Event, Program
from wasl.acts import clock
from wasl.acts.refusals import Refused
from wasl.members import lists, queries
from wasl.web import live
from wasl.web.visitors import Visitor

CHECKS = "checks.make"
SCOPES = ("record.read", "officers.read", CHECKS)
"""The rights that make sense for a program: reading and checking, in the name of its party."""
SCHEMES = ("bearer", "apikey")
"""How a request may name its key: the standard's word, and that of clients made for OpenSanctions."""

LONGEST = timedelta(days=365)
USED_EVERY = timedelta(minutes=5)
_KEY = re.compile(r"wasl_([a-z0-9]{10})_([A-Za-z0-9_-]{43})")
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
_NOTHING = "0" * 64


def add(  # noqa: PLR0913 (what a key is given for)
    party: str, name: str, purpose: str, scopes: Iterable[str], days: int, *, by: int, check_purpose: str = ""
) -> tuple[Program, str]:
    """A new program and its key, which is shown this once. Raises Refused: unknown-purpose.

    `check_purpose` is the one purpose for which it may check, where `scopes` let it check at all.
    """
    may = sorted(set(scopes) & set(SCOPES))
    if CHECKS in may and check_purpose not in lists.check_purposes():
        raise Refused("unknown-purpose", _("Say what the key's checks are made for."))
    now, prefix = clock.now(), "".join(secrets.choice(_LETTERS) for _letter in range(10))
    key = f"wasl_{prefix}_{secrets.token_urlsafe(32)}"
    program = Program.objects.create(
        party=party,
        name=name,
        purpose=purpose,
        scopes=may,
        check_purpose=check_purpose if CHECKS in may else "",
        prefix=prefix,
        digest=_digest(key),
        created_by=by,
        created_at=now,
        expires_at=now + min(timedelta(days=days), LONGEST),
    )
    return program, key


def revoke(program: Program) -> None:
    """Its key opens nothing from now on, and the live streams that it opened end."""
    program.revoked_at = clock.now()
    program.save(update_fields=["revoked_at"])
    transaction.on_commit(lambda: live.hang_up(party=program.party))


def bears_key(request: HttpRequest) -> bool:
    """Whether the request says that it comes from a program. What a web server before us asks for is not ours."""
    return request.headers.get("Authorization", "").partition(" ")[0].lower() in SCHEMES


def visitor(request: HttpRequest) -> Visitor:
    """The program whose key the request bears. Raises Refused: bad-api-key, api-key-ended, too-many-requests."""
    key = request.headers["Authorization"].partition(" ")[2].strip()
    found = _KEY.fullmatch(key)
    program = Program.objects.filter(prefix=found[1]).first() if found else None
    # The same work whether there is such a program or not.
    right = constant_time_compare(_digest(key), program.digest if program else _NOTHING)
    if program is None or not right:
        raise _forged(request, program)
    now = clock.now()
    if not program.in_force(now) or not queries.is_party(program.party):
        raise Refused("api-key-ended", _("This key has expired or was revoked."), status=401)
    if program.last_used_at is None or now - program.last_used_at > USED_EVERY:
        Program.objects.filter(pk=program.pk).update(last_used_at=now)
    return Visitor(
        party=program.party,
        name=program.name,
        rights=frozenset(program.scopes) & frozenset(SCOPES),
        purpose=program.check_purpose,
    )


def _forged(request: HttpRequest, program: Program | None) -> Refused:
    if not ratelimit.consume(request, app="allauth.account", action="program", limit_get=True):
        return Refused("too-many-requests", _("Too many wrong keys came from here. Try again later."), status=429)
    audit.write(request, Event.BAD_KEY, party=program.party if program else "", method="api-key")
    return Refused("bad-api-key", _("There is no such key."), status=401)


def _digest(key: str) -> str:
    return sha256(key.encode()).hexdigest()
