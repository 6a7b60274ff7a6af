"""Django's entry to the room."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The API."""

    name = "wasl.api"
    label = "api"
