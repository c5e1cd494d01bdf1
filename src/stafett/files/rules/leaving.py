"""What an organisation takes with it when it leaves, of every kind of thing there is.

Every model is declared here: either by the ways from a row to those who own it, or with the reason
why it does not belong to an organisation. A test fails for one that is neither.
"""

from collections.abc import Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.lib import Acting, Refused

VERSION = 1
"""Of the format. A reader that knows a version can read what later ones add to it."""

INITIATIVE = ("initiative__organisation",)
PROMISE = ("commitment__municipality",)
BATON = ("baton__municipality", "baton__sender")
OURS: Mapping[str, Sequence[str]] = {
    "organisations.Organisation": ("pk",),
    "organisations.Name": ("organisation",),
    "organisations.Membership": ("group", "member"),
    "organisations.Unit": ("organisation",),
    "organisations.Role": ("organisation",),
    "organisations.Parameter": ("organisation",),
    "indicators.Indicator": ("owner",),
    "indicators.Observation": ("organisation",),
    "indicators.ReferenceValue": ("indicator__owner",),
    "needs.Need": ("organisation",),
    "needs.PassedWarning": ("need__organisation",),
    "needs.SameHere": ("organisation", "need__organisation"),
    "needs.Contribution": ("need__organisation",),
    "needs.CatalogueWord": ("organisation",),
    "initiatives.Initiative": ("organisation",),
    "initiatives.PassedWarning": INITIATIVE,
    "initiatives.Difference": INITIATIVE,
    "initiatives.CostLine": INITIATIVE,
    "initiatives.Participation": ("municipality", *INITIATIVE),
    "initiatives.Involvement": ("organisation",),
    "initiatives.StaffView": ("municipality",),
    "benefits.Benefit": INITIATIVE,
    "benefits.GivenMark": INITIATIVE,
    "benefits.Process": ("organisation",),
    "benefits.ProcessHours": ("process__organisation",),
    "benefits.Commitment": ("municipality",),
    "benefits.PlanLine": PROMISE,
    "benefits.StaffingEffect": PROMISE,
    "benefits.FreedTime": ("effect__commitment__municipality",),
    "benefits.PassedWarning": (*PROMISE, *INITIATIVE),
    "benefits.NoneFound": INITIATIVE,
    "benefits.Unpriced": INITIATIVE,
    "benefits.Usage": PROMISE,
    "benefits.Deviation": PROMISE,
    "benefits.Conclusion": PROMISE,
    "benefits.MapNode": INITIATIVE,
    "benefits.MapEdge": ("source__initiative__organisation",),
    "trials.Trial": ("organisation",),
    "trials.Result": ("trial__organisation",),
    "trials.Decision": ("trial__organisation",),
    "trials.Evidence": ("trial__organisation", *INITIATIVE),
    "roadmap.Roadmap": ("owner",),
    "roadmap.YearBudget": ("roadmap__owner",),
    "roadmap.Capacity": ("municipality", "roadmap__owner"),
    "roadmap.Candidate": ("roadmap__owner",),
    "roadmap.Window": ("municipality", "candidate__roadmap__owner"),
    "roadmap.Tie": ("candidate__roadmap__owner",),
    "roadmap.Proposal": ("roadmap__owner",),
    "handovers.Baton": ("municipality", "sender"),
    "handovers.BatonLine": BATON,
    "handovers.Receipt": BATON,
    "handovers.DelegationReceipt": ("organisation",),
    "handovers.ChangeStep": ("baton__municipality",),
    "cases.Case": ("organisation",),
    "cases.Adoption": ("organisation", "case__organisation"),
    "files.Upload": ("organisation",),
    "files.Source": ("upload__organisation",),
    "post.Mail": ("organisation",),
    "people.Person": ("pk",),
    "audit.Entry": ("chain",),
    "audit.Detail": ("entry__chain",),
    "audit.Head": ("chain",),
}
"""By model: the ways from a row to its owner. Any of them will do: what two share, both have."""

RECKONED = gettext_lazy("is reckoned anew from what is in the file")
NATION = gettext_lazy("is the nation’s, of all municipalities together")
PERSON = gettext_lazy("is the person’s own, and not the organisation’s")
MACHINE = gettext_lazy("is for the program to run, and says nothing of the organisation")
ELSEWHERE: Mapping[str, str | Promise] = {
    "benefits.Simulation": RECKONED,
    "benefits.CommonEffect": RECKONED,
    "benefits.ReferenceEdition": NATION,
    "benefits.ReferenceFigure": NATION,
    "benefits.ReadingLink": gettext_lazy("is a right to write one number, and lapses by itself"),
    "roadmap.Simulation": RECKONED,
    "reports.Figure": RECKONED,
    "reports.Touch": RECKONED,
    "reports.Edition": NATION,
    "reports.ExchangeEdition": NATION,
    "reports.PublishedCell": NATION,
    "reports.Spread": NATION,
    "post.Choice": PERSON,
    "post.Feed": PERSON,
    "work.Job": MACHINE,
    "auth.Permission": MACHINE,
    "auth.Group": MACHINE,
    "contenttypes.ContentType": MACHINE,
    "sessions.Session": PERSON,
    "account.EmailAddress": PERSON,
    "account.EmailConfirmation": PERSON,
    "mfa.Authenticator": PERSON,
}
"""By model: why it is not taken along."""

SECRET: Mapping[str, Sequence[str]] = {
    "people.Person": ("password", "last_login", "is_active", "invited_at")
}
"""Fields that stay: they open a door, or are between the person and the program."""


def may_leave(by: Acting) -> bool:
    """Whether somebody may take along all that the organisation owns."""
    return by.may_administer and by.organisation_id is not None


def check_may_leave(by: Acting) -> None:
    """Only those who look after the organisation take all of it along."""
    if not may_leave(by):
        raise Refused(_("An administrator of the organisation takes everything along."))
