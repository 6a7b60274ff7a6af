"""What a party is called in the reader's language."""

from django.utils.functional import lazy

from wasl.acts.registry import fields_shown
from wasl.acts.wording import Text
from wasl.members import states
from wasl.members.wording import PARTIES
from wasl.web.language import short_language


def party_title(party: str) -> Text:
    """A member by its name, the secretariat and the installation by theirs, in the language it is shown in."""
    if party in PARTIES:
        return PARTIES[party]
    try:
        return _shown(states.state(party).name)
    except states.UnknownStateError:
        return party


def _in_the_readers_language(name: states.Name) -> str:
    return name.in_language(short_language())


_shown = lazy(_in_the_readers_language, str)

fields_shown(party=party_title, member=party_title, members=party_title, readers=party_title)
