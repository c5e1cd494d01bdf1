"""The room's start."""

from django.apps import AppConfig


class WorkConfig(AppConfig):
    """Work."""

    name = "stafett.work"
