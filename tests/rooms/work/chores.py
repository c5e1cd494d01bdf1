"""Jobs for the tests of jobs."""

import sys
from pathlib import Path

from django_tasks import task

from stafett.lib import Refused
from stafett.people.models import Person

done: list[str] = []


@task()
def note(word: str) -> None:
    """Remember that it was done."""
    done.append(word)


@task()
def note_the_day() -> None:
    """Do the day's round."""
    done.append("i dag")


@task()
def stumble(word: str) -> None:
    """Go wrong, in a way that names nobody."""
    raise ValueError(word)


@task()
def be_refused() -> None:
    """Be told no by a rule: trying again would not help."""
    raise Refused("Budsjettet er brukt opp.")


@task(takes_context=True)
def add_somebody(context, email: str, waits_while: str = "") -> None:
    """Add a person once; while a file is there, say that we have begun and wait for a word."""
    if waits_while and Path(waits_while).exists():
        print("begun", flush=True)  # noqa: T201 - heard by the test
        sys.stdin.readline()
    with context.finishing():
        Person.objects.create_user(email, "Per Moe")


@task(takes_context=True)
def count_for_ever(context) -> None:
    """Go on until told to stop."""
    counted = 0
    while context.goes_on(counted / (counted + 1)):
        counted += 1
        done.append(f"{counted}")


@task(takes_context=True)
def forget_to_end(context) -> None:
    """Come back with nothing."""
