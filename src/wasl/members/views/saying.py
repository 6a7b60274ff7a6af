"""What officers and bureaus say by page: officers, mandates, keys, how the bureau is reached, erasures."""

import uuid
from collections.abc import Iterable, Iterator
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wasl.acts import registry
from wasl.acts.act import Act
from wasl.acts.acts import Erase
from wasl.acts.wording import Text
from wasl.members import forms, hosting, lookalikes, queries
from wasl.members.act_forms import ActForm
from wasl.members.acting import AboutView, ActView, Answers
from wasl.members.acts import AppointOfficer, ChangePhotograph, DescribeBureau, EndMandate, RegisterOfficer, RotateKey
from wasl.members.desk_cards import party_address
from wasl.members.models import Mandate, Officer
from wasl.members.wording import role_title
from wasl.web import formats

Names = dict[str, Any]


class RegisterOfficerView(ActView):
    """A person made known to the bureau."""

    right = "officers.manage"
    act = RegisterOfficer
    form_class = forms.RegisterOfficerForm
    title = gettext_lazy("Register an officer")
    lead = gettext_lazy(
        "The person becomes known to your party and the secretariat. What they may do, an appointment says."
    )

    def warnings(self, form: ActForm, act: Act | None) -> Iterator[Text]:
        """Names that look like a colleague's, or like nobody's."""
        assert isinstance(act, RegisterOfficer)
        yield from name_warnings(act.name, self.party)

    def onward(self, entry: int) -> str:
        """The officer's page, where the appointment is made."""
        return reverse("officer", args=[entry])

    def backward(self) -> str:
        """The officers."""
        return reverse("officers")


def name_warnings(name: str, party: str) -> Iterator[Text]:
    """What should be looked at twice about a name before it is signed."""
    for word in lookalikes.mixed_words(name):
        yield _("The word %(word)s mixes letters of two scripts that look alike.") % {"word": word}
    others = Officer.seen_by(party).filter(party=party).values_list("name", flat=True)
    same = lookalikes.alike(name, others.iterator(chunk_size=2000))
    for other in dict.fromkeys(same[:3]):
        if other == name:
            yield _("An officer of your party bears this name already.")
        else:
            yield _("The name looks like that of an officer of your party: %(name)s.") % {"name": other}


class OfOfficerView(AboutView):
    """What is said of one officer of one's own party, whom the address names."""

    right = "officers.manage"
    about = "officer"
    thing: Officer

    def find(self) -> Officer | None:
        """By the entry that registered them."""
        found = queries.officer(self.kwargs["entry"])
        return found if found and found.party == self.party else None

    def context(self) -> Names:
        """Who it is about."""
        held = Mandate.objects.filter(officer=self.thing.entry, ended_at=None).order_by("entry")
        return {
            "fits_title": _("Officer"),
            "fits": [
                (registry.label("name"), self.thing.name),
                (_("Roles"), [role_title(role) for role in held.values_list("role", flat=True)]),
            ],
            "crumbs": [(_("Officers"), reverse("officers")), (self.thing.name, self.backward())],
        }

    def backward(self) -> str:
        """The officer's page."""
        return reverse("officer", args=[self.thing.entry])


class AppointView(OfOfficerView):
    """A role for an officer."""

    act = AppointOfficer
    form_class = forms.AppointForm
    title = gettext_lazy("Appoint an officer")
    lead = gettext_lazy(
        "Everybody sees that your party has an officer in this role, and since when; nobody else sees the name."
    )


class ChangePhotographView(OfOfficerView):
    """Another photograph of an officer, or none."""

    act = ChangePhotograph
    form_class = forms.PhotographForm
    title = gettext_lazy("Change the photograph")
    lead = gettext_lazy("The photograph before is destroyed on this installation, for good.")

    def answers(self, form: ActForm, act: Act | None) -> Answers:
        """Which file, or that there will be none."""
        assert isinstance(act, ChangePhotograph)
        return [(registry.label("photograph"), act.photograph or _("none"))]


class EraseOfficerView(OfOfficerView):
    """The entry that registered an officer is destroyed."""

    act = Erase
    form_class = forms.EraseForm
    title = gettext_lazy("Erase an officer's entry")
    lead = gettext_lazy(
        "The name and the photograph are destroyed on this installation, for good. The record keeps the proof that "
        "there was an entry, and mandates stay."
    )
    sign = gettext_lazy("Sign and erase")
    about = "entry"

    def perform(self, form: ActForm, act: Act | None, identity: str) -> int:
        """Erase later photographs, and then the officer. Raises Refused, keystore.NoKey."""
        assert isinstance(act, Erase)
        for entry in queries.photograph_entries(self.thing.entry):
            also = uuid.uuid5(uuid.UUID(identity), str(entry))
            super().perform(form, Erase(entry=entry, reason=act.reason), str(also))
        return super().perform(form, act, identity)

    def warnings(self, form: ActForm, act: Act | None) -> Iterable[Text]:
        """Photographs that go along, and mandates that would outlive the name."""
        if later := queries.photograph_entries(self.thing.entry):
            yield _("The entries that changed the photograph are erased with it: %(entries)s.") % {
                "entries": formats.listed_in_text(f"#{entry}" for entry in later)
            }
        if Mandate.objects.filter(officer=self.thing.entry, ended_at=None).exists():
            yield _(
                "The officer holds a mandate that is not ended. End it first, unless it shall go on without a name."
            )

    def onward(self, entry: int) -> str:
        """The erasure: the officer is there no more."""
        return reverse("entry", args=[entry])


class EndMandateView(AboutView):
    """A mandate of one's own party is ended."""

    right = "officers.manage"
    act = EndMandate
    form_class = forms.EndMandateForm
    title = gettext_lazy("End a mandate")
    lead = gettext_lazy("From this act on the officer may no longer do what the role opens.")
    about = "mandate"
    thing: Mandate

    def find(self) -> Mandate | None:
        """By the entry that gave it."""
        found = queries.mandate(self.kwargs["entry"])
        return found if found and found.party == self.party else None

    def warnings(self, form: ActForm, act: Act | None) -> Iterable[Text]:
        """A head who would act no more."""
        if self.thing.entry == self.mandate:
            yield _("This is the mandate under which you act: afterwards you can sign nothing under it.")

    def context(self) -> Names:
        """Which mandate it is."""
        name = queries.names_of([self.thing.officer], self.party).get(self.thing.officer, "")
        begins = date_format(self.thing.begins, "j N Y")
        return {
            "fits_title": _("Mandate"),
            "fits": [
                (registry.label("officer"), name or f"#{self.thing.officer}"),
                (registry.label("role"), role_title(self.thing.role)),
                (registry.label("begins"), begins),
            ],
        }

    def onward(self, entry: int) -> str:
        """The officer, while there is one."""
        officer = queries.officer(self.thing.officer)
        return reverse("officer", args=[officer.entry]) if officer else reverse("entry", args=[entry])

    def backward(self) -> str:
        """The officer, or the officers."""
        officer = queries.officer(self.thing.officer)
        return reverse("officer", args=[officer.entry]) if officer else reverse("officers")


class DescribeBureauView(ActView):
    """How the bureau is reached, said anew as a whole."""

    right = "bureau.describe"
    act = DescribeBureau
    form_class = forms.DescribeForm
    title = gettext_lazy("Describe the bureau")
    lead = gettext_lazy(
        "How your bureau is reached and when somebody is on duty. Every member reads this, and the public does not."
    )

    def initial(self) -> Names:
        """What was said last, to be changed."""
        said = queries.description(self.party, self.party)
        if said is None:
            return {}
        hours: dict[str, str] = {}
        for day, opens, closes in said.hours:
            name = f"hours_{day}"
            hours[name] = f"{hours.get(name, '')} {opens}-{closes}".strip()
        lines = {name: "\n".join(getattr(said, name)) for name in forms.DescribeForm.lists}
        return {
            **lines,
            **hours,
            "city": said.city,
            "languages": said.languages,
            "time_zone": said.time_zone,
            "always": said.always,
            "holidays": said.holidays,
        }

    def onward(self, entry: int) -> str:
        """The party's page, where all of it shows."""
        return self.backward()

    def backward(self) -> str:
        """The party's page."""
        return party_address(self.party)


class RotateKeyView(ActView):
    """The party's hosted key is replaced by a new one."""

    right = "keys.manage"
    act = RotateKey
    form_class = forms.NoAnswersForm
    title = gettext_lazy("Rotate the key")
    lead = gettext_lazy(
        "The installation draws a new key for your party; the old one signs its last act and is destroyed. What it "
        "signed stays valid."
    )

    def compose(self, form: ActForm) -> Act | None:
        """The new key is drawn as the act is signed, and not before. A party with its own key draws it there."""
        return None

    def answers(self, form: ActForm, act: Act | None) -> Answers:
        """The key that goes."""
        (newest, *_others) = queries.keys_in_force(self.party) or [""]
        return [(_("Key that goes"), newest), (registry.label("new_key"), _("drawn when you sign"))]

    def perform(self, form: ActForm, act: Act | None, identity: str) -> int:
        """Draw, sign, destroy the old one. Raises Refused, keystore.NoKey."""
        return hosting.rotate(self.party, self.mandate, identity=identity).index

    def backward(self) -> str:
        """The party's page."""
        return party_address(self.party)
