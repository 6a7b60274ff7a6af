"""Live updates: what happens reaches the pages that show it, without a reload. One mechanism for every room.

    from wasl.web import live

    live.publish("account:7", "account:7", live.Fragment("accounts/bell.html", {"unread": 3}))
    live.hang_up(session=request.session.session_key)

A page says which topics it shows with `{% live "record" %}`; its browser holds one stream to `/live/` open and puts
the fragments that come over it into their places (`static/wasl/live.js`). What a fragment's template looks like, and
how it says where it belongs, is in `web/live/entry.html`. Streams are described in decision 0012.
"""

from wasl.web.live.events import AGAIN, PUBLIC, Fragment
from wasl.web.live.publishing import flush, forget, hang_up, publish, publish_each
from wasl.web.live.rendering import once, prepares
from wasl.web.live.topics import offer_topic

__all__ = [
    "AGAIN",
    "PUBLIC",
    "Fragment",
    "flush",
    "forget",
    "hang_up",
    "offer_topic",
    "once",
    "prepares",
    "publish",
    "publish_each",
]
