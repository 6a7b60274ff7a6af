"""Two members side by side: facts, bureaus, what they have agreed to, how much they said."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from wasl.acts import clock
from wasl.acts.wording import Text
from wasl.members import queries, states
from wasl.members.models import Agreement
from wasl.members.wording import REGIONS, SUSPENDABLE, first_day
from wasl.web.language import short_language


def context(a: str, b: str) -> dict[str, Any]:
    """What the page shows of two members, by code."""
    language, now = short_language(), clock.now()
    common, apart = queries.agreements_in_common(a, b)
    return {
        "names": [(code, states.name(code, language), reverse("member", args=[code])) for code in (a, b)],
        "facts": [(label, [of(code) for code in (a, b)]) for label, of in _facts(now, a, b)],
        "in_common": [_line(each) for each in common],
        "apart": [[_line(each) for each in apart[code]] for code in (a, b)],
        "page": {"json": f"{reverse('api:compare')}?{urlencode({'a': a, 'b': b})}"},
    }


def _facts(now: datetime, *codes: str) -> list[tuple[Text, Callable[[str], Any]]]:
    """Rows of the comparison: what each is called and how it is found for a member."""
    counts, acts = queries.counts(*codes), queries.open_acts(*codes)
    suspended = queries.suspended_members(now)
    return [
        (_("Region"), lambda code: REGIONS[_member(code).region]),
        (_("Joined"), lambda code: first_day(_member(code).joined)),
        (_("Sub-bureaus"), lambda code: sum(each.of == code for each in states.sub_bureaus())),
        (_("Keys in force"), lambda code: counts.get(code, (0, 0))[0]),
        (_("Mandates"), lambda code: counts.get(code, (0, 0))[1]),
        (_("Partners"), lambda code: [each.name[short_language()] for each in queries.partners_of(code)]),
        (_("Suspended rights"), lambda code: [SUSPENDABLE.get(each, each) for each in sorted(suspended.get(code, ()))]),
        (_("Open acts"), lambda code: acts.get(code, 0)),
    ]


def _member(code: str) -> Any:
    return queries.member(code)


def _line(each: Agreement) -> tuple[str, str]:
    return each.title[short_language()], reverse("agreement", args=[each.entry])
