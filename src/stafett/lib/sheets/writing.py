"""A workbook as a file: its sheets in order, and first what it is."""

from datetime import datetime
from io import BytesIO
from typing import IO

from django.http import FileResponse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from stafett.lib.acting import Acting
from stafett.lib.sheets.about import write_about
from stafett.lib.sheets.book import Book
from stafett.lib.sheets.pen import Pen
from stafett.lib.sheets.table import written

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TEXTS_ONLY = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "constant_memory": True,
}


def as_xlsx(name: str, book: Book, *, by: Acting, now: datetime) -> FileResponse:
    """Return the workbook as a file to keep."""
    made = BytesIO()
    write(made, book, by=by, now=now)
    made.seek(0)
    filename = f"{name}-{localtime(now):%Y-%m-%d}.xlsx"
    response = FileResponse(made, as_attachment=True, filename=filename, content_type=CONTENT_TYPE)
    response["Cache-Control"] = "private, no-store"
    return response


def write(to: IO[bytes], book: Book, *, by: Acting, now: datetime) -> None:
    """Write the workbook. The first sheet is written last: then it is known what there is."""
    with Workbook(to, TEXTS_ONLY) as made:
        made.set_properties({"title": book.title, "created": localtime(now).replace(tzinfo=None)})
        pen = Pen(made)
        first = made.add_worksheet(pen.tab(_("About this file")))
        counts = [written(pen, sheet) for sheet in book.sheets]
        write_about(pen, first, book, counts, by=by, now=now)
