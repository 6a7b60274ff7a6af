"""Django's entry to the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebConfig(AppConfig):
    """The shell and the pages of the record."""

    name = "wasl.web"
    label = "web"

    def ready(self) -> None:
        """Offer the record's page."""
        from wasl.web import finding, first_page, navigation
        from wasl.web.live import record as live_record

        navigation.offer(navigation.Place(0, _("Home"), "home", group=navigation.FIRST, icon="home"))
        navigation.offer(navigation.Place(90, _("Record"), "record", icon="record"))
        finding.offered()
        live_record.offered()
        first_page.offered()
