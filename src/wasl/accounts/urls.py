"""The addresses of this room, and those of allauth that we want: nobody signs up or changes an address alone."""

from allauth.account import views as account
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.urls import path

from wasl.accounts import notifications_views, profile
from wasl.accounts.views import entrance, history, people, programs, recoveries
from wasl.web import access
from wasl.web.access import ANYBODY, SIGNED_IN

_reset = account.password_reset_from_key

urlpatterns = [
    path("login/", account.login, name="account_login"),
    path("login/passkey/", entrance.SignInWithPasskey.as_view(), name="mfa_login_webauthn"),
    path("logout/", account.logout, name="account_logout"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("reauthenticate/code/", factors.reauthenticate, name="mfa_reauthenticate"),
    path("reauthenticate/passkey/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/set/", account.password_set, name="account_set_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/sent/", account.password_reset_done, name="account_reset_password_done"),
    path("password/reset/<slug:uidb36>/<slug:key>/", _reset, name="account_reset_password_from_key"),
    path("password/changed/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("security/", factors.index, name="mfa_index"),
    path("security/code/", factors.authenticate, name="mfa_authenticate"),
    path("security/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("security/app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("security/codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("security/codes/new/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("security/codes/recovery-codes.txt", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("security/passkeys/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("security/passkeys/add/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path("security/passkeys/<int:pk>/remove/", entrance.RemovePasskey.as_view(), name="mfa_remove_webauthn"),
    path("security/passkeys/<int:pk>/name/", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
    path("sessions/", entrance.list_sessions, name="usersessions_list"),
    path("profile/", profile.page, name="profile"),
    path("notifications/", notifications_views.page, name="notifications"),
    path("notifications/read/", notifications_views.read_all, name="notifications-read"),
    path("notifications/<int:number>/", notifications_views.follow, name="notification"),
    path("notifications/<int:number>/mark/", notifications_views.mark, name="notification-mark"),
    path("seat/", entrance.change_seat, name="account-seat"),
    path("history/", history.own, name="account-history"),
    path("history.csv", history.own_csv, name="account-history-csv"),
    path("audit/bureau/", history.bureau, name="audit-bureau"),
    path("audit/bureau.csv", history.bureau_csv, name="audit-bureau-csv"),
    path("audit/", history.everything, name="audit"),
    path("audit.csv", history.everything_csv, name="audit-csv"),
    path("people/", people.people, name="account-people"),
    path("people/<int:entry>/invite/", people.invite, name="account-invite"),
    path("people/<int:entry>/close/", people.close, name="account-close"),
    path("people/invitations/<int:number>/again/", people.send_again, name="account-invite-again"),
    path("people/invitations/<int:number>/withdraw/", people.withdraw, name="account-withdraw"),
    path("invitation/<slug:link>/", people.invited, name="account-invited"),
    path("recovery/", recoveries.ask, name="account-recovery"),
    path("recovery/waiting/", recoveries.waiting, name="account-recoveries"),
    path("recovery/waiting/<int:number>/", recoveries.decide, name="account-recovery-decide"),
    path("recovery/<slug:link>/", recoveries.recover, name="account-recover"),
    path("programs/", programs.listed, name="account-programs"),
    path("programs/add/", programs.add, name="account-program-add"),
    path("programs/<int:number>/revoke/", programs.revoke, name="account-program-revoke"),
]

access.declare(
    "account_login", "mfa_login_webauthn", "account_logout", "account_reset_password", "mfa_authenticate",
    "account_reset_password_from_key", get=ANYBODY, post=ANYBODY,
)  # fmt: skip
access.declare("account_reset_password_done", "account_reset_password_from_key_done", get=ANYBODY)
access.declare(
    "account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn", "account_change_password",
    "account_set_password", "mfa_activate_totp", "mfa_deactivate_totp", "mfa_generate_recovery_codes",
    "mfa_add_webauthn", "mfa_remove_webauthn", "mfa_edit_webauthn", get=SIGNED_IN, post=SIGNED_IN,
)  # fmt: skip
access.declare(
    "mfa_index", "mfa_view_recovery_codes", "mfa_download_recovery_codes", "mfa_list_webauthn", get=SIGNED_IN
)
