"""Accounts and second factors come back with a backup; sessions and counters do not."""

import shutil
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from tests.integration.accounts.test_signing_in import code_of, sign_in, with_app
from tests.people import person
from tests.world import World
from wasl.accounts import programs
from wasl.accounts.models import Account, CacheEntry, Program, SignIn
from wasl.acts import backup, checkpoints
from wasl.members.acts import Role


def _empty() -> None:
    for model in apps.get_models():
        if model._meta.app_label in ("acts", "members", "accounts", "mfa", "sessions", "usersessions"):
            model._default_manager.all().delete()
    shutil.rmtree(settings.WASL_HOME.blobs, ignore_errors=True)
    settings.WASL_HOME.blobs.mkdir(mode=0o700)


@pytest.mark.django_db(transaction=True)
def test_people_sign_in_as_before(transactional_db: None, tmp_path: Path) -> None:
    account, client = with_app(person(World(), "MA", Role.HEAD)), Client()
    programs.add("MA", "SPECIMEN", "SPECIMEN", ["record.read"], 30, by=account.pk)
    sign_in(account, client)
    client.post("/account/security/code/", {"code": code_of(account)})
    cookie = client.cookies["sessionid"].value
    checkpoints.publish()
    written = tmp_path / "wasl.backup"
    backup.write(written)
    lines = SignIn.objects.count()
    _empty()
    cache.clear()

    backup.restore(written)

    again = Account.objects.get()
    assert (again.email, again.seats.get().party) == (account.email, "MA")
    assert Program.objects.get().scopes == ["record.read"]
    assert SignIn.objects.count() == lines
    assert not CacheEntry.objects.exists()
    client.cookies["sessionid"] = cookie
    assert client.get("/account/security/")["Location"].startswith("/account/login/")
    assert Authenticator.objects.get().wrap().validate_code(code_of(again))
    _empty()
