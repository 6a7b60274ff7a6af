"""The living page of components: each part with its markup beside it, in the reader's language. Demo only."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from wasl.acts import checkpoints, clock, queries
from wasl.acts.wording import Text
from wasl.web import entries, icons, views
from wasl.web.access import ANYBODY, opens
from wasl.web.parties import parties, party_name

LONG = {
    "ar": "محمد عبد الرحمن بن عبد العزيز نموذج بن عبد المطلب بن هاشم الحسني الإدريسي الوزاني",
    "other": "Maximiliana-Konstantina SPECIMEN von Hohenstaufen-Wittelsbach y Fernández de Córdoba",
}
"""Names of eighty letters and more, as they come."""

NOTICES: tuple[tuple[str, str, Text], ...] = (
    ("red", "R", gettext_lazy("Red Notice")),
    ("blue", "B", gettext_lazy("Blue Notice")),
    ("green", "G", gettext_lazy("Green Notice")),
    ("yellow", "Y", gettext_lazy("Yellow Notice")),
    ("black", "K", gettext_lazy("Black Notice")),
    ("orange", "O", gettext_lazy("Orange Notice")),
    ("purple", "P", gettext_lazy("Purple Notice")),
    ("silver", "S", gettext_lazy("Silver Notice")),
    ("un", "UN", gettext_lazy("United Nations Security Council Special Notice")),
)

VOTES: tuple[tuple[str, Text, int], ...] = (
    ("yes", gettext_lazy("Yes"), 147),
    ("no", gettext_lazy("No"), 10),
    ("abstain", gettext_lazy("Abstain"), 20),
    ("absent", gettext_lazy("Not voted"), 19),
)

ROLES = (("head", gettext_lazy("Head of bureau")), ("officer", gettext_lazy("Bureau officer")))


class EveryField(forms.Form):
    """A form with a field of every kind."""

    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=80, help_text=gettext_lazy("As the passport has it, in any script.")
    )
    mail = forms.EmailField(label=gettext_lazy("E-mail address"), required=False)
    number = forms.IntegerField(label=gettext_lazy("Number"), min_value=1, max_value=196)
    begins = forms.DateField(label=gettext_lazy("Begins"), widget=forms.DateInput({"type": "date"}))
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=ROLES)
    duty = forms.ChoiceField(
        label=gettext_lazy("On duty"),
        choices=(("day", gettext_lazy("Office hours")), ("always", gettext_lazy("Round the clock"))),
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Other bureaus see this."),
    )
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages"), choices=settings.LANGUAGES, widget=forms.CheckboxSelectMultiple, required=False
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), widget=forms.Textarea({"rows": 3}), required=False)
    letter = forms.FileField(label=gettext_lazy("Letter"), required=False)
    fixed = forms.CharField(label=gettext_lazy("Party"), initial="MA", disabled=True, required=False)
    sure = forms.BooleanField(label=gettext_lazy("I have compared this with the letter"))


@opens(get=ANYBODY, post=ANYBODY)
@require_http_methods(["GET", "HEAD", "POST"])
def components(request: HttpRequest) -> HttpResponse:
    """Every component. A form that is sent here changes nothing, and shows what is wrong with it."""
    if not settings.WASL_HOME.demo:
        raise Http404
    part = request.GET.get("part", "")
    if part and (part != "facts" or request.headers.get("HX-Request")):
        return _part(request, part)
    sent = request.method == "POST"
    form = EveryField(request.POST, request.FILES) if sent else EveryField()
    wrong = EveryField({"wrong-mail": "nobody", "wrong-number": "500"}, prefix="wrong")
    if form.is_bound and form.is_valid():
        form = EveryField()
    context = {
        "markup_label": _("Markup"),
        "loaded": part == "facts",
        "form": form,
        "wrong": None if form.is_bound else wrong,
        "colours": ["brand", "brand-soft", "ink", "ink-2", "paper", "ground", "line", "focus", "good", "warn", "stop"],
        "icons": icons.names(),
        "notices": NOTICES,
    }
    return render(request, "web/design.html", context | _lists() | _floor() | _proof())


def _part(request: HttpRequest, name: str) -> HttpResponse:
    """One component by itself, as pages that change in part ask for it."""
    if name != "facts":
        raise Http404
    return render(request, "web/parts/facts.html", {"facts": _lists()["facts"]})


def _proof() -> dict[str, Any]:
    """The proof panel of the newest open entry, as its own page has it."""
    newest = next((listed for listed in queries.newest(None) if listed.kept), None)
    if newest is None:
        return {}
    found = checkpoints.covering(newest.index)
    path = queries.inclusion_path(newest.index, found.size)
    return {
        "entry": entries.line(newest),
        "checkpoint": views.checkpoint_facts(found),
        "proof": views.proof_facts(newest, found, path),
        "proof_data": views.proof_data(newest, found, path),
    }


def _lists() -> dict[str, Any]:
    now = clock.now()
    specimen = "SPECIMEN"
    rows = [("MA", party_name("MA"), "SPECIMEN EL HADDAD, Mohamed", now)]
    rows += [("FR", party_name("FR"), LONG["other"], now), ("EG", party_name("EG"), LONG["ar"], now)]
    return {
        "rows": rows,
        "long": LONG,
        "now": now,
        "facts": [
            (_("Name"), f"{specimen} EL HADDAD"),
            (_("Original script"), "محمد نموذج الحداد"),
            (_("Begins"), now.date()),
            (_("Decided"), now),
            (_("Entries"), 48_213),
            (_("Codes"), ["MA", "MAR"]),
            (_("Ends"), None),
        ],
        "answers": [(_("Name"), f"{specimen} EL HADDAD"), (_("Role"), _("Bureau officer")), (_("Begins"), now.date())],
        "warnings": [_("This name looks like that of another officer of your bureau.")],
        "timeline": [
            (_("Mandate begun"), party_name("MA"), now, 812, reverse("record")),
            (_("Officer registered"), party_name("MA"), now, 640, reverse("record")),
            (_("Bureau key registered"), party_name("secretariat"), now, 12, None),
        ],
        "toasts": [("good", _("The act is recorded.")), ("plain", _("Two new entries in the record."))],
        "page": {"newer": "?", "older": "?", "json": "", "csv": ""},
        "crumbs_shown": [(_("Members"), "#crumbs"), (party_name("MA"), "#crumbs")],
        "done": 640,
        "all": 812,
        "diff": [
            ("same", _("Members")),
            ("out", _("are invited to")),
            ("in", _("shall")),
            ("same", _("report within")),
            ("out", _("thirty days")),
            ("in", _("ten days")),
        ],
    }


def _floor() -> dict[str, Any]:
    voted, kinds = sum(count for kind, _title, count in VOTES if kind in ("yes", "no")), []
    start = 0.0
    for kind, _title, count in VOTES[:2]:
        width = round(100 * count / voted, 2)
        kinds.append((kind, round(start, 2), width))
        start += width
    titles = {kind: title for kind, title, _count in VOTES}
    order = ("yes", "yes", "no", "yes", "abstain", "yes", "absent")
    seats = [
        (code, order[place % len(order)], f"{name}: {titles[order[place % len(order)]]}")
        for place, (code, name) in enumerate(parties())
        if len(code) == 2
    ]
    return {
        "tally": VOTES,
        "majority": {
            "parts": kinds,
            "need": 66.67,
            "says": _("147 for, 10 against: two-thirds of the members present and voting are reached."),
        },
        "seats": seats,
        "queue": [
            (party_name("MA"), "02:18"),
            (party_name("SN"), ""),
            (party_name("FR"), ""),
            (party_name("JP"), ""),
        ],
    }
