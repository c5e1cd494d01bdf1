"""Whose an overview is, and what each of its projects can be here."""

from django.utils.translation import gettext as _

from stafett.files.models import Upload
from stafett.files.queries.lists import own_initiatives
from stafett.files.queries.uploads import known
from stafett.files.rules.portal import Export
from stafett.lib import Acting
from stafett.needs import queries as needs

NAME, FAMILY = "portal", "overview"
OLD, NEW = "initiative-", "need-"


def family(_upload: Upload) -> str:
    """Return whose files they are: the organisation's one portal."""
    return FAMILY


def choices_for(acting: Acting) -> list[tuple[str, str]]:
    """Return what a project can be: an initiative that is here, or a new one for a need."""
    old = [(f"{OLD}{row.pk}", row.title) for row in own_initiatives(acting)]
    open_needs = needs.visible(acting).filter(
        organisation_id=acting.organisation_id, closed_on=None
    )
    new = [
        (f"{NEW}{row.pk}", _("a new initiative for the need «%(title)s»") % {"title": row.title})
        for row in open_needs.exclude(today="").order_by("title")
    ]
    return [*old, *new]


def first_choices(acting: Acting, export: Export) -> dict[str, str]:
    """Return what each project became when it last came, or what is called the same."""
    earlier = Upload.objects.visible_to(acting).brought_in().filter(kind=NAME).light()
    latest = earlier.order_by("-imported_at", "-id").first()
    before = latest.settings.get("projects", {}) if latest else {}
    made = known(acting, NAME, FAMILY)
    titles = {row.title: f"{OLD}{row.pk}" for row in own_initiatives(acting)}
    found = {}
    for line in export.lines:
        source = made.get(line.key("initiative"))
        came = f"{OLD}{source.object_pk}" if source else before.get(line.project, "")
        found[line.project] = came or titles.get(line.project, "")
    return found
