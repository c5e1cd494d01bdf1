"""The room's start."""

from django.apps import AppConfig


class NeedsConfig(AppConfig):
    """Needs."""

    name = "stafett.needs"
