"""Sending, done after the answer. ``context`` is a ``work.actions.Turn``."""

from typing import Any

from django_tasks import task

from stafett.post import actions, sending


@task(takes_context=True)
def deliver(context: Any, mail_id: int) -> None:
    """Send a letter. It is taken first, so that two workers send one mail.

    A worker that dies between the mail server's yes and the note of it sends once more, with the
    same Message-ID: that is as near to «exactly once» as mail comes.
    """
    taken = actions.take(mail_id, context.now)
    told = sending.send(taken, context.now) if taken else actions.Told()
    with context.finishing():
        actions.settle(taken, told, now=context.now)
        if not taken:
            actions.come_back(mail_id)


@task(takes_context=True)
def tidy(context: Any) -> None:
    """Do the outbox's daily round."""
    with context.finishing():
        actions.tidy(context.now)
