"""Secrets that lie in the database so that nobody reads them without the installation's key."""

import base64
import logging
import secrets

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac

log = logging.getLogger(__name__)
SALT = "stafett.people.sealed"


def seal(text: str) -> str:
    """Return the text as it is kept."""
    return _keys().encrypt(text.encode()).decode()


def opened(sealed: str) -> str:
    """Return the text again.

    What was sealed by a key that is gone becomes something nobody knows: then no code is right.
    """
    try:
        return _keys().decrypt(sealed.encode()).decode()
    except InvalidToken:
        log.warning("A second factor was made with another secret key, and works no longer.")
        return base64.b32encode(secrets.token_bytes(20)).decode()


def _keys() -> MultiFernet:
    return MultiFernet(
        [_key(each) for each in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    )


def _key(secret: str | bytes) -> Fernet:
    digest = salted_hmac(SALT, "", secret=secret, algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(digest))
