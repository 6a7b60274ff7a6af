"""Fragments as HTML: once for each event, audience, language and reader's choices, however many streams they go to."""

import logging
from collections.abc import Callable, Hashable, Iterable, Mapping
from contextvars import ContextVar
from typing import Any, NamedTuple, TypeVar, cast

from django.db import connection
from django.db.utils import InterfaceError, OperationalError
from django.template.loader import render_to_string
from django.utils import translation

from wasl.web import preferences
from wasl.web.live.events import AGAIN, Event, Fragment, message, reset

log = logging.getLogger(__name__)

Prepares = Callable[[Mapping[str, Any]], Mapping[str, Any] | None]
P = TypeVar("P", bound=Prepares)

T = TypeVar("T")

_prepared: dict[str, Prepares] = {}
_looked_up: ContextVar[dict[Hashable, Any] | None] = ContextVar("wasl_live_looked_up", default=None)


class Rendering(NamedTuple):
    """One fragment as some readers see it: `place` is that of their audience among those of the event."""

    number: int
    place: int
    language: str
    view: str


def prepares(template: str) -> Callable[[P], P]:
    """Register what looks up, from a fragment's keys, the context of its template.

    It runs in the reader's language, in a thread of its own, and answers None when there is nothing to show any more.
    """

    def mark(function: P) -> P:
        _prepared[template] = function
        return function

    return mark


def once(key: Hashable, look_up: Callable[[], T]) -> T:
    """What `look_up` finds; in the languages and for the events that are rendered together, it is asked once.

    It may be nothing that depends on the language.
    """
    found = _looked_up.get()
    if found is None:
        return look_up()
    if key not in found:
        found[key] = look_up()
    return cast("T", found[key])


def all_rendered(wanted: Iterable[tuple[Event, Rendering]]) -> list[bytes]:
    """The messages of events for readers, together. Never raises."""
    token = _looked_up.set({})
    try:
        return [rendered(event, each) for event, each in wanted]
    finally:
        _looked_up.reset(token)


def html(fragment: Fragment) -> str | None:
    """A fragment in the language active now."""
    prepare = _prepared.get(fragment.template)
    context = prepare(fragment.keys) if prepare else fragment.keys
    return None if context is None else render_to_string(fragment.template, dict(context))


def rendered(event: Event, wanted: Rendering) -> bytes:
    """The message that goes to these readers; empty when there is nothing to show. Never raises.

    Where it cannot be made, the page is told to fetch its parts anew.
    """
    fragment = event.shown[wanted.place][1]
    if fragment == AGAIN:
        return reset(event.number)
    try:
        with translation.override(wanted.language), preferences.activated(preferences.read(wanted.view)):
            text = html(fragment)
    except (OperationalError, InterfaceError) as error:
        connection.close()
        log.warning("event %s could not be shown: %s", event.number, error)
        return reset(event.number)
    except Exception:
        log.exception("event %s could not be shown: %s", event.number, fragment.template)
        return reset(event.number)
    return b"" if text is None or not text.strip() else message(event.number, text.strip())
