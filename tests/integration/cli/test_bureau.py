"""Members, officers and keys on the command line."""

from datetime import UTC, datetime, timedelta
from time import sleep

from tests.integration.cli.conftest import Founded
from wasl.members.acts import Role


def test_a_member_is_shown(founded: Founded) -> None:
    shown = founded.shell.json("member", "show", "ma")

    assert shown["name"]["ar"] == "المغرب"
    assert shown["joined"] == "1957-06"


def test_an_act_names_the_officer_who_decided(founded: Founded) -> None:
    shell = founded.shell
    refused = shell("officer", "register", "MA", "--name", "SPECIMEN", code=1)
    assert f"--mandate {founded.mandate}" in refused.err

    officer = shell.json("officer", "register", "MA", "--name", "SPECIMEN", "--mandate", founded.mandate)["index"]
    appointed = shell(
        "officer", "appoint", "MA", officer, "border-officer", "--mandate", founded.mandate, "--json"
    ).json
    ended = shell("officer", "end", "MA", appointed["index"], "--reason", "reassigned", "--mandate", founded.mandate)
    assert "Mandate ended: entry" in ended.out

    listed = {mandate["mandate"]: mandate for mandate in shell.json("officer", "list", "MA")}
    assert listed[founded.mandate]["in_force"]
    assert listed[founded.mandate]["name"] == "سلمى نموذج"
    assert not listed[appointed["index"]]["in_force"]


def test_a_wrong_field_is_named(founded: Founded) -> None:
    refused = founded.shell(
        "officer", "appoint", "MA", founded.officer, "king", "--mandate", founded.mandate, "--json", code=1
    )

    assert refused.json["code"] == "invalid-act"
    roles = ", ".join(f"'{role.value}'" for role in Role)
    assert refused.json["fields"] == {"role": f"This must be one of: {roles}."}


def test_what_is_due_is_performed(founded: Founded) -> None:
    ends = datetime.now(UTC) + timedelta(seconds=12)
    given = ("--ends", ends.isoformat(), "--mandate", founded.mandate)
    appointed = founded.shell.json("officer", "appoint", "MA", founded.officer, "duty-officer", *given)["index"]
    sleep(max(0.0, (ends - datetime.now(UTC)).total_seconds()))

    receipts = founded.shell.json("tick")

    (ended,) = [each["index"] for each in receipts if each["index"] > appointed]
    shown = founded.shell("act", "show", ended).out
    assert "system" in shown
    assert "expired" in shown


def test_keys_are_rotated_revoked_and_registered(founded: Founded) -> None:
    shell = founded.shell
    new = shell.json("key", "rotate", "FR")["index"]
    key = shell.json("act", "show", new)["act"]["new_key"]
    shell("key", "revoke", key, "--reason", "lost")
    assert "hosts no key in force for FR" in shell("key", "rotate", "FR", code=1).err
    shell("key", "register", "FR", "--reason", "lost")

    states = [(key["state"], key["hosted"]) for key in shell.json("key", "list", "FR")]
    assert states == [("rotated", False), ("revoked", False), ("in-force", True)]
    assert "first, lost, compromised" in shell("key", "register", "FR", "--reason", "bored", code=2).err


def test_every_role_is_listed_with_who_gives_it(founded: Founded) -> None:
    listed = {each["role"]: each for each in founded.shell.json("officer", "roles")}

    assert len(listed) == 18
    assert listed["teller"]["given_by"] == "secretariat"
    assert listed["head-of-bureau"]["held"] == 1


def test_a_role_that_the_bureau_does_not_give_is_refused(founded: Founded) -> None:
    officer = founded.shell.json("officer", "register", "MA", "--name", "SPECIMEN", "--mandate", founded.mandate)
    refused = founded.shell(
        "officer", "appoint", "MA", officer["index"], "teller", "--mandate", founded.mandate, code=1
    )

    assert "role-not-given-here" in refused.err
