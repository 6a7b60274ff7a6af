"""Reading members, keys, officers and mandates."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.db.models import Count, Q

from wasl.acts import queries as record
from wasl.acts import working_set
from wasl.acts.act import SECRETARIAT, SYSTEM
from wasl.acts.models import Blob, VaultEntry
from wasl.acts.queries import Listed
from wasl.members import states
from wasl.members.acts import Role
from wasl.members.models import (
    Agreement,
    BureauDescription,
    BureauKey,
    KeyState,
    Mandate,
    Member,
    Officer,
    Organisation,
    Partner,
    Photograph,
    Post,
    Suspension,
)
from wasl.web.language import short_language

STANDING_PARTIES = (SECRETARIAT, SYSTEM)
WARNED = timedelta(days=90)
"""How long before its end both sides of an agreement are told."""

ORDERS = ("name", "joined", "code")
"""What members can be listed by; a minus before it turns the list round."""


def organisation() -> Organisation | None:
    """The organisation, or None before it was founded."""
    return Organisation.objects.filter(pk=1).first()


def is_party(party: str) -> bool:
    """Whether the party may hold keys: a member, the secretariat, the installation."""
    return party in STANDING_PARTIES or member(party) is not None


def parties() -> list[str]:
    """Every party: the standing ones, then the members in roll-call order of the language active now."""
    return [*STANDING_PARTIES, *(found.code for found in members(short_language()))]


def member(code: str) -> Member | None:
    """The member with that code."""
    return working_set.get(Member, code)


def members(language: str, *, words: str = "", region: str = "", order: str = "name") -> list[Member]:
    """The members of a region, or of all, whose code or whose name in any language holds the words.

    By name is the roll-call order of the language.
    """
    admitted = {member.code: member for member in Member.objects.all()}
    wanted = [states.roll_call_key(word, "ar") for word in words.split()]
    found = [admitted[state.code] for state in states.roll_call(language) if state.code in admitted]
    found = [member for member in found if region in ("", member.region) and _is_called(member.code, wanted)]
    column = order.removeprefix("-")
    if column != "name":
        found.sort(key=lambda member: str(getattr(member, column)))
    return found[::-1] if order.startswith("-") else found


def _is_called(code: str, words: list[str]) -> bool:
    """Whether each word stands in a code or a name; accents and the Arabic article do not count."""
    return all(any(word in text for text in _texts(code)) for word in words)


@cache
def _texts(code: str) -> tuple[str, ...]:
    """By what a state is found."""
    state = states.state(code)
    names = (state.name.in_language(language) for language in ("ar", "en", "fr", "es"))
    return state.code.casefold(), state.code3.casefold(), *(states.roll_call_key(name, "ar") for name in names)


def key(keyid: str) -> BureauKey | None:
    """The key of that name, in force or not."""
    return working_set.get(BureauKey, keyid)


def officer(entry: int) -> Officer | None:
    """The officer whom that entry registered, unless erased."""
    return working_set.get(Officer, entry)


def photographs(officers: Iterable[Officer]) -> dict[int, str]:
    """By officer, the digest of the photograph that counts, where there is one and it was not erased."""
    known = {each.entry: each for each in officers}
    shown = {entry: each.photograph for entry, each in known.items()}
    for changed in Photograph.objects.filter(officer__in=known).order_by("entry"):
        shown[changed.officer] = changed.digest
    digests = {digest for digest in shown.values() if digest}
    if not digests:
        return {}
    kept = set(Blob.objects.filter(digest__in=digests, sealed_key__isnull=False).values_list("party", "digest"))
    return {entry: digest for entry, digest in shown.items() if (known[entry].party, digest) in kept}


def photograph_entries(officer_entry: int) -> list[int]:
    """The acts that changed an officer's photograph, oldest first, but for those that were erased."""
    return list(Photograph.objects.filter(officer=officer_entry).order_by("entry").values_list("entry", flat=True))


def photograph_before(officer_entry: int) -> str:
    """The digest that counts until the next act changes it; empty for none."""
    newest = Photograph.objects.filter(officer=officer_entry).order_by("-entry").first()
    if newest is not None:
        return newest.digest
    registered = officer(officer_entry)
    return registered.photograph if registered else ""


def mandate(entry: int) -> Mandate | None:
    """The mandate that entry gave."""
    return working_set.get(Mandate, entry)


def post_key(officer_entry: int, role: str) -> str:
    """The key of a post."""
    return f"{officer_entry}/{role}"


def held_post(officer_entry: int, role: str) -> Post | None:
    """The post, if the officer holds it already."""
    return working_set.get(Post, post_key(officer_entry, role))


def in_force(held: Mandate | Agreement | Suspension, at: datetime) -> bool:
    """Whether a mandate, an agreement or a suspension holds at that moment."""
    return held.ended_at is None and held.begins <= at and (held.ends is None or at < held.ends)


def of_now(at: datetime) -> Q:
    """The same as a condition on rows."""
    return Q(ended_at=None, begins__lte=at) & (Q(ends=None) | Q(ends__gt=at))


def expired(now: datetime, limit: int) -> list[int]:
    """Mandates whose time is over and that nobody ended yet, oldest first."""
    return _over(Mandate, now, limit)


def expired_agreements(now: datetime, limit: int) -> list[int]:
    """The same of agreements."""
    return _over(Agreement, now, limit)


def expired_suspensions(now: datetime, limit: int) -> list[int]:
    """The same of suspensions."""
    return _over(Suspension, now, limit)


def _over(model: type[Mandate | Agreement | Suspension], now: datetime, limit: int) -> list[int]:
    due = model._default_manager.filter(ended_at=None, ends__lte=now).order_by("ends", "entry")
    return list(due.values_list("entry", flat=True)[:limit])


def keys_in_force(party: str) -> list[str]:
    """The names of the keys that may sign for a party, newest first."""
    current = BureauKey.objects.filter(party=party, state=KeyState.IN_FORCE).order_by("-entry")
    return list(current.values_list("keyid", flat=True))


def head_mandate(party: str, at: datetime) -> int | None:
    """The mandate of the head of bureau in office, if there is one."""
    held = Mandate.objects.filter(of_now(at), party=party, role=Role.HEAD)
    return held.order_by("entry").values_list("entry", flat=True).first()


def counts(*codes: str) -> dict[str, tuple[int, int]]:
    """Of these parties, or of all, how many keys are in force and how many mandates are not ended."""
    of = {"party__in": codes} if codes else {}
    keys = BureauKey.objects.filter(state=KeyState.IN_FORCE, **of).values_list("party").annotate(number=Count("*"))
    mandates = Mandate.objects.filter(ended_at=None, **of).values_list("party").annotate(number=Count("*"))
    held = dict(mandates)
    known = dict(keys)
    return {party: (known.get(party, 0), held.get(party, 0)) for party in {*known, *held}}


def names_of(officers: Iterable[int], reader: str | None) -> dict[int, str]:
    """The names of officers this reader may know."""
    return dict(Officer.seen_by(reader).filter(pk__in=list(officers)).values_list("entry", "name"))


def description(party: str, reader: str | None) -> BureauDescription | None:
    """How a bureau is reached, as it said last, for a reader who may know."""
    rows: Any = BureauDescription.seen_by(reader)
    found: BureauDescription | None = rows.filter(party=party).order_by("-entry").first()
    return found


def partner(word: str) -> Partner | None:
    """The partner of that word, whether it still is one or not."""
    return working_set.get(Partner, word)


def partners_named(words: Iterable[str]) -> dict[str, Partner]:
    """Partners by their words, in one go."""
    return Partner.objects.in_bulk({word for word in words if word})


def partners() -> list[Partner]:
    """Every partner there is or was, the present ones first."""
    return sorted(Partner.objects.all(), key=lambda each: (each.ended_at is not None, each.partner))


def partners_of(member: str) -> list[Partner]:
    """The present partners to which a member belongs."""
    known = Partner.objects.filter(ended_at=None).in_bulk(_partners_with(member))
    return [known[word] for word in sorted(known)]


def _partners_with(member: str) -> set[str]:
    """The words of all partners there are and were to which a member belongs."""
    return {word for word, members in Partner.objects.values_list("partner", "members") if member in members}


def agreement(entry: int) -> Agreement | None:
    """The agreement that entry recorded."""
    return working_set.get(Agreement, entry)


def agreements(*, partner: str = "", member: str = "", area: str = "") -> list[Agreement]:
    """Agreements, the newest first: of a partner, of a member by itself or through its partners, of an area."""
    rows = Agreement.objects.order_by("-entry")
    if partner:
        rows = rows.filter(partner=partner)
    if not member and not area:
        return list(rows)
    belongs = _partners_with(member) if member else set()
    wanted = [
        entry
        for entry, word, members, areas in rows.values_list("entry", "partner", "members", "areas")
        if (not member or member in members or word in belongs) and (not area or area in areas)
    ]
    known = Agreement.objects.in_bulk(wanted)
    return [known[entry] for entry in wanted]


def agreements_in_common(a: str, b: str) -> tuple[list[Agreement], dict[str, list[Agreement]]]:
    """The agreements not ended that two members both have, the newest first, and by member those that one has alone."""
    of = {code: [each for each in agreements(member=code) if each.ended_at is None] for code in (a, b)}
    both = [each for each in of[a] if each in of[b]]
    return both, {code: [each for each in of[code] if each not in both] for code in (a, b)}


def agreement_state(each: Agreement, now: datetime) -> str:
    """`in-force`, `ending` (it is in force, and not for long), `to-begin` or `ended`."""
    if each.ended_at or (each.ends and each.ends <= now):
        return "ended"
    if each.begins > now:
        return "to-begin"
    return "ending" if each.ends and each.ends <= now + WARNED else "in-force"


def agreements_open(word: str) -> bool:
    """Whether a partner has an agreement that nobody ended."""
    return Agreement.objects.filter(partner=word, ended_at=None).exists()


def agreements_ending(after: datetime, before: datetime) -> list[Agreement]:
    """Agreements in force whose last day comes between two moments."""
    due = Agreement.objects.filter(ended_at=None, ends__gt=after, ends__lte=before)
    return list(due.order_by("ends", "entry"))


def suspension(entry: int) -> Suspension | None:
    """The suspension that entry recorded."""
    return working_set.get(Suspension, entry)


def suspensions(member: str) -> list[Suspension]:
    """Every suspension of a member, the newest first."""
    return list(Suspension.objects.filter(member=member).order_by("-entry"))


def rights_suspended(member: str, at: datetime) -> frozenset[str]:
    """What a member may not exercise at a moment: words of `lists.suspendable()`."""
    held = Suspension.objects.filter(member=member, begins__lte=at).filter(Q(ended_at=None) | Q(ended_at__gt=at))
    return frozenset(right for each in held if each.ends is None or at < each.ends for right in each.rights)


def suspended_members(at: datetime) -> dict[str, frozenset[str]]:
    """Every member with suspended rights, and which."""
    found: dict[str, frozenset[str]] = {}
    for each in Suspension.objects.filter(ended_at=None, begins__lte=at):
        if in_force(each, at):
            found[each.member] = found.get(each.member, frozenset()) | frozenset(each.rights)
    return found


def suspended_or_to_be(member: str, at: datetime) -> frozenset[str]:
    """Rights named by a suspension that is in force or still to begin."""
    held = Suspension.objects.filter(member=member, ended_at=None)
    return frozenset(right for each in held if each.ends is None or at < each.ends for right in each.rights)


def open_acts(*codes: str) -> dict[str, int]:
    """How many open acts each party has signed."""
    signed = VaultEntry.objects.filter(open=True, **({"party__in": codes} if codes else {}))
    return dict(signed.values_list("party").annotate(number=Count("*")))


def holders(at: datetime) -> dict[str, int]:
    """How many mandates in force there are of each role."""
    current = Mandate.objects.filter(of_now(at))
    return dict(current.values_list("role").annotate(number=Count("*")))


def listed(reader: str | None, entries: list[int]) -> list[Listed]:
    """These entries of the record, as a reader may see them."""
    return record.listed(reader, entries)
