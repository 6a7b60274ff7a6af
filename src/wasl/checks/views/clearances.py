"""Clearances: the list of them, one of them, and the pages on which they are given and ended."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_safe

from wasl.acts import clock, registry
from wasl.acts.act import Act
from wasl.acts.wording import Text
from wasl.checks import clearing, pace, queries
from wasl.checks.acts import EndClearance, GiveClearance
from wasl.checks.forms.clearances import EndClearanceForm, GiveClearanceForm, lists_by_name
from wasl.checks.log import logged_person, readings, recalled
from wasl.checks.models import Check, Clearance, WatchList
from wasl.checks.wording import CLEARANCE_ENDS, paper_title, person_title
from wasl.checks.wording.entry import day, in_short, name_of, reference_of, state
from wasl.members.act_forms import ActForm
from wasl.members.acting import AboutView, ActView
from wasl.members.naming import party_title
from wasl.members.queries import parties
from wasl.members.views.listing import Filters, as_csv, below, index, private
from wasl.web.access import opens
from wasl.web.visitors import Visitor, visitor_of

PAGE, CSV_MAX = 50, 1000

COLUMNS = (
    *("entry", "party", "subject", "names", "birth_date", "nationalities", "documents", "reason", "shared"),
    *("given_at", "ends", "ended_at", "end_reason", "state"),
)

IN_FORCE, ENDED, EXPIRED, DELISTED, CHANGED = "in-force", "ended", "expired", "delisted", "changed"
"""What a clearance is. A list that says otherwise by now, or nothing, clears nobody."""


def clearance_states() -> dict[str, Text]:
    """What clearances are told apart by; the first is all of them."""
    return {"": _("All"), queries.IN_FORCE: _("In force"), queries.OVER: _("Over")}


def state_of(each: Clearance, digest: str | None, now: datetime) -> str:
    """What a clearance is, where its entry now has this digest; None where no list has it."""
    if each.ended_at:
        return ENDED
    if each.ends <= now:
        return EXPIRED
    if digest is None:
        return DELISTED
    return IN_FORCE if digest == each.digest else CHANGED


def _state_title(each: Clearance, found: str) -> Text:
    titles: dict[str, Text] = {
        IN_FORCE: _("in force"),
        EXPIRED: CLEARANCE_ENDS["expired"],
        DELISTED: _("no longer listed"),
        CHANGED: _("the entry has changed"),
    }
    return titles.get(found) or CLEARANCE_ENDS.get(each.end_reason, each.end_reason)


def lines(found: list[Clearance], now: datetime) -> list[dict[str, Any]]:
    """Clearances as pages show them; their entries are read together."""
    subjects = {each.subject for each in found}
    digests, entries = queries.entry_digests(subjects), queries.listed(subjects)
    return [_line(each, digests.get(each.subject), entries.get(each.subject), now) for each in found]


def _line(each: Clearance, digest: str | None, entry: Any, now: datetime) -> dict[str, Any]:
    found = state_of(each, digest, now)
    return {
        "entry": each.entry,
        "clearance": each,
        "party": each.party,
        "party_title": party_title(each.party),
        "names": each.person["names"],
        "person": person_title(each.person),
        "reference": reference_of(each.subject),
        "list": each.subject.partition(":")[0],
        "listed": name_of(entry) if entry else "",
        "state": found,
        "state_title": _state_title(each, found),
        "address": reverse("clearance", args=[each.entry]),
    }


@opens(get="checks.make")
@require_safe
def clearances(request: HttpRequest) -> HttpResponse:
    """The clearances that one's bureau is shown, the newest first: by list, by who gave them, by state."""
    visitor, now = visitor_of(request), clock.now()
    titles = lists_by_name(visitor.party)
    chosen = Filters(request, list=titles, by=parties(), state=clearance_states(), view=("csv",))
    wanted = queries.WantedClearances(chosen["by"], chosen["list"], chosen["state"], below(request))
    limit = CSV_MAX if chosen["view"] == "csv" else PAGE
    found = queries.clearances(visitor.party, wanted, now, limit + 1)
    shown = lines(found[:limit], now)
    before = {"before": wanted.before} if wanted.before is not None else {}
    if chosen["view"] == "csv":
        readings.read_clearances(visitor, chosen.said(**before), len(shown))
        return private(as_csv("clearances", COLUMNS, map(_values, shown)))
    context = {
        "clearances": shown,
        "list_choices": chosen.choices("list", {"": _("All lists"), **titles}),
        "by_choices": chosen.choices(
            "by", {"": _("All parties"), **{each: party_title(each) for each in parties() if each != "system"}}
        ),
        "state_choices": chosen.choices("state", clearance_states()),
        "filtered": bool(chosen),
        "may_clear": visitor.may("clearances.give"),
        "page": {
            "newer": chosen.address() if before else None,
            "older": chosen.address(before=found[PAGE - 1].entry) if len(found) > PAGE else None,
            "json": reverse("api:clearances") + chosen.address(**before),
            "csv": chosen.address(view="csv", **before),
        },
    }
    return private(render(request, "checks/clearances.html", context))


def _values(shown: dict[str, Any]) -> tuple[Any, ...]:
    each: Clearance = shown["clearance"]
    person = each.person
    papers = "; ".join(paper["number"] for paper in person["documents"])
    known = ("; ".join(person["names"]), person["birth_date"] or "", " ".join(person["nationalities"]), papers)
    moments = [at.isoformat() if at else "" for at in (each.given_at, each.ends, each.ended_at)]
    said = (each.reason, "yes" if each.shared else "no", *moments, each.end_reason, shown["state"])
    return each.entry, each.party, each.subject, *known, *said


@opens(get="checks.make")
@require_safe
def clearance(request: HttpRequest, entry: int) -> HttpResponse:
    """One clearance: who is not the one listed, who said so and why, whether it still holds."""
    visitor = visitor_of(request)
    found = seen(visitor, entry)
    shown = lines([found], clock.now())[0]
    holds_on = found.ended_at is None and shown["state"] != EXPIRED
    context = {
        "shown": shown,
        "clearance": found,
        "facts": person_facts(found.person),
        "given": reverse("entry", args=[entry]),
        "ended": reverse("entry", args=[found.ended_by]) if found.ended_by is not None else "",
        "may_end": holds_on and found.party == visitor.party and visitor.may("clearances.give"),
        "page": {"json": reverse("api:clearance", args=[entry])},
        "trail": [(_("Clearances"), reverse("clearances"))],
    }
    return private(render(request, "checks/clearance.html", context))


def person_facts(person: dict[str, Any]) -> list[tuple[Text, list[str]]]:
    """What is known of somebody who was cleared."""
    found = [
        (_("Names"), list(person["names"])),
        (_("Born"), [day(person["birth_date"])] if person["birth_date"] else []),
        (_("Nationality"), [state(each) for each in person["nationalities"]]),
        (_("Documents"), [paper_title(each) for each in person["documents"]]),
    ]
    return [(label, values) for label, values in found if values]


def seen(visitor: Visitor, entry: int) -> Clearance:
    """The clearance, if the visitor may see it. Raises Http404."""
    found: Clearance | None = Clearance.seen_by(visitor.party).filter(pk=entry).first()
    if found is None:
        raise Http404
    return found


class GiveClearanceView(ActView):
    """Somebody is not the one listed; filled in from a check, where the address names one."""

    right = "clearances.give"
    act = GiveClearance
    form_class = GiveClearanceForm
    title = gettext_lazy("Not the one listed")
    lead = gettext_lazy(
        "Found again by a document, or by name and date of birth, this person is shown as cleared and raises no alert, "
        "until the clearance ends or the list says something else of the entry."
    )

    def initial(self) -> dict[str, Any]:
        """What the check says of the person."""
        known = logged_person.of(self.line, index(self.request.GET.get("row", ""))) if self.line else {}
        return {**known, **super().initial()}

    @cached_property
    def line(self) -> Check | None:
        """The check that the address names, if the visitor may read it; that somebody else's was read is logged."""
        number, now = index(self.request.GET.get("check", "")), clock.now()
        found = None if number is None else logged_person.line_shown(number, self.visitor, now)
        if found is not None and self.request.method == "GET" and not recalled.line_of(found.pk, self.visitor, now):
            readings.read_log(self.visitor, {"check": found.pk}, [found])
        return found

    def compose(self, form: ActForm) -> Act | None:
        """What is said of an entry: whoever did not find it before reads it by that, which is logged and paced.

        A refusal tells whether the list has the entry, and whether the one listed has a date of birth or a document.
        Raises Refused: unknown-entry, tells-nobody-apart, too-many-checks.
        """
        act = super().compose(form)
        assert isinstance(act, GiveClearance)
        watch_list = queries.list_shown(act.subject.partition(":")[0], self.party)
        if watch_list is not None:
            self._read(act.subject, watch_list)
            clearing.look_at(act, queries.listed([act.subject]).get(act.subject))
        return act

    def _read(self, subject: str, watch_list: WatchList) -> None:
        """The entry is read, unless a check found it or it was read lately. Raises Refused: too-many-checks."""
        found = self.line is not None and logged_person.names(self.line, subject)
        if not found and not recalled.read_lately(subject, self.visitor, clock.now()):
            pace.take(self.visitor, 1)
            there = subject in queries.listed([subject])
            readings.read_entry(self.visitor, subject, queries.newest_edition(watch_list.entry) if there else None)

    def warnings(self, form: ActForm, act: Any) -> Iterable[Text]:
        """What would be known to all, and what would be hard to know again."""
        assert isinstance(act, GiveClearance)
        if act.shared:
            yield _("Every member will read who this person is, and why they are not the one listed.")
        if not act.person.documents:
            yield _("Without a document the person is known again by name and date of birth alone.")

    def context(self) -> dict[str, Any]:
        """Who is listed, where the check that the address names tells of the entry."""
        subject = self.request.GET.get("subject", "")
        if subject.partition(":")[0] not in lists_by_name(self.party):
            return {}
        if self.line is None or not logged_person.names(self.line, subject):
            return {}
        entry = queries.listed([subject]).get(subject)
        if entry is None:
            return {}
        known = [*entry.subject.names[:6]]
        fits = [
            (pgettext("of a check", "Listed"), known),
            (_("Reference"), reference_of(subject)),
            (_("Known of them"), in_short(entry.subject)),
        ]
        return {"fits_title": _("Entry of the list"), "fits": fits}

    def onward(self, entry: int) -> str:
        """The clearance."""
        return reverse("clearance", args=[entry])

    def backward(self) -> str:
        """The clearances."""
        return reverse("clearances")


class EndClearanceView(AboutView):
    """A clearance of one's own party holds no more."""

    right = "clearances.give"
    act = EndClearance
    form_class = EndClearanceForm
    title = gettext_lazy("End a clearance")
    lead = gettext_lazy("From this act on the person raises an alert again.")
    about = "clearance"
    thing: Clearance

    def find(self) -> Clearance | None:
        """By the entry that gave it."""
        found = queries.clearance(self.kwargs["entry"])
        return found if found and found.party == self.party and found.ended_at is None else None

    def context(self) -> dict[str, Any]:
        """Which clearance it is."""
        return {
            "fits_title": _("Clearance"),
            "fits": [
                (registry.label("person"), person_title(self.thing.person)),
                (registry.label("subject"), self.thing.subject),
                (registry.label("reason"), self.thing.reason),
            ],
            "crumbs": [(_("Clearances"), reverse("clearances")), (f"#{self.thing.entry}", self.backward())],
        }

    def backward(self) -> str:
        """The clearance's page."""
        return reverse("clearance", args=[self.thing.entry])
