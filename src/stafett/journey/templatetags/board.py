"""Batons on the relay board, written in one go: with hundreds of them a template is slow."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from stafett.journey.queries.board.lanes import Pill

register = template.Library()
LINK = '<li><a href="{}" class="pill" data-look="{}"{}><b{}>{}</b>{}<span>{}</span></a></li>'
EXAMPLE = '<li><span class="pill" data-look="{1}"{2}><b{3}>{4}</b>{5}<span>{6}</span></span></li>'


@register.simple_tag
def pills(there: Iterable[Pill], is_example: bool = False) -> SafeString:
    """Write the batons of one zone: each is a link, and tells its story."""
    return format_html_join("", EXAMPLE if is_example else LINK, map(_parts, there))


def _parts(pill: Pill) -> tuple[str, ...]:
    return (
        pill.url,
        pill.look,
        PART if pill.is_in_part else "",
        format_html(' lang="{}"', pill.lang) if pill.lang else "",
        pill.title,
        format_html('<i aria-hidden="true">{}</i>', pill.note) if pill.note else "",
        pill.says,
    )


PART = SafeString(" data-part")  # nosec B703 - two words of ours
