"""Letters become mail: written in the reader's language, put in one envelope, handed over."""

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from stafett.lib.mailserver import in_short, is_for_good
from stafett.people.rules import spoken
from stafett.post import queries
from stafett.post.actions import Told
from stafett.post.models import Letter, Mail

log = logging.getLogger(__name__)


def send(taken: Sequence[Mail], now: datetime) -> Told:
    """Send what was taken as one mail, and tell how it went."""
    with translation.override(language_of(taken[0])):
        letters, failures = _written(taken, now)
        subjects = {mail.pk: letter.subject for mail, letter in letters}
        try:
            if letters:
                envelope(taken[0], letters, now).send()
        except OSError as failure:  # every failure of a mail server is one
            said = in_short(failure)
            log.warning("Mail %s was not sent: %s", list(subjects), said)
            failures |= dict.fromkeys(subjects, said)
            return Told(failures=failures, is_for_good=is_for_good(failure))
    return Told(subjects=subjects, failures=failures)


def language_of(mail: Mail) -> str:
    """Return the language a person reads; of those who have not said, where they work."""
    return (
        spoken(mail.person.language)
        or spoken(mail.organisation.default_language)
        or settings.LANGUAGE_CODE
    )


def _written(
    taken: Iterable[Mail], now: datetime
) -> tuple[list[tuple[Mail, Letter]], dict[int, str]]:
    """Return what is still worth saying, to those who can still sign in; and what failed."""
    letters, failures = [], {}
    for mail in (mail for mail in taken if mail.person.is_active):
        try:
            letter = _letter(mail, now)
        except Exception as failure:
            log.exception("Letter %s (%s) could not be written", mail.pk, mail.kind)
            failures[mail.pk] = in_short(failure)
        else:
            letters += [(mail, letter)] if letter else []
    return letters, failures


def _letter(mail: Mail, now: datetime) -> Letter | None:
    written: Letter | None = import_string(f"stafett.{mail.kind}")(mail, now=now, **mail.about)
    return written


def envelope(first: Mail, letters: Sequence[tuple[Mail, Letter]], now: datetime) -> EmailMessage:
    """Return the letters to one person as one mail, with what is due as calendar entries."""
    told = [letter for _mail, letter in letters]
    context = {"person": first.person, "letters": told, "choose": _choose()}
    headers = {
        "Message-ID": _message_id([mail for mail, _letter in letters]),
        "Auto-Submitted": "auto-generated",
        "Content-Language": translation.get_language(),
    }
    text = render_to_string("post/mail.txt", context)
    mail = EmailMessage(_subject(told), text, None, [first.person.email], headers=headers)
    if entries := [entry for letter in told for entry in letter.entries]:
        mail.attach("stafett.ics", queries.as_calendar(entries, now=now).decode(), "text/calendar")
    return mail


def _subject(letters: Sequence[Letter]) -> str:
    if len(letters) == 1:
        return " ".join(letters[0].subject.split())
    return _("%(count)s things from Stafett") % {"count": len(letters)}


def _message_id(mails: Sequence[Mail]) -> str:
    """Return the same id each time the same letters are sent, so that a double is known as one."""
    if len(mails) == 1:
        return mails[0].message_id
    together = sha256(" ".join(sorted(mail.message_id for mail in mails)).encode())
    return f"<{together.hexdigest()[:40]}@{queries.host()}>"


def _choose() -> str:
    return f"{settings.PUBLIC_ADDRESS}{reverse('post:pace')}"
