"""The room's start."""

from django.apps import AppConfig


class PostConfig(AppConfig):
    """Post."""

    name = "stafett.post"
