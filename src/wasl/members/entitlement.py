"""Who may sign: the answer that the one door asks this room for.

Rules 1 to 4 of `wasl.record.authority`, decided from the tables.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from wasl.acts.act import SECRETARIAT, SYSTEM, Author
from wasl.acts.models import Recorded
from wasl.acts.refusals import Refused
from wasl.acts.statement import Statement
from wasl.members import queries
from wasl.members.acts import FoundOrganisation
from wasl.members.models import BureauKey, KeyState, Mandate, Member
from wasl.members.naming import party_title

BUREAU = "bureau"
"""The role of a key that signs without naming an officer."""


class Judge:
    """Keys and mandates as the tables have them now."""

    def rows(self, statement: Statement) -> Iterable[tuple[type[Recorded], Any]]:
        """The key, and the mandate if one is named."""
        yield BureauKey, statement.envelope.keyid
        if statement.by.mandate is not None:
            yield Mandate, statement.by.mandate

    def author(self, statement: Statement, index: int, at: datetime) -> Author:
        """The entitled author.

        Raises Refused: not-founded, unknown-key, key-ended, wrong-party, no-mandate, unknown-mandate,
        mandate-not-in-force.
        """
        party, keyid = statement.by.party, statement.envelope.keyid
        if index == 0 or isinstance(statement.act, FoundOrganisation):
            return self._founder(statement, index)
        if self.party_of(keyid) != party:
            text = _("This key does not speak for this party: %(party)s.")
            raise Refused("wrong-party", text, party=party_title(party), status=403)
        return Author(party=party, role=self._role(statement, at), mandate=statement.by.mandate, keyid=keyid)

    def party_of(self, keyid: str) -> str:
        """The party a key speaks for. Raises Refused: unknown-key, key-ended."""
        key = queries.key(keyid)
        if key is None:
            raise Refused("unknown-key", _("This key was never registered."), status=403)
        if key.state != KeyState.IN_FORCE:
            raise Refused("key-ended", _("This key may no longer sign."), status=403)
        return key.party

    def parties(self) -> Iterable[str]:
        """The standing parties and the members."""
        return [*queries.STANDING_PARTIES, *Member.objects.order_by("code").values_list("code", flat=True)]

    def _founder(self, statement: Statement, index: int) -> Author:
        """A record begins with its founding, signed by the secretariat key that it names, and has no second one."""
        act, keyid = statement.act, statement.envelope.keyid
        founding = isinstance(act, FoundOrganisation) and act.secretariat_key == keyid
        if index or not founding or statement.by.party != SECRETARIAT or statement.by.mandate is not None:
            raise Refused("not-founded", _("A record begins with one founding by the secretariat."), status=409)
        return Author(party=SECRETARIAT, role=BUREAU, mandate=None, keyid=keyid)

    def _role(self, statement: Statement, at: datetime) -> str:
        party, named = statement.by.party, statement.by.mandate
        if named is None:
            if party != SYSTEM and queries.head_mandate(party, at) is not None:
                raise Refused("no-mandate", _("The act must name the mandate of the officer who decided."), status=403)
            return BUREAU
        held = queries.mandate(named)
        if held is None or held.party != party:
            raise Refused("unknown-mandate", _("This bureau has no such mandate."), status=403)
        if not queries.in_force(held, at):
            raise Refused("mandate-not-in-force", _("The officer's mandate is not in force."), status=403)
        return held.role
