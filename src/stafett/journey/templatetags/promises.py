"""The lines of promises on a round, written in one go: with hundreds of them a template is slow."""

from collections.abc import Iterable
from functools import cache
from html import escape

from django import template
from django.utils.safestring import SafeString

from stafett.journey.queries.legs.benefit import Entry

register = template.Library()


@register.simple_tag
def promise_lines(entries: Iterable[Entry]) -> SafeString:
    """Write a line for each promise: the place, before, promised, read last, and what is known."""
    safe = cache(escape)
    written = "".join(
        f'<tr><th scope="row"><a href="{safe(row.url)}">{safe(row.place)}</a></th>'
        f'<td class="number">{safe(row.before)}</td><td class="number">{safe(row.promised)}</td>'
        f'<td class="number{"" if row.is_known else " unknown"}">{safe(row.latest)}</td>'
        f"<td>{safe(row.status)}{_left_out(safe(row.left_out))}</td></tr>"
        for row in entries
    )
    return SafeString(written)  # nosec B703 - every text in it is escaped above


def _left_out(why: str) -> str:
    return f' <span class="muted">{why}</span>' if why else ""
