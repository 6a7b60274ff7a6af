"""The ASGI application: live streams beside all else; then static files and Django, behind the limits on requests."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wasl.project.settings")

_django = get_asgi_application()

from wasl.api.limits import Limited  # noqa: E402 (Django must be set up first)
from wasl.web.assets import StaticFiles  # noqa: E402
from wasl.web.live.route import Live  # noqa: E402

application = Live(Limited(StaticFiles(_django)))
