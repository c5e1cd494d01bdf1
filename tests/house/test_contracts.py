"""Who knows whom: what ``lint-imports`` holds, and what it cannot see.

Each rule is first shown to refuse something, then asked of the whole house.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import grimp
import pytest
from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

from tests.house import rooms

LINT_IMPORTS = Path(sys.executable).parent / "lint-imports"
OUR_MODELS = [model for model in apps.get_models() if model.__module__.startswith("stafett.")]


# --- the order of rooms -----------------------------------------------------------------------


def _lint_imports(folder, source):
    return subprocess.run(
        [LINT_IMPORTS, "--no-cache"],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(source)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def copy_of_the_house(tmp_path):
    shutil.copy(rooms.ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(
        rooms.SOURCE,
        tmp_path / "src" / "stafett",
        ignore=shutil.ignore_patterns("templates", "static", "data", "locale", "__pycache__"),
    )
    return tmp_path


def test_rooms_import_downwards_only():
    linted = _lint_imports(rooms.ROOT, rooms.SOURCE.parent)

    assert linted.returncode == 0, linted.stdout


def test_a_room_without_a_step_is_refused(copy_of_the_house):
    room = copy_of_the_house / "src" / "stafett" / "kitchen"
    room.mkdir()
    (room / "__init__.py").touch()

    linted = _lint_imports(copy_of_the_house, copy_of_the_house / "src")

    assert linted.returncode == 1
    assert "kitchen" in linted.stdout


@pytest.mark.parametrize(
    ("importer", "line"),
    [
        ("people/models.py", "import stafett.journey"),
        ("needs/rules.py", "import stafett.needs.actions"),
        ("calc/__init__.py", "import django"),
        ("journey/queries/home.py", "import stafett.needs.forms"),
    ],
    ids=["upwards", "outwards", "calc and django", "another room's forms"],
)
def test_a_wrong_import_is_refused(copy_of_the_house, importer, line):
    module = copy_of_the_house / "src" / "stafett" / importer
    module.write_text(f"{module.read_text()}\n{line}\n")

    linted = _lint_imports(copy_of_the_house, copy_of_the_house / "src")

    assert linted.returncode == 1
    assert "BROKEN" in linted.stdout


# --- doors between rooms ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("importer", "imported"),
    [
        ("stafett.journey.views", "stafett.needs.similar"),
        ("stafett.journey.queries", "stafett.needs"),
        ("stafett.needs.actions", "stafett.organisations.middleware"),
        ("stafett.needs.rules", "stafett.audit.actions"),
        ("stafett.config.settings", "stafett.people.adapter"),
    ],
)
def test_a_side_door_is_refused(importer, imported):
    graph = grimp.ImportGraph()
    for module in (importer, imported):
        graph.add_module(module)
    graph.add_import(importer=importer, imported=imported)

    assert list(rooms.about_imports(graph))


@pytest.mark.parametrize(
    ("importer", "imported"),
    [
        ("stafett.journey.views", "stafett.needs.queries"),
        ("stafett.needs.views", "stafett.lib.acting"),
        ("stafett.needs.views", "stafett.needs.similar"),
        ("stafett.config.urls", "stafett.needs.urls"),
    ],
)
def test_the_four_doors_are_open(importer, imported):
    graph = grimp.ImportGraph()
    for module in (importer, imported):
        graph.add_module(module)
    graph.add_import(importer=importer, imported=imported)

    assert not list(rooms.about_imports(graph))


def test_rooms_enter_each_other_by_the_four_doors():
    graph = grimp.build_graph("stafett", cache_dir=None)

    assert not rooms.sentences(rooms.about_imports(graph))


# --- keys between rooms -----------------------------------------------------------------------


@isolate_apps("stafett.people", "stafett.organisations")
def test_a_key_upwards_is_refused():
    class Organisation(models.Model):
        class Meta:
            app_label = "organisations"

        __module__ = "stafett.organisations.models"

    class Person(models.Model):
        works_at = models.ForeignKey(Organisation, models.CASCADE, related_name="+")

        class Meta:
            app_label = "people"

        __module__ = "stafett.people.models"

    [complaint] = rooms.about_keys(Person)

    assert "upwards" in complaint


@isolate_apps("stafett.people", "stafett.organisations")
@pytest.mark.parametrize("related_name", [None, "roles"])
def test_a_key_that_leaves_a_name_in_another_room_is_refused(related_name):
    class Person(models.Model):
        class Meta:
            app_label = "people"

        __module__ = "stafett.people.models"

    class Role(models.Model):
        person = models.ForeignKey(Person, models.CASCADE, related_name=related_name)

        class Meta:
            app_label = "organisations"

        __module__ = "stafett.organisations.models"

    [complaint] = rooms.about_keys(Role)

    assert 'related_name="+"' in complaint


@pytest.mark.parametrize("model", OUR_MODELS, ids=lambda model: model._meta.label)
def test_keys_point_downwards_and_leave_nothing_behind(model):
    assert not rooms.sentences(rooms.about_keys(model))


# --- what a scrubbed copy keeps ---------------------------------------------------------------


@isolate_apps("stafett.people")
@pytest.mark.parametrize(
    ("declared", "complaint"),
    [
        ({"id": "safe"}, "says nothing of name"),
        ({"id": "safe", "name": "personal", "age": "safe"}, "age, which is no field"),
        ({"id": "safe", "name": "private"}, "calls name 'private'"),
    ],
)
def test_a_field_nobody_declared_is_refused(declared, complaint):
    class Guest(models.Model):
        name = models.CharField(max_length=10)
        scrub = declared

        class Meta:
            app_label = "people"

    [said] = rooms.about_scrubbing(Guest)

    assert complaint in said


@pytest.mark.parametrize("model", apps.get_models(), ids=lambda model: model._meta.label)
def test_every_field_is_declared_for_scrubbed_copies(model):
    assert not rooms.sentences(rooms.about_scrubbing(model))


# --- pages between rooms ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        '{% extends "needs/list.html" %}',
        '{% include "journey/home.html" %}',
        '<a href="/behov/">Needs</a>',
        '<form method="post" action="/behov/ny/">',
    ],
)
def test_a_page_that_reaches_upwards_is_refused(line, monkeypatch):
    owners = {"templates/needs/list.html": "needs", "templates/journey/home.html": "journey"}
    monkeypatch.setattr(rooms, "owner_of", lambda relative: owners.get(relative, ""))

    [complaint] = rooms.about_template(rooms.SOURCE / "people/templates/people/me.html", line)

    assert "people/me.html" in complaint


@pytest.mark.parametrize(
    "line",
    [
        '{% extends "ui/base.html" %}',
        '{% include "people/part.html" %}',
        '<a href="{% url "needs:list" %}">Needs</a>',
    ],
)
def test_a_page_may_use_its_own_room_and_lower_ones(line, monkeypatch):
    owners = {"templates/ui/base.html": "ui", "templates/people/part.html": "people"}
    monkeypatch.setattr(rooms, "owner_of", lambda relative: owners.get(relative, ""))

    assert not list(rooms.about_template(rooms.SOURCE / "people/templates/people/me.html", line))


def test_the_owner_of_a_template_is_found():
    assert rooms.owner_of("templates/ui/base.html") == "ui"
    assert rooms.owner_of("templates/django/forms/nothing.html") == ""


@pytest.mark.parametrize(
    "path", rooms.templates(), ids=lambda path: str(path.relative_to(rooms.SOURCE))
)
def test_pages_use_their_own_room_and_lower_ones(path):
    assert not rooms.sentences(rooms.about_template(path, path.read_text()))
