"""A forgotten password: the link for the mail, made when the mail is sent."""

from allauth.account.utils import user_pk_to_url_str
from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse

from wasl.accounts.models import Account
from wasl.acts.models import OutboxMessage

KIND = "password-reset"
"""The template of the mail with the link that sets a new password."""


def complete(message: OutboxMessage) -> str | None:
    """The page that sets a new password; None for an address that nobody has, or whose account is closed."""
    account = Account.objects.filter(email=Account.objects.folded(message.recipient), is_active=True).first()
    if account is None:
        return None
    key = default_token_generator.make_token(account)
    return reverse("account_reset_password_from_key", args=[user_pk_to_url_str(account), key])
