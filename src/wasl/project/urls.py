"""Every address of the product."""

from django.urls import include, path
from django.views.i18n import set_language

from wasl.api.router import api, yente
from wasl.web import access, errors
from wasl.web.access import ANYBODY, SIGNED_IN

urlpatterns = [
    path("", include("wasl.web.urls")),
    path("", include("wasl.members.urls")),
    path("", include("wasl.checks.urls")),
    path("account/", include("wasl.accounts.urls")),
    path("language/", set_language, name="set_language"),
    path("api/v1/", api.urls),
    path("api/yente/", yente.urls),
    path("", include("wasl.demo.urls")),
]

access.declare("set_language", post=ANYBODY)
access.declare(
    "api:openapi-json", "api:act", "api:receipt", "api:blob", "api:checkpoint", "api:entries", "api:proof",
    "api:consistency", "api:search", "api:api-root", "yente:openapi-json", "yente:api-root", get=ANYBODY,
)  # fmt: skip
access.declare("api:sign-ins", "api:notifications", get=SIGNED_IN)
access.declare("api:sign-ins-bureau", get="audit.own")
access.declare("api:sign-ins-all", get="audit.read")
access.declare("api:submit", "api:upload", post=ANYBODY)
"""Whoever hands in an act or a file signs it; what is read is what is open to the party that signs the request."""

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler429 = errors.too_many
handler500 = errors.server_error
