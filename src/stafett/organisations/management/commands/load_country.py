"""Load the municipalities and counties, and the nation's figures."""

from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser, no_translations
from django.utils import timezone

from stafett.lib import Acting
from stafett.organisations import country
from stafett.organisations.models import Kind


class Command(BaseCommand):
    """Bring the country in line with the data files, and say what changed."""

    help = (
        "Load municipalities, counties and national figures from the packaged data. Can be run "
        "again, also after a name has changed: earlier names are kept with the days they held."
    )
    # For callers in the program: the moment that the trace carries.
    stealth_options = ("now",)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--places", type=Path, help="load only the places in this file (columns as places.csv)"
        )

    @no_translations
    def handle(self, *args: Any, places: Path | None = None, **options: Any) -> None:
        now: datetime = options.get("now") or timezone.now()
        by = Acting(name="installation", day=now.date())
        if places:
            self.stdout.write(
                _sentence(country.load_places(country.places_in(places), by=by, now=now))
            )
            return
        everything = [country.NATION, *country.places_in(country.PLACES)]
        loaded = country.load_places(everything, by=by, now=now)
        figures = country.load_figures(country.FIGURES, by=by, now=now)
        self.stdout.write(f"Country: {_counted(everything)}. {_sentence(loaded)}")
        self.stdout.write(f"National figures: {figures} new or mended.")


def _counted(places: list[country.Place]) -> str:
    kinds = Counter(place.kind for place in places if place.valid_to is None)
    return f"{kinds[Kind.MUNICIPALITY]} municipalities, {kinds[Kind.COUNTY]} counties"


def _sentence(loaded: country.Loaded) -> str:
    if loaded.new:
        return f"New places: {loaded.new}."
    if loaded.renamed:
        return f"New names: {', '.join(loaded.renamed)}."
    return "Some details were mended." if loaded else "Nothing to change."
