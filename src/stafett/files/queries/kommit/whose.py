"""Whose a workbook is, and what came before it."""

from stafett.files.models import Upload
from stafett.files.rules import uploads
from stafett.initiatives import queries as initiatives
from stafett.initiatives.models import Initiative
from stafett.lib import Acting

NAME = "kommit"
NEW = "new"


def family(upload: Upload) -> str:
    """Return whose workbook it is: one initiative's, in all its versions."""
    about = whose(upload)
    return f"initiative:{about}" if about else ""


def whose(upload: Upload) -> int | None:
    """Return the initiative a workbook is about: what came of it, what is chosen, or None."""
    said = str(upload.settings.get("initiative", ""))
    if upload.state == uploads.IMPORTED or not said:
        return upload.about_id
    return int(said) if said.isdecimal() else None


def own_initiatives(acting: Acting) -> list[Initiative]:
    """Return the organisation's own initiatives that somebody may fill in, the latest first."""
    rows = initiatives.visible(acting).filter(organisation_id=acting.organisation_id)
    rows = rows.exclude(stage="stopped").order_by("-registered_at", "-id")
    return [row for row in rows if initiatives.is_theirs(acting, row)]


def earlier(acting: Acting, upload: Upload) -> Upload | None:
    """Return the latest file that came before: about the same, of the same bytes or name."""
    rows = Upload.objects.visible_to(acting).brought_in().filter(kind=NAME).exclude(about=None)
    rows = rows.light().order_by("-imported_at", "-id")
    if upload.about_id:
        return rows.filter(about=upload.about_id).first()
    return rows.filter(sha256=upload.sha256).first() or rows.filter(name=upload.name).first()
