"""The ASGI application: static files first, then Django, behind the limits on what is listened to."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wasl.project.settings")

_django = get_asgi_application()

from wasl.api.limits import Limited  # noqa: E402 (Django must be set up first)
from wasl.web.assets import StaticFiles  # noqa: E402

application = Limited(StaticFiles(_django))
