"""Pages about the product itself: about, licences, help."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import metadata

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from wasl.acts import checkpoints, queries
from wasl.acts.wording import Text
from wasl.web import handbook
from wasl.web.access import ANYBODY, opens

_REQUIREMENT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_CLASSIFIER = "License :: OSI Approved :: "


@dataclass(frozen=True, slots=True)
class Work:
    """Something that others made and Wasl carries or needs."""

    name: str
    version: str
    licence: str
    purpose: Text = ""


CARRIED = (
    Work("IBM Plex Sans", "5.3.0", "OFL-1.1", _("Latin letters")),
    Work("IBM Plex Sans Arabic", "5.3.0", "OFL-1.1", _("Arabic letters")),
    Work("IBM Plex Mono", "5.3.0", "OFL-1.1", _("codes and hashes")),
    Work("Noto Sans", "5.3.0", "OFL-1.1", _("letters of romanised names")),
)
"""The files that the package carries, as `THIRD_PARTY.md` names them."""


@opens(get=ANYBODY)
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What this is, whose it is, and the keys that its record is checked with."""
    keys = checkpoints.verifier_keys()
    context = {
        "origin": settings.WASL_HOME.origin,
        "size": queries.head().size,
        "keys": list(zip((_("Key of the record"), _("Key of the second signature")), keys, strict=True)),
        "address": settings.WASL_HOME.address,
    }
    return render(request, "web/about.html", context)


@opens(get=ANYBODY)
@require_safe
def licences(request: HttpRequest) -> HttpResponse:
    """Everything that others made: what the package carries, and what it needs to run."""
    return render(request, "web/licences.html", {"carried": CARRIED, "needed": needed()})


@opens(get=ANYBODY)
@require_safe
def help_index(request: HttpRequest) -> HttpResponse:
    """The topics of help."""
    return render(request, "web/help.html", {"topics": handbook.TOPICS})


@opens(get=ANYBODY)
@require_safe
def help_topic(request: HttpRequest, slug: str) -> HttpResponse:
    """One topic of help."""
    topic = handbook.topic(slug)
    if topic is None:
        raise Http404
    before, after = handbook.neighbours(topic)
    context = {"topic": topic, "topics": handbook.TOPICS, "before": before, "after": after}
    return render(request, topic.template, context)


@cache
def needed() -> tuple[Work, ...]:
    """The packages without which this installation would not run, with the licences that they state."""
    return tuple(sorted(_needed(), key=lambda work: work.name.lower()))


def _needed() -> Iterator[Work]:
    waiting, seen = [("wasl", frozenset[str]())], set()
    while waiting:
        name, extras = waiting.pop()
        normal = re.sub(r"[-_.]+", "-", name).lower()
        if (normal, extras) in seen:
            continue
        seen.add((normal, extras))
        try:
            found = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue  # what only another system needs
        if normal != "wasl" and not any(other == normal for other, asked in seen - {(normal, extras)}):
            yield Work(found.name, found.version, _licence(found.metadata))
        waiting += _required(found, extras)


def _required(found: metadata.Distribution, extras: frozenset[str]) -> Iterator[tuple[str, frozenset[str]]]:
    for line in found.requires or ():
        stated, _sign, marker = line.partition(";")
        asks = re.search(r"extra\s*==\s*['\"]([^'\"]+)", marker)
        if asks and asks[1] not in extras:
            continue
        matched = _REQUIREMENT.match(stated.strip())
        if matched:
            asked = re.search(r"\[([^\]]*)\]", stated)
            yield matched[0], frozenset(part.strip() for part in asked[1].split(",")) if asked else frozenset()


def _licence(stated: metadata.PackageMetadata) -> str:
    """As the package says: an expression, else what it is classified as, else the first words of its own line."""
    if "License-Expression" in stated:
        return stated["License-Expression"]
    classified = [
        line.removeprefix(_CLASSIFIER) for line in stated.get_all("Classifier") or () if line.startswith(_CLASSIFIER)
    ]
    return ", ".join(classified) or next(iter(stated.get_all("License") or ()), "").split("\n")[0][:60]
