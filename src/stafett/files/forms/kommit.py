"""What KommIT's workbook does not say, asked once for the file and once for each benefit."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from stafett.benefits.models import Kind
from stafett.benefits.queries import promising
from stafett.files.forms.uploads import SettingsForm
from stafett.files.queries.kommit import whose
from stafett.files.queries.kommit.benefits import INCOME
from stafett.files.rules import kommit_says, reading
from stafett.files.rules.kommit_says import DIRECT, Line
from stafett.indicators.models import Direction
from stafett.initiatives.models import TITLE, CostKind, Initiative, Vat
from stafett.initiatives.rules import FIRST_YEAR, LAST_YEAR
from stafett.lib.inputs import Day, text_area
from stafett.needs.models import LINE_LENGTH, PROBLEM_LENGTH
from stafett.organisations.models import Sector

PROBLEM, SOLUTION = "problem", "solution"
NOBODY = ("", _("not chosen"))
UNIT = 40
NAME = 160


def _year(label: Any, **more: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, min_value=FIRST_YEAR, max_value=LAST_YEAR, required=False, **more
    )


def _date(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=Day(), required=False, **more)


def _line(label: Any, most: int = LINE_LENGTH, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, required=False, **more)


def _text(label: Any, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=PROBLEM_LENGTH, required=False, widget=text_area(3), **more
    )


def _one_of(label: Any, choices: Any, **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, required=False, **more)


OF_A_NEW_ONE = ("title", "purpose_is", "problem", "affected_group", "today", "sector", "solution",
                "reason")  # fmt: skip
DAYS = ("baseline_on", "measured_on", "effect_on", "decide_by")
OF_COSTS = ("start_year", "price_year", "vat", "investment")
MAY_BE_EMPTY = ("reason", "purpose_is", "effect")
"""What begins so is needed now and then only: without it nothing is undecided."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked about one benefit, or about one side of the initiative."""

    name: str
    fields: list[BoundField]
    is_first: bool = False

    @property
    def left(self) -> int:
        """How many of the questions are not answered."""
        asked = (field for field in self.fields if not field.name.startswith(MAY_BE_EMPTY))
        return sum(not field.value() for field in asked)

    @property
    def is_open(self) -> bool:
        """Whether it is the one to answer now, or has something to mend."""
        return self.is_first or any(field.errors for field in self.fields)

    @property
    def summary(self) -> str:
        """Its name, with how much of it is undecided."""
        left = ngettext("%(count)s to answer", "%(count)s to answer", self.left)
        return f"{self.name} · {left % {'count': self.left}}"


class KommitForm(SettingsForm):
    """The initiative, the days and the years; and what is missing for each benefit."""

    initiative = forms.ChoiceField(label=_("Which initiative is the file about?"))
    title = _line(_("What do you call it?"), TITLE)
    purpose_is = _one_of(
        _("What does the purpose on the project card tell?"),
        [NOBODY, (PROBLEM, _("the problem")), (SOLUTION, _("the solution"))],
    )
    problem = _text(_("What is the problem?"))
    affected_group = _line(_("Who does it affect?"))
    today = _text(
        _("How is it today?"), help_text=_("A number if you have one: how many, how often.")
    )
    sector = _one_of(_("What is it about?"), [NOBODY, *Sector.choices])
    solution = _text(_("What will you do?"))
    reason = _line(
        _("Why does a product's name belong in the problem?"),
        help_text=_("Only where the preview says that the problem names one."),
    )
    baseline_on = _date(
        _("When were today's values read?"),
        help_text=_("The workbook has no day for them. Without one they are no baseline."),
    )
    measured_on = _date(_("When were the measured values read?"))
    effect_on = _date(
        _("From when do the benefits have effect?"),
        help_text=_("For those where the file gives no day we understand."),
    )
    decide_by = _date(
        _("By when do you decide how they are taken out?"),
        help_text=_("A text on taking out comes along. The choice is yours to make here."),
    )
    start_year = _year(_("Which year is the first column of amounts?"))
    price_year = _year(_("Which year's prices are the amounts in?"))
    vat = _one_of(_("How does VAT stand in the costs?"), [NOBODY, *Vat.choices])
    investment = _one_of(
        _("What is the investment?"),
        [NOBODY, *((each.value, each.label) for each in (CostKind.DEVELOPMENT, CostKind.LICENCE))],
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        upload, acting = more["upload"], more["acting"]
        self.told = kommit_says.says(bytes(upload.content))
        more["initial"] = self._from_before(upload, acting) | more.pop("initial", {})
        super().__init__(*args, **more)
        own = whose.own_initiatives(acting)
        self.fields["initiative"].choices = [
            (whose.NEW, _("a new one")), *((str(row.pk), row.title) for row in own)
        ]  # fmt: skip
        if not self._pays():
            for name in OF_COSTS:
                del self.fields[name]
        if self.told.is_untouched:
            self.fields = {"version": self.fields["version"]}
        else:
            self._ask_of_benefits(own)

    def _from_before(self, upload: Any, acting: Any) -> dict[str, Any]:
        """Return what an earlier version of the file was answered, and what the file says."""
        if upload.settings:
            return {}
        before = whose.earlier(acting, upload)
        about = before.about_id if before else upload.about_id
        first = reading.number(self.told[kommit_says.FIRST_YEAR].value)
        said = {
            "title": self.told[kommit_says.NAME].typed[:TITLE],
            "measured_on": self.told.measured_on,
            "start_year": int(first) if first and FIRST_YEAR <= first <= LAST_YEAR else None,
        }
        answered = before.settings if before else {}
        return {**said, **answered, "initiative": str(about) if about else whose.NEW}

    def _pays(self) -> bool:
        return any(self.told[says].typed for says in kommit_says.COSTS)

    def _ask_of_benefits(self, own: list[Initiative]) -> None:
        chosen = next((row for row in own if str(row.pk) == self._chosen()), Initiative())
        if chosen.pk is None:
            chosen.lead_id = self.acting.person_id
        owners = [(str(who.pk), who.name) for who in promising.owners(self.acting, chosen)]
        for line in self._named():
            for name, field in self._of(line, owners):
                self.fields[f"{name}_{line.number}"] = field

    def _chosen(self) -> str:
        return str(self.data.get("initiative") or self.initial.get("initiative") or "")

    def _named(self) -> list[Line]:
        return [line for line in self.told.used if line["name"].typed]

    def _of(self, line: Line, owners: list[tuple[str, str]]) -> Iterator[tuple[str, Any]]:
        """Yield what is asked about a benefit: only what the file does not say."""
        if line.type in ("", DIRECT):
            yield "kind", self._kind(line)
        if not line["indicator"].typed:
            yield "indicator", _line(_("What is read?"), NAME)
        if not line["unit"].typed:
            yield "unit", _line(_("In which unit?"), UNIT)
        if not line.direction:
            yield "direction", _one_of(_("Which way is better?"), [NOBODY, *Direction.choices])
        if line["target"].typed:
            yield (
                "owner",
                _one_of(_("Who owns it?"), [NOBODY, *owners], help_text=self._typed(line)),
            )
            yield "effect", _date(_("From when does it have effect?"), help_text=self._read(line))

    def _kind(self, line: Line) -> forms.ChoiceField:
        income = (INCOME, _("more income"))
        kinds = [(Kind.AVOIDED_COST.value, Kind.AVOIDED_COST.label), income]
        if line.type != DIRECT:
            kinds = [*Kind.choices, income]
        return _one_of(_("What kind of benefit is it?"), [NOBODY, *kinds])

    def _typed(self, line: Line) -> str:
        says = gettext("The file says «%(name)s».") % {"name": line["owner"].typed or "–"}
        return " ".join((says, gettext("A leader here, who says yes or no afterwards.")))

    def _read(self, line: Line) -> str:
        found = reading.day(line["realised"].value)
        typed = line["realised"].typed or "–"
        says = gettext("The file says «%(name)s».") % {"name": typed}
        return says if found is None else f"{says} = {found:%d.%m.%Y}"

    @property
    def undecided(self) -> list[Asked]:
        """The parts that lack an answer, one to be answered at a time."""
        left = [each for each in self._parts() if each.left and not self._is_not_asked(each)]
        return [replace(each, is_first=at == 0) for at, each in enumerate(left)]

    @property
    def answered(self) -> list[Asked]:
        """The parts that lack nothing."""
        return [each for each in self._parts() if not each.left or self._is_not_asked(each)]

    @property
    def has_error_in_answered(self) -> bool:
        """Whether something that is answered has to be mended."""
        return any(each.is_open for each in self.answered)

    def _parts(self) -> list[Asked]:
        """Return the questions in the order they are asked, those of one thing together."""
        parts = [
            Asked(gettext("The need behind it, and what you will do"), self._bound(OF_A_NEW_ONE)),
            Asked(gettext("The days"), self._bound(DAYS)),
            Asked(gettext("The costs"), self._bound(OF_COSTS)),
            *(self._about(line) for line in self._named()),
        ]
        return [each for each in parts if each.fields]

    def _about(self, line: Line) -> Asked:
        names = [name for name in self.fields if name.endswith(f"_{line.number}")]
        return Asked(f"{line.number}. {line['name'].typed}", self._bound(names))

    def _bound(self, names: Iterable[str]) -> list[BoundField]:
        return [self[name] for name in names if name in self.fields]

    def _is_not_asked(self, part: Asked) -> bool:
        """An initiative that is here has a need and a solution already."""
        return not self.is_new and part.fields[0].name == OF_A_NEW_ONE[0]

    @property
    def is_new(self) -> bool:
        """Whether the file becomes a new initiative, as it stands."""
        return self._chosen() in ("", whose.NEW)

    def settings(self) -> dict[str, Any]:
        """Return the answers; the purpose is put where it is said to belong."""
        said = super().settings()
        purpose = self.told[kommit_says.PURPOSE].typed
        where = said.get("purpose_is")
        if where in (PROBLEM, SOLUTION) and not said.get(where):
            said[where] = purpose[:PROBLEM_LENGTH]
        return said
