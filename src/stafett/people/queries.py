"""What is asked about people."""

from stafett.people.models import Person


def with_email(email: str) -> Person | None:
    """Return the person with this address, whatever its case."""
    return Person.objects.filter(email__iexact=email.strip()).first()


def signs_in(person: Person) -> bool:
    """Has this person been here, or is the invitation still waiting?"""
    return person.last_login is not None
