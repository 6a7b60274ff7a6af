"""How a bureau is reached."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from wasl.acts.act import Author, Decided
from wasl.acts.refusals import Refused
from wasl.acts.registry import decides
from wasl.members import duty
from wasl.members.acts import DescribeBureau
from wasl.members.rules.asked import by_head
from wasl.web import zones


@decides(DescribeBureau)
def decide_description(act: DescribeBureau, by: Author, at: datetime) -> Decided:
    """By the head of bureau, with a time zone and languages that there are.

    Raises Refused: not-head, unknown-time-zone, unknown-language.
    """
    by_head(by)
    if not zones.is_zone(act.time_zone):
        fault = {"time_zone": _("There is no such time zone.")}
        raise Refused("unknown-time-zone", _("There is no such time zone."), fields=fault)
    for language in act.languages:
        if not duty.is_language(language):
            fault = {"languages": _("There is no such language.")}
            raise Refused(
                "unknown-language",
                _("There is no language with the code %(language)s."),
                language=language,
                fields=fault,
            )
    return Decided()
