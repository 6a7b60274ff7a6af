"""Django's entry to the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MembersConfig(AppConfig):
    """States, bureaus, officers, keys, mandates."""

    name = "wasl.members"
    label = "members"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Answer the one door's question: who may sign."""
        from wasl.acts import entitlement
        from wasl.members import announcements, desk_cards, due, finding, hanging_up, queries, rights
        from wasl.members.entitlement import Judge
        from wasl.members.naming import party_title
        from wasl.web import navigation, parties

        del announcements, due, hanging_up, rights
        entitlement.answered_by(Judge())
        parties.named_by(party_title, queries.parties)
        for place in (
            navigation.Place(10, _("Members"), "members", icon="globe"),
            navigation.Place(20, _("Partners"), "partners", icon="link"),
            navigation.Place(30, _("Agreements"), "agreements", icon="paper"),
            navigation.Place(40, _("Roles"), "roles", icon="badge"),
            navigation.Place(10, _("Officers"), "officers", "officers.read", navigation.BUREAU, "people"),
            navigation.Place(
                40, _("Describe the bureau"), "bureau-describe", "bureau.describe", navigation.BUREAU, "phone"
            ),
            navigation.Place(50, _("Key"), "key-rotate", "keys.manage", navigation.BUREAU, "key"),
        ):
            navigation.offer(place)
        finding.offered()
        desk_cards.offered()
