"""The room's start."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """People: sign-in and language."""

    name = "stafett.people"

    def ready(self) -> None:
        from stafett.people import signins

        signins.listen()
