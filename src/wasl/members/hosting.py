"""Acting for parties whose keys this installation hosts: founding, admission, keys, officers.

Everything here goes through the one door like anybody's act; only the signing happens on this machine.
"""

from collections.abc import Iterable, Iterator, Sequence

from nacl.signing import SigningKey

from wasl.acts import keystore
from wasl.acts.act import Act
from wasl.acts.perform import BATCH_MAX, perform, perform_many
from wasl.acts.receipts import Receipt
from wasl.acts.refusals import Refused
from wasl.members import queries, states
from wasl.members.acts import AdmitMember, FoundOrganisation, KeyReason, RegisterBureauKey, RotateKey

SECRETARIAT = "secretariat"


def hosted_key(party: str) -> SigningKey:
    """The newest key in force for the party that is hosted here. Raises keystore.NoKey."""
    here = set(keystore.hosted(party))
    for keyid in queries.keys_in_force(party):
        if keyid in here:
            return keystore.signing_key(keyid)
    raise keystore.NoKey(party)


def act_as(party: str, act: Act, mandate: int | None = None) -> Receipt:
    """Sign an act with a hosted key and perform it. Raises Refused, keystore.NoKey."""
    return perform(keystore.sign(act, party, hosted_key(party), mandate=mandate).normal)


def act_as_many(party: str, acts: Sequence[Act], mandate: int | None = None) -> Iterator[Receipt]:
    """The same for many acts, in batches. Raises Refused for the first one refused."""
    key = hosted_key(party)
    for start in range(0, len(acts), BATCH_MAX):
        signed = [keystore.sign(act, party, key, mandate=mandate).normal for act in acts[start : start + BATCH_MAX]]
        for outcome in perform_many(signed):
            if isinstance(outcome, Refused):
                raise outcome
            yield outcome


def found_organisation(name: dict[str, str]) -> Receipt:
    """Draw the secretariat's key and write entry 0. Raises Refused: not-founded."""
    keyid = keystore.create(SECRETARIAT)
    system = keystore.keyid_of(keystore.system_key())
    act = FoundOrganisation(name=name, secretariat_key=keyid, system_key=system)
    return perform(keystore.sign(act, SECRETARIAT, keystore.signing_key(keyid)).normal)


def admission(state: states.State) -> AdmitMember:
    """The act that admits a state, with the facts on record about it."""
    return AdmitMember(member=state.code, region=state.region, joined=state.joined)


def admit_all(codes: Iterable[str], mandate: int | None = None) -> list[Receipt]:
    """Admit members in the order in which they joined."""
    joining = sorted((states.state(code) for code in codes), key=lambda state: (state.joined, state.code))
    return list(act_as_many(SECRETARIAT, [admission(state) for state in joining], mandate))


def registration(party: str, key: SigningKey, reason: KeyReason) -> RegisterBureauKey:
    """The act that registers a key the party holds."""
    return RegisterBureauKey(
        party=party, key=keystore.keyid_of(key), possession=keystore.possession(party, key), reason=reason
    )


def host_bureaus(
    parties: Sequence[str], reason: KeyReason = KeyReason.FIRST, mandate: int | None = None
) -> list[Receipt]:
    """Draw a hosted key for each party and register it. Raises Refused: then the keys not registered are gone.

    A key is kept before it is registered: after a crash in between it is a key that speaks for nobody.
    """
    keys = [keystore.signing_key(keystore.create(party)) for party in parties]
    acts = [registration(party, key, reason) for party, key in zip(parties, keys, strict=True)]
    try:
        return list(act_as_many(SECRETARIAT, acts, mandate))
    except Refused as refusal:
        if refusal.status >= 500:
            # Whether the keys were registered is not known: they are kept.
            raise
        for keyid in map(keystore.keyid_of, keys):
            if queries.key(keyid) is None:
                keystore.forget(keyid)
        raise


def rotate(party: str, mandate: int | None = None) -> Receipt:
    """Replace the party's hosted key by a new one, and destroy the old one."""
    old, new = hosted_key(party), keystore.signing_key(keystore.create(party))
    act = RotateKey(new_key=keystore.keyid_of(new), possession=keystore.possession(party, new))
    receipt = perform(keystore.sign(act, party, old, mandate=mandate).normal)
    keystore.forget(keystore.keyid_of(old))
    return receipt
