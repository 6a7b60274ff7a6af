"""Reading members, keys, officers and mandates."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, Q

from wasl.acts import working_set
from wasl.acts.act import SECRETARIAT, SYSTEM
from wasl.members import states
from wasl.members.acts import Role
from wasl.members.models import BureauKey, KeyState, Mandate, Member, Officer, Organisation, Post
from wasl.web.language import short_language

STANDING_PARTIES = (SECRETARIAT, SYSTEM)
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
    state = states.state(code)
    names = (state.name.in_language(language) for language in ("ar", "en", "fr", "es"))
    texts = [state.code.casefold(), state.code3.casefold(), *(states.roll_call_key(name, "ar") for name in names)]
    return all(any(word in text for text in texts) for word in words)


def key(keyid: str) -> BureauKey | None:
    """The key of that name, in force or not."""
    return working_set.get(BureauKey, keyid)


def officer(entry: int) -> Officer | None:
    """The officer whom that entry registered, unless erased."""
    return working_set.get(Officer, entry)


def mandate(entry: int) -> Mandate | None:
    """The mandate that entry gave."""
    return working_set.get(Mandate, entry)


def post_key(officer_entry: int, role: str) -> str:
    """The key of a post."""
    return f"{officer_entry}/{role}"


def held_post(officer_entry: int, role: str) -> Post | None:
    """The post, if the officer holds it already."""
    return working_set.get(Post, post_key(officer_entry, role))


def in_force(held: Mandate, at: datetime) -> bool:
    """Whether a mandate holds at that moment."""
    return held.ended_at is None and held.begins <= at and (held.ends is None or at < held.ends)


def has_head(party: str, at: datetime) -> bool:
    """Whether a head of bureau is in office."""
    current = Mandate.objects.filter(party=party, role=Role.HEAD, ended_at=None, begins__lte=at)
    return current.filter(Q(ends=None) | Q(ends__gt=at)).exists()


def expired(now: datetime, limit: int) -> list[int]:
    """Mandates whose time is over and that nobody ended yet, oldest first."""
    due = Mandate.objects.filter(ended_at=None, ends__lte=now).order_by("ends", "entry")
    return list(due.values_list("entry", flat=True)[:limit])


def keys_in_force(party: str) -> list[str]:
    """The names of the keys that may sign for a party, newest first."""
    current = BureauKey.objects.filter(party=party, state=KeyState.IN_FORCE).order_by("-entry")
    return list(current.values_list("keyid", flat=True))


def head_mandate(party: str, at: datetime) -> int | None:
    """The mandate of the head of bureau in office, if there is one."""
    for held in Mandate.objects.filter(party=party, role=Role.HEAD, ended_at=None).order_by("entry"):
        if in_force(held, at):
            return held.entry
    return None


def counts() -> dict[str, tuple[int, int]]:
    """Per party, how many keys are in force and how many mandates are not ended."""
    keys = BureauKey.objects.filter(state=KeyState.IN_FORCE).values_list("party").annotate(Count("pk"))
    mandates = Mandate.objects.filter(ended_at=None).values_list("party").annotate(Count("pk"))
    held = dict(mandates)
    known = dict(keys)
    return {party: (known.get(party, 0), held.get(party, 0)) for party in {*known, *held}}


def names_of(officers: Iterable[int], reader: str | None) -> dict[int, str]:
    """The names of officers this reader may know."""
    return dict(Officer.seen_by(reader).filter(pk__in=list(officers)).values_list("entry", "name"))
