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
        from wasl.members import announcements, due, queries
        from wasl.members.entitlement import Judge
        from wasl.members.naming import party_title
        from wasl.web import navigation, parties

        del announcements, due
        entitlement.answered_by(Judge())
        parties.named_by(party_title, queries.parties)
        navigation.offer(navigation.Place(10, _("Members"), "members"))
