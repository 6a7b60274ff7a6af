"""Django's entry to the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChecksConfig(AppConfig):
    """Lists, the question put to them, its log, clearances."""

    name = "wasl.checks"
    label = "checks"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Checks")

    def ready(self) -> None:
        """Follow the record with the index, and offer the room's places."""
        from wasl.acts import readers
        from wasl.checks import due, hearing, rights, wording
        from wasl.checks.lists import reminding
        from wasl.checks.tables import sent_tables
        from wasl.web import desk, navigation

        del due, hearing, sent_tables, wording
        readers.keeps_close("list", rights.fetches_lists)
        navigation.offer(navigation.Place(20, _("Check"), "check", "checks.make", navigation.FIRST, "search"))
        desk.shortcut(5, "checks.make", _("Check someone"), "check", "search")
        desk.shortcut(6, "checks.make", _("Check on a telephone"), "phone", "phone")
        for place in (
            navigation.Place(50, _("Lists"), "lists", rights.LIST_READERS, icon="paper"),
            navigation.Place(60, _("Clearances"), "clearances", "checks.make", icon="shield"),
            navigation.Place(30, _("Log of checks"), "check-log", rights.LOG_READERS, navigation.BUREAU, "eye"),
        ):
            navigation.offer(place)
        desk.shortcut(7, "checks.make", _("Check a file of many"), "screen", "paper")
        desk.shortcut(30, "checks.make", _("My checks"), "checks-mine", "clock")
        desk.waits(25, reminding.overdue)
        desk.shortcut(31, "lists.manage", _("Lists and their editions"), "lists", "paper")
