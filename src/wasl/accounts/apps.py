"""Django's entry to the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Accounts, invitations, sign-in, programs."""

    name = "wasl.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        """Answer the gate's question: who is this, and what may they do; and the door's: as whom do they read."""
        from allauth.mfa.models import Authenticator

        from wasl.accounts import (
            desk_cards,
            hearing,
            inviting,
            notifications,
            passwords,
            recovering,
            upkeep,
            visiting,
            wording,
        )
        from wasl.acts import models, outbox, readers
        from wasl.web import navigation, visitors
        from wasl.web.navigation import BUREAU, OVERSIGHT, Place

        del hearing, upkeep, wording
        visitors.answered_by(visiting.Accounts())
        readers.also_known_by(visiting.reader)
        models.keeps(Authenticator)
        outbox.completes(inviting.KIND, inviting.complete)
        outbox.completes(recovering.KIND, recovering.complete)
        outbox.completes(passwords.KIND, passwords.complete)
        for place in (
            Place(20, _("Accounts"), "account-people", "accounts.invite", BUREAU, "enter"),
            Place(60, _("Programs"), "account-programs", "programs.manage", BUREAU, "program"),
            Place(70, _("Who signed in"), "audit-bureau", "audit.own", BUREAU, "eye"),
            Place(10, _("Who signed in, everywhere"), "audit", "audit.read", OVERSIGHT, "eye"),
            Place(20, _("Lost second factors"), "account-recoveries", "accounts.administer", OVERSIGHT, "shield"),
        ):
            navigation.offer(place)
        notifications.offered()
        desk_cards.offered()
