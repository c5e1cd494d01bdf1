"""Every address of the program, with something in place of each variable."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from django.urls import URLPattern, URLResolver, get_resolver, reverse

Values = Mapping[str, Sequence[object]]


def every_address(values: Values, *, instead: Mapping[str, Values]) -> list[str]:
    """Return all addresses.

    ``values`` are what a variable may be; ``instead`` what it is for the pages named there.
    """
    return [
        address
        for name, variables in _pages(get_resolver())
        for address in _addresses(name, variables, {**values, **instead.get(name, {})})
    ]


def _addresses(name: str, variables: list[str], values: Values) -> Iterator[str]:
    for chosen in product(*(values[variable] for variable in variables)):
        yield reverse(name, kwargs=dict(zip(variables, chosen, strict=True)))


def _pages(resolver: URLResolver, space: str = "") -> Iterator[tuple[str, list[str]]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            below = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from _pages(pattern, space + below)
        elif isinstance(pattern, URLPattern):
            yield space + pattern.name, list(pattern.pattern.regex.groupindex)
