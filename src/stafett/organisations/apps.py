"""The room's start."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """Municipalities and those they work with."""

    name = "stafett.organisations"

    def ready(self) -> None:
        from stafett.organisations import demands

        demands.listen()
