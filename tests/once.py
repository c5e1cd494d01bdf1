"""What is tried on SQLite alone, and why: what no database can change needs no second one.

Everything else is tried on PostgreSQL too: what is stored and read back, sorted and searched for,
held by constraints and triggers, seen by some and not by others, and what happens at the same time.
"""

from typing import Final

import pytest

HAS_DATABASE: Final = {"db", "transactional_db", "live_server", "django_db_setup"}
"""Who asks for one of these, also through another fixture, asks for the database."""

ON_ITS_OWN: Final = {
    "tests/house/test_copies.py": "lays a copy back in a database of its own on the same server",
    "tests/house/test_killed.py": "kills an installation with a database of its own there",
}
"""Tests that ask for no database of ours, and are about one all the same."""

ONCE: Final = {
    "tests/house/test_queries.py": "how often a page asks is settled before a database answers",
    "tests/house/test_bad_input.py::test_hostile_text_is_shown": "made harmless in templates",
    "tests/house/test_bad_input.py::test_the_sentences_are_in_the_readers_language": "words",
    "tests/house/test_bad_input.py::test_whatever_is_missing": "forms ask before anything is kept",
    "tests/house/test_bad_input.py::test_marks_that_nobody_sees": "forms ask, as above",
    "tests/house/test_walk.py::test_every_page_is_whole": (
        "markup and words in three languages; the walks beside it open the same pages on both"
    ),
    "tests/rooms/journey/test_demo_told.py": (
        "what invented people say; tests/house/test_copies.py fills it in on both, and "
        "compares every row"
    ),
    "tests/rooms/journey/test_help.py": "pages of rules and calculations, made from the code",
    "tests/rooms/reports/test_pack.py": "slides of figures that test_rollup.py asks for on both",
    "tests/rooms/reports/test_papers.py": "documents of figures that the benefits' tests ask for",
    "tests/rooms/reports/test_roadmap_case.py": "a document of a plan that the roadmap's tests ask",
}
"""Tests that do ask for the database, by the beginning of their name."""


def needs_both(item: pytest.Item) -> bool:
    """Whether another database could change what comes of a test."""
    if item.nodeid.startswith(tuple(ON_ITS_OWN)):
        return True
    return _asks_for_a_database(item) and not item.nodeid.startswith(tuple(ONCE))


def _asks_for_a_database(item: pytest.Item) -> bool:
    asked = HAS_DATABASE.intersection(getattr(item, "fixturenames", ()))
    return bool(asked) or item.get_closest_marker("django_db") is not None
