"""Django's entry to the room."""

from django.apps import AppConfig
from django.conf import settings


class DemoConfig(AppConfig):
    """The demonstration; in any other installation its addresses answer 404 and its clock is nobody's."""

    name = "wasl.demo"
    label = "demo"

    def ready(self) -> None:
        """In a demo alone, the clock is moved by what its folder says."""
        from wasl.acts import clock
        from wasl.demo import moving

        clock.moved_by(moving.offset if settings.WASL_HOME.demo else None)
