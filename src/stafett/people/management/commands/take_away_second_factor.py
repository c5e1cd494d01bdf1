"""Let somebody who lost the phone in, when no administrator can."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import (
    BaseCommand,
    CommandError,
    CommandParser,
    no_translations,
)
from django.utils import timezone

from stafett.lib import Acting, Refused
from stafett.people import actions, queries


class Command(BaseCommand):
    """Take away a person's second step at sign-in; it is traced, and they get a mail."""

    help = (
        "Let somebody sign in by password alone, as when the phone is lost and no administrator "
        "can do it. First make sure that it is them. It is traced, and they get a mail about it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--email", required=True, help="the address they sign in with")

    @no_translations
    def handle(self, *args: Any, email: str, **options: Any) -> None:
        person = queries.with_email(email)
        if person is None:
            raise CommandError(f"Nobody signs in with {email}.")
        by, now = Acting(name="installation", day=timezone.localdate()), timezone.now()
        try:
            actions.take_away_second_factor(person=person, by=by, now=now)
        except Refused as reason:
            raise CommandError(str(reason.message)) from reason
        call_command("work", once=True, stdout=self.stderr)
        self.stdout.write(f"{person} signs in by password alone now.")
