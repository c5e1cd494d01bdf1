"""What would be lost if an import were undone: what others changed or built upon since."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q

from stafett.benefits.models import Commitment, GivenMark, MapNode
from stafett.files.models import Source
from stafett.indicators.models import Observation

Ours = frozenset[tuple[str, int]]


def row_of(source: Source) -> Any:
    """Return the row here that a source stands for, or None where it is gone."""
    model: Any = apps.get_model(source.target)
    return model._default_manager.filter(pk=source.object_pk).first()


def touched(sources: Iterable[Source]) -> list[str]:
    """Return what stands in the way of taking all of it back, by name and once."""
    rows = [(source, row_of(source)) for source in sources]
    changed = [source.text for source, row in rows if _is_changed(source, row)]
    made = [row for source, row in rows if source.is_made and row is not None]
    ours = frozenset((row._meta.label, row.pk) for row in made)
    return list(dict.fromkeys([*changed, *_built_upon(made, ours)]))


def _is_changed(source: Source, row: Any) -> bool:
    if row is None or source.is_linked:
        return False
    if source.object_version is not None:
        return bool(row.version != source.object_version)
    return isinstance(row, MapNode) and row.label != source.facts.get("label", row.label)


def _built_upon(made: Iterable[Any], ours: Ours) -> Iterator[str]:
    by_model: dict[Any, list[Any]] = {}
    for row in made:
        by_model.setdefault(type(row), []).append(row)
    for model, rows in by_model.items():
        yield from _pointing_at(model, [row.pk for row in rows], ours)
    yield from _baselines_of_others(by_model.get(Observation, []), ours)


def _pointing_at(model: Any, pks: list[int], ours: Ours) -> Iterator[str]:
    """Yield the rows of others that point at these."""
    for relation in model._meta.get_fields(include_hidden=True):
        if not _comes_from_others(relation):
            continue
        rows = relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": pks})
        yield from (str(row) for row in rows if not _is_ours(row, ours))


def _comes_from_others(relation: Any) -> bool:
    if not relation.auto_created or relation.concrete or relation.many_to_many:
        return False
    return relation.on_delete is not models.SET_NULL


def _is_ours(row: Any, ours: Ours) -> bool:
    """A row of the import, or what comes and goes with one: a place in the map, a mark."""
    if (row._meta.label, row.pk) in ours:
        return True
    if isinstance(row, MapNode):
        return (row.benefit._meta.label if row.benefit else "", row.benefit_id) in ours
    if isinstance(row, GivenMark):
        return (row.initiative._meta.label, row.initiative_id) in ours
    return row._meta.auto_created is not False and _is_between_ours(row, ours)


def _is_between_ours(row: Any, ours: Ours) -> bool:
    keys = [field for field in row._meta.concrete_fields if field.is_relation]
    owner = row._meta.auto_created._meta.label
    return any(
        field.related_model._meta.label == owner and (owner, getattr(row, field.attname)) in ours
        for field in keys
    )


def _baselines_of_others(readings: Iterable[Observation], ours: Ours) -> Iterator[str]:
    """Yield the promises of others that reckon from a reading: no key ties them."""
    for read in readings:
        promises = Commitment.objects.filter(
            Q(baseline_from=read.period_start, baseline_to=read.period_end),
            benefit__indicator=read.indicator_id,
            municipality=read.organisation_id,
        )
        yield from (str(row) for row in promises if (row._meta.label, row.pk) not in ours)


def as_kept(row: Any, names: Iterable[str]) -> Mapping[str, Any]:
    """Return what a row says, so that it can be kept as JSON and put back."""
    return {name: _plain(getattr(row, name)) for name in names}


def _plain(value: Any) -> Any:
    return value if isinstance(value, int | float | list | bool | None) else str(value)
