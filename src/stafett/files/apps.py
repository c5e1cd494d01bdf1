"""The room's start."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """What people bring with them from other programs, and take along again."""

    name = "stafett.files"
