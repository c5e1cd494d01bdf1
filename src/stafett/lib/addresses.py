"""The addresses of pages, for those that link to many."""

from functools import lru_cache

from django.urls import reverse


@lru_cache(maxsize=10_000)
def address(page: str, pk: int) -> str:
    """Return the address of one thing's page: it is the same for everybody, always."""
    return reverse(page, kwargs={"pk": pk})
