"""Django's entry to the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebConfig(AppConfig):
    """The shell and the pages of the record."""

    name = "wasl.web"
    label = "web"

    def ready(self) -> None:
        """Offer the record's page."""
        from wasl.web import navigation

        navigation.offer(navigation.Place(90, _("Record"), "record"))
