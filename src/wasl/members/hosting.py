"""Acting for parties whose keys this installation hosts: founding, admission, keys, officers.

Everything here goes through the one door like anybody's act; only the signing happens on this machine.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager

from nacl.signing import SigningKey

from wasl.acts import checkpoints, keystore, turns
from wasl.acts.act import SECRETARIAT, SYSTEM, Act
from wasl.acts.perform import BATCH_MAX, perform, perform_many
from wasl.acts.receipts import Receipt
from wasl.acts.refusals import Refused
from wasl.members import queries, states
from wasl.members.acts import AdmitMember, FoundOrganisation, KeyReason, RegisterBureauKey, RotateKey


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
    system = keystore.keyid_of(keystore.system_key())
    with _drawn([SECRETARIAT]) as (key,):
        act = FoundOrganisation(name=name, secretariat_key=keystore.keyid_of(key), system_key=system)
        return perform(keystore.sign(act, SECRETARIAT, key).normal)


@contextmanager
def _drawn(parties: Iterable[str]) -> Iterator[list[SigningKey]]:
    """A new key for each party, kept here before an act names it, and forgotten when the door refuses that act.

    After a crash in between it is a key that speaks for nobody. Where a refusal leaves open whether the act was
    recorded, the key stays.
    """
    keys = [keystore.signing_key(keystore.create(party)) for party in parties]
    try:
        yield keys
    except (Refused, keystore.NoKey) as error:
        if isinstance(error, keystore.NoKey) or error.status < 500:
            for keyid in map(keystore.keyid_of, keys):
                if queries.key(keyid) is None:
                    keystore.forget(keyid)
        raise


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
    """Draw a hosted key for each party and register it.

    Raises Refused, keystore.NoKey: then the keys not registered are gone.
    """
    with _drawn(parties) as keys:
        acts = [registration(party, key, reason) for party, key in zip(parties, keys, strict=True)]
        return list(act_as_many(SECRETARIAT, acts, mandate))


def host_bureau(party: str, mandate: int | None = None, *, identity: str | None = None) -> Receipt:
    """The same for one party, under an identity drawn before. Raises Refused, keystore.NoKey."""
    with _drawn([party]) as (new,):
        act = registration(party, new, KeyReason.FIRST if not queries.keys_in_force(party) else KeyReason.ADDITIONAL)
        signed = keystore.sign(act, SECRETARIAT, hosted_key(SECRETARIAT), mandate=mandate, identity=identity)
        return perform(signed.normal)


def rotate(party: str, mandate: int | None = None, *, identity: str | None = None) -> Receipt:
    """Replace the party's hosted key by a new one, and destroy the old one. Raises Refused, keystore.NoKey."""
    old = hosted_key(party)
    with _drawn([party]) as (new,):
        signed = keystore.sign(_rotation(party, new), party, old, mandate=mandate, identity=identity)
        receipt = perform(signed.normal)
    keystore.forget(keystore.keyid_of(old))
    return receipt


def _rotation(party: str, new: SigningKey) -> RotateKey:
    return RotateKey(new_key=keystore.keyid_of(new), possession=keystore.possession(party, new))


def rotate_system() -> Receipt:
    """Replace the installation's own key, and destroy the old one. Raises Refused, home.HomeError, OSError.

    The new key lies beside the old one before the record names it, and takes its place afterwards: whatever happens
    in between, the key that the record has in force lies there, and `settle_system_key` puts it in its place.
    """
    with _rotating():
        _adopt_if_in_force()
        new = keystore.draw_next_system_key()
        try:
            receipt = perform(keystore.sign(_rotation(SYSTEM, new), SYSTEM, keystore.system_key()).normal)
        except Refused as refusal:
            if refusal.status < 500 and not _adopt_if_in_force():
                keystore.drop_next_system_key()
            raise
        _adopt_if_in_force()
    return receipt


def settle_system_key() -> None:
    """Finish a rotation that a crash cut short: called at each start.

    A next key that the record has in force takes its place. One that the record does not know stays for the next
    rotation: it speaks for nobody, and another process may be about to register it.
    """
    if keystore.next_system_key():
        with _rotating():
            _adopt_if_in_force()


def is_ours() -> bool:
    """Whether the record, if it was never signed by this home, at least knows the home's own key, in force or not."""
    known = queries.key(keystore.keyid_of(keystore.system_key()))
    return checkpoints.was_signed() or (known is not None and known.party == SYSTEM)


def _rotating() -> AbstractContextManager[None]:
    return turns.locked("rotate")


def _adopt_if_in_force() -> bool:
    new = keystore.next_system_key()
    if new is None or keystore.keyid_of(new) not in queries.keys_in_force(SYSTEM):
        return False
    keystore.adopt_next_system_key()
    return True
