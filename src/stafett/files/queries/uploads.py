"""What is asked about files and what came of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from stafett.files.models import Source, State, Upload, UploadQuerySet
from stafett.initiatives.models import Initiative
from stafett.lib import Acting


@dataclass(frozen=True, slots=True)
class Came:
    """One thing that came of a file, and the way to it."""

    source: Source
    word: Any
    what: str
    url: str


WORDS = {
    "needs.need": _("the need"),
    "initiatives.initiative": _("the initiative"),
    "initiatives.costline": _("a cost"),
    "indicators.indicator": _("a yardstick"),
    "indicators.observation": _("a reading"),
    "benefits.benefit": _("a benefit"),
    "benefits.commitment": _("a promise"),
    "benefits.mapnode": _("a place in the map"),
    "benefits.mapedge": _("an arrow in the map"),
}
"""What a thing that came is called."""


SHOWN_BY = frozenset({"initiative", "indicator", "source", "target"})
"""What a thing that came is shown by, beside what it says itself."""


def visible(acting: Acting) -> UploadQuerySet:
    """Return the files somebody may see, the latest first."""
    rows = Upload.objects.visible_to(acting).select_related("organisation", "about")
    return rows.order_by("-uploaded_at", "-id")


def listed(acting: Acting) -> QuerySet[Upload]:
    """Return the files of a list, with how many things came of each."""
    came = Count("sources", filter=Q(sources__object_pk__isnull=False))
    return visible(acting).light().annotate(came=came)


def of_initiative(acting: Acting, initiative: Initiative) -> QuerySet[Upload]:
    """Return the files that an initiative came from or was filled in by."""
    return visible(acting).light().filter(about=initiative, state=State.IMPORTED)


def latest_of(acting: Acting, initiative: Initiative, kind: str) -> Upload | None:
    """Return the last file of a kind about an initiative: what it is taken along in."""
    rows = visible(acting).filter(about=initiative, state=State.IMPORTED, kind=kind)
    return rows.order_by("-imported_at", "-id").first()


def known(acting: Acting, kind: str, family: str, until: Upload | None = None) -> dict[str, Source]:
    """Return what earlier files of a family brought, the latest of each by its key.

    What came of a key stands before what was only kept of it later. ``until`` leaves out files
    that came after it.
    """
    rows = Source.objects.filter(
        upload__organisation_id=acting.organisation_id,
        upload__kind=kind,
        upload__state=State.IMPORTED,
        family=family,
    )
    if until is not None:
        rows = rows.filter(upload__imported_at__lte=until.imported_at)
    return {row.key: row for row in sorted(rows, key=lambda row: (bool(row.target), row.pk))}


def rows_of(sources: Iterable[Source]) -> dict[int, Any]:
    """Return the rows here that sources stand for, by the source; what is gone has none."""
    by_label: dict[str, list[Source]] = {}
    for source in sources:
        if source.target:
            by_label.setdefault(source.target, []).append(source)
    found: dict[int, Any] = {}
    for label, of_it in by_label.items():
        there = _with_its_own(label).in_bulk({each.object_pk for each in of_it})
        found |= {each.pk: there[each.object_pk] for each in of_it if each.object_pk in there}
    return found


def _with_its_own(label: str) -> Any:
    """Return the rows of a model, each with what it is shown by."""
    model = apps.get_model(label)
    names = {field.name for field in model._meta.fields if field.is_relation}
    return model._default_manager.select_related(*sorted(names & SHOWN_BY))


def came_of(upload: Upload) -> list[Came]:
    """Return what came of a file, in the order it came, with the way to each."""
    sources = list(upload.sources.exclude(target="").order_by("id"))
    rows = rows_of(sources)
    return [
        Came(source, WORDS.get(source.target, ""), source.text, _address(rows[source.pk]))
        for source in sources
        if source.pk in rows
    ]


def _address(row: Any) -> str:
    things: list[Any] = [row, getattr(row, "initiative", None), getattr(row, "indicator", None)]
    with_page = [thing for thing in things if hasattr(thing, "get_absolute_url")]
    return str(with_page[0].get_absolute_url()) if with_page else ""


def kept_of(upload: Upload) -> list[Source]:
    """Return what stood in a file and has no home here."""
    return list(upload.sources.filter(target="").order_by("id"))
