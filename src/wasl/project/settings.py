"""Django's settings, made from the installation's folder.

Loads without a folder, so that checks and `wasl record verify` need none; whatever then touches the database or
a secret says what is missing.
"""

import os
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from wasl.acts import home as homes

try:
    WASL_HOME = homes.read()
except homes.HomeError:
    WASL_HOME = homes.Home(path=homes.locate())

PACKAGE = Path(__file__).parent.parent


def _is_this_machine(address: str) -> bool:
    """Whether an address is of this machine alone."""
    host = urlsplit(address).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


DEBUG = False
SECRET_KEY = (
    WASL_HOME.secret("django.key").hex() if (WASL_HOME.secrets / "django.key").is_file() else os.urandom(32).hex()
)
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
if WASL_HOME.address:
    ALLOWED_HOSTS.append(urlsplit(WASL_HOME.address).hostname or "")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    # Before allauth: its pages are ours.
    "wasl.accounts",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "wasl.acts",
    "wasl.members",
    "wasl.checks",
    "wasl.web",
    "wasl.api",
    "wasl.demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "wasl.web.preferences.Choices",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "wasl.accounts.sessions.Ending",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "wasl.accounts.profile_keeping.KeepChoices",
    "wasl.web.access.Gate",
]

ROOT_URLCONF = "wasl.project.urls"
ASGI_APPLICATION = "wasl.project.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "wasl.web.context.shell",
            ],
            # Dates and numbers follow the reader's choices wherever a template shows them.
            "builtins": ["wasl.web.templatetags.shown"],
            "libraries": {"humanize": "wasl.web.templatetags.shown"},
        },
    },
]


def _database(address: str) -> dict[str, Any]:
    """`postgresql://user:password@host:port/name?option=value`, or empty for SQLite in the home."""
    if not address:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": WASL_HOME.sqlite,
            "TEST": {"NAME": str(WASL_HOME.path / "test.sqlite3")},
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 5,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON",
            },
        }
    parts = urlsplit(address)
    if parts.scheme not in ("postgresql", "postgres"):
        message = "the database in wasl.toml must be a postgresql:// address, or empty for SQLite"
        raise ImproperlyConfigured(message)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        # A request has a thread of its own, so a kept connection would never be used again.
        "CONN_MAX_AGE": 0,
        "OPTIONS": _options(dict(parse_qsl(parts.query))),
    }


def _options(asked: dict[str, str]) -> dict[str, str]:
    """The address's own options, and after them what no installation goes without.

    What was committed outlives a power cut, whatever the server's own setting. Whoever waits longer for the door is
    told that it is busy, as on SQLite (`journal.WAIT_MAX`).
    """
    ours = "-c synchronous_commit=on -c lock_timeout=10s"
    return asked | {"options": f"{asked.get('options', '')} {ours}".strip()}


DATABASES = {"default": _database(WASL_HOME.database)}
DATABASE_ROUTERS = ["wasl.acts.scratch.Router"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email",)},
    },
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"

ACCOUNT_ADAPTER = "wasl.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 24 * 3600 if WASL_HOME.demo else 15 * 60
"""Seconds for which one who signed in or proved themselves again may sign acts and change how they sign in."""
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "20/m/ip,6/10m/key",
    "login_network": "30/10m/key,120/d/key",
    "reset_password": "10/h/ip,3/h/key",
    "recovery": "10/h/ip,3/d/key",
    "invitation": "30/m/ip",
    "invite": "300/d/user,10/d/key",
    "program": "30/m/ip",
}
"""How many attempts are let through: from one address, at one account (`key`), from one network (`login_network`)."""
ACCOUNT_FORMS = {
    "login": "wasl.accounts.forms.SignIn",
    "reauthenticate": "wasl.accounts.forms.PasswordAgain",
    "change_password": "wasl.accounts.forms.ChangePassword",
    "set_password": "wasl.accounts.forms.SetPassword",
    "reset_password": "wasl.accounts.forms.AskForPassword",
    "reset_password_from_key": "wasl.accounts.forms.NewPassword",
}
MFA_ADAPTER = "wasl.accounts.adapter.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = _is_this_machine(WASL_HOME.address)
"""Passkeys need https, but on the machine itself, as browsers have it: there is no way on which to be overheard."""
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "wasl.accounts.forms.SecondFactor",
    "reauthenticate": "wasl.accounts.forms.SecondFactorAgain",
    "activate_totp": "wasl.accounts.forms.ActivateApp",
    "add_webauthn": "wasl.accounts.forms.AddPasskey",
    "edit_webauthn": "wasl.accounts.forms.RenamePasskey",
}

SESSION_COOKIE_AGE = 12 * 3600
"""The longest that a session lasts."""
WASL_SESSION_IDLE = SESSION_COOKIE_AGE if WASL_HOME.demo else 2 * 3600
"""Seconds without a request after which a session ends."""
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "accounts_cache",
        "OPTIONS": {"MAX_ENTRIES": 200_000},
    },
}
"""What rate limits count, for all processes together. The table is made by a migration of `wasl.accounts`."""

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "wasl.web.assets.DigestStorage"},
    "blobs": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": WASL_HOME.blobs,
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
}
if WASL_HOME.blob_bucket:
    STORAGES["blobs"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {"bucket_name": WASL_HOME.blob_bucket, "file_overwrite": True},
    }
STATIC_URL = "/static/"

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

LANGUAGE_CODE = "en"
LANGUAGES = [("ar", _("Arabic")), ("en", _("English")), ("fr", _("French")), ("es", _("Spanish"))]
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if WASL_HOME.address.startswith("https://"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SESSION_COOKIE_SECURE = True

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    },
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 2**20
"""A batch of signed acts. Files come by their own address and are never held in memory whole."""
FILE_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
"""What is more of any body waits in a temporary file, since nobody knows yet who sent it."""

EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
"""Without a mail server nothing is sent: `acts.outbox` keeps what is owed."""
if WASL_HOME.demo:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = WASL_HOME.path / "mail"
elif WASL_HOME.mail:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    _mail = urlsplit(WASL_HOME.mail)
    EMAIL_HOST, EMAIL_PORT = _mail.hostname or "localhost", _mail.port or (465 if _mail.scheme == "smtps" else 25)
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_mail.username or ""), unquote(_mail.password or "")
    EMAIL_USE_SSL = _mail.scheme == "smtps"
    EMAIL_USE_TLS = not EMAIL_USE_SSL and bool(EMAIL_HOST_PASSWORD)
    EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = WASL_HOME.sender or "wasl@localhost"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "loggers": {
        # Whoever verifies over the network asks for entries that are rightly closed: no warning for each.
        "django.request": {"level": "ERROR"},
    },
    "root": {"handlers": ["stderr"], "level": os.environ.get("WASL_LOG", "WARNING")},
}
