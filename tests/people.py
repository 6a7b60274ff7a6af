"""People who sign in: an account for an officer of the world, and a client that is signed in as one."""

import time

from django.test import Client

from tests.world import World
from wasl.accounts.models import Account, Seat
from wasl.members.acts import Role

PASSWORD = "a specimen of a long passphrase"


def person(world: World, party: str, role: Role | None = Role.HEAD, *, language: str = "en") -> Account:
    """An officer of a party with a mandate for the role (none at all for None), and the account to sign in with."""
    name = "SPECIMEN Person" if role is None else f"SPECIMEN {role.value}"
    if role == Role.HEAD and party in world.heads:
        from wasl.members.models import Mandate

        officer = Mandate.objects.get(entry=world.heads[party]).officer
    else:
        officer = world.register_officer(party, name)
        if role == Role.HEAD:
            world.heads[party] = world.appoint(party, officer, role)
        elif role is not None:
            world.appoint(party, officer, role)
    address = f"{role.value if role else 'nobody'}.{party}.{officer}@specimen.example".lower()
    account = Account.objects.open(address, language, PASSWORD)
    Seat.objects.create(account=account, party=party, officer=officer)
    return account


def signed_in(account: Account, *, second_factor: bool = True, client: Client | None = None) -> Client:
    """A client in whose session the account signed in, with a second factor unless told otherwise."""
    client = client or Client()
    client.force_login(account)
    session = client.session
    now = time.time()
    records = [{"method": "password", "at": now, "email": account.email}]
    if second_factor:
        records.append({"method": "mfa", "at": now, "id": 0, "type": "totp"})
    session["account_authentication_methods"] = records
    session["account_authentication_methods_user"] = str(account.pk)
    session.save()
    return client
