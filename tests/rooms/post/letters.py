"""Letters for the tests of mail, where the outbox finds them."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.translation import gettext as _

from stafett.post import actions, sending
from stafett.post.models import Letter

SOON = timezone.now() + timedelta(seconds=1)


def after(**more):
    """Return a moment after all that is put in the outbox now."""
    return timezone.now() + timedelta(seconds=1) + timedelta(**more)


@pytest.fixture
def written(monkeypatch):
    """Let «post.sending.hello» be a letter; return the words that were written."""
    words = []

    def hello(mail, *, now, word):
        words.append(word)
        if word == "broken":
            raise ValueError(word)
        return None if word == "late" else Letter(f"{_('Unit')}: {word}", f"Om {word}.")

    monkeypatch.setattr(sending, "hello", hello, raising=False)
    return words


def puts(cast, word="lampa", **more):
    """Put a letter in the outbox."""
    told = {"key": f"hello {word} {cast.person.pk}", **more}
    return actions.write(
        kind="post.sending.hello", about={"word": word}, to=cast.person,
        organisation_id=cast.home.pk, now=timezone.now(), **told,
    )  # fmt: skip
