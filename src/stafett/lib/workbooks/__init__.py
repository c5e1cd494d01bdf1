"""Workbooks (.xlsx) as people send them: read with suspicion, written into without loss (ADR 0032).

:func:`read` tells what stands in the cells. :func:`patch` writes some of them into the very bytes
that were sent, so that drawings, menus and everything else we do not know of come out again. What
could harm is refused with a sentence that says what to do, or left alone and named.
"""

from stafett.lib.workbooks.cells import Value
from stafett.lib.workbooks.patching import patch
from stafett.lib.workbooks.reading import Sheet, Workbook, read

__all__ = ["Sheet", "Value", "Workbook", "patch", "read"]
