"""What Prosjektportalen's overview does not say: which initiative, which days, which way."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.benefits.models import Kind
from stafett.files.forms.uploads import SettingsForm
from stafett.files.queries import portal as queries
from stafett.files.rules import portal as rules
from stafett.indicators.models import Direction
from stafett.lib.inputs import Day

PROJECT, DIRECTION, DAY = "project_", "direction_", "day_"
CHOOSE = ("", gettext_lazy("choose"))


class PortalForm(SettingsForm):
    """One question a project, and those the file leaves open."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What kind of benefits are those without a type?"),
        choices=[CHOOSE, *Kind.choices],
        required=False,
    )
    start_on = forms.DateField(
        label=gettext_lazy("When were the start values read?"),
        widget=Day(),
        required=False,
        help_text=gettext_lazy(
            "Without a day they are no baseline, and are kept in the file only."
        ),
    )
    latest_on = forms.DateField(
        label=gettext_lazy("When were the latest values read?"), widget=Day(), required=False
    )

    def __init__(self, *args: Any, upload: Any, acting: Any, **more: Any) -> None:
        self.export = rules.export(bytes(upload.content))
        super().__init__(*args, upload=upload, acting=acting, **more)
        if all(line.kind for line in self.export.lines):
            del self.fields["kind"]
        if self.export.has_measurements:
            del self.fields["latest_on"]
        asked = {**self._projects(), **self._directions()}
        self.fields = {**asked, **self.fields, **self._days()}

    def _projects(self) -> dict[str, forms.Field]:
        """Ask what each project is; the file's own order, the name as it stands."""
        choices = queries.choices_for(self.acting)
        said = self.upload.settings.get("projects") or queries.first_choices(
            self.acting, self.export
        )
        return {
            f"{PROJECT}{place}": forms.ChoiceField(
                label=_("Which initiative is «%(name)s»?") % {"name": name}
                if name
                else _("Which initiative is it?"),
                choices=[("", _("do not bring it in")) if name else CHOOSE, *choices],
                required=False,
                initial=said.get(name, ""),
            )
            for place, name in enumerate(self.export.projects)
        }

    def _directions(self) -> dict[str, forms.Field]:
        said = self.upload.settings.get("directions", {})
        return {
            DIRECTION + name: forms.ChoiceField(
                label=_("Which way is better for %(names)s?") % {"names": f"«{line.indicator}»"},
                choices=[CHOOSE, *Direction.choices],
                required=False,
                initial=said.get(name, ""),
            )
            for name, line in rules.without_direction(self.export.lines).items()
        }

    def _days(self) -> dict[str, forms.Field]:
        """Ask for the day of each measurement, with what the file says beside it."""
        said = self.upload.settings.get("days", {})
        return {
            f"{DAY}{row.number}": forms.DateField(
                label=f"{line.indicator}: {row.text('value')}",
                widget=Day(),
                required=False,
                initial=said.get(str(row.number)),
                help_text=_("The file says «%(name)s».") % {"name": row.text("day") or "–"},
            )
            for line in self.export.lines
            for row in line.measured
        }

    @property
    def questions(self) -> list[Any]:
        """What is asked of the whole file."""
        return [self[name] for name in self.fields if not name.startswith((DAY, "version"))]

    @property
    def days(self) -> list[Any]:
        """When each measurement was read."""
        return [self[name] for name in self.fields if name.startswith(DAY)]

    def settings(self) -> dict[str, Any]:
        """Return the answers, by what the file calls things."""
        return self._told(super().settings())

    def first_settings(self) -> dict[str, Any]:
        """Return what each project became before; the rest is asked."""
        return self._told(super().first_settings())

    def _told(self, said: dict[str, Any]) -> dict[str, Any]:
        places = enumerate(self.export.projects)
        return {
            **{name: said[name] for name in ("kind", "start_on", "latest_on") if name in said},
            "projects": {name: said[f"{PROJECT}{place}"] for place, name in places},
            "directions": _part(said, DIRECTION),
            "days": _part(said, DAY),
        }


def _part(said: dict[str, Any], before: str) -> dict[str, Any]:
    return {
        name.removeprefix(before): value
        for name, value in said.items()
        if name.startswith(before) and value
    }
