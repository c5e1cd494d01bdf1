"""Let an organisation begin: give it its first administrator, who appoints the rest."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import (
    BaseCommand,
    CommandError,
    CommandParser,
    no_translations,
)
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from stafett.lib import Acting, Refused
from stafett.organisations import actions, queries
from stafett.organisations.models import Kind, Organisation
from stafett.people import queries as people

KINDS = (Kind.MUNICIPALITY, Kind.COUNTY, Kind.REGION, Kind.NETWORK)
MOST_CANDIDATES = 10


class Command(BaseCommand):
    """Appoint the first administrator of an organisation, or of a new region or network."""

    help = (
        "Give an organisation its first administrator. They get a mail with a link for choosing "
        "a password, and appoint everybody else from the page «Our organisation»."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--organisation", help="its number, or its name: 3303 or Kongsberg")
        which.add_argument("--new-region", metavar="NAME", help="make a region first")
        which.add_argument("--new-network", metavar="NAME", help="make a network first")
        parser.add_argument("--org-number", default="", help="of the new region or network")
        parser.add_argument("--legal-form", default="", help="of the new region or network")
        parser.add_argument("--email", required=True, help="the administrator's address")
        parser.add_argument("--name", required=True, help="the administrator's name")
        parser.add_argument(
            "--link", action="store_true", help="also print the link for choosing a password"
        )

    @no_translations
    def handle(self, *args: Any, email: str, name: str, link: bool, **options: Any) -> None:
        email, name = _checked_email(email), _checked_name(name)
        before, known = _mail_files(), people.with_email(email) is not None
        try:
            role = _begin(options, email=email, name=name)
        except Refused as reason:
            raise CommandError(str(reason.message)) from reason
        call_command("work", once=True, stdout=self.stderr)
        self.stdout.write(f"{role.person} is administrator of {_told(role.organisation)}.")
        self.stdout.write(_about_mail(email, known, _mail_files() - before))
        if link:
            self.stdout.write(f"Works once, for choosing a password: {people.way_in(role.person)}")


@transaction.atomic
def _begin(options: dict[str, Any], *, email: str, name: str) -> Any:
    """Both or nothing: no group is left behind without an administrator."""
    now = timezone.now()
    by = Acting(name="installation", day=now.date())
    organisation = _organisation(options, by=by, now=now)
    return actions.first_administrator(
        organisation=organisation, email=email, name=name, by=by, now=now
    )


def _organisation(options: dict[str, Any], **trace: Any) -> Organisation:
    for kind in (Kind.REGION, Kind.NETWORK):
        if name := (options[f"new_{kind}"] or "").strip():
            _check_is_new(name)
            return actions.create_group(
                kind=kind,
                name=name,
                org_number=options["org_number"].replace(" ", ""),
                legal_form=options["legal_form"],
                **trace,
            )
    if options["org_number"] or options["legal_form"]:
        raise CommandError("--org-number and --legal-form are for a new region or network.")
    return _found(options["organisation"] or "")


def _check_is_new(name: str) -> None:
    day = timezone.localdate()
    if name in queries.all_labels(day=day, kinds=(Kind.REGION, Kind.NETWORK)):
        raise CommandError(f"There is a {name} already: name it with --organisation.")


def _found(text: str) -> Organisation:
    if not text.strip():
        raise CommandError("Say which organisation: its number or its name.")
    found = list(queries.find(text, day=timezone.localdate(), kinds=KINDS))
    if not found:
        raise CommandError(
            f"No organisation is called «{text}». Write a municipality's or county's name or "
            "number. If nothing is found at all, run prepare first."
        )
    if len(found) > 1:
        raise CommandError(_which_one(text, found))
    return found[0]


def _which_one(text: str, found: list[Organisation]) -> str:
    lines = [f"  {organisation.number:<5} {_told(organisation)}" for organisation in found]
    shown, more = lines[:MOST_CANDIDATES], len(lines) - MOST_CANDIDATES
    if more > 0:
        shown.append(f"  and {more} more")
    return "\n".join([f"«{text}» can be one of these. Say which by its number:", *shown])


def _told(organisation: Organisation) -> str:
    return f"{organisation.label} ({organisation.get_kind_display()})"


def _checked_email(email: str) -> str:
    try:
        validate_email(email.strip())
    except ValidationError as reason:
        raise CommandError(f"{email} is not an e-mail address.") from reason
    return email.strip()


def _checked_name(name: str) -> str:
    if not name.strip() or len(name) > 120:
        raise CommandError("Write the administrator's name, at most 120 letters.")
    return name.strip()


# --- mail -----------------------------------------------------------------------------------


def _mail_files() -> set[Path]:
    folder = getattr(settings, "EMAIL_FILE_PATH", None)
    return set(Path(folder).glob("*.log")) if folder else set()


def _about_mail(email: str, known: bool, written: set[Path]) -> str:
    if known:
        return f"{email} was known already, and gets no new mail."
    if written:
        files = ", ".join(str(path) for path in sorted(written))
        return f"Mail is not set up (STAFETT_EMAIL_URL). What would have been sent is in {files}"
    return f"A mail with a link for choosing a password has been handed over for {email}."
