"""The look that every room shares."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Components, styles and error pages; knows no other room."""

    name = "stafett.ui"
