"""The tag of the living page: shows a component, and its markup beside it."""

import re

from django import template
from django.template import Context, NodeList
from django.template.base import Parser, Token
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

_CSRF = re.compile(r'<input type="hidden" name="csrfmiddlewaretoken"[^>]*>')
_BLANK = re.compile(r"\n\s*\n+")
_STATIC = re.compile(r"/static/[0-9a-f]{16}/")


class SpecimenNode(template.Node):
    """What stands between the tags, rendered and once more as text."""

    def __init__(self, inside: NodeList) -> None:
        self._inside = inside

    def render(self, context: Context) -> SafeString:
        """The component, then its markup in a disclosure."""
        shown = self._inside.render(context)
        label = str(context["markup_label"])
        return format_html(
            '<div class="shows">{}</div><details class="more"><summary>{}</summary>'
            '<pre tabindex="0" role="region" aria-label="{}">{}</pre></details>',
            shown,
            label,
            label,
            markup_of(shown),
        )


def markup_of(html: str) -> str:
    """The markup as one would write it: no token, no digest in addresses, no empty lines, the margin taken away."""
    text = _STATIC.sub("/static/…/", _CSRF.sub("", html))
    lines = [line.rstrip() for line in _BLANK.sub("\n", text).strip("\n").split("\n") if line.strip()]
    margin = min((len(line) - len(line.lstrip()) for line in lines), default=0)
    return "\n".join(line[margin:] for line in lines)


@register.tag
def specimen(parser: Parser, token: Token) -> SpecimenNode:
    """`{% specimen %} … {% endspecimen %}`."""
    del token
    inside = parser.parse(("endspecimen",))
    parser.delete_first_token()
    return SpecimenNode(inside)
