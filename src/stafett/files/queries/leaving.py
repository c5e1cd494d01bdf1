"""All that an organisation owns as one file, written as it is read: nothing of it is kept here.

The file is a zip with ``about.json``, ``schema.json`` and a JSON list for each kind of thing.
"""

import json
from base64 import b64encode
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property, reduce
from itertools import islice
from operator import or_
from typing import IO, Any, cast
from zipfile import ZIP_DEFLATED, ZipFile

from django.apps import apps
from django.db import models, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from stafett.audit.rules import chain_of
from stafett.files.rules import leaving as rules
from stafett.lib import Acting
from stafett.lib.database import at_one_moment, tell_database
from stafett.organisations.models import Organisation, Role
from stafett.people.models import Person

AT_A_TIME = 500
NEVER_OURS = Q(pk__in=[])
encode = json.JSONEncoder(ensure_ascii=False).encode


# --- whose it is ------------------------------------------------------------------------------


def kinds() -> list[type[models.Model]]:
    """Return the models that are taken along, by name."""
    return [apps.get_model(label) for label in sorted(rules.OURS)]


def owned(acting: Acting, model: type[models.Model]) -> QuerySet[Any]:
    """Return every row of a kind that the organisation owns, the first first."""
    return model._base_manager.filter(_whose(acting, model)).order_by("pk")


def _whose(acting: Acting, model: type[models.Model]) -> Q:
    here = acting.organisation_id
    if model is Person:
        return Q(pk__in=Role.objects.filter(organisation_id=here).values("person"))
    ways = rules.OURS[model._meta.label]
    chain = chain_of(here)
    return reduce(or_, (Q(**{way: chain if way.endswith("chain") else here}) for way in ways))


@dataclass(frozen=True, slots=True)
class Held:
    """What there is of a room’s things: what they are called, and how many rows."""

    title: str
    count: int


def held(acting: Acting) -> list[Held]:
    """Return how much the organisation owns in each room."""
    counted: Counter[str] = Counter()
    for model in kinds():
        counted[model._meta.app_label] += owned(acting, model).count()
    return [Held(title, counted[room]) for room, title in _rooms().items()]


def elsewhere() -> list[tuple[str, list[str]]]:
    """Return why some kinds do not belong to an organisation, and which they are."""
    told: defaultdict[str, list[str]] = defaultdict(list)
    for label, why in rules.ELSEWHERE.items():
        told[str(why)].append(label)
    return sorted(told.items())


def _rooms() -> dict[str, str]:
    """Return what is told of in each room, in the order of a lap."""
    return {
        "organisations": _("Units, roles, memberships and figures"),
        "people": _("People"),
        "needs": _("Needs"),
        "trials": _("Tests"),
        "initiatives": _("Initiatives"),
        "indicators": _("Indicators and readings"),
        "benefits": _("Benefits and promises"),
        "roadmap": _("Roadmaps"),
        "handovers": _("Batons and receipts"),
        "cases": _("Cases"),
        "files": _("Files that came"),
        "post": _("Outgoing mail"),
        "audit": _("Traces of who did what"),
    }


def _label(model: type[models.Model]) -> str:
    return model._meta.label


# --- the file -----------------------------------------------------------------------------------


class _Sink:
    """Where a zip is written that nobody keeps: what was written is taken away at once."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []

    def write(self, data: bytes) -> int:
        self.pieces.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing waits."""

    def taken(self) -> bytes:
        told, self.pieces = b"".join(self.pieces), []
        return told


def packed(acting: Acting, now: datetime) -> Iterator[bytes]:
    """Yield the file piece by piece, all of it as it is at one moment."""
    with transaction.atomic():
        at_one_moment()
        tell_database(acting)
        sink, told = _Sink(), _Telling(acting)
        with ZipFile(cast("IO[bytes]", sink), "w", ZIP_DEFLATED) as box:
            for model in kinds():
                with box.open(f"{_label(model)}.json", "w", force_zip64=True) as file:
                    for piece in told.rows(model):
                        file.write(piece.encode())
                        yield sink.taken()
            box.writestr("schema.json", _pretty(schema()))
            box.writestr("about.json", _pretty(_about(acting, now, told)))
        yield sink.taken()


def _pretty(told: Any) -> str:
    return json.dumps(told, ensure_ascii=False, indent=1)


def _about(acting: Acting, now: datetime, told: "_Telling") -> dict[str, Any]:
    return {
        "format": "stafett-exit-export",
        "version": rules.VERSION,
        "made_at": now.isoformat(),
        "made_by": acting.name,
        "organisation": {"id": acting.organisation_id, "called": acting.organisation_name},
        "filter": None,
        "order": "id",
        "counts": dict(told.counts),
        "rows": sum(told.counts.values()),
        "left_out": {
            "rows": 0,
            "says": _("Nothing was left out: every row that the organisation owns is here."),
            "names_of_people_elsewhere": told.withheld,
            "kinds_not_ours": {name: str(why) for name, why in rules.ELSEWHERE.items()},
            "fields_kept_secret": rules.SECRET,
        },
    }


# --- one row ------------------------------------------------------------------------------------


@dataclass
class _Telling:
    """What tells rows, and counts what it has told."""

    acting: Acting
    counts: Counter[str] = field(default_factory=Counter)
    withheld: int = 0

    @cached_property
    def people(self) -> dict[int, str]:
        """The names of those who have or had a role in the organisation."""
        return dict(owned(self.acting, Person).values_list("pk", "name"))

    @cached_property
    def names(self) -> set[str]:
        return {"", *self.people.values()}

    def rows(self, model: type[models.Model]) -> Iterator[str]:
        """Yield a list of JSON, a line for each row."""
        self.counts[_label(model)] = 0
        yield "["
        found = owned(self.acting, model).iterator(chunk_size=AT_A_TIME)
        while some := list(islice(found, AT_A_TIME)):
            called = _Called(self, model, some)
            for row in some:
                comma = "," if self.counts[_label(model)] else ""
                self.counts[_label(model)] += 1
                yield f"{comma}\n{encode(self._row(row, called))}"
        yield "\n]\n"

    def _row(self, row: models.Model, called: "_Called") -> dict[str, Any]:
        told = {each.name: self._value(each, row, called) for each in told_fields(type(row))}
        return told | {each.name: called.many(each, row) for each in told_many(type(row))}

    def _value(self, each: models.Field, row: models.Model, called: "_Called") -> Any:
        value = getattr(row, each.attname)
        if each.is_relation:
            return called.one(each, value)
        if each.name.endswith("_name") and is_personal(each):
            return self._name(value)
        return plain(value)

    def _name(self, value: Any) -> Any:
        """Return a name of our own people; others’ are theirs, and are counted."""
        if value is None or value in self.names:
            return value
        self.withheld += 1
        return None


class _Called:
    """What rows point to is called: ours by its id, others’ by a name that is known to all."""

    def __init__(
        self, told: _Telling, model: type[models.Model], rows: Iterable[models.Model]
    ) -> None:
        self.told = told
        wanted: defaultdict[Any, set[Any]] = defaultdict(set)
        for each in told_fields(model):
            if each.is_relation:
                wanted[each.related_model] |= {getattr(row, each.attname) for row in rows}
        self.names = {target: self._names(target, pks - {None}) for target, pks in wanted.items()}

    def _names(self, target: Any, pks: set[Any]) -> Mapping[Any, str]:
        if target is Organisation:
            return dict(Organisation.objects.filter(pk__in=pks).values_list("pk", "label"))
        return self.told.people if target is Person else {}

    def one(self, each: models.Field, pk: Any) -> dict[str, Any] | None:
        if pk is None:
            return None
        target: Any = each.related_model
        if target is Person and pk not in self.told.people:
            self.told.withheld += 1
            return {"kind": _label(target), "id": None}
        said = {"kind": _label(target), "id": pk}
        name = self.names.get(target, {}).get(pk)
        return said | ({"called": name} if name else {})

    def many(self, each: Any, row: models.Model) -> list[dict[str, Any]]:
        ids = getattr(row, each.name).order_by("pk").values_list("pk", flat=True)
        return [{"kind": _label(each.related_model), "id": pk} for pk in ids]


def told_fields(model: type[models.Model]) -> list[Any]:
    """Return the fields of a kind that are told."""
    kept = rules.SECRET.get(_label(model), ())
    return [each for each in model._meta.concrete_fields if each.name not in kept]


def told_many(model: type[models.Model]) -> list[Any]:
    """Return the lists of a kind that are told."""
    return [each for each in model._meta.many_to_many if model is not Person]


def is_personal(each: models.Field) -> bool:
    """Whether a field is declared to hold what is a person’s."""
    return bool(getattr(each.model, "scrub", {}).get(each.name) == "personal")


def plain(value: Any) -> Any:
    """Return a value as JSON has it: amounts and days as texts, files as base64."""
    if isinstance(value, bytes | memoryview):
        return b64encode(bytes(value)).decode()
    if isinstance(value, date):
        return value.isoformat()
    is_json = value is None or isinstance(value, str | int | float | list | dict)
    return value if is_json else str(value)


# --- what it says, for those who read it ----------------------------------------------------------

TYPES: Mapping[type[models.Field], Mapping[str, Any]] = {
    models.BooleanField: {"type": "boolean"},
    models.IntegerField: {"type": "integer"},
    models.FloatField: {"type": "number"},
    models.DecimalField: {"type": "string", "format": "decimal"},
    models.DateTimeField: {"type": "string", "format": "date-time"},
    models.DateField: {"type": "string", "format": "date"},
    models.JSONField: {},
    models.BinaryField: {"type": "string", "contentEncoding": "base64"},
}
REFERENCE = {"$ref": "#/$defs/reference"}


def schema() -> dict[str, Any]:
    """Return the JSON Schema of the file: what each kind holds, from the models themselves."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "stafett-exit-export",
        "version": rules.VERSION,
        "$defs": {
            "reference": {
                "type": "object",
                "required": ["kind", "id"],
                "properties": {
                    "kind": {"type": "string"},
                    "id": {"type": ["integer", "string", "null"]},
                    "called": {"type": "string"},
                },
            },
            **{_label(model): _schema_of(model) for model in kinds()},
        },
    }


def _schema_of(model: type[models.Model]) -> dict[str, Any]:
    fields = {each.name: _schema_of_field(each) for each in told_fields(model)}
    lists = {each.name: {"type": "array", "items": REFERENCE} for each in told_many(model)}
    told = fields | lists
    return {
        "type": "object",
        "description": " ".join((model.__doc__ or "").split("\n\n")[0].split()),
        "required": list(told),
        "additionalProperties": False,
        "properties": told,
    }


def _schema_of_field(each: models.Field) -> dict[str, Any]:
    said = REFERENCE if each.is_relation else dict(_type_of(each))
    may_lack = each.null or is_personal(each)
    return {"anyOf": [said, {"type": "null"}]} if may_lack and said else dict(said)


def _type_of(each: models.Field) -> Mapping[str, Any]:
    return next(
        (said for kind, said in TYPES.items() if isinstance(each, kind)), {"type": "string"}
    )
