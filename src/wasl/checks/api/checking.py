"""`POST /api/v1/check`: one question to the lists, answered with its evidence."""

from dataclasses import asdict
from typing import TYPE_CHECKING

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext_lazy as _
from ninja import Router

from wasl.acts import problems
from wasl.acts.refusals import Refused
from wasl.checks import asking
from wasl.checks.api.answers import Json, private
from wasl.checks.api.asker import RIGHT, asker, purpose_of
from wasl.checks.api.bounds import checks_in
from wasl.checks.api.facts import query_of
from wasl.checks.api.shapes import CheckIn, CheckOut
from wasl.checks.asking import Answer, Found, Question
from wasl.screening.wording import wording
from wasl.web import access
from wasl.web.language import short_language

if TYPE_CHECKING:
    from wasl.screening import Subject
    from wasl.screening.recognise import Reading

router = Router(tags=["checks"], by_alias=True)

access.declare("api:check", post=RIGHT)


@router.post("/check", response={200: CheckOut, **problems.ERRORS}, url_name="check")
def check(request: HttpRequest, said: CheckIn) -> JsonResponse:
    """Ask the lists whether somebody or something is on them. Every check is logged before it is answered.

    With a program's key that may check. Status 503 means that the lists were not asked, whatever the code says.
    """
    facts = query_of(said.facts)
    visitor = asker(request, checks=checks_in([facts], said.text))
    question = Question(
        text=said.text,
        facts=facts,
        purpose=purpose_of(visitor, said.purpose),
        reference=said.reference,
        lists=said.lists,
        threshold=said.threshold,
        limit=said.limit,
    )
    return private(_check(answered(asking.ask(question, visitor, way="api"), or_nobody=False)))


def answered(answer: Answer, *, or_nobody: bool = True) -> Answer:
    """An answer of lists that were asked. Raises Refused: could-not-answer, which names what stood in the way.

    So it is, too, when one of the lists that were named could not be asked; and any of them where nobody was found,
    unless the answer can say that this is no "nobody".
    """
    looks_like_nobody = or_nobody and answer.not_asked and not answer.found
    named = set(answer.question.lists) & set(not_asked(answer))
    reason = answer.unanswered or ("no-index" if named or looks_like_nobody else "")
    if reason:
        text = _("The lists could not be asked (%(reason)s), and nobody was looked for. Ask again in a moment.")
        raise Refused("could-not-answer", text, status=503, reason=reason)
    return answer


def not_asked(answer: Answer) -> list[str]:
    """The lists that are there, and not yet in the index."""
    return [each.name for each in answer.not_asked]


def _check(answer: Answer) -> Json:
    assert answer.at is not None
    return {
        "status": "answered" if answer.is_whole else "partly",
        "check": answer.check,
        "at": answer.at.isoformat(),
        "purpose": answer.question.purpose,
        "alert": bool(answer.alerts),
        "matches": [_match(each) for each in answer.found],
        "holding": [_told(each) for each in answer.holding],
        "readings": [_reading(each) for each in answer.readings],
        "lists": _lists(answer),
        "not_asked": not_asked(answer),
        **{f"{what}_left_out": number for what, number in asdict(answer.left_out).items()},
        "subjects": answer.subjects,
        "model": answer.model,
        "took_us": answer.took,
    }


def _reading(reading: "Reading") -> Json:
    said = {name: getattr(reading, name) for name in ("kind", "value", "confidence", "fault")}
    return said | {"misread": reading.zone.repaired if reading.zone else ()}


def _lists(answer: Answer) -> list[Json]:
    return [
        {
            "list": each.name,
            "title": each.title[short_language()],
            "edition": edition.entry,
            "imported_at": edition.imported_at.isoformat(),
            "published": edition.published,
            "digest": edition.digest,
            "entries": edition.entries,
            "stale": each in answer.stale,
            "behind": each in answer.behind,
        }
        for each, edition in answer.asked
    ]


def _match(found: Found) -> Json:
    clearance = found.clearance
    return _told(found) | {
        "alert": found.alert,
        "clearance": clearance
        and {
            "entry": clearance.entry,
            "party": clearance.party,
            "reason": clearance.reason,
            "ends": clearance.ends.isoformat(),
        },
    }


def _told(found: Found) -> Json:
    match, language = found.match, short_language()
    return {
        "id": match.subject.id,
        "list": found.watch_list.name,
        "edition": found.edition.entry,
        "score": match.score,
        "bits": match.bits,
        "evidence": [asdict(row) | {"text": wording(row.rule, language)} for row in match.evidence],
        "subject": _subject(match.subject),
        "shown": {heading: list(texts) for heading, texts in found.entry.shown.items()},
    }


def _subject(subject: "Subject") -> Json:
    facts = asdict(subject)
    del facts["id"], facts["lists"]
    return facts
