"""Lists as files, row by row, with nothing left out (R44)."""

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain
from typing import Any

from django.db import transaction
from django.http import StreamingHttpResponse
from django.utils.timezone import localtime

from stafett.lib.acting import Acting
from stafett.lib.database import tell_database
from stafett.lib.text import harmless

Rows = Callable[[], Iterable[Sequence[Any]]]
AT_A_TIME = 500


class _Line:
    """A file of which only the line just written is kept."""

    def write(self, text: str) -> str:
        return text


def as_csv(name: str, fields: Sequence[str], rows: Rows, acting: Acting) -> StreamingHttpResponse:
    """Return the rows as CSV, semicolons between and a byte order mark, as Excel here opens it."""
    writer = csv.writer(_Line(), delimiter=";")

    def lines() -> Iterator[str]:
        yield "\ufeff" + writer.writerow(fields)
        for row in rows():
            yield writer.writerow([_cell(value) for value in row])

    return _streamed(lines, f"{name}.csv", "text/csv; charset=utf-8", acting)


def as_json(
    name: str, fields: Sequence[str], rows: Rows, acting: Acting, about: dict[str, Any]
) -> StreamingHttpResponse:
    """Return the rows as one JSON object: what it is about, the rows, and how many they were."""
    encode = json.JSONEncoder(ensure_ascii=False, default=_plain, separators=(",", ":")).encode

    def parts() -> Iterator[str]:
        yield encode({**about, "rows": []})[:-2]
        count = 0
        for count, row in enumerate(rows(), start=1):
            comma = "," if count > 1 else ""
            yield comma + encode(dict(zip(fields, row, strict=True)))
        yield f'],"count":{count}}}'

    return _streamed(parts, f"{name}.json", "application/json", acting)


def _cell(value: Any) -> Any:
    if isinstance(value, str):
        return harmless(value)
    return _plain(value) if isinstance(value, datetime) else value


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return localtime(value).isoformat(timespec="minutes")
    return str(value)


def _streamed(
    parts: Callable[[], Iterator[str]], filename: str, content_type: str, acting: Acting
) -> StreamingHttpResponse:
    def in_one_transaction() -> Iterator[bytes]:
        with transaction.atomic():
            tell_database(acting)
            yield from _in_pieces(parts())

    response = StreamingHttpResponse(in_one_transaction(), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


def _in_pieces(parts: Iterator[str]) -> Iterator[bytes]:
    for first in parts:
        rest = (part for _place, part in zip(range(AT_A_TIME), parts, strict=False))
        yield "".join(chain([first], rest)).encode()
