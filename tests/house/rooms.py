"""What the house tests know of the rooms: their order, their modules, models and templates."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

import grimp
from django.db import models

from stafett.config.copies.libraries import SCRUB

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCE = ROOT / "src" / "stafett"
FOUNDATIONS = {"ui", "lib", "calc"}
SHARED_MODULES = {"queries", "actions", "rules", "models"}
KINDS_OF_DATA = {"personal", "sensitive", "safe"}


def _steps() -> dict[str, int]:
    """Read the order from the contract, so that there is one place that says it."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    layers = contracts["contracts"][0]["layers"]
    return {
        room: len(layers) - step
        for step, layer in enumerate(layers)
        for room in re.findall(r"\w+", layer)
    }


STEPS = _steps()


def room_of(module: str) -> str:
    """Return the room a module lies in; nothing for the package itself."""
    return module.split(".")[1] if module.startswith("stafett.") else ""


# --- imports ----------------------------------------------------------------------------------


def about_imports(graph: grimp.ImportGraph) -> Iterator[str]:
    """Rooms enter each other by four doors, and rules change nothing in another room."""
    for importer, imported in _imports_across_rooms(graph):
        part = imported.split(".")[2:3]
        if room_of(importer) == "config" and part == ["urls"]:
            continue
        if part and part[0] in SHARED_MODULES:
            if part == ["actions"] and importer.split(".")[2:3] == ["rules"]:
                yield f"{importer} imports {imported}: a rule changes nothing."
        else:
            yield f"{importer} imports {imported}: enter by {', '.join(sorted(SHARED_MODULES))}."


def _imports_across_rooms(graph: grimp.ImportGraph) -> Iterator[tuple[str, str]]:
    for importer in sorted(graph.modules):
        for imported in sorted(graph.find_modules_directly_imported_by(importer)):
            rooms = (room_of(importer), room_of(imported))
            if all(rooms) and rooms[0] != rooms[1] and rooms[1] not in FOUNDATIONS:
                yield importer, imported


# --- models -----------------------------------------------------------------------------------


def about_keys(model: type[models.Model]) -> Iterator[str]:
    """Keys point to the own room or a lower one, and leave nothing behind in another."""
    room = room_of(model.__module__)
    for field in (*model._meta.local_fields, *model._meta.local_many_to_many):
        target = room_of(field.related_model.__module__) if field.is_relation else ""
        if not target or target == room:
            continue
        if STEPS[target] >= STEPS[room]:
            yield f"{field} points upwards, to {target}."
        if not field.remote_field.hidden:
            yield f'{field} leaves a name in {target}: give it related_name="+".'


def about_scrubbing(model: type[models.Model]) -> Iterator[str]:
    """Say of each field what a scrubbed copy does with it."""
    declared = SCRUB.get(model._meta.label, vars(model).get("scrub", {}))
    fields = {field.name for field in model._meta.concrete_fields}
    for name in sorted(fields - declared.keys()):
        yield f"{model.__name__}.scrub says nothing of {name}."
    for name in sorted(declared.keys() - fields):
        yield f"{model.__name__}.scrub names {name}, which is no field."
    for name, kind in declared.items():
        if kind not in KINDS_OF_DATA:
            yield f"{model.__name__}.scrub calls {name} {kind!r}."


# --- templates --------------------------------------------------------------------------------

_NAMED = re.compile(r"""\{%\s*(extends|include|static)\s+["']([^"'{]+)["']""")
_LOADED = re.compile(r"\{%\s*load\s+(?:[\w\s]+\sfrom\s)?([\w\s.]+?)\s*%\}")
_COMPONENT = re.compile(r"<c-([\w.-]+)")
_LINK = re.compile(r"""\b(?:href|action|src|data-hx-\w+)=["'](/[^"']+)""")
_BUILT_IN = {"vars", "slot", "component"}


def templates() -> list[Path]:
    """Return every page, part and component."""
    return sorted(SOURCE.rglob("templates/**/*.html"))


def about_template(path: Path, text: str) -> Iterator[str]:
    """A page uses parts of its own room and of lower ones; what is higher it links to by name."""
    room = path.relative_to(SOURCE).parts[0]
    for what, owner in _used_in(text):
        if owner and STEPS[owner] > STEPS[room]:
            yield f"{path.relative_to(SOURCE)} uses {what} of {owner}, which is higher."
    for link in _LINK.findall(text):
        yield f"{path.relative_to(SOURCE)} links to {link}: name it with {{% url %}}."


def _used_in(text: str) -> Iterator[tuple[str, str]]:
    for tag, name in _NAMED.findall(text):
        kind = "static" if tag == "static" else "templates"
        yield name, owner_of(f"{kind}/{name.partition('#')[0]}")
    for names in _LOADED.findall(text):
        for name in names.split():
            yield name, owner_of(f"templatetags/{name}.py")
    for name in set(_COMPONENT.findall(text)) - _BUILT_IN:
        yield f"<c-{name}>", owner_of(f"templates/cotton/{name.replace('.', '/')}.html")


def owner_of(relative: str) -> str:
    """Return the lowest room that has this file; nothing for a library's."""
    owners = [path.relative_to(SOURCE).parts[0] for path in SOURCE.glob(f"*/{relative}")]
    return min(owners, key=STEPS.__getitem__, default="")


def sentences(complaints: Iterable[str]) -> str:
    """Return complaints as a reader of a failed test wants them."""
    return "\n".join(complaints)
