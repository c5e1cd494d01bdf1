"""KommIT's benefit workbook: brought in, and taken along again."""

from django.utils.translation import gettext_lazy as _

from stafett.files.actions.kommit import MAKERS, about_which
from stafett.files.forms.kommit import KommitForm
from stafett.files.queries.kommit import whose
from stafett.files.queries.kommit.coming import preview
from stafett.files.queries.kommit.out import take_along
from stafett.files.rules import kommit_says
from stafett.files.rules.kinds import Kind

KIND = Kind(
    name=whose.NAME,
    label=_("KommIT's benefit workbook"),
    about=_("The project becomes an initiative with benefits, yardsticks, costs and promises."),
    endings=(".xlsx",),
    recognises=kommit_says.is_one,
    form=KommitForm,
    preview=preview,
    makers=MAKERS,
    family=whose.family,
    about_which=about_which,
    take_along=take_along,
    template="files/parts/kommit.html",
)
