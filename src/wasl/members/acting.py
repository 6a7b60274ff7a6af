"""From a form to a signed act: the one way in which pages say something.

    class AppointView(ActView):
        right, act, form_class = "officers.manage", AppointOfficer, AppointForm

A person fills in the form; what the act's own model or its rule finds wrong stands at the form. Then the page shows
the answers: nothing is signed yet. What is confirmed is signed with the party's hosted key, under the mandate that
gives the right, and performed. A party that keeps its own key takes the act home and signs it there.

The identity of the statement is drawn when the answers are shown, and goes into the confirmation together with a
digest of them, signed by the installation: what is performed is what was shown, and confirming it twice performs it
once.
"""

import json
import uuid
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from typing import Any, ClassVar

from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from pydantic import ValidationError as Invalid

from wasl.acts import clock, faults, keystore, queries, registry
from wasl.acts.act import Act, Author
from wasl.acts.perform import perform
from wasl.acts.refusals import Refused
from wasl.acts.wording import Text
from wasl.members import hosting
from wasl.members.act_forms import ActForm
from wasl.members.naming import party_title
from wasl.web import drafts
from wasl.web.access import opens, resumes
from wasl.web.entries import labelled
from wasl.web.visitors import Visitor, proved_recently, visitor_of

CONFIRMED, CHANGE, DOWNLOAD = "confirmed", "change", "download"
"""Names of what the answers page sends beside the answers."""

NOT_ANSWERS = frozenset({CONFIRMED, CHANGE, DOWNLOAD, "csrfmiddlewaretoken"})
SALT = "wasl.members.acting"
CONFIRM_WITHIN = 12 * 3600
"""Seconds for which shown answers may be confirmed."""

Answers = list[tuple[Text, Any]]


class ActView(View):
    """One kind of act as a page. Subclasses say which act, who may, and what the page is called."""

    right: ClassVar[str]
    """What the visitor must have; the mandate that gives it signs."""
    act: ClassVar[type[Act]]
    form_class: ClassVar[type[ActForm]]
    title: ClassVar[Text] = ""
    """The act's own name when left out."""
    lead: ClassVar[Text] = ""
    """What the act does, in a sentence or two."""
    sign: ClassVar[Text] = gettext_lazy("Sign and record")
    template_name = "members/act.html"

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Callable[..., HttpResponseBase]:
        """The view, declared at the gate."""
        return resumes(opens(get=cls.right, post=cls.right)(super().as_view(**initkwargs)))

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Who acts."""
        super().setup(request, *args, **kwargs)
        self.visitor: Visitor = visitor_of(request)
        self.party: str = self.visitor.party or ""

    # What rooms say

    def prepare(self) -> None:
        """Find what the address names. Raises Http404."""

    def initial(self) -> dict[str, Any]:
        """What the form begins with."""
        return {name: value for name, value in self.request.GET.items() if name in self.form_class.base_fields}

    def compose(self, form: ActForm) -> Act | None:
        """The act that the form says; None when it is made only as it is signed. Raises pydantic's ValidationError."""
        return self.act.model_validate(form.said())

    def answers(self, form: ActForm, act: Act | None) -> Answers:  # noqa: ARG002 (rooms look at it)
        """What is shown for checking."""
        return list(labelled(act.model_dump(mode="json", exclude={"kind"}))) if act else []

    def warnings(self, form: ActForm, act: Act | None) -> Iterable[Text]:  # noqa: ARG002 (rooms look at them)
        """What the person should look at twice before signing."""
        return ()

    def perform(self, form: ActForm, act: Act | None, identity: str) -> int:  # noqa: ARG002 (rooms look at it)
        """Sign and perform; returns the entry. Raises Refused, keystore.NoKey."""
        assert act is not None
        key = hosting.hosted_key(self.party)
        signed = keystore.sign(act, self.party, key, mandate=self.mandate, identity=identity)
        return perform(signed.normal).index

    def onward(self, entry: int) -> str:
        """Where to go when it is done."""
        return reverse("entry", args=[entry])

    def backward(self) -> str:
        """Where to go when it is not to be done."""
        return reverse("home")

    def context(self) -> dict[str, Any]:
        """What the page shows beside the form."""
        return {}

    # How it goes

    @property
    def mandate(self) -> int | None:
        """The mandate under which the act is signed."""
        return self.visitor.mandate_for(self.right)

    def get(self, request: HttpRequest, *_args: Any, **_named: Any) -> HttpResponse:
        """The form; the answers again when their author went to prove who they are."""
        self.prepare()
        data = drafts.take(request)
        if data is not None:
            form = self._form(data)
            return self._check(form, data) if proved_recently(request) else self._ask(form)
        return self._ask(self.blank())

    def post(self, request: HttpRequest, *_args: Any, **_named: Any) -> HttpResponse:
        """The answers to check, the act to take home, or the act performed."""
        self.prepare()
        data = request.POST
        form = self._form(data)
        if CHANGE in data:
            return self._ask(form)
        if CONFIRMED in data and form.is_valid():
            return self._confirmed(form, data)
        return self._check(form, data)

    def blank(self) -> ActForm:
        """The form before anything was answered."""
        return self.form_class(initial=self.initial(), visitor=self.visitor)

    def _form(self, data: QueryDict) -> ActForm:
        return self.form_class(data, self.request.FILES, initial=self.initial(), visitor=self.visitor)

    def _ask(self, form: ActForm) -> HttpResponse:
        status = 422 if form.is_bound and form.errors else 200
        submit = _("Check the answers") if form.fields else _("Continue")
        return self._show({"form": form, "submit": submit}, status)

    def _check(self, form: ActForm, data: QueryDict) -> HttpResponse:
        """The answers, once nothing is wrong with them as far as can be known before they are signed."""
        act = self._composed(form)
        if not form.is_valid():
            return self._ask(form)
        hosted = self._is_hosted()
        if hosted and not proved_recently(self.request):
            return self._elsewhere(form, data)
        if act is not None and DOWNLOAD in data:
            return _file(act)
        hidden = list(_answers(form, data))
        if hosted:
            confirmation = {"id": str(uuid.uuid4()), "digest": self._digest(hidden)}
            hidden.append((CONFIRMED, signing.dumps(confirmation, salt=SALT)))
        else:
            hidden.append((DOWNLOAD, "1"))
        return self._show(
            {
                "answers": self.answers(form, act),
                "warnings": list(self.warnings(form, act)),
                "hidden": hidden,
                "hosted": hosted,
                "change": CHANGE,
                "submit": self.sign if hosted else _("Download the act"),
            }
        )

    def _composed(self, form: ActForm) -> Act | None:
        """The act, its rule asked ahead of time; what is wrong with it stands at the form."""
        if not form.is_valid():
            return None
        try:
            act = self.compose(form)
            if act is not None:
                self._judge(act)
        except Invalid as invalid:
            show_faults(form, faults.by_field(invalid.errors(include_input=False)))
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            return act
        return None

    def _confirmed(self, form: ActForm, data: QueryDict) -> HttpResponse:
        identity = self._identity(str(data[CONFIRMED]), list(_answers(form, data)))
        if not identity:
            return self._check(form, data)
        entry = queries.entry_named(identity)
        if entry is None:
            if not proved_recently(self.request):
                return self._elsewhere(form, data)
            try:
                entry = self.perform(form, self.compose(form), identity)
            except Refused as refusal:
                show_refusal(form, refusal)
                return self._ask(form)
            except keystore.NoKey:
                return self._check(form, data)
            messages.success(self.request, _recorded(entry))
        return HttpResponseRedirect(self.onward(entry))

    def _identity(self, confirmation: str, hidden: list[tuple[str, str]]) -> str:
        """The statement's identity; empty when something else was shown, long ago, or to somebody else."""
        try:
            said = signing.loads(confirmation, salt=SALT, max_age=CONFIRM_WITHIN)
        except signing.BadSignature:
            return ""
        return str(said["id"]) if said["digest"] == self._digest(hidden) else ""

    def _judge(self, act: Act) -> None:
        """Ask the act's rule ahead of time. Raises Refused."""
        role = next((held.role for held in self.visitor.roles if held.mandate == self.mandate), "")
        rule = registry.find(act.kind)
        assert rule is not None
        assert rule.rule is not None
        rule.rule(act, Author(self.party, role, self.mandate, ""), clock.now())

    def _is_hosted(self) -> bool:
        try:
            hosting.hosted_key(self.party)
        except keystore.NoKey:
            return False
        return True

    def _digest(self, hidden: list[tuple[str, str]]) -> str:
        """Of who acts, where, and the answers."""
        said = [self.visitor.account, self.party, self.mandate, self.request.path, sorted(hidden)]
        return sha256(json.dumps(said).encode()).hexdigest()

    def _elsewhere(self, form: ActForm, data: QueryDict) -> HttpResponse:
        """Keep the answers and have their author prove again who they are."""
        kept = QueryDict(mutable=True)
        for name, value in _answers(form, data):
            kept.appendlist(name, value)
        drafts.keep(self.request, kept)
        onward = urlencode({"next": self.request.get_full_path()})
        return HttpResponseRedirect(f"{reverse('account_reauthenticate')}?{onward}")

    def _show(self, shown: dict[str, Any], status: int = 200) -> HttpResponse:
        context = {
            "title": self.title or registry.title(self.act.model_fields["kind"].default),
            "lead": self.lead,
            "back": self.backward(),
            "party": self.party,
            "hosted": self._is_hosted(),
            "mandate": self.mandate,
            "party_title": party_title(self.party),
            "origin": settings.WASL_HOME.origin,
            "address": settings.WASL_HOME.address,
            **self.context(),
            **shown,
        }
        answer = render(self.request, self.template_name, context, status=status)
        answer["Cache-Control"] = "private, no-store"
        return answer


class AboutView(ActView):
    """An act about one thing that the address names; whatever it is, its key is the act's field `about`."""

    about: ClassVar[str]
    thing: Any

    def find(self) -> Any:
        """The thing as its table has it; None when there is none, or it is none of this party's."""
        raise NotImplementedError

    def prepare(self) -> None:
        """Raises Http404."""
        self.thing = self.find()
        if self.thing is None:
            raise Http404

    def compose(self, form: ActForm) -> Act | None:
        """What is said of this thing."""
        return self.act.model_validate({**form.said(), self.about: self.thing.pk})

    def onward(self, entry: int) -> str:  # noqa: ARG002 (rooms look at it)
        """Back to the thing's page."""
        return self.backward()


def show_faults(form: ActForm, wrong: dict[str, Text]) -> None:
    """Put what the act's model found wrong at the fields of the form."""
    for path, text in wrong.items():
        form.add_error(form.field_of(path), ValidationError(str(text)))


def show_refusal(form: ActForm, refusal: Refused) -> None:
    """Put a refusal on top of the form, with its code; and its fields where it names some."""
    form.add_error(None, ValidationError(refusal.text, code=refusal.code))
    show_faults(form, dict(refusal.fields))


def _answers(form: ActForm, data: QueryDict) -> Iterator[tuple[str, str]]:
    """What was answered, as it is sent again; a file by its digest."""
    for name, values in data.lists():
        if name not in NOT_ANSWERS and name not in form.stored:
            yield from ((name, str(value)) for value in values)
    yield from form.stored.items()


def _file(act: Act) -> HttpResponse:
    """The act to sign elsewhere, as `wasl act sign` reads it."""
    text = json.dumps(act.model_dump(mode="json"), ensure_ascii=False, indent=2) + "\n"
    answer = HttpResponse(text, content_type="application/json")
    name = act.kind.partition("/")[0].rpartition(".")[2]
    answer["Content-Disposition"] = f'attachment; filename="{name}.json"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _recorded(entry: int) -> str:
    """What is said once: where the act stands, and where its receipt is."""
    place = format_html('<a class="mono" href="{}">#{}</a>', reverse("entry", args=[entry]), entry)
    receipt = format_html('<a href="{}" download>{}</a>', reverse("api:receipt", args=[entry]), _("Keep the receipt"))
    return format_html("{} {}", format_html(_("Signed and recorded as entry {entry}."), entry=place), receipt)
