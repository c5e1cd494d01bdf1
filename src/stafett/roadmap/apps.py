"""The room's start."""

from django.apps import AppConfig


class RoadmapConfig(AppConfig):
    """What is done first, within the budget and what people can take."""

    name = "stafett.roadmap"
