"""The forms of signing in, of invitations, recovery and programs: allauth's in our words, and our own."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as factors
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as passkeys
from django import forms
from django.conf import settings
from django.contrib.auth import password_validation
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _
from pydantic import TypeAdapter, ValidationError

from wasl.accounts import addresses, audit, passwords, programs
from wasl.accounts.models import Account, Event
from wasl.accounts.wording import SCOPES
from wasl.acts import faults, outbox
from wasl.acts.act import ShortText
from wasl.members import lists
from wasl.members.wording import check_purpose_title
from wasl.web import formats

_TEXT: TypeAdapter[str] = TypeAdapter(ShortText)


class EmailField(forms.EmailField):
    """An address, cleaned as `addresses` says."""

    widget = forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"})

    def to_python(self, value: Any) -> str:
        """The address as it is kept. Raises ValidationError."""
        text = str(value or "").strip()
        return addresses.cleaned(text) if text else ""

    def run_validators(self, value: Any) -> None:
        """`to_python` has looked at it."""


class TextField(forms.CharField):
    """A short text, as acts take it: nothing unseen in it."""

    def clean(self, value: Any) -> str:
        """The text. Raises ValidationError."""
        text = str(super().clean(value))
        try:
            return _TEXT.validate_python(text) if text else ""
        except ValidationError as error:
            texts = [str(found) for found in faults.by_field(error.errors()).values()]
            raise forms.ValidationError(texts) from error


def _present(label: Any) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": "current-password"})
    return forms.CharField(label=label, strip=False, max_length=200, widget=widget)


def _new(label: Any, help_text: Any = "") -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})
    return forms.CharField(label=label, strip=False, max_length=200, widget=widget, help_text=help_text)


PASSWORD_HELP = _("At least 12 letters or digits. A sentence that nobody else would say is easy to remember.")


class SignIn(account.LoginForm):  # type: ignore[misc]
    """E-mail address and password."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        widget = forms.EmailInput(attrs={"autocomplete": "username webauthn", "dir": "ltr", "autocapitalize": "off"})
        login = forms.CharField(label=_("E-mail address"), max_length=254, widget=widget)
        self.fields = {"login": login, "password": _present(_("Password"))}

    def clean_login(self) -> str:
        """The address; one that cannot be kept belongs to nobody, and the answer is the same."""
        text = str(self.cleaned_data["login"]).strip()
        try:
            return addresses.cleaned(text)
        except forms.ValidationError:
            return text.casefold()


class PasswordAgain(account.ReauthenticateForm):  # type: ignore[misc]
    """The password once more."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["password"] = _present(_("Password"))


class _Twice(forms.Form):
    """A new password, typed twice."""

    password1 = _new(_("New password"), PASSWORD_HELP)
    password2 = _new(_("New password, once more"))

    def clean_new(self, user: Account | None) -> dict[str, Any]:
        """Both are the same, and good enough. Raises ValidationError."""
        cleaned = self.cleaned_data
        one, two = cleaned.get("password1"), cleaned.get("password2")
        if one and two and one != two:
            self.add_error("password2", _("This is not what you typed above."))
        elif one and two:
            try:
                password_validation.validate_password(one, user)
            except forms.ValidationError as error:
                self.add_error("password1", error)
        return cleaned


class SetPassword(_Twice):
    """A first password, for somebody who has passkeys alone."""

    def __init__(self, *args: Any, user: Account | None = None, **named: Any) -> None:
        self.user = user
        super().__init__(*args, **named)

    def clean(self) -> dict[str, Any]:
        """Both are the same, and good enough."""
        super().clean()
        return self.clean_new(self.user)

    def save(self) -> None:
        """Set it."""
        assert self.user is not None
        self.user.set_password(self.cleaned_data["password1"])
        self.user.save(update_fields=["password"])


class ChangePassword(SetPassword):
    """The present password and a new one."""

    oldpassword = _present(_("Present password"))
    field_order = ("oldpassword", "password1", "password2")

    def clean_oldpassword(self) -> str:
        """It is theirs. Raises ValidationError."""
        password = str(self.cleaned_data["oldpassword"])
        if self.user is None or not self.user.check_password(password):
            raise forms.ValidationError(_("This is not your present password."), code="incorrect")
        return password


class NewPassword(SetPassword):
    """A new password, by a link from a mail."""

    def __init__(self, *args: Any, temp_key: str = "", **named: Any) -> None:
        del temp_key
        super().__init__(*args, **named)


class AskForPassword(forms.Form):
    """Whose password is forgotten. The same is done for an address that nobody has."""

    email = EmailField(label=_("E-mail address"))

    def save(self, request: HttpRequest, **_more: Any) -> str:
        """Owe the mail; whether there is such an account is found out when it is sent."""
        email = str(self.cleaned_data["email"])
        audit.write(request, Event.RESET_ASKED, tried=email, party="", method="mail")
        language = (get_language() or "en").partition("-")[0]
        outbox.owe([outbox.email(email, language, passwords.KIND, reverse("account_reset_password"))])
        return email


def _code(label: Any, help_text: Any = "") -> forms.CharField:
    attributes = {"autocomplete": "one-time-code", "inputmode": "numeric", "dir": "ltr", "class": "mono"}
    return forms.CharField(label=label, max_length=20, widget=forms.TextInput(attrs=attributes), help_text=help_text)


class SecondFactor(factors.AuthenticateForm):  # type: ignore[misc]
    """A code from the app, or a recovery code."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["code"] = _code(_("Code"), _("Six digits from your app, or one of your recovery codes."))


class SecondFactorAgain(factors.ReauthenticateForm):  # type: ignore[misc]
    """The same once more."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["code"] = _code(_("Code"), _("Six digits from your app, or one of your recovery codes."))


class ActivateApp(totp.ActivateTOTPForm):  # type: ignore[misc]
    """The first code from the app."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["code"] = _code(_("Code"), _("The six digits that the app shows now."))


class AddPasskey(passkeys.AddWebAuthnForm):  # type: ignore[misc]
    """A name for the passkey, and whether it signs in without a password."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        help_name = _("So that you know it again, such as “Laptop” or “Blue key”.")
        alone = _("This needs a passkey that asks for your finger, your face or a PIN.")
        self.fields["name"] = TextField(label=_("Name"), required=False, max_length=60, help_text=help_name)
        self.fields["passwordless"] = forms.BooleanField(
            label=_("Sign in with this passkey alone, without the password"),
            required=False,
            initial=True,
            help_text=alone,
        )


class RenamePasskey(passkeys.EditWebAuthnForm):  # type: ignore[misc]
    """Another name for a passkey."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["name"] = TextField(label=_("Name"), max_length=60)


class Invite(forms.Form):
    """Where an officer's invitation goes, and in which language."""

    email = EmailField(label=_("E-mail address"), help_text=_("Of this person alone: it is what they sign in with."))
    language = forms.ChoiceField(label=_("Language of the invitation"), choices=settings.LANGUAGES)


class Accept(_Twice):
    """An invited officer's password; `way` says that a passkey shall do instead."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["password1"].label = _("Password")
        self.fields["password2"].label = _("Password, once more")

    def clean(self) -> dict[str, Any]:
        """Both are the same, and good enough."""
        super().clean()
        return self.clean_new(None)


class AskForRecovery(forms.Form):
    """Whose second factor is lost."""

    email = EmailField(label=_("E-mail address"), help_text=_("The one that you sign in with."))


class AddProgram(forms.Form):
    """What a program is called, what it is for, what it may do, for which purpose it checks, and for how long."""

    DAYS = (30, 90, 180, 365)

    name = TextField(label=_("Name"), max_length=80, help_text=_("Such as “Case system”."))
    purpose = TextField(
        label=_("Purpose"),
        max_length=300,
        help_text=_("For what the bureau reads with it. The key may serve nothing else."),
    )
    scopes = forms.MultipleChoiceField(label=_("May"), widget=forms.CheckboxSelectMultiple)
    check_purpose = forms.ChoiceField(
        label=_("Checks are made for"),
        required=False,
        help_text=_("One purpose a key, where the program may check. Each of its checks is logged with it."),
    )
    days = forms.TypedChoiceField(label=_("Valid for"), coerce=int, help_text=_("A year at most."))

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["scopes"].choices = [(scope, SCOPES[scope]) for scope in programs.SCOPES]  # type: ignore[attr-defined]
        self.fields["check_purpose"].choices = [("", _("nothing: it may not check")), *_check_purposes()]  # type: ignore[attr-defined]
        self.fields["days"].choices = [(days, _lasting(days)) for days in self.DAYS]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A key that may check is bound to a purpose, and no other is."""
        said = super().clean() or {}
        if (programs.CHECKS in said.get("scopes", ())) != bool(said.get("check_purpose")):
            wrong = _("A program that may check has a purpose for it, and no other has one.")
            self.add_error("check_purpose", wrong)
        return said


def _check_purposes() -> list[tuple[str, Any]]:
    return [(word, check_purpose_title(word)) for word in lists.check_purposes()]


def _lasting(days: int) -> str:
    return ngettext("%(days)s day", "%(days)s days", days) % {"days": formats.number(days)}
