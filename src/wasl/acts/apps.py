"""Django's entry to the room."""

from django.apps import AppConfig


class ActsConfig(AppConfig):
    """The one door and its tables."""

    name = "wasl.acts"
    label = "acts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Every room's acts, rules and apply are known before the first request."""
        from wasl.acts import registry

        registry.discover()
