"""What a party is called in the reader's language."""

from wasl.acts.registry import fields_shown
from wasl.acts.wording import Text
from wasl.members import states
from wasl.members.wording import PARTIES
from wasl.web.language import short_language


def party_title(party: str) -> Text:
    """A member by its name, the secretariat and the installation by theirs."""
    if party in PARTIES:
        return PARTIES[party]
    try:
        return states.state(party).name.in_language(short_language())
    except states.UnknownStateError:
        return party


fields_shown(party=party_title, member=party_title, readers=party_title)
