"""Acts that a record must not hold, each with its code, and acts that it may: the rules of `wasl.record.authority`."""

from datetime import timedelta

from tests.unit.record.authority_steps import (
    ENDS,
    HEAD,
    OF_MA,
    OFFICER,
    Step,
    admit,
    expire,
    key_of_fr,
    later,
    other_possession,
    rotate_to,
    until,
)
from tests.unit.record.record_builder import (
    IDENTITY,
    ORIGIN,
    SECRETARIAT,
    SYSTEM,
    name_of,
    possession,
    signing_key,
)
from wasl.record import governance

REFUSED: dict[str, tuple[str, list[Step]]] = {
    # 1. Entry 0 founds the organisation.
    "founded twice": ("not-founded", [lambda r: r.found()]),
    # 2. Keys.
    "a key nobody registered": ("unknown-key", [lambda r: r.say("MA", HEAD, key=signing_key("stranger"))]),
    "a member without a key": ("unknown-key", [lambda r: r.say("FR", key=signing_key("FR"))]),
    "a key before its registration": (
        "unknown-key",
        [lambda r: r.act(governance.REGISTER_KEY, key_of_fr(), by="FR", key=signing_key("FR"))],
    ),
    "a key after its rotation": (
        "key-ended",
        [lambda r: r.rotate_key("MA", mandate=HEAD), lambda r: r.say("MA", HEAD, key=signing_key("MA"))],
    ),
    "a key after its owner revoked it": (
        "key-ended",
        [lambda r: r.revoke_key(signing_key("SN"), by="SN"), lambda r: r.say("SN")],
    ),
    "a key after the secretariat revoked it": (
        "key-ended",
        [lambda r: r.revoke_key(signing_key("MA")), lambda r: r.say("MA", HEAD)],
    ),
    "another party's key": ("wrong-party", [lambda r: r.say("MA", HEAD, key=signing_key("SN"))]),
    "the installation's key for the secretariat": ("wrong-party", [lambda r: r.admit("BR", key=signing_key(SYSTEM))]),
    # 3. Mandates.
    "a mandate that is no entry": ("unknown-mandate", [lambda r: r.say("MA", 99)]),
    "a mandate that is another kind of entry": ("unknown-mandate", [lambda r: r.say("MA", 2)]),
    "a mandate of another party": ("unknown-mandate", [lambda r: r.say("SN", HEAD)]),
    "a mandate made by the very entry": ("unknown-mandate", [lambda r: r.appoint("SN", mandate=r.size + 1)]),
    "a mandate that a later entry would give": ("unknown-mandate", [lambda r: r.say("SN", r.size + 2)]),
    "a mandate that was ended": (
        "mandate-not-in-force",
        [lambda r: r.end_mandate("MA", OFFICER, under=HEAD), lambda r: r.say("MA", OFFICER)],
    ),
    "a mandate that expired": ("mandate-not-in-force", [lambda r: later(r, days=1), lambda r: r.say("MA", OFFICER)]),
    "a mandate in its last instant": (
        "mandate-not-in-force",
        [lambda r: until(r, ENDS), lambda r: r.say("MA", OFFICER)],
    ),
    "a mandate that has not begun": (
        "mandate-not-in-force",
        [lambda r: r.appoint("SN", begins=r.at + timedelta(days=3)), lambda r: r.say("SN", r.size - 1)],
    ),
    # 4. A party whose head is in office names a mandate.
    "no mandate though a head is in office": ("no-mandate", [lambda r: r.say("MA")]),
    "no mandate though one of two heads is in office": (
        "no-mandate",
        [
            lambda r: r.appoint("MA", mandate=HEAD),
            lambda r: r.end_mandate("MA", HEAD, under=HEAD),
            lambda r: r.say("MA"),
        ],
    ),
    "no mandate when a head's day has come": (
        "no-mandate",
        [lambda r: r.appoint("SN", begins=r.at + timedelta(days=1)), lambda r: later(r, days=2), lambda r: r.say("SN")],
    ),
    "a secretariat with a head and no mandate": (
        "no-mandate",
        [lambda r: r.appoint(SECRETARIAT), lambda r: r.admit("BR")],
    ),
    # 5. Who says what.
    "a member admits a member": ("not-secretariat", [lambda r: r.admit("BR", by="MA", mandate=HEAD)]),
    "the installation admits a member": ("not-secretariat", [lambda r: r.admit("BR", by=SYSTEM)]),
    "a member registers a key": ("not-secretariat", [lambda r: r.register_key("FR", by="SN")]),
    "an officer appoints": ("not-head", [lambda r: r.appoint("MA", mandate=OFFICER)]),
    "an officer ends a mandate": ("not-head", [lambda r: r.end_mandate("MA", HEAD, under=OFFICER)]),
    "an officer rotates the key": ("not-head", [lambda r: r.rotate_key("MA", mandate=OFFICER)]),
    "an officer revokes the key": (
        "not-head",
        [lambda r: r.revoke_key(signing_key("MA"), by="MA", mandate=OFFICER)],
    ),
    "an officer registers an officer": (
        "not-head",
        [lambda r: r.act(governance.REGISTER_OFFICER, {"name": "A. B."}, by="MA", mandate=OFFICER)],
    ),
    "a member revokes another's key": ("not-own-key", [lambda r: r.revoke_key(signing_key("MA"), by="SN")]),
    "a key that never was is revoked": ("unknown-key", [lambda r: r.revoke_key(signing_key("stranger"))]),
    "a key is revoked twice": (
        "key-ended",
        [lambda r: r.revoke_key(signing_key("MA")), lambda r: r.revoke_key(signing_key("MA"))],
    ),
    "a mandate begins later than the act": (
        "wrong-verdict",
        [lambda r: r.appoint("SN", verdict=r.at + timedelta(hours=1))],
    ),
    "a mandate begins before the act": (
        "wrong-verdict",
        [lambda r: r.appoint("SN", begins=r.at - timedelta(days=1), verdict=r.at - timedelta(days=1))],
    ),
    "a mandate begins before the day named": (
        "wrong-verdict",
        [lambda r: r.appoint("SN", begins=r.at + timedelta(days=1), verdict=r.at + timedelta(seconds=1))],
    ),
    "another party ends a mandate": ("unknown-mandate", [lambda r: r.end_mandate("SN", OFFICER)]),
    "the secretariat ends a mandate": ("unknown-mandate", [lambda r: r.end_mandate(SECRETARIAT, OFFICER)]),
    "the installation ends a mandate too early": ("not-expired", [lambda r: r.end_mandate(SYSTEM, OFFICER)]),
    "the installation ends a mandate in its last moment": (
        "not-expired",
        [
            lambda r: until(r, ENDS - timedelta(microseconds=1)),
            lambda r: r.end_mandate(SYSTEM, OFFICER),
        ],
    ),
    "the installation ends a mandate without end": ("not-expired", [lambda r: r.end_mandate(SYSTEM, HEAD)]),
    "the installation ends a mandate of its own too early": (
        "not-expired",
        [lambda r: r.appoint(SYSTEM), lambda r: r.end_mandate(SYSTEM, r.size - 1)],
    ),
    "a party calls a mandate expired that has no end": ("not-expired", [lambda r: expire(r, "MA", HEAD, HEAD)]),
    "a party calls a mandate expired that is not over": ("not-expired", [lambda r: expire(r, "MA", OFFICER, HEAD)]),
    "what is no mandate is ended": ("unknown-mandate", [lambda r: r.end_mandate("MA", 2, under=HEAD)]),
    "a mandate that this very entry would be is ended": (
        "unknown-mandate",
        [lambda r: r.end_mandate("SN", r.size)],
    ),
    "an expired mandate is ended twice": (
        "already-ended",
        [
            lambda r: until(r, ENDS),
            lambda r: r.end_mandate(SYSTEM, OFFICER),
            lambda r: expire(r, "MA", OFFICER, HEAD),
        ],
    ),
    "a mandate is ended twice": (
        "already-ended",
        [lambda r: r.end_mandate("MA", OFFICER, under=HEAD), lambda r: r.end_mandate("MA", OFFICER, under=HEAD)],
    ),
    "a key is registered twice": ("key-known", [lambda r: r.register_key("SN")]),
    "another's key is registered": ("key-known", [lambda r: r.register_key("SN", signing_key("MA"))]),
    "a revoked key is registered again": (
        "key-known",
        [lambda r: r.revoke_key(signing_key("SN")), lambda r: r.register_key("SN")],
    ),
    "a key for a party that is no member": ("not-a-member", [lambda r: r.register_key("BR")]),
    "possession shown for another record": ("key-not-possessed", [lambda r: other_possession(r, "other", "FR", "FR")]),
    "possession shown for another party": ("key-not-possessed", [lambda r: other_possession(r, ORIGIN, "SN", "FR")]),
    "possession of another key": ("key-not-possessed", [lambda r: other_possession(r, ORIGIN, "FR", "BR")]),
    "possession that is no signature": (
        "key-not-possessed",
        [lambda r: r.act(governance.REGISTER_KEY, key_of_fr(possession="A" * 86 + "=="), by=SECRETARIAT)],
    ),
    "a new key that nobody holds": (
        "key-not-possessed",
        [
            lambda r: r.act(
                governance.ROTATE,
                {"new_key": name_of(signing_key("new")), "possession": possession(ORIGIN, "SN", signing_key("SN"))},
                by="SN",
            )
        ],
    ),
    "a key in another spelling": (
        "key-not-possessed",
        [lambda r: r.act(governance.REGISTER_KEY, key_of_fr(key="A" * 42 + "B"), by=SECRETARIAT)],
    ),
    "a key rotated to another party's": ("key-known", [lambda r: rotate_to(r, "SN", "MA")]),
    "a key rotated to itself": ("key-known", [lambda r: rotate_to(r, "SN", "SN")]),
    # 8. Revocation.
    "the secretariat's only key is revoked": ("last-key", [lambda r: r.revoke_key(signing_key(SECRETARIAT))]),
    "the secretariat's last key is revoked": (
        "last-key",
        [
            lambda r: r.register_key(SECRETARIAT, signing_key("second")),
            lambda r: r.revoke_key(signing_key(SECRETARIAT)),
            lambda r: r.revoke_key(signing_key("second")),
        ],
    ),
    "the secretariat's key is revoked after it was rotated": (
        "last-key",
        [lambda r: r.rotate_key(SECRETARIAT), lambda r: r.revoke_key(r.keys[SECRETARIAT])],
    ),
    "a rotated key is revoked": (
        "key-ended",
        [lambda r: r.rotate_key("SN"), lambda r: r.revoke_key(signing_key("SN"), by="SN")],
    ),
    # 6. Members.
    "a member is admitted twice": ("already-member", [lambda r: r.admit("MA")]),
    "a state is to join next month": ("not-yet-joined", [lambda r: admit(r, "BR", "2026-02")]),
    "a state is to join in another century": ("not-yet-joined", [lambda r: admit(r, "BR", "9999-12")]),
    # 9. Officers.
    "an officer whom a later entry would register": (
        "unknown-officer",
        [lambda r: r.appoint("SN", officer=r.size + 1)],
    ),
    "an officer who is this very entry": ("unknown-officer", [lambda r: r.appoint("SN", officer=r.size)]),
    "an officer who is another act": ("unknown-officer", [lambda r: r.appoint("SN", officer=HEAD)]),
    "an officer who is the founding": ("unknown-officer", [lambda r: r.appoint("SN", officer=0)]),
    "an officer of another party, of whom this reader knows": (
        "unknown-officer",
        [
            lambda r: r.act(governance.REGISTER_OFFICER, {"name": "A. B."}, by="MA", mandate=HEAD),
            lambda r: r.appoint("SN", officer=r.size - 1),
        ],
    ),
    "a role held already": (
        "already-appointed",
        [lambda r: r.appoint("MA", "border-officer", officer=OF_MA, mandate=HEAD)],
    ),
    "a role held by a mandate that has not begun": (
        "already-appointed",
        [
            lambda r: r.appoint("SN", begins=r.at + timedelta(days=9)),
            lambda r: r.appoint("SN", officer=r.size - 2),
        ],
    ),
    "a role held by a mandate that is over and was not ended": (
        "already-appointed",
        [
            lambda r: until(r, ENDS),
            lambda r: r.appoint("MA", "border-officer", officer=OF_MA, mandate=HEAD),
        ],
    ),
    "a role unknown here, held already": (
        "already-appointed",
        [
            lambda r: r.appoint("SN", "night-officer"),
            lambda r: r.appoint("SN", "night-officer", officer=r.size - 2),
        ],
    ),
    "an officer in a role that is unknown here appoints": (
        "not-head",
        [
            lambda r: r.appoint("MA", "night-officer", mandate=HEAD),
            lambda r: r.appoint("MA", mandate=r.size - 1),
        ],
    ),
    "a mandate that ended before it was given": (
        "already-over",
        [lambda r: r.appoint("SN", begins=r.at - timedelta(days=2), ends=r.at - timedelta(days=1))],
    ),
    "a mandate that ends as it is given": (
        "already-over",
        [lambda r: r.appoint("SN", ends=r.at + timedelta(seconds=1))],
    ),
    # 11. Form.
    "a mandate that ends as it begins": (
        "bad-act",
        [lambda r: r.appoint("SN", begins=r.at + timedelta(days=2), ends=r.at + timedelta(days=2))],
    ),
    "a mandate that ends before it begins": (
        "bad-act",
        [lambda r: r.appoint("SN", begins=r.at + timedelta(days=2), ends=r.at + timedelta(days=1))],
    ),
    "a name that is no key": (
        "bad-act",
        [lambda r: r.act(governance.REGISTER_KEY, key_of_fr(key="no key"), by=SECRETARIAT)],
    ),
    # 12. Order.
    "the time goes backwards": ("time-backwards", [lambda r: later(r, seconds=-2), lambda r: r.say("SN")]),
    "one act twice": (
        "identity-used",
        [lambda r: r.say("SN", identity=IDENTITY), lambda r: r.append(r.opened[r.size - 1])],
    ),
    "one identity twice": (
        "identity-used",
        [lambda r: r.say("SN", identity=IDENTITY), lambda r: r.say("MA", HEAD, identity=IDENTITY)],
    ),
}

ALLOWED: dict[str, list[Step]] = {
    "a head and an officer speak": [lambda r: r.say("MA", HEAD), lambda r: r.say("MA", OFFICER)],
    "a party with nobody in office speaks by its key": [lambda r: r.say("SN"), lambda r: r.appoint("SN")],
    "the installation speaks by its key": [lambda r: r.say(SYSTEM)],
    "the installation speaks by its key even when somebody was put at its head": [
        lambda r: r.appoint(SYSTEM),
        lambda r: r.say(SYSTEM),
    ],
    "a rotated key's successor speaks": [lambda r: r.rotate_key("MA", mandate=HEAD), lambda r: r.say("MA", HEAD)],
    "a lost key is replaced": [
        lambda r: r.revoke_key(signing_key("MA")),
        lambda r: r.register_key("MA", signing_key("MA", "second")),
        lambda r: r.say("MA", OFFICER),
    ],
    "two keys of one party": [
        lambda r: r.register_key("MA", signing_key("MA", "second")),
        lambda r: r.say("MA", HEAD),
        lambda r: r.say("MA", HEAD, key=signing_key("MA")),
        lambda r: r.revoke_key(signing_key("MA"), by="MA", mandate=HEAD),
        lambda r: r.say("MA", HEAD),
    ],
    "a mandate begins on the day named": [
        lambda r: r.appoint("SN", begins=r.at + timedelta(seconds=2)),
        lambda r: r.say("SN", r.size - 1),
    ],
    "by the key alone after the only head left": [
        lambda r: r.end_mandate("MA", HEAD, under=HEAD),
        lambda r: r.say("MA"),
        lambda r: r.appoint("MA"),
        lambda r: r.say("MA", r.size - 1),
    ],
    "the installation ends what expired": [
        lambda r: until(r, ENDS),
        lambda r: r.end_mandate(SYSTEM, OFFICER),
    ],
    "a party ends what expired": [lambda r: later(r, days=1), lambda r: r.end_mandate("MA", OFFICER, under=HEAD)],
    "an officer's last moment": [
        lambda r: until(r, ENDS - timedelta(microseconds=1)),
        lambda r: r.say("MA", OFFICER),
    ],
    "two acts at one moment": [lambda r: r.say("SN"), lambda r: later(r, seconds=-1), lambda r: r.say("SN")],
    "a key for the secretariat and the installation": [
        lambda r: r.register_key(SECRETARIAT, signing_key("second secretariat")),
        lambda r: r.register_key(SYSTEM, signing_key("second system")),
        lambda r: r.admit("BR"),
        lambda r: r.say(SYSTEM),
    ],
    "a secretariat with a head names its mandate": [
        lambda r: r.appoint(SECRETARIAT),
        lambda r: r.admit("BR", mandate=r.size - 1),
    ],
    "a key that is not the secretariat's only one is revoked": [
        lambda r: r.register_key(SECRETARIAT, signing_key("second")),
        lambda r: r.revoke_key(signing_key(SECRETARIAT)),
        lambda r: r.admit("BR"),
    ],
    "a party revokes its only key, with that key": [lambda r: r.revoke_key(signing_key("SN"), by="SN")],
    "the installation's only key is revoked, and another registered": [
        lambda r: r.revoke_key(signing_key(SYSTEM)),
        lambda r: r.register_key(SYSTEM, signing_key("second system")),
        lambda r: r.say(SYSTEM),
    ],
    "a state that joins this month": [lambda r: admit(r, "BR", "2026-01")],
    "an officer of its own, of whom this reader knows": [
        lambda r: r.act(governance.REGISTER_OFFICER, {"name": "A. B."}, by="SN"),
        lambda r: r.appoint("SN", officer=r.size - 1),
    ],
    "an officer whose entry is of a kind that nobody here knows": [
        lambda r: r.act("members.register-officer/2", {"name": "A. B."}, by="SN"),
        lambda r: r.appoint("SN", officer=r.size - 1),
    ],
    "a second role for an officer": [lambda r: r.appoint("MA", "duty-officer", officer=OF_MA, mandate=HEAD)],
    "a role once more, after the first mandate was ended": [
        lambda r: r.end_mandate("MA", OFFICER, under=HEAD),
        lambda r: r.appoint("MA", "border-officer", officer=OF_MA, mandate=HEAD),
        lambda r: r.say("MA", r.size - 1),
    ],
    "a role once more, after the first mandate expired and was ended": [
        lambda r: until(r, ENDS),
        lambda r: r.end_mandate(SYSTEM, OFFICER),
        lambda r: r.appoint("MA", "border-officer", officer=OF_MA, mandate=HEAD),
    ],
    "a role that is unknown here gives a mandate like any": [
        lambda r: r.appoint("MA", "night-officer", mandate=HEAD),
        lambda r: r.say("MA", r.size - 1),
        lambda r: r.end_mandate("MA", r.size - 2, under=HEAD),
    ],
    "a party without a head has an officer in a role that is unknown here": [
        lambda r: r.appoint("SN", "night-officer"),
        lambda r: r.say("SN"),
    ],
    "a mandate that begins long ago begins with the act": [
        lambda r: r.appoint("SN", begins=r.at - timedelta(days=9999)),
        lambda r: r.say("SN", r.size - 1),
    ],
    "a party calls expired what is over": [lambda r: until(r, ENDS), lambda r: expire(r, "MA", OFFICER, HEAD)],
    "a party ends a mandate that has not begun": [
        lambda r: r.appoint("MA", begins=r.at + timedelta(days=9), mandate=HEAD),
        lambda r: r.end_mandate("MA", r.size - 1, under=HEAD),
    ],
    "kinds that nobody here knows": [lambda r: r.act("exchange.publish-notice/7", {"a": 1}, by="SN")],
}
