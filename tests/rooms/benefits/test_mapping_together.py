"""Two people draw arrows at the very same time: together they make no circle."""

from threading import Barrier, Thread

import pytest
from django.db import connection, transaction
from django.utils import translation

from stafett.benefits.actions import mapping as actions
from stafett.benefits.models import MapEdge, MapNode
from stafett.lib import Refused
from tests.factories import NOW
from tests.rooms.benefits.maps import add, an_initiative, better


def together(*tasks):
    """Do all of it at once; return what each said, or what it gave."""
    start, outcomes = Barrier(len(tasks), timeout=10), []

    def one(task):
        try:
            start.wait()
            with translation.override("en"), transaction.atomic():
                outcomes.append(task())
        except Refused as reason:
            outcomes.append(str(reason.message))
        finally:
            connection.close()

    threads = [Thread(target=one, args=[task]) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


@pytest.mark.django_db(transaction=True)
def test_arrows_drawn_at_once_never_make_a_circle(kari):
    initiative, by = an_initiative(kari), kari.acting
    keys = [add(initiative, "change", f"Endring {number}", by) for number in range(4)]

    def drawing(source, target):
        return lambda: actions.draw(
            initiative=initiative, source=source, target=target, by=by, now=NOW
        )

    outcomes = together(*(drawing(*ends) for ends in zip(keys, [*keys[1:], keys[0]], strict=True)))

    [refused] = [said for said in outcomes if isinstance(said, str)]
    assert refused.startswith("It would go in a circle: ")
    assert refused.count("→") == 4
    assert MapEdge.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_two_first_arrows_to_a_benefit_give_it_one_node(kari):
    initiative, by = an_initiative(kari), kari.acting
    benefit = better(initiative, "Færre kjøreturer")
    keys = [add(initiative, "change", f"Endring {number}", by) for number in range(2)]

    together(
        *(
            lambda key=key: actions.draw(
                initiative=initiative, source=key, target=benefit, by=by, now=NOW
            )
            for key in keys
        )
    )

    assert MapNode.objects.filter(kind="benefit").count() == 1
    assert MapEdge.objects.count() == 2
