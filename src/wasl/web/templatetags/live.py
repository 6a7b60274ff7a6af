"""Which parts of a page are live.

    <section id="entries-part" {% live "record" %}>

Such a part has an id: when its page missed something, it is fetched anew. The shell ends with `{% live_stream %}`,
which gives the page its token for all the topics its parts named; a page without any carries nothing of it.
"""

from typing import Any

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from wasl.web.live import issuing, topics

register = template.Library()

_NAMED = "_live_topics"


@register.simple_tag(takes_context=True)
def live(context: Context, *named: str) -> SafeString:
    """The attribute of a part that shows these topics. Raises NoTopic."""
    request = context["request"]
    kept: dict[str, None] = request.__dict__.setdefault(_NAMED, {})
    for topic in named:
        if not topics.offered(topic):
            raise topics.NoTopic(topic)
        kept[topic] = None
    return format_html('data-live="{}"', " ".join(named))


@register.inclusion_tag("web/live/stream.html", takes_context=True)
def live_stream(context: Context) -> dict[str, Any]:
    """What the page's script needs to open its stream."""
    request = context.get("request")
    named = list(getattr(request, _NAMED, ()))
    if request is None or not named:
        return {}
    return {"token": issuing.token(request, named), "after": issuing.newest(request), "topics": named}
