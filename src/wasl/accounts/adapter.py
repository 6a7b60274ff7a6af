"""What allauth asks us: how people sign in and prove themselves here, and what goes out by mail."""

from base64 import b64decode, b64encode
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from wasl.accounts import audit, sessions
from wasl.accounts.models import Account, Event
from wasl.acts import outbox, sealing
from wasl.web.context import organisation

CHANGED = "security-changed"
"""The template of the mail that says: something about how you sign in has changed."""

_PURPOSE = "wasl second factor"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Signing in by e-mail address and password, or by passkey; mail through the outbox."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("The e-mail address and the password do not belong together."),
        "incorrect_password": _("This is not your password."),
        "enter_current_password": _("This is not your present password."),
        "too_many_login_attempts": _("Too many attempts. Wait some minutes, then try again."),
        "rate_limited": _("Too many attempts. Wait some minutes, then try again."),
        "invalid_password_reset": _("This link is no longer valid."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Nobody signs up: people are invited."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address of the client as the server saw it; on a local socket there is none."""
        return str(request.META.get("REMOTE_ADDR") or "::")

    def is_safe_url(self, url: str | None) -> bool:
        """Whether a page may send people on to an address: only within this site."""
        return bool(url) and url_has_allowed_host_and_scheme(
            url, allowed_hosts={context.request.get_host()}, require_https=context.request.is_secure()
        )

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the attempt: for the account, for the address it comes from, and for its network."""
        network = audit.network_of(request)
        self._network_usage = ratelimit.consume(request, app="allauth.account", action="login_network", key=network)
        self._login_failed_rl_usage = self._network_usage and ratelimit.consume(
            request, app="allauth.account", action="login_failed", key=credentials.get("email", "").casefold()
        )
        if not self._login_failed_rl_usage:
            self._note(request, Event.LIMITED, credentials)
            raise ImmediateHttpResponse(ratelimit.respond_429(request))

    def _rollback_login_failed_rl_usage(self) -> None:
        """What was right does not count: an office may share one address."""
        super()._rollback_login_failed_rl_usage()
        if self._network_usage:
            self._network_usage.rollback()

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Write it down."""
        self._note(request, Event.WRONG_PASSWORD, credentials)

    def _note(self, request: HttpRequest, event: Event, credentials: dict[str, Any]) -> None:
        address = str(credentials.get("email", ""))
        found = Account.objects.filter(email=Account.objects.folded(address)).values_list("pk", flat=True).first()
        if found is None and event == Event.WRONG_PASSWORD:
            event = Event.UNKNOWN
        audit.write(request, event, account=found, tried="" if found else address, method="password")

    def reauthenticate(self, user: AbstractBaseUser, password: str) -> bool:
        """Whether it is the password of whoever is signed in."""
        assert isinstance(user, Account)
        found = self.authenticate(context.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Whoever has a second factor proves themselves with it: a password alone may be known to others."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        titles = {
            "reauthenticate": _("Use your password"),
            "mfa_reauthenticate": _("Use a code from your app, or a recovery code"),
            "mfa_reauthenticate:webauthn": _("Use a passkey"),
        }
        kept = [method | {"description": titles[method["id"]]} for method in methods if method["id"] in titles]
        factors = [method for method in kept if method["id"] != "reauthenticate"]
        return factors or kept

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whoever signed in a moment ago need not prove themselves again."""
        del app, kwargs
        return not sessions.proved_recently(context.request)

    def get_login_stages(self) -> list[str]:
        """After the password, the second factor, for whoever has one."""
        return ["allauth.mfa.stages.AuthenticateStage"]

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002
        """Back to where it can be changed."""
        return reverse("mfa_index")

    def respond_user_inactive(self, request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:
        """A closed account has no password and no passkey; whoever comes so far all the same is told no more."""
        del request, user
        return HttpResponse(status=403)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Nothing goes out but through the outbox, which `AskForPassword` and `send_notification_mail` fill."""
        raise NotImplementedError(template_prefix)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: AbstractBaseUser,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Say that something changed, and where to look; never what."""
        del template_prefix, context, email
        assert isinstance(user, Account)
        notify(user)


def notify(account: Account) -> None:
    """Owe an account the mail that says that something about how they sign in has changed."""
    outbox.owe([outbox.email(account.email, account.language, CHANGED, reverse("account-history"))])


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors: sealed where they lie, called by the organisation's name."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This code is not right, or was used already."),
        "cannot_delete_authenticator": _("Your role asks for a second factor: add another one first."),
        "cannot_generate_recovery_codes": _("Recovery codes stand in for a second factor: add one first."),
        "unverified_email": _("You cannot add a second factor yet."),
    }

    def encrypt(self, text: str) -> str:
        """Sealed by the key outside the database."""
        return b64encode(sealing.seal(text.encode(), _PURPOSE, "secret")).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """What was sealed. Raises SealError."""
        return sealing.unseal(b64decode(encrypted_text), _PURPOSE, "secret").decode()

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        """Whoever needs a second factor keeps at least one."""
        from wasl.accounts import roles_held

        others = ["totp", "webauthn"]
        left = authenticator.user.authenticator_set.filter(type__in=others).exclude(pk=authenticator.pk)
        return left.exists() or not roles_held.needs_second_factor(authenticator.user)

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Any) -> str:  # noqa: A002
        """People name their passkeys themselves; a number stands in for a name."""
        count = user.authenticator_set.filter(type=type).count()  # type: ignore[attr-defined]
        return str(_("Passkey %(number)s")) % {"number": count + 1}

    def _get_site_name(self) -> str:
        return organisation() or "Wasl"


def has_second_factor(account: Account) -> bool:
    """Whether the account has an app or a passkey."""
    return bool(is_mfa_enabled(account, types=["totp", "webauthn"]))
