"""The room's start."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Config."""

    name = "stafett.config"
