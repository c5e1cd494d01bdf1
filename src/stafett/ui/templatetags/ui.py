"""What templates say with `{% load ui %}`: figures, dates, icons, leg tags."""

from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from stafett.ui import figures
from stafett.ui.legs import LEGS, SCOPES, Leg

register = template.Library()
ICONS = Path(__file__).resolve().parent.parent / "static" / "ui" / "vendor" / "icons"

register.filter("number", figures.number)
register.filter("percent", figures.percent)
register.filter("nok", figures.nok)
register.filter("hours", figures.hours)
register.filter("day", figures.day)
register.filter("month", figures.month)
register.filter("moment", figures.moment)


@register.simple_block_tag(takes_context=True)
def titled(context: dict[str, Any], content: str) -> SafeString:
    """Keep what the title block says, so that the page's heading can say it too."""
    # Rendered by the engine a moment ago, so what needed escaping is escaped.
    title = context["page_title"] = SafeString(content.strip())  # nosec B703
    return title


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw an icon beside a word. It says nothing on its own."""
    return _drawn(name)


@cache
def _drawn(name: str) -> SafeString:
    source = ICONS / f"{name}.svg"
    if not source.exists():  # The front end is not set up: the word still stands.
        return SafeString("")
    svg = " ".join(source.read_text(encoding="utf-8").split())
    dressed = svg.replace("<svg ", '<svg class="icon" aria-hidden="true" focusable="false" ', 1)
    return SafeString(dressed)  # nosec B703 - a file of ours, fetched at set-up


@register.simple_tag
def when(value: date) -> SafeString:
    """Write a date or a time so that machines read it too."""
    text = figures.moment(value) if isinstance(value, datetime) else figures.day(value)
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), text)


@register.simple_tag
def leg_tag(key: str, word: str = "") -> SafeString:
    """Write a leg as a tag: its word, its tint, and how far into the lap it is."""
    text = word.strip() or LEGS[key].word
    return format_html('<span class="leg" data-leg="{}">{}</span>', key, text)


@register.simple_tag
def scope_badge(key: str, name: str = "") -> SafeString:
    """Write whom something is open to: an icon and a word."""
    picture, word = SCOPES[key]
    return format_html('<span class="scope">{} {}</span>', _drawn(picture), name or word)


@register.filter
def leg_word(key: str) -> str:
    """Return what a leg is called in the middle of a sentence."""
    word = str(LEGS[key].word)
    return word[:1].lower() + word[1:]


@register.simple_tag
def leg_of(key: str) -> Leg:
    """Return a leg: its place in the lap, and its word."""
    return LEGS[key]


@register.simple_tag
def lap(key: str) -> dict[str, Any]:
    """Return the whole lap as seen from one leg."""
    here = LEGS[key]
    return {"legs": [(leg, _side(leg.place - here.place)) for leg in LEGS.values()], "here": here}


def _side(distance: int) -> str:
    if distance == 0:
        return "here"
    return "done" if distance < 0 else "open"


@register.simple_tag
def page_numbers(page: Any, around: int = 2) -> list[int | None]:
    """Return the page numbers to link to; None stands for those left out between."""
    last = page.paginator.num_pages
    near = range(page.number - around, page.number + around + 1)
    shown = sorted({1, last, *(number for number in near if 1 <= number <= last)})
    numbers: list[int | None] = []
    for number in shown:
        if numbers and number - (numbers[-1] or 0) > 1:
            numbers.append(None)
        numbers.append(number)
    return numbers


@register.simple_tag(takes_context=True)
def page_link(context: dict[str, Any], param: str, number: int) -> str:
    """Return the address of another page of the same list, with the same search."""
    asked = context["request"].GET.copy()
    asked[param] = str(number)
    return f"?{asked.urlencode()}"
