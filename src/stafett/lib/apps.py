"""The room's start."""

from django.apps import AppConfig


class LibConfig(AppConfig):
    """Lib."""

    name = "stafett.lib"
