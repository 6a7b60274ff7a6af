"""What the secretariat says by page: members, partners, agreements, suspended rights."""

from typing import Any, ClassVar

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wasl.acts import keystore, registry
from wasl.acts.act import Act
from wasl.members import forms, hosting, queries, states
from wasl.members.act_forms import ActForm
from wasl.members.acting import AboutView, ActView, Answers
from wasl.members.acts import (
    AdmitMember,
    AdmitPartner,
    ChangePartner,
    ConcludeAgreement,
    EndAgreement,
    EndPartner,
    RegisterBureauKey,
    RestoreRights,
    SuspendRights,
)
from wasl.members.models import Agreement, Member, Partner, Suspension
from wasl.members.naming import party_title
from wasl.members.wording import SUSPENDABLE
from wasl.web.language import LANGUAGES, short_language

Names = dict[str, Any]


class AdmitMemberView(ActView):
    """A state becomes a member."""

    right = "members.manage"
    act = AdmitMember
    form_class = forms.AdmitMemberForm
    title = gettext_lazy("Admit a member")
    lead = gettext_lazy("Its region and the month in which it joined are those on record.")

    def compose(self, form: ActForm) -> Act:
        """The admission, with the facts on record."""
        return hosting.admission(states.state(form.cleaned_data["member"]))

    def onward(self, entry: int) -> str:
        """The newest member's page."""
        found = Member.objects.filter(entry=entry).first()
        return reverse("member", args=[found.code]) if found else reverse("entry", args=[entry])

    def backward(self) -> str:
        """The members."""
        return reverse("members")


class OfMemberView(AboutView):
    """What is said of one member, whom the address names."""

    about = "member"
    thing: Member

    def find(self) -> Member | None:
        """By its code."""
        return queries.member(self.kwargs["code"])

    def context(self) -> Names:
        """Who it is about."""
        return {
            "fits_title": _("Member"),
            "fits": [(registry.label("member"), party_title(self.thing.code))],
            "crumbs": [(_("Members"), reverse("members")), (party_title(self.thing.code), self.backward())],
        }

    def backward(self) -> str:
        """The member's page."""
        return reverse("member", args=[self.thing.code])


class HostBureauView(OfMemberView):
    """The installation draws a key for a member's bureau and keeps it."""

    right = "members.manage"
    act = RegisterBureauKey
    form_class = forms.NoAnswersForm
    title = gettext_lazy("Host the bureau")
    lead = gettext_lazy("The installation draws a key for the bureau and keeps it sealed; its officers act by page.")

    def prepare(self) -> None:
        """Only a bureau that is not hosted here; one that just came to be is told so. Raises Http404."""
        super().prepare()
        if self.request.method == "GET" and keystore.hosted(self.thing.code):
            raise Http404

    def compose(self, form: ActForm) -> Act | None:
        """The key is drawn as the act is signed, and not before."""
        return None

    def answers(self, form: ActForm, act: Act | None) -> Answers:
        """For whom."""
        return [
            (registry.label("party"), party_title(self.thing.code)),
            (registry.label("key"), _("drawn when you sign")),
        ]

    def perform(self, form: ActForm, act: Act | None, identity: str) -> int:
        """Draw, register. Raises Refused, keystore.NoKey."""
        return hosting.host_bureau(self.thing.code, self.mandate, identity=identity).index


class SuspendView(OfMemberView):
    """Rights of a member are suspended."""

    right = "rights.suspend"
    act = SuspendRights
    form_class = forms.SuspendForm
    title = gettext_lazy("Suspend rights")
    lead = gettext_lazy("Everybody sees which rights, why, under which article and until when.")


class RestoreView(AboutView):
    """Suspended rights are restored."""

    right = "rights.suspend"
    act = RestoreRights
    form_class = forms.RestoreForm
    title = gettext_lazy("Restore rights")
    about = "suspension"
    thing: Suspension

    def find(self) -> Suspension | None:
        """By its entry."""
        return queries.suspension(self.kwargs["entry"])

    def context(self) -> Names:
        """Which suspension it is."""
        rights = [SUSPENDABLE.get(right, right) for right in self.thing.rights]
        return {
            "fits_title": _("Suspension"),
            "fits": [
                (registry.label("member"), party_title(self.thing.member)),
                (registry.label("rights"), rights),
                (registry.label("reason"), self.thing.reason),
                (registry.label("article"), self.thing.article),
            ],
        }

    def backward(self) -> str:
        """The member's page."""
        return reverse("member", args=[self.thing.member])


class AdmitPartnerView(ActView):
    """A partner is recorded."""

    right = "partners.manage"
    act: ClassVar[type[Act]] = AdmitPartner
    form_class: ClassVar[type[ActForm]] = forms.AdmitPartnerForm
    title = gettext_lazy("Admit a partner")
    lead = gettext_lazy("A regional body, an international organisation or a bilateral partner. Everybody sees it.")

    def onward(self, entry: int) -> str:
        """The partner's page."""
        found = Partner.objects.filter(entry=entry).first()
        return reverse("partner", args=[found.partner]) if found else reverse("entry", args=[entry])

    def backward(self) -> str:
        """The partners."""
        return reverse("partners")


class OfPartnerView(AboutView):
    """What is said of one partner, whom the address names."""

    right = "partners.manage"
    about = "partner"
    thing: Partner

    def find(self) -> Partner | None:
        """By its word."""
        return queries.partner(self.kwargs["word"])

    def context(self) -> Names:
        """Which partner it is."""
        return {
            "fits_title": _("Partner"),
            "fits": [(registry.label("name"), self.thing.name[short_language()])],
            "crumbs": [(_("Partners"), reverse("partners")), (self.thing.name[short_language()], self.backward())],
        }

    def backward(self) -> str:
        """The partner's page."""
        return reverse("partner", args=[self.thing.partner])


class ChangePartnerView(OfPartnerView):
    """What is said of a partner, said anew."""

    act = ChangePartner
    form_class = forms.PartnerForm
    title = gettext_lazy("Change a partner")

    def initial(self) -> Names:
        """What is said of it now."""
        names = {f"name_{language}": self.thing.name[language] for language in LANGUAGES}
        return {**names, "sort": self.thing.sort, "regions": self.thing.regions, "members": self.thing.members}


class EndPartnerView(OfPartnerView):
    """A partner is one no more."""

    act = EndPartner
    form_class = forms.EndPartnerForm
    title = gettext_lazy("End a partnership")
    lead = gettext_lazy("Its agreements must be ended before.")


class ConcludeView(ActView):
    """An agreement is recorded."""

    right = "partners.manage"
    act = ConcludeAgreement
    form_class = forms.ConcludeForm
    title = gettext_lazy("Record an agreement")
    lead = gettext_lazy("With a partner, or among members: about what, and what may be shared. Everybody sees it.")

    def onward(self, entry: int) -> str:
        """The agreement's page."""
        return reverse("agreement", args=[entry])

    def backward(self) -> str:
        """The agreements."""
        return reverse("agreements")


class EndAgreementView(AboutView):
    """An agreement is ended."""

    right = "partners.manage"
    act = EndAgreement
    form_class = forms.EndAgreementForm
    title = gettext_lazy("End an agreement")
    lead = gettext_lazy("From this act on nothing is shared under it.")
    about = "agreement"
    thing: Agreement

    def find(self) -> Agreement | None:
        """By its entry."""
        return queries.agreement(self.kwargs["entry"])

    def context(self) -> Names:
        """Which agreement it is."""
        title = self.thing.title[short_language()]
        return {
            "fits_title": _("Agreement"),
            "fits": [(registry.label("title"), title), (registry.label("reference"), self.thing.reference)],
            "crumbs": [(_("Agreements"), reverse("agreements")), (title, self.backward())],
        }

    def backward(self) -> str:
        """The agreement's page."""
        return reverse("agreement", args=[self.thing.entry])
