"""Every address of the product."""

from django.urls import include, path
from django.views.i18n import set_language

from wasl.api.router import api
from wasl.web import errors

urlpatterns = [
    path("", include("wasl.web.urls")),
    path("members/", include("wasl.members.urls")),
    path("language/", set_language, name="set_language"),
    path("api/v1/", api.urls),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
