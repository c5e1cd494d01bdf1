"""Who does something: a person in a role for an organisation, on a day."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Acting:
    """One person in one role, as it was when the request came in.

    ``group_ids`` are the regions, networks, counties and the nation that the organisation
    belongs to on ``day``, itself included; what is shared with a group is seen through them.
    """

    person_id: int | None = None
    name: str = ""
    role_id: int | None = None
    role_kind: str = ""
    organisation_id: int | None = None
    organisation_name: str = ""
    organisation_language: str = "nb"
    group_ids: tuple[int, ...] = ()
    day: date = date.min

    @property
    def is_somebody(self) -> bool:
        """Signed in, with a role in an organisation."""
        return self.role_id is not None

    @property
    def may_administer(self) -> bool:
        """Looks after people, units and parameters of the organisation."""
        return self.role_kind == "administrator"
