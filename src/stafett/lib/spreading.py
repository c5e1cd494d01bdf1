"""Long work in parts: on this machine, or on those of a Dask cluster.

The setting ``STAFETT_DASK`` decides. What is made of each part, and the order it comes back in, is
the same; a machine that goes away loses nothing, for its parts are made once more elsewhere.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from django.conf import settings
from django.utils.translation import gettext as _

from stafett.lib.rules import Refused

Part = TypeVar("Part")
Made = TypeVar("Made")

FEWEST_AHEAD = 8
SECONDS_TO_ANSWER = 10
SECONDS_BETWEEN_LOOKS = 10
"""So often it is asked whether anybody is left to make what is waited for."""


def made_of_each(make: Callable[[Part], Made], parts: Iterable[Part]) -> Iterator[Made]:
    """Yield what is made of each part, in their order.

    ``make`` and the parts travel to other machines: a function of a module, and plain values.
    """
    if not settings.DASK:
        return map(make, parts)
    return _elsewhere(settings.DASK, make, parts)


def _elsewhere(address: str, make: Callable[[Part], Made], parts: Iterable[Part]) -> Iterator[Made]:
    with _client(address) as cluster:
        ahead = max(FEWEST_AHEAD, 2 * sum(cluster.nthreads().values()))
        waiting: deque[Any] = deque()
        for part in parts:
            waiting.append(cluster.submit(make, part, pure=False))
            if len(waiting) >= ahead:
                yield _result(waiting.popleft(), cluster)
        while waiting:
            yield _result(waiting.popleft(), cluster)


def _result(asked: Any, cluster: Any) -> Any:
    """Return what was made, however long it takes; not when nobody is left to make it."""
    while True:
        try:
            return asked.result(timeout=SECONDS_BETWEEN_LOOKS)
        except TimeoutError:
            if asked.status == "error" or not cluster.nthreads():
                raise


def _client(address: str) -> Any:
    """Return a way to the cluster. One that does not answer fails the job, which is tried again."""
    try:
        from distributed import Client
    except ImportError:
        raise Refused(
            _("STAFETT_DASK is set, but the packages for it are not installed. Install «grow».")
        ) from None
    return Client(address, timeout=SECONDS_TO_ANSWER, set_as_default=False)
