"""Batons on the relay board, written in one go: with hundreds of them a template is slow."""

from collections.abc import Iterable
from functools import lru_cache
from html import escape

from django import template
from django.utils.safestring import SafeString

from stafett.journey.queries.board.lanes import Pill
from stafett.ui.hyphens import with_soft_hyphens

register = template.Library()


@register.simple_tag
def pills(there: Iterable[Pill], is_example: bool = False) -> SafeString:
    """Write the batons of one zone: each is a link, and tells its story."""
    written = "".join(
        f'<li><{_tag(pill, is_example)} class="pill" data-look="{pill.look}"'
        f"{' data-part' if pill.is_in_part else ''}><b{_lang(pill)}>{_title(pill.title)}</b>"
        f"{_note(escape(pill.note))}<span>{escape(pill.says)}</span>"
        f"</{'span' if is_example else 'a'}></li>"
        for pill in there
    )
    return SafeString(written)  # nosec B703 - every text in it is escaped above


def _tag(pill: Pill, is_example: bool) -> str:
    return "span" if is_example else f'a href="{escape(pill.url)}"'


@lru_cache(maxsize=1_000)
def _title(text: str) -> str:
    """Return a title that stands in many lanes."""
    return with_soft_hyphens(escape(text))


def _lang(pill: Pill) -> str:
    return f' lang="{escape(pill.lang)}"' if pill.lang else ""


def _note(note: str) -> str:
    return f'<i aria-hidden="true">{note}</i>' if note else ""
