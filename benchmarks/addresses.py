"""Every page of the program, with something in place of each variable of its address."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from django.urls import URLPattern, URLResolver, get_resolver, reverse

Values = Mapping[str, Sequence[object]]


def every_page(values: Values, *, instead: Mapping[str, Values]) -> dict[str, list[str]]:
    """Return the addresses of each page by its name; none where nobody said what to fill in.

    ``values`` are what a variable may be; ``instead`` what it is for a page named there, or for a
    whole room, as in ``trials:``.
    """
    return {
        name: list(_addresses(name, variables, {**values, **_instead(name, instead)}))
        for name, variables in _pages(get_resolver())
    }


def _instead(name: str, instead: Mapping[str, Values]) -> Values:
    room = name.partition(":")[0] + ":"
    return instead.get(name, instead.get(room, {}))


def _addresses(name: str, variables: list[str], values: Values) -> Iterator[str]:
    for chosen in product(*(values.get(variable, ()) for variable in variables)):
        yield reverse(name, kwargs=dict(zip(variables, chosen, strict=True)))


def _pages(resolver: URLResolver, space: str = "") -> Iterator[tuple[str, list[str]]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            below = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from _pages(pattern, space + below)
        elif isinstance(pattern, URLPattern):
            yield space + pattern.name, list(pattern.pattern.regex.groupindex)
