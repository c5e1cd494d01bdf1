"""What is asked about roadmaps, by topic."""

from stafett.roadmap.queries.plan import (
    CandidateRow,
    Gains,
    RoadmapPage,
    candidates,
    gains_of,
    is_on_the_roadmap,
    joins,
    missing_before_roadmap,
    municipalities,
    nominees,
    place_of,
    roadmap_page,
    visible,
    waiting_for,
)

__all__ = [
    "CandidateRow",
    "Gains",
    "RoadmapPage",
    "candidates",
    "gains_of",
    "is_on_the_roadmap",
    "joins",
    "missing_before_roadmap",
    "municipalities",
    "nominees",
    "place_of",
    "roadmap_page",
    "visible",
    "waiting_for",
]
