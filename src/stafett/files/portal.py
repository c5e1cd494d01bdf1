"""The kind of file that is Prosjektportalen 365's benefit overview."""

from django.utils.translation import gettext_lazy as _

from stafett.files.actions import portal as actions
from stafett.files.forms.portal import PortalForm
from stafett.files.queries import portal as queries
from stafett.files.rules import portal as rules
from stafett.files.rules.kinds import Kind

KIND = Kind(
    name=queries.NAME,
    label=_("Prosjektportalen 365's benefit overview"),
    about=_("Projects become initiatives with benefits, yardsticks and readings."),
    endings=(".xlsx",),
    recognises=rules.is_one,
    form=PortalForm,
    preview=queries.preview,
    template="files/parts/portal.html",
    makers={
        queries.INITIATIVE: actions.initiative,
        queries.INDICATOR: actions.indicator,
        queries.BENEFIT: actions.benefit,
        queries.READING: actions.reading,
    },
    family=queries.family,
)
