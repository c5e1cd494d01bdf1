"""The room's start."""

from django.apps import AppConfig


class JourneyConfig(AppConfig):
    """Journey."""

    name = "stafett.journey"
