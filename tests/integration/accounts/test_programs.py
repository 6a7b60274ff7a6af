"""Keys for a bureau's own systems."""

import re
from datetime import timedelta
from typing import Any

from django.test import Client

from tests.people import person, signed_in
from tests.world import World
from wasl.accounts import programs
from wasl.accounts.models import Program, SignIn
from wasl.acts import clock
from wasl.members.acts import Role


def bearing(key: str, client: Client | None = None) -> dict[str, Any]:
    return {"headers": {"Authorization": f"Bearer {key}"}}


def key_from(page: bytes) -> str:
    found = re.search(rb"wasl_[a-z0-9]{10}_[A-Za-z0-9_-]{43}", page)
    assert found
    return found[0].decode()


def given(client: Client, *scopes: str, **other: str) -> str:
    said = {"name": "SPECIMEN system", "purpose": "SPECIMEN purpose", "scopes": list(scopes), "days": 30} | other
    return key_from(client.post("/account/programs/add/", said).content)


def test_a_program_reads_what_its_bureau_may_read(world: World) -> None:
    head = signed_in(person(world, "MA", Role.HEAD))
    closed = world.register_officer("MA", "SPECIMEN Read By Program")
    foreign = world.register_officer("FR", "SPECIMEN Foreign")
    key = given(head, "record.read")

    answer = Client().get(f"/api/v1/acts/{closed}", **bearing(key))
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-store"
    assert Client().get(f"/api/v1/acts/{closed}").status_code == 404
    assert Client().get(f"/api/v1/acts/{foreign}", **bearing(key)).status_code == 404
    assert Program.objects.get().last_used_at is not None


def test_without_the_scope_it_reads_what_everybody_reads(world: World) -> None:
    closed = world.register_officer("MA")
    key = given(signed_in(person(world, "MA", Role.HEAD)), "officers.read")

    assert Client().get(f"/api/v1/acts/{closed}", **bearing(key)).status_code == 404
    assert Client().get("/api/v1/record", **bearing(key)).status_code == 200


def test_a_key_is_shown_once_and_kept_as_a_hash(world: World) -> None:
    head = signed_in(person(world, "MA", Role.HEAD))
    key = given(head, "record.read")
    secret = key.split("_", 2)[2]

    assert secret not in str(list(Program.objects.values()))
    assert secret not in head.get("/account/programs/").content.decode()
    assert "Cache-Control" in head.post("/account/programs/add/", {
        "name": "SPECIMEN", "purpose": "SPECIMEN", "scopes": ["record.read"], "days": 30,
    }).headers  # fmt: skip


def _altered(key: str) -> str:
    return key[:-1] + ("A" if key[-1] != "A" else "B")


def test_a_forged_key_opens_nothing(world: World) -> None:
    key = given(signed_in(person(world, "MA", Role.HEAD)), "record.read")
    closed = world.register_officer("MA")
    foreign = f"{key[:5]}zzzzzzzzzz{key[15:]}"

    for forged in (_altered(key), foreign, f"{key}x", "wasl_", "", key.upper(), f"é{key}"):
        answer = Client().get(f"/api/v1/acts/{closed}", **bearing(forged))
        assert (answer.status_code, answer.json()["code"]) == (401, "bad-api-key"), forged


def test_whoever_tries_many_keys_is_stopped(world: World) -> None:
    codes = [Client().get("/api/v1/record", **bearing(f"wasl_{number}")).json()["code"] for number in range(40)]

    assert codes[:30] == ["bad-api-key"] * 30
    assert set(codes[30:]) == {"too-many-requests"}
    assert SignIn.objects.filter(event="bad-api-key").count() == 30


def test_a_key_ends(world: World) -> None:
    head = signed_in(person(world, "MA", Role.HEAD))
    key = given(head, "record.read")
    with clock.held_at(clock.now() + timedelta(days=30, seconds=1)):
        answer = Client().get("/api/v1/record", **bearing(key))
        assert (answer.status_code, answer.json()["code"]) == (401, "api-key-ended")

    assert Client().get("/api/v1/record", **bearing(key)).status_code == 200
    head.post(f"/account/programs/{Program.objects.get().pk}/revoke/")
    answer = Client().get("/api/v1/record", **bearing(key))
    assert (answer.status_code, answer.json()["code"]) == (401, "api-key-ended")


def test_no_key_lasts_longer_than_a_year_or_may_more_than_read(world: World) -> None:
    program, _key = programs.add("MA", "SPECIMEN", "SPECIMEN", ["record.read", "keys.manage"], 4000, by=1)

    assert program.expires_at - program.created_at == timedelta(days=365)
    assert program.scopes == ["record.read"]


def test_a_key_that_checks_is_bound_to_one_purpose(world: World) -> None:
    head = signed_in(person(world, "MA", Role.HEAD))
    given(head, "checks.make", check_purpose="border-control")

    program = Program.objects.get()
    assert (program.scopes, program.check_purpose) == (["checks.make"], "border-control")
    assert "Border control" in head.get("/account/programs/").content.decode()
    said = {"name": "SPECIMEN", "purpose": "SPECIMEN", "days": 30}
    for scopes, purpose in ((["checks.make"], ""), (["record.read"], "visa"), (["checks.make"], "curiosity")):
        answer = head.post("/account/programs/add/", said | {"scopes": scopes, "check_purpose": purpose})
        assert "check_purpose" in answer.context["form"].errors, (scopes, purpose)
    assert Program.objects.count() == 1


def test_a_key_is_sent_as_clients_of_other_makers_send_it(world: World) -> None:
    key = given(signed_in(person(world, "MA", Role.HEAD)), "record.read")
    closed = world.register_officer("MA")

    for scheme in ("Bearer", "bearer", "ApiKey"):
        answer = Client().get(f"/api/v1/acts/{closed}", headers={"Authorization": f"{scheme} {key}"})
        assert answer.status_code == 200, scheme


def test_a_program_is_nobody_who_signs_in(world: World) -> None:
    key = given(signed_in(person(world, "MA", Role.HEAD)), "record.read", "officers.read")

    for path in ("/account/security/", "/account/people/", "/account/programs/", "/account/history/"):
        assert Client().get(path, **bearing(key)).status_code in (302, 403), path
    answer = Client().post("/account/programs/add/", **bearing(key))
    assert answer.status_code in (302, 403)


def test_a_bureau_sees_and_revokes_its_own_programs_alone(world: World) -> None:
    given(signed_in(person(world, "MA", Role.HEAD)), "record.read")
    foreign = signed_in(person(world, "FR", Role.HEAD))

    assert "SPECIMEN system" not in foreign.get("/account/programs/").content.decode()
    assert foreign.post(f"/account/programs/{Program.objects.get().pk}/revoke/").status_code == 404
    assert signed_in(person(world, "MA", Role.OFFICER)).get("/account/programs/").status_code == 403


def test_the_password_of_a_web_server_before_us_is_no_key(world: World) -> None:
    assert (
        Client().get("/api/v1/record", headers={"Authorization": "Basic c3BlY2ltZW46c3BlY2ltZW4="}).status_code == 200
    )


def test_a_person_reads_over_the_api_as_on_pages(world: World) -> None:
    """A session counts where nothing changes, and nowhere else."""
    client = signed_in(person(world, "MA", Role.HEAD))
    closed = world.register_officer("MA")

    assert client.get(f"/api/v1/acts/{closed}").status_code == 200
    without = signed_in(person(world, "MA", Role.OFFICER), second_factor=False)
    assert without.get(f"/api/v1/acts/{closed}").status_code == 404, "a second factor is owed"
    answer = client.post("/api/v1/blobs?kind=photograph", b"", content_type="image/png")
    assert (answer.status_code, answer.json()["code"]) == (401, "sign-the-request")


def test_a_program_lists_the_officers_of_its_bureau(world: World) -> None:
    head = signed_in(person(world, "MA", Role.HEAD))
    world.register_officer("MA", "SPECIMEN Listed")
    world.register_officer("FR", "SPECIMEN Foreign")

    answer = Client().get("/api/v1/officers", **bearing(given(head, "officers.read")))
    assert answer.status_code == 200
    assert "SPECIMEN Listed" in answer.content.decode()
    assert "SPECIMEN Foreign" not in answer.content.decode()
    refused = Client().get("/api/v1/officers", **bearing(given(head, "record.read")))
    assert (refused.status_code, refused.json()["code"]) == (403, "not-open-to-you")
    assert Client().get("/api/v1/officers").status_code == 401
